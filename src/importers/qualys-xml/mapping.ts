/** What Qualys' reports say and what we make of it, for all their formats (report-formats.md 3.4). */

import type { MappingRow } from "../../core/claims.ts";

/** What a row about the CVE says. */
export const QUALYS_FINDINGS: readonly MappingRow[] = [
  { prints: "a confirmed row of QID 42430", reason: "finding_reported" },
  { prints: "the same, ignored or switched off by somebody", reason: "finding_excepted" },
  { prints: "a confirmed row of any other QID with the CVE", reason: "version_reported", why: "it reads a package" },
  {
    prints: "a row of potential findings (Practice)",
    reason: "potential_finding",
    why: "42430 is potential when it only read a banner",
  },
  { prints: "a row marked as a false positive", reason: "finding_disputed" },
  { prints: "a confirmed row of 42430 with the status Fixed", reason: "repair_reported" },
  { prints: "42430 found, or fixed, where host or port are not clear", reason: "host_ambiguous" },
  { prints: "a package or a possibility with the status Fixed", reason: "no_negative_in_format" },
];

/** What no row of 42430 means. */
export const QUALYS_GATES: readonly MappingRow[] = [
  {
    prints: "no row of 42430 on a TLS port",
    reason: "negative_derived",
    why: "host in the target, scan finished or not in NO_RESULTS, TLS shown, no selection of checks without 42430, confirmed findings of severity 4 or less shown, seen after 2014-04-08",
  },
  { prints: "a host under NO_RESULTS, a target without an element", reason: "host_dead" },
  { prints: "a host that is not in the target list, or was excluded", reason: "host_not_scanned" },
  { prints: "a port, or a host, without a row that shows TLS", reason: "tls_not_shown" },
  { prints: "38116, 38704 or 38706 name only SSL, or TLS 1.3", reason: "tls_version_not_covered" },
  { prints: "a UDP port that speaks TLS", reason: "tool_not_applicable" },
  { prints: "SELECTIVE_VULNS or the options choose other checks", reason: "check_not_enabled" },
  { prints: "seen before 2014-04-08", reason: "check_too_old" },
  { prints: "STATUS other than FINISHED, or an ERROR", reason: "scan_interrupted" },
  { prints: "no confirmed finding of severity 4 or less anywhere", reason: "report_filtered" },
];
