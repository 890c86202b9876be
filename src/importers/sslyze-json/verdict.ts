/** What one target of sslyze says about one vulnerability, in any of its formats (reference/report-formats.md, 3.10). */

import { type Gate, type MappingRow, printedNegative } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { type ReportAnswer, type ReportHost, NO_TIME } from "../importer.ts";
import type { SslyzeProblem } from "./problems.ts";

/** What stands in the place of the check's result. */
export type SslyzeState =
  | { readonly kind: "vulnerable" | "not_vulnerable" | "not_asked" | "absent" | "unreadable" }
  /** No TLS with the server at all, or an error of this check alone. */
  | { readonly kind: "failed"; readonly problem: SslyzeProblem };

export interface SslyzeTarget {
  readonly host: ReportHost;
  readonly port: string | null;
  /** The protocol that begins in plain, as written; null: none. */
  readonly startTls: string | null;
  /** The name that the check itself sent; null: none, or not said. */
  readonly serverName: string | null;
  /** Whether it spoke a version of TLS in which the check asks. */
  readonly tls: Gate;
  readonly state: SslyzeState;
  /** The words that decided. */
  readonly words: string;
  readonly place: string;
}

export function sslyzeAnswer(target: SslyzeTarget): ReportAnswer {
  const { host, port, serverName, words, place, startTls } = target;
  return {
    kind: "answer",
    host,
    port,
    transport: "tcp",
    serverName,
    finding: findingOf(target),
    by: "probe",
    words,
    place: startTls === null ? place : `${place}, STARTTLS ${startTls}`,
    time: NO_TIME,
  };
}

function findingOf({ state, tls }: SslyzeTarget): Finding {
  switch (state.kind) {
    case "vulnerable":
      return finding("finding_reported");
    case "not_vulnerable":
      return printedNegative({ tls });
    case "not_asked":
      return finding("check_not_enabled");
    case "absent":
      return finding("no_record_of_check");
    case "unreadable":
      return finding("tool_output_unreadable", "the check's result is neither true nor false");
    case "failed":
      return finding(state.problem.reason);
  }
}

/** What all formats can show. */
export const SSLYZE_MAPPING: readonly MappingRow[] = [
  { prints: "vulnerable: true", reason: "finding_reported" },
  {
    prints: "vulnerable: false",
    reason: "negative_reported",
    why: "its own word: an alert, a reset and five seconds of silence after the request are false too",
  },
  {
    prints: "vulnerable: false, and the server's version is TLS 1.3; or only SSL 2 is spoken",
    reason: "tls_version_not_covered",
    why: "with a server of TLS 1.3 the tool sends nothing and says false",
  },
  { prints: "a result that is neither true nor false", reason: "tool_output_unreadable" },
  { prints: "no result of the check", reason: "no_record_of_check" },
  { prints: "the check ended in an exception; any other error", reason: "check_failed" },
  { prints: "Could not resolve hostname", reason: "dns_failure" },
  { prints: "Connection rejected, Server rejected the connection", reason: "port_closed" },
  { prints: "an error that speaks of a time-out", reason: "tool_timed_out" },
  {
    prints: "Could not complete an SSL handshake, TLS probing failed",
    reason: "tool_handshake_failed",
    why: "a server that does not speak TLS looks the same",
  },
  { prints: "the server refused STARTTLS; version 0.9: false, without the protocols", reason: "tls_not_shown" },
  { prints: "vulnerable: false, in a document that is cut off", reason: "report_truncated" },
];
