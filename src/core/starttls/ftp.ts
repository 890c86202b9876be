/** FTP (RFC 4217 section 4; replies are RFC 959 section 4.2). */

import { type Dialogue, NOT_OFFERED, NOT_UNDERSTOOD, READY, REFUSED, sendLine } from "./dialogue.ts";
import { ftpReply } from "./replies.ts";

/** RFC 959: "service ready in nnn minutes", then the greeting proper. */
const WAIT = 120;
/** RFC 2228 section 3: unknown command, not implemented, mechanism not known. */
const UNKNOWN = new Set([500, 501, 502, 504]);

export function* ftp(): Dialogue {
  let greeting = yield* ftpReply();
  while (greeting?.code === WAIT) greeting = yield* ftpReply();
  if (greeting === null) return NOT_UNDERSTOOD;
  if (greeting.code !== 220) return REFUSED;
  yield* sendLine("AUTH TLS");
  const answer = yield* ftpReply();
  if (answer === null) return NOT_UNDERSTOOD;
  if (answer.code === 234) return READY;
  return UNKNOWN.has(answer.code) ? NOT_OFFERED : REFUSED;
}
