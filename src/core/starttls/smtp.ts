/** SMTP (RFC 3207 over RFC 5321) and LMTP (RFC 2033, which has LHLO for EHLO). */

import { type Dialogue, NOT_OFFERED, NOT_UNDERSTOOD, READY, REFUSED, sendLine } from "./dialogue.ts";
import { namesWord, smtpReply } from "./replies.ts";

/** RFC 2606 section 2: a name that is nobody's. */
const OUR_NAME = "crosscheck.invalid";

export function* smtp(hello: "EHLO" | "LHLO" = "EHLO"): Dialogue {
  const greeting = yield* smtpReply();
  if (greeting === null) return NOT_UNDERSTOOD;
  if (greeting.code !== 220) return REFUSED;
  // RFC 3207 section 4: the keyword is in the answer to EHLO, and servers may insist on EHLO before STARTTLS.
  yield* sendLine(`${hello} ${OUR_NAME}`);
  const features = yield* smtpReply();
  if (features === null) return NOT_UNDERSTOOD;
  if (features.code === 421) return REFUSED;
  if (features.code !== 250 || !namesWord(features.lines.slice(1), "STARTTLS")) return NOT_OFFERED;
  yield* sendLine("STARTTLS");
  const answer = yield* smtpReply();
  if (answer === null) return NOT_UNDERSTOOD;
  return answer.code === 220 ? READY : REFUSED;
}
