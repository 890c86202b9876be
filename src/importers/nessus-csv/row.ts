/** What one line of Tenable's tables says about the flaw. */

import { type Finding, finding } from "../../core/model/outcome.ts";
import type { TableRow } from "../columns.ts";
import { portIn } from "../seen-places.ts";
import { parseTime } from "../times/parse-time.ts";
import type { Field } from "./columns.ts";

export interface RowVerdict {
  readonly finding: Finding;
  readonly by: "probe" | "version";
}

/** null: it is not about the CVE. */
export function verdictOf(row: TableRow<Field>, cve: string, probes: ReadonlySet<string>): RowVerdict | null {
  const plugin = row.cell("plugin");
  const listed = row.cell("cve").match(/CVE-\d{4}-\d+/gi) ?? [];
  if (!probes.has(plugin) && !listed.some((each) => each.toUpperCase() === cve.toUpperCase())) return null;
  const type = row.cell("type").toLowerCase();
  // Everything else with the CVE reads a banner or a package.
  const by = probes.has(plugin) && (type === "" || type === "remote") ? "probe" : "version";
  return { finding: judged(row, by), by };
}

function judged(row: TableRow<Field>, by: "probe" | "version"): Finding {
  const accepted = isAccepted(row);
  if (by === "version") {
    if (isFixed(row) && !accepted)
      return finding("negative_without_ground", "listed as fixed by a check that reads a version");
    return finding("version_reported", accepted ? "accepted as a risk" : "");
  }
  if (accepted) return finding("finding_excepted");
  if (!isFixed(row)) return finding("finding_reported");
  // What would say that it is accepted may stand behind the place where the file was cut off.
  if (!row.ended) return finding("report_truncated", "the line does not come to its end");
  if (row.shifted) return finding("tool_output_unreadable", "the line has not as many cells as the table has columns");
  const { port } = portIn(row.cell("port"), row.cell("protocol"));
  if (typeof port !== "number") return finding("host_ambiguous", "fixed, but the line does not say on which port");
  return finding("repair_reported");
}

/**
 * `Fixed` of Tenable.io; the others are New, Active, Resurfaced, Open, Reopened. Tenable.sc has no such word: its list of what
 * is mitigated says when, and what came back since then was observed later.
 */
export function isFixed(row: TableRow<Field>): boolean {
  const state = row.cell("state").toLowerCase();
  if (state !== "") return state === "fixed";
  const fixed = parseTime(row.cell("fixed")).at;
  const seen = parseTime(row.cell("seen")).at;
  return fixed !== null && seen !== null && fixed >= seen;
}

/** A word of its own, or the comment that somebody wrote when accepting it. */
function isAccepted(row: TableRow<Field>): boolean {
  const word = row.cell("accepted").toLowerCase();
  return ["yes", "true", "1", "accepted"].includes(word) || row.cell("comment") !== "";
}
