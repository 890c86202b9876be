/**
 * Rows of the lists that heartbleed-masstest prints, in both layouts (reference/report-formats.md, 3.7):
 * `Testing NAME...  not vulnerable.` (8 to 12 April 2014) and `2014-04-16 22:49:34 NAME   Not Vulnerable` (from 14 April on).
 */

import { type MappingRow, printedNegative } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { NO_TIME, type ReportTime } from "../importer.ts";
import { tested } from "../masstest-json/record.ts";

export interface ListRow {
  readonly name: string;
  readonly words: string;
  readonly time: ReportTime;
}

const TESTING = /^Testing (\S+?)\.\.\.\s+(\S.*)$/;
// The name is padded to twenty characters; a longer one runs up to the one space before the status.
const DATED = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (\S+)\s+(\S.*)$/;

export function listRow(line: string): ListRow | null {
  const testing = TESTING.exec(line);
  if (testing !== null) return { name: testing[1] ?? "", words: testing[2] ?? "", time: NO_TIME };
  const dated = DATED.exec(line);
  if (dated === null) return null;
  const at = Date.parse(`${dated[1]}T${dated[2]}Z`);
  // A host that was never scanned carries the beginning of 1970.
  const known = !Number.isNaN(at) && at > 86_400_000;
  return { name: dated[3] ?? "", words: dated[4] ?? "", time: known ? { at, quality: "naive" } : NO_TIME };
}

/** The log of the tool prints the record where the name should stand, so that it can be joined to no host (3.7, measured). */
export function isLogLine(line: string): boolean {
  return /^\d{9,11}(?:\.\d+)? \{.*'last_scan'.*\} (?:True|False|None)$/.test(line);
}

/** A status of either layout; null: not one of theirs. @param time when it was asked. */
export function statusFinding(words: string, time: ReportTime = NO_TIME): Finding | null {
  switch (words.trim().replace(/\.$/, "").toLowerCase()) {
    case "vulnerable":
      return finding("finding_reported");
    case "not vulnerable":
      return printedNegative({ ran: tested(time) });
    case "no ssl":
    case "ssl connection failed":
      return finding("tls_not_shown", "no TLS, refused or timed out: the tool does not tell them apart");
    case "not scanned":
      return finding("host_not_scanned");
    default:
      return null;
  }
}

export const STATUS_MAPPING: readonly MappingRow[] = [
  { prints: "vulnerable., Vulnerable", reason: "finding_reported" },
  {
    prints: "not vulnerable., Not Vulnerable",
    reason: "negative_reported",
    why: "said only after a ServerHelloDone",
  },
  {
    prints: "not vulnerable., Not Vulnerable, of 13 April 2014 between 11:13 and 23:36",
    reason: "negative_without_ground",
    why: "the tool's version of those hours sent no valid request",
  },
  {
    prints: "no SSL., SSL Connection Failed",
    reason: "tls_not_shown",
    why: "no TLS, refused or timed out: not told apart",
  },
  { prints: "Not scanned", reason: "host_not_scanned" },
];
