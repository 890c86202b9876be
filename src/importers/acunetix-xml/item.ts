/** One ReportItem of an Acunetix scan, and what it says about a CVE (reference/report-formats.md, 3.11). */

import type { MappingRow } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import type { ReportAnswer } from "../importer.ts";
import { mentions } from "../zap-xml/alert.ts";

/** Texts of an item; empty: not written. Details may hold memory: they are looked through, never shown. */
export interface AcunetixItem {
  readonly name: string;
  readonly details: string;
  readonly description: string;
  readonly falsePositive: string;
  /** Of the list of CVEs, whatever its elements. */
  readonly cves: string;
  /** Of the references. */
  readonly references: string;
}

const HEARTBLEED = "CVE-2014-0160";

/** What was read off a version, a banner or a library instead of asked. */
const VERSION =
  /\bversions?\b|out[- ]?dated|out[- ]of[- ]date|older than|end[- ]of[- ]life|vulnerable (?:javascript |js |software )*(?:librar|package|component|dependenc)/i;
const BANNER_ONLY =
  /only banner information|version was detected from|based (?:only |solely )?on (?:the |its )?(?:version|banner)/i;
const DOUBTFUL = /may be a false positive|manual confirmation/i;

/** Whether a title speaks of this CVE, by number or by its common name. */
export function titled(title: string, cve: string): boolean {
  return mentions(title, cve) || (cve.toUpperCase() === HEARTBLEED && /heart[\s-]?bleed/i.test(title));
}

/** Whether a title tells of a version. */
export const ofVersion = (title: string): boolean => VERSION.test(title);

/** null: it is about something else. */
export function readItem(
  item: AcunetixItem,
  cve: string,
): { readonly finding: Finding; readonly by: ReportAnswer["by"]; readonly words: string } | null {
  const named = titled(item.name, cve) || mentions(item.cves, cve);
  if (!named && !mentions(item.references, cve)) return null;
  const inferred = ofVersion(item.name) || BANNER_ONLY.test(item.description) || BANNER_ONLY.test(item.details);
  const by = inferred ? "version" : "probe";
  const words = item.name;
  if (/^(?:true|yes|1)$/i.test(item.falsePositive)) return { finding: finding("finding_disputed"), by, words };
  if (inferred) return { finding: finding("version_reported"), by, words };
  if (!named) {
    return { finding: finding("potential_finding", "only the item's references name the CVE"), by, words };
  }
  if (DOUBTFUL.test(item.description)) {
    return { finding: finding("potential_finding", "the report itself asks for confirmation by hand"), by, words };
  }
  return { finding: finding("finding_reported"), by, words };
}

export const ACUNETIX_MAPPING: readonly MappingRow[] = [
  { prints: "item with the CVE in its list or its name", reason: "finding_reported" },
  {
    prints: "the same, about a version or from a banner only",
    reason: "version_reported",
    why: "nothing was asked that only a vulnerable server answers",
  },
  { prints: "the same, `may be a false positive`, or the CVE in its references only", reason: "potential_finding" },
  { prints: "the same, IsFalsePositive true", reason: "finding_disputed" },
  {
    prints: "scan without such an item",
    reason: "no_negative_in_format",
    why: "the list of checks is not in the file, and the profile may leave them out",
  },
  { prints: "scan without such an item, Aborted", reason: "scan_interrupted" },
  { prints: "scan without any item, Responsive False", reason: "host_dead" },
  { prints: "the file ends early, no such item so far", reason: "report_truncated" },
];
