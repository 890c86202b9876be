/** IMAP (RFC 9051 section 6.2.1; RFC 3501 has the same words). */

import { type Dialogue, line, NOT_OFFERED, NOT_UNDERSTOOD, type Part, READY, REFUSED, sendLine } from "./dialogue.ts";

export function* imap(): Dialogue {
  const greeting = /^\* (OK|PREAUTH|BYE)\b/i.exec(yield* line())?.[1]?.toUpperCase();
  if (greeting === undefined) return NOT_UNDERSTOOD;
  // RFC 9051 section 7.1.4: STARTTLS is not possible once authenticated.
  if (greeting !== "OK") return REFUSED;
  // Servers may add untagged responses at any time (section 7).
  yield* sendLine("x1 CAPABILITY", true);
  const capability = yield* tagged("x1");
  if (capability === null) return NOT_UNDERSTOOD;
  if (capability.status !== "OK" || !capability.capabilities.includes("STARTTLS")) return NOT_OFFERED;
  yield* sendLine("x2 STARTTLS");
  const answer = yield* tagged("x2");
  if (answer === null) return NOT_UNDERSTOOD;
  return answer.status === "OK" ? READY : REFUSED;
}

interface Tagged {
  readonly status: string;
  readonly capabilities: readonly string[];
}

/** Everything up to the response with our tag; null: it never comes. */
function* tagged(tag: string): Part<Tagged | null> {
  const capabilities: string[] = [];
  for (;;) {
    const words = (yield* line()).toUpperCase().split(" ");
    const [mark = "", status = ""] = words;
    if (mark === tag.toUpperCase()) return /^(OK|NO|BAD)$/.test(status) ? { status, capabilities } : null;
    if (mark !== "*" || status === "BYE") return null;
    if (status === "CAPABILITY") capabilities.push(...words.slice(2));
  }
}
