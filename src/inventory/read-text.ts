/** Plain lists: one target per line, `#` begins a comment at the start of a line or behind a space. */

import type { TargetResult } from "../core/model/target.ts";
import { failure } from "./failure.ts";
import { readLines } from "./lines.ts";
import { parseTarget } from "./parse-target.ts";

/** A `#` inside a word is no comment: URLs carry fragments. */
const COMMENT = /(?:^|\s)#.*$/;

/** Reads a list as it arrives. */
export async function* readText(source: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TargetResult> {
  for await (const line of readLines(chunks)) {
    if ("problem" in line) {
      yield failure(source, line.number, line.problem);
      continue;
    }
    const text = line.text.replace(COMMENT, "").trim();
    if (text !== "") yield parseTarget(text, { source, line: line.number });
  }
}
