/** ManageSieve (RFC 5804 sections 1.3, 1.7 and 2.2): the greeting is the list of capabilities. */

import { type Dialogue, line, NOT_OFFERED, NOT_UNDERSTOOD, type Part, READY, REFUSED, sendLine } from "./dialogue.ts";
import { namesWord } from "./replies.ts";

export function* sieve(): Dialogue {
  const greeting = yield* response();
  if (greeting === null) return NOT_UNDERSTOOD;
  if (greeting.status !== "OK") return REFUSED;
  if (!namesWord(greeting.lines, '"STARTTLS"')) return NOT_OFFERED;
  yield* sendLine("STARTTLS");
  const answer = yield* response();
  if (answer === null) return NOT_UNDERSTOOD;
  return answer.status === "OK" ? READY : REFUSED;
}

/** Lines up to the one that says OK, NO or BYE; null: a line that is none of both. */
function* response(): Part<{ readonly status: string; readonly lines: readonly string[] } | null> {
  const lines: string[] = [];
  for (;;) {
    const text = yield* line();
    const status = /^(OK|NO|BYE)(?: |$)/i.exec(text)?.[1]?.toUpperCase();
    if (status !== undefined) return { status, lines };
    if (!text.startsWith('"')) return null;
    lines.push(text);
  }
}
