/** What people write into the cells of such a spreadsheet, and what we make of it. */

import { type MappingRow, printedNegative } from "../../core/claims.ts";
import { type Finding, finding, type Reason } from "../../core/model/outcome.ts";

const ZEROS = ["0", "no", "n", "false", "not vulnerable", "not_vulnerable", "safe", "ok", "secure", "negative"];

/** Words that are a cell as a whole, in lower case. */
const WORDS: readonly { readonly words: readonly string[]; readonly reason: Reason }[] = [
  {
    words: ["1", "yes", "y", "true", "vulnerable", "vuln", "positive", "bleeds"],
    reason: "finding_reported",
  },
  {
    words: ["", "?", "-", "n/a", "na", "unknown", "not tested", "untested", "none", "skipped"],
    reason: "no_answer_recorded",
  },
  { words: ["timeout", "time-out", "timed out", "time out", "no answer", "no response"], reason: "tool_timed_out" },
  { words: ["refused", "closed", "connection refused", "port closed"], reason: "port_closed" },
  { words: ["no ssl", "no tls", "no https", "not ssl", "not tls"], reason: "tls_not_shown" },
  { words: ["down", "host down", "dead", "unreachable"], reason: "host_dead" },
];

export const MAPPING: readonly MappingRow[] = [
  ...WORDS.map(({ words, reason }) => ({ prints: words.map((word) => word || "(empty)").join(", "), reason })),
  {
    prints: ZEROS.join(", "),
    reason: "negative_reported",
    why: "whoever filled in the sheet vouches for it; a claim like any other",
  },
  {
    prints: "pass, passed",
    reason: "negative_without_ground",
    why: "tools print it for closed ports and after errors, too",
  },
  {
    prints: "a zero in a last line without its end",
    reason: "report_truncated",
    why: "n/a that is cut off reads as n",
  },
  { prints: "error …", reason: "check_failed" },
  { prints: "anything else", reason: "tool_output_unreadable", why: "a word we do not know is never a zero" },
];

/** @param whole whether the row is surely complete: a word that is cut off may be another. */
export function readWord(cell: string, whole: boolean): Finding {
  const word = cell
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .replace(/[.!]+$/, "");
  if (ZEROS.includes(word)) return printedNegative({ finished: whole ? "open" : "report_truncated" });
  if (word === "pass" || word === "passed") return finding("negative_without_ground");
  const known = WORDS.find(({ words }) => words.includes(word));
  if (known !== undefined) return finding(known.reason);
  return finding(/^err(?:or)?\b/.test(word) ? "check_failed" : "tool_output_unreadable");
}
