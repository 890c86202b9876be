/** Errors of a list of targets, as values in the stream of targets. */

import type { TargetResult } from "../core/model/target.ts";
import { boundedText } from "./parse-target.ts";

/** An error on a line of a list; line 0 stands for the list as a whole (it is missing, a folder, not text). */
export function failure(source: string, line: number, problem: string, text = ""): TargetResult {
  return { ok: false, error: { at: { source, line }, text: boundedText(text), problem } };
}
