/** Text into lines, for reports that are written line by line. */

import { DocumentProblem } from "./problem.ts";

export interface TextLine {
  /** From 1. */
  readonly number: number;
  /** Without its end. */
  readonly text: string;
  /** Whether a line end followed: the last line of a file that is cut off has none. */
  readonly ended: boolean;
}

/** A JSON line of nuclei or zgrab2 carries whole responses. */
const LONGEST = 4 << 20;

/** Splits at LF or CRLF. Throws a DocumentProblem at a line of more than four million characters. */
export async function* textLines(document: AsyncIterable<string>): AsyncGenerator<TextLine> {
  let number = 1;
  let held = "";
  for await (const text of document) {
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      const line = held + text.slice(start, end);
      yield { number: number++, text: line.endsWith("\r") ? line.slice(0, -1) : line, ended: true };
      held = "";
      start = end + 1;
    }
    held += text.slice(start);
    if (held.length > LONGEST) throw new DocumentProblem(`expected lines of at most ${LONGEST} characters`, number);
  }
  if (held !== "") yield { number, text: held, ended: false };
}
