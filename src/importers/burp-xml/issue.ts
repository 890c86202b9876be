/**
 * One issue of a Burp report and what it says about a CVE (reference/report-formats.md, 3.19). Burp has no such issue of its
 * own: extensions add them, so the name tells, not the number of the type. Their details may show memory.
 */

import type { MappingRow } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { ofVersion, titled } from "../acunetix-xml/item.ts";
import type { ReportAnswer } from "../importer.ts";
import { mentions } from "../zap-xml/alert.ts";

/** Texts of an issue; empty: not written. */
export interface BurpIssue {
  readonly name: string;
  readonly severity: string;
  readonly confidence: string;
  readonly detail: string;
  readonly background: string;
}

const LOOKED_UP = /vulnerable (?:software|librar|dependenc|component|javascript)|retire\.?js|vulners|software version/i;

/** null: it is about something else. */
export function readIssue(
  { name, severity, confidence, detail, background }: BurpIssue,
  cve: string,
): { readonly finding: Finding; readonly by: ReportAnswer["by"]; readonly words: string } | null {
  const named = titled(name, cve) || mentions(detail, cve);
  if (!named && !mentions(background, cve)) return null;
  const by = ofVersion(name) || LOOKED_UP.test(name) || LOOKED_UP.test(detail) ? "version" : "probe";
  const words = [name, severity, confidence].filter((text) => text !== "").join(", ");
  if (/false positive/i.test(severity) || /false positive/i.test(confidence)) {
    return { finding: finding("finding_disputed"), by, words };
  }
  if (by === "version") return { finding: finding("version_reported"), by, words };
  if (!named) return { finding: finding("potential_finding", "only the issue's background names the CVE"), by, words };
  if (/tentative/i.test(confidence)) return { finding: finding("potential_finding"), by, words };
  return { finding: finding("finding_reported"), by, words };
}

export const BURP_MAPPING: readonly MappingRow[] = [
  { prints: "issue whose name or detail has the CVE, confidence Certain or Firm", reason: "finding_reported" },
  { prints: "the same, about vulnerable software, a library or a version", reason: "version_reported" },
  { prints: "the same, confidence Tentative, or the CVE in its background only", reason: "potential_finding" },
  { prints: "the same, marked as a false positive", reason: "finding_disputed" },
  {
    prints: "host without such an issue",
    reason: "no_negative_in_format",
    why: "neither the checks nor the extensions that ran are in the file",
  },
  { prints: "the file ends early, no such issue so far", reason: "report_truncated" },
];
