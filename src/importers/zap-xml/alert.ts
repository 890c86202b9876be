/**
 * One alert of a ZAP report, whatever the file is written in (reference/report-formats.md, 3.19). Matched by rule and CVE;
 * its title may be translated, or have a prefix.
 */

import type { MappingRow } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import type { ReportAnswer, ReportTime } from "../importer.ts";
import { isoTime, namedMonthTime } from "../times/web-dates.ts";

/** The texts of an alert; empty: not written. */
export interface ZapAlert {
  readonly pluginid: string;
  readonly alertRef: string;
  readonly alert: string;
  readonly name: string;
  readonly confidence: string;
  readonly riskdesc: string;
  readonly reference: string;
  readonly tags: string;
}

const HEARTBLEED = "CVE-2014-0160";
/** Sends heartbeats. */
const ACTIVE = "20015";
/** Reads the Server header. */
const INDICATIVE = "10034";

/** What an alert says about a CVE; null: it is about something else. */
export function readAlert(
  alert: ZapAlert,
  cve: string,
): { readonly finding: Finding; readonly by: ReportAnswer["by"]; readonly words: string } | null {
  const rule = /^\s*(\d+)/.exec(alert.pluginid === "" ? alert.alertRef : alert.pluginid)?.[1] ?? "";
  const known = cve.toUpperCase() === HEARTBLEED && (rule === ACTIVE || rule === INDICATIVE);
  const named = [alert.tags, alert.name, alert.alert].some((text) => mentions(text, cve));
  if (!known && !named && !mentions(alert.reference, cve)) return null;
  const by = isPassive(rule) || /\(indicative\)/i.test(alert.name) ? "version" : "probe";
  const title = alert.name === "" ? alert.alert : alert.name;
  const words = `[${rule}] ${title}${alert.riskdesc === "" ? "" : `, ${alert.riskdesc}`}`;
  // Confidence 0 is "false positive", set by whoever looked at it.
  if (alert.confidence.trim() === "0" || /\(false positive\)/i.test(alert.riskdesc)) {
    return { finding: finding("finding_disputed"), by, words };
  }
  if (by === "version") {
    return {
      finding: finding("version_reported", "a passive rule, which reads what the server says of itself"),
      by,
      words,
    };
  }
  if (!known && !named) {
    return { finding: finding("potential_finding", "only the alert's references name the CVE"), by, words };
  }
  return { finding: finding("finding_reported"), by, words };
}

/** Rules of the 10000s look at answers that came anyway. */
const isPassive = (rule: string): boolean => /^10\d{3}$/.test(rule);

/** Whether a text names this CVE and not one whose number merely begins so. */
export function mentions(text: string, cve: string): boolean {
  const at = text.toUpperCase().indexOf(cve.toUpperCase());
  if (at < 0) return false;
  const after = text.charAt(at + cve.length);
  return !/\d/.test(after) || mentions(text.slice(at + 1), cve);
}

/** `generated` in the language of whoever ran it; newer versions add `created` with its zone. */
export function zapTime(created: string, generated: string): ReportTime {
  const exact = isoTime(created);
  return exact.at === null ? namedMonthTime(generated) : exact;
}

export const ZAP_MAPPING: readonly MappingRow[] = [
  { prints: "alert of rule 20015, or of an active rule tagged or titled with the CVE", reason: "finding_reported" },
  {
    prints: "alert of rule 10034 `(Indicative)`, or of another passive rule (10000 to 10999) with the CVE",
    reason: "version_reported",
    why: "it reads the Server header or a library's version, and asks nothing",
  },
  {
    prints: "alert of an active rule whose references alone name the CVE",
    reason: "potential_finding",
    why: "a reference may be there for comparison",
  },
  { prints: "such an alert with confidence 0 (false positive)", reason: "finding_disputed" },
  {
    prints: "site without such an alert",
    reason: "no_negative_in_format",
    why: "neither the list of rules nor their success is in the file",
  },
  { prints: "the file ends early, no such alert so far", reason: "report_truncated" },
];
