/** One result, of the XML or of a line of the CSV: is it about the flaw, and what does it say (report-formats.md, 3.14). */

import { type Finding, finding } from "../../core/model/outcome.ts";
import { asks, type CheckFacts } from "./checks.ts";

export interface OpenvasResult extends CheckFacts {
  /** Everything written as a CVE of the check, in one text: `CVE-2014-0160, CVE-2014-0346`, `NOCVE`. */
  readonly cves: string;
  /** `High`, `Log`, `False Positive`; empty: not said. */
  readonly threat: string;
  readonly severity: string;
  /** Before an override; empty: not said. */
  readonly originalThreat: string;
  readonly originalSeverity: string;
  /** In a comparison of two reports: `gone`, `new`, `same`, `changed`; empty: no comparison. */
  readonly delta: string;
}

/** What a result says; null: it is not about the CVE. */
export interface ResultVerdict {
  readonly finding: Finding;
  readonly by: "probe" | "version";
}

export function verdictOf(result: OpenvasResult, cve: string, probes: ReadonlySet<string>): ResultVerdict | null {
  const oid = result.oid.trim();
  const listed = result.cves.split(/[\s,;]+/).some((each) => each.toUpperCase() === cve.toUpperCase());
  // Greenbone's own comparison of a list of products with a list of flaws has the CVE as its id.
  if (!listed && !probes.has(oid) && oid.toUpperCase() !== cve.toUpperCase()) return null;
  const by = asks({ ...result, oid: oid.toUpperCase().startsWith("CVE-") ? oid.toUpperCase() : oid }, probes)
    ? "probe"
    : "version";
  return { finding: judged(result, by), by };
}

function judged(result: OpenvasResult, by: "probe" | "version"): Finding {
  if (result.delta.trim().toLowerCase() === "gone")
    return finding("answer_stale", "a comparison of two reports: only the earlier one lists it");
  switch (levelOf(result.threat, result.severity)) {
    case "false positive":
      return finding("finding_disputed");
    case "error":
      return finding("check_failed", "the result is an error of the check");
    case "log":
      return levelOf(result.originalThreat, result.originalSeverity) === "finding" && result.originalThreat !== ""
        ? finding("finding_excepted", "an override lowers it to a note")
        : finding("potential_finding", "listed as a note, not as a finding");
    case "finding":
      return finding(by === "probe" ? "finding_reported" : "version_reported");
  }
}

type Level = "finding" | "log" | "false positive" | "error";

/** The word decides; the number where there is no word. Neither: a result that is listed is a finding. */
function levelOf(threat: string, severity: string): Level {
  const word = threat.trim().toLowerCase();
  const number = severity.trim() === "" ? Number.NaN : Number(severity);
  if (word === "false positive" || (word === "" && number === -1)) return "false positive";
  if (word === "error" || (word === "" && number === -3)) return "error";
  if (["log", "debug", "none"].includes(word) || (word === "" && (number === 0 || number === -2))) return "log";
  return "finding";
}
