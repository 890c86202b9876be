/** POP3 (RFC 2595 section 4; CAPA is RFC 2449 section 5). */

import { type Dialogue, line, NOT_OFFERED, NOT_UNDERSTOOD, READY, REFUSED, sendLine } from "./dialogue.ts";
import { dotBlock, namesWord } from "./replies.ts";

export function* pop3(): Dialogue {
  const greeting = statusOf(yield* line());
  if (greeting === null) return NOT_UNDERSTOOD;
  if (greeting === "-ERR") return REFUSED;
  yield* sendLine("CAPA");
  const listed = statusOf(yield* line());
  if (listed === null) return NOT_UNDERSTOOD;
  if (listed === "+OK" && !namesWord(yield* dotBlock(), "STLS")) return NOT_OFFERED;
  yield* sendLine("STLS");
  const answer = statusOf(yield* line());
  if (answer === null) return NOT_UNDERSTOOD;
  if (answer === "+OK") return READY;
  // Without a list of capabilities the refusal is all there is to know.
  return listed === "+OK" ? REFUSED : NOT_OFFERED;
}

/** RFC 1939 section 3: the two status indicators, in upper case. */
function statusOf(text: string): "+OK" | "-ERR" | null {
  const [, status] = /^(\+OK|-ERR)(?: |$)/.exec(text) ?? [];
  return status === "+OK" || status === "-ERR" ? status : null;
}
