/** Causes why a tool answers otherwise than it should (reference/anchors.md, annex C), as data. */

import type { Cause } from "./cause.ts";
import { IN_HOW_IT_READS } from "./in-how-it-reads.ts";
import { IN_WHAT_IT_SENDS } from "./in-what-it-sends.ts";

export const CAUSES: readonly Cause[] = [...IN_WHAT_IT_SENDS, ...IN_HOW_IT_READS];

/** Two factors that go together: tried where neither alone is enough. */
export const PAIRS: readonly (readonly [string, string])[] = [
  ["version", "suites"],
  ["version", "extension_gate"],
  ["server_name", "suites"],
  ["server_name", "version"],
  ["framing", "patience"],
  ["patience", "reads"],
];
