/** Replies with a three-digit code, as SMTP, FTP and NNTP have them. */

import { line, type Part } from "./dialogue.ts";

export interface Reply {
  readonly code: number;
  /** Text of each line, codes taken off. */
  readonly lines: readonly string[];
}

const CODED = /^([1-5]\d\d)(?:([ -])(.*))?$/;

/** RFC 5321 section 4.2.1: every line carries the same code, the last one a space (or nothing) behind it. null: no such reply. */
export function* smtpReply(): Part<Reply | null> {
  const lines: string[] = [];
  let code: number | null = null;
  for (;;) {
    const [, digits, mark, text = ""] = CODED.exec(yield* line()) ?? [];
    const own = Number(digits);
    if (digits === undefined || (code !== null && own !== code)) return null;
    code = own;
    lines.push(text);
    if (mark !== "-") return { code, lines };
  }
}

/** RFC 959 section 4.2: only the first and the last line need the code, what stands between may be anything. */
export function* ftpReply(): Part<Reply | null> {
  const [, digits, mark, first = ""] = CODED.exec(yield* line()) ?? [];
  if (digits === undefined) return null;
  const lines = [first];
  let more = mark === "-";
  while (more) {
    const text = yield* line();
    lines.push(text);
    more = !text.startsWith(`${digits} `) && text !== digits;
  }
  return { code: Number(digits), lines };
}

/** RFC 3977 section 3.2: one line. */
export function* oneLineReply(): Part<Reply | null> {
  const [, digits, , text = ""] = CODED.exec(yield* line()) ?? [];
  return digits === undefined ? null : { code: Number(digits), lines: [text] };
}

/** The lines of a block that ends with a dot alone (RFC 1939 section 3, RFC 3977 section 3.1.1). */
export function* dotBlock(): Part<readonly string[]> {
  const lines: string[] = [];
  for (let next = yield* line(); next !== "."; next = yield* line()) lines.push(next);
  return lines;
}

/** Whether a line of a list begins with this word, in any case. */
export function namesWord(lines: readonly string[], word: string): boolean {
  return lines.some(
    (each) =>
      each
        .trim()
        .split(/[ \t=]/)[0]
        ?.toUpperCase() === word,
  );
}
