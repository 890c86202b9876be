/**
 * Testers that leave no report, so that people write their answers down: what such a note is worth. Everybody's 1 is a
 * claim, and so is a 0, except where it is known of a tester that it could not see (report-formats.md 3.5;
 * detectors.md 2.21).
 */

import type { MappingRow } from "../core/claims.ts";
import { type Finding, finding, type Reason } from "../core/model/outcome.ts";
import type { ReportAnswer } from "./importer.ts";

interface Tester {
  /** Whose answers, for documentation. */
  readonly title: string;
  /** How people name it, without regard to case. */
  readonly named: RegExp;
  /** Why its negative is none. */
  readonly negative: Reason;
  readonly why: string;
  readonly by: ReportAnswer["by"];
}

const TESTERS: readonly Tester[] = [
  {
    title: "McAfee Vulnerability Manager (a column named mcafee-vm, foundstone or mvm)",
    named: /^(?:mcafee|trellix)[._-]?(?:vm|mvm|vulnerability)|^foundstone|^mvm$/i,
    negative: "no_negative_in_format",
    why: "it lists findings only",
    by: "probe",
  },
  {
    title: "McAfee's online tester (any other column named mcafee…)",
    named: /^mcafee/i,
    negative: "tls_version_not_covered",
    why: "it tried TLS 1.1 only",
    by: "probe",
  },
  {
    title: "LastPass' page (a column named lastpass…)",
    named: /^lastpass/i,
    negative: "negative_without_ground",
    why: "it looked at the certificate's date and the server's banner",
    by: "version",
  },
];

/** The same as a table. */
export const NOTED_BY_HAND: readonly MappingRow[] = TESTERS.flatMap(({ title, negative, why, by }) => [
  { prints: `a 0 of ${title}`, reason: negative, why },
  ...(by === "version" ? [{ prints: `a 1 of ${title}`, reason: "version_reported" as const, why }] : []),
]);

/** What somebody noted of this detector's answer, by what is known of the detector. */
export function notedByHand(detector: string, noted: Finding): Pick<ReportAnswer, "finding" | "by"> {
  const tester = TESTERS.find(({ named }) => named.test(detector));
  if (tester === undefined) return { finding: noted, by: "probe" };
  const { by, negative, why } = tester;
  if (noted.outcome === "not_vulnerable") return { finding: finding(negative, why), by };
  const seen = noted.reason === "finding_reported" && by === "version";
  return { finding: seen ? finding("version_reported", why) : noted, by };
}
