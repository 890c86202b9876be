/** One small case for every line of the table; the JSON and the CSV importer write them in their own form. */

import type { Reason } from "../../../core/model/outcome.ts";

export interface RowCase {
  readonly what: string;
  /** id, severity, finding, and the CVE where it is not the check's own. */
  readonly rows: readonly (readonly [string, string, string, string?])[];
  readonly reason: Reason;
  readonly port?: string;
}

const OK = ["heartbleed", "OK", "not vulnerable"] as const;
const ABSENT = ["heartbleed", "OK", "not vulnerable, no heartbeat extension"] as const;

export const ROW_CASES: readonly RowCase[] = [
  { what: "vulnerable", rows: [["heartbleed", "CRITICAL", "VULNERABLE"]], reason: "finding_reported" },
  { what: "an older severity", rows: [["heartbleed", "NOT ok", "VULNERABLE"]], reason: "finding_reported" },
  {
    what: "vulnerable after a problem",
    rows: [
      ["optimal_proto", "WARN", "192.0.2.1:443 appears to support SSLv3 ONLY, but openssl does not support SSLv3."],
      ["heartbleed", "CRITICAL", "VULNERABLE"],
    ],
    reason: "finding_reported",
  },
  {
    what: "vulnerable under another id",
    rows: [["hb", "CRITICAL", "VULNERABLE", "CVE-2014-0160 CVE-2014-0346"]],
    reason: "finding_reported",
  },
  { what: "likely", rows: [["heartbleed", "CRITICAL", "likely VULNERABLE"]], reason: "potential_finding" },
  { what: "vulnerable, but OK", rows: [["heartbleed", "OK", "VULNERABLE"]], reason: "potential_finding" },
  { what: "no extension", rows: [ABSENT], reason: "extension_absent_reported" },
  { what: "not vulnerable", rows: [OK], reason: "negative_reported" },
  {
    what: "timed out",
    rows: [["heartbleed", "OK", "not vulnerable , timed out"]],
    reason: "negative_timed_out",
  },
  {
    what: "not vulnerable, but WARN",
    rows: [["heartbleed", "WARN", "not vulnerable"]],
    reason: "negative_without_ground",
  },
  {
    what: "further words",
    rows: [["heartbleed", "OK", "not vulnerable, check failed"]],
    reason: "negative_without_ground",
  },
  {
    what: "no feature, but no answer either",
    rows: [["heartbleed", "OK", "not vulnerable, no reply from server"]],
    reason: "negative_without_ground",
  },
  { what: "other words", rows: [["heartbleed", "OK", "test skipped"]], reason: "tool_output_unreadable" },
  { what: "no words", rows: [["heartbleed", "OK", ""]], reason: "tool_output_unreadable" },
  {
    what: "SSLv3 only",
    rows: [["SSLv3", "HIGH", "offered"], ["TLS1", "INFO", "not offered"], ["TLS1_2", "MEDIUM", "not offered"], ABSENT],
    reason: "tls_version_not_covered",
  },
  {
    what: "TLS 1.3 only",
    rows: [["TLS1_2", "MEDIUM", "not offered"], ["TLS1_3", "OK", "offered with final"], ABSENT],
    reason: "tls_version_not_covered",
  },
  {
    what: "TLS 1.2 among others",
    rows: [["TLS1_2", "OK", "offered"], ["TLS1_3", "OK", "not offered"], ABSENT],
    reason: "extension_absent_reported",
  },
  { what: "without a port", rows: [OK], reason: "host_ambiguous", port: "" },
  {
    what: "cannot connect",
    rows: [["scanProblem", "FATAL", "Can't connect to '192.0.2.1:443' Make sure a firewall is not between"]],
    reason: "port_closed",
  },
  {
    what: "gives up, and yet OK",
    rows: [["scanProblem", "FATAL", "repeated TCP connect problems at 192.0.2.1:443, giving up"], OK],
    reason: "check_failed",
  },
  {
    what: "a header that was empty, over TLS",
    rows: [["scanProblem", "WARN", "HTTP header was repeatedly zero."], OK],
    reason: "negative_reported",
  },
  {
    what: "an unknown problem",
    rows: [["optimal_proto", "WARN", "192.0.2.1:443 is strange"]],
    reason: "check_failed",
  },
  {
    what: "no TLS",
    rows: [["optimal_proto", "WARN", "192.0.2.1:443 doesn't seem to be a TLS/SSL enabled server."]],
    reason: "tls_not_shown",
  },
  {
    what: "no TLS, and yet OK",
    rows: [["optimal_proto", "WARN", "192.0.2.1:443 doesn't seem to be a TLS/SSL enabled server."], ABSENT],
    reason: "tls_not_shown",
  },
  {
    what: "SSLv3 only, and the user went on",
    rows: [["optimal_proto", "WARN", "192.0.2.1:443 appears to support SSLv3 ONLY, but openssl does not"], ABSENT],
    reason: "tool_handshake_failed",
  },
  {
    what: "its OpenSSL cannot connect",
    rows: [["optimal_proto", "WARN", "Your OpenSSL cannot connect to 192.0.2.1:443."]],
    reason: "tool_handshake_failed",
  },
  {
    what: "another check only",
    rows: [["CCS", "OK", "not vulnerable", "CVE-2014-0224"]],
    reason: "no_record_of_check",
  },
];
