/**
 * What one row of testssl.sh says, and what stands against believing it (reference/report-formats.md, 3.12). The tool has
 * no third severity: what it could not ask it marks OK as well, so only the words tell.
 */

import type { Gate, MappingRow, UnknownReason } from "../../core/claims.ts";
import { printedNegative } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";

/** A row of any of its formats. */
export interface TestsslRow {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
  /** As written, several with spaces between. */
  readonly cve: string;
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly place: string;
  /** Whether the document shows that the row's text is whole. */
  readonly whole: boolean;
}

const HEARTBLEED = "CVE-2014-0160";

/** By CVE; by the check's name only where an old version writes no CVE. */
export function answersFor({ id, cve }: TestsslRow, asked: string): boolean {
  if (
    cve
      .toUpperCase()
      .split(/[\s,]+/)
      .includes(asked)
  )
    return true;
  return asked === HEARTBLEED && id === "heartbleed" && cve === "";
}

/** What is known of a target from the rows before the check's own. */
export interface TestsslGates {
  readonly scope: Gate;
  readonly ran: Gate;
  readonly tls: Gate;
}

/** Total. Gates matter to negatives only. */
export function verdictOf(row: TestsslRow, gates: TestsslGates): Finding {
  const words = row.finding.trim().replace(/^(?:heartbleed\b)?\s*\(?(?:CVE-\d+-\d+)?\)?\s*:?\s*/i, "");
  if (/^(?:potential|likely|probabl|may\b|possib)/i.test(words)) return finding("potential_finding");
  if (/^vulnerable\b/i.test(words)) {
    return finding(/^(?:ok|info|debug)$/i.test(row.severity) ? "potential_finding" : "finding_reported");
  }
  if (!/^not vulnerable\b/i.test(words)) return finding("tool_output_unreadable");
  if (/timed? ?out/i.test(words)) return finding("negative_timed_out");
  if (row.severity.toUpperCase() !== "OK" || !GROUNDED.test(words)) return finding("negative_without_ground");
  return printedNegative(
    { ...gates, finished: row.whole ? "open" : "report_truncated" },
    "",
    /no heartbeat extension/i.test(words),
  );
}

/** The negatives that name their ground, or are the plain one; others doubt themselves further on. */
const GROUNDED =
  /^not vulnerable(?: \(OK\))?\s*(?:,?\s*\(?no heartbeat extension\)?|, no (?!.*(?:answer|repl|respon|connect|data|result))[\w ]{1,30}|, mitigated|, successful weeded out vsftpd false positive)?\.?$/i;

/** Why a target could not be asked, when the row says so; null: the row is no such problem. */
export function problemOf({ id, finding: words }: Pick<TestsslRow, "id" | "finding">): UnknownReason | null {
  if (id === "scanProblem") {
    // About the page that the server delivers over TLS, which is therefore spoken.
    if (/^HTTP header/i.test(words)) return null;
    return /(?:can't|couldn't|cannot) connect|unable to open a socket/i.test(words) ? "port_closed" : "check_failed";
  }
  if (id !== "optimal_proto") return null;
  if (/doesn't seem to be a TLS/i.test(words)) return "tls_not_shown";
  return /\bonly\b|cannot connect/i.test(words) ? "tool_handshake_failed" : "check_failed";
}

/** Rows `SSLv3`, `TLS1` … of a scan of protocols: whether the version is one in which the check can ask. */
export function protocolOf({ id, finding: words }: TestsslRow): "asked_in" | "not_asked_in" | null {
  if (!/^(?:SSLv[23]|TLS1(?:_[123])?)$/.test(id)) return null;
  return /^TLS1(?:_[12])?$/.test(id) && /^offered\b/i.test(words.trim()) ? "asked_in" : "not_asked_in";
}

export const TESTSSL_MAPPING: readonly MappingRow[] = [
  { prints: "heartbleed: VULNERABLE", reason: "finding_reported" },
  { prints: "heartbleed: potentially or likely VULNERABLE; VULNERABLE with severity OK", reason: "potential_finding" },
  { prints: "heartbleed: not vulnerable, no heartbeat extension", reason: "extension_absent_reported" },
  {
    prints: "heartbleed: not vulnerable",
    reason: "negative_reported",
    why: "an alert, a reset and a reply that was cut short look the same",
  },
  {
    prints: "heartbleed: not vulnerable , timed out (severity OK)",
    reason: "negative_timed_out",
    why: "what a device that eats heartbeats causes",
  },
  {
    prints: "heartbleed: not vulnerable, with another severity or further words",
    reason: "negative_without_ground",
  },
  { prints: "heartbleed: anything else", reason: "tool_output_unreadable" },
  {
    prints: "heartbleed: not vulnerable, and the rows of protocols show neither TLS 1.0, 1.1 nor 1.2",
    reason: "tls_version_not_covered",
    why: "a ServerHello of SSLv3 cannot show the extension",
  },
  { prints: "heartbleed: not vulnerable, without a port", reason: "host_ambiguous" },
  {
    prints: "scanProblem: Can't connect",
    reason: "port_closed",
    why: "closed or filtered: the tool does not tell them apart",
  },
  { prints: "scanProblem or optimal_proto: anything else", reason: "check_failed" },
  { prints: "optimal_proto: doesn't seem to be a TLS/SSL enabled server", reason: "tls_not_shown" },
  {
    prints: "optimal_proto: appears to support SSLv3 ONLY; Your OpenSSL cannot connect",
    reason: "tool_handshake_failed",
    why: "also when the user went on and the check then said OK",
  },
  { prints: "no row of the check", reason: "no_record_of_check" },
];

/** Where the document also says how the scan ended. */
export const TESTSSL_JSON_ROWS: readonly MappingRow[] = [
  { prints: "no row of the check, scanTime: Scan interrupted", reason: "scan_interrupted" },
  { prints: "no row of the check, with --severity in the invocation", reason: "report_filtered" },
];

/** A document that ends too early. */
export const TESTSSL_CUT_ROW: MappingRow = {
  prints: "no row of the check, or one that may go on, in a document that is cut off",
  reason: "report_truncated",
};
