/** NNTP (RFC 4642 section 2.2; CAPABILITIES is RFC 3977 section 5.2). */

import { type Dialogue, NOT_OFFERED, NOT_UNDERSTOOD, READY, REFUSED, sendLine } from "./dialogue.ts";
import { dotBlock, namesWord, oneLineReply } from "./replies.ts";

export function* nntp(): Dialogue {
  const greeting = yield* oneLineReply();
  if (greeting === null) return NOT_UNDERSTOOD;
  if (greeting.code !== 200 && greeting.code !== 201) return REFUSED;
  yield* sendLine("CAPABILITIES");
  const listed = yield* oneLineReply();
  if (listed === null) return NOT_UNDERSTOOD;
  if (listed.code === 101 && !namesWord(yield* dotBlock(), "STARTTLS")) return NOT_OFFERED;
  yield* sendLine("STARTTLS");
  const answer = yield* oneLineReply();
  if (answer === null) return NOT_UNDERSTOOD;
  if (answer.code === 382) return READY;
  return answer.code === 500 || answer.code === 501 ? NOT_OFFERED : REFUSED;
}
