/**
 * What a TLS log of zgrab or zgrab2 says about Heartbleed (reference/report-formats.md, 3.17; detectors.md, 2.12). The two
 * booleans stand at false before anything was asked: what they mean depends on whether the scan came through.
 */

import { checkExisted, type Gate, type Gates, printedNegative } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { own } from "../../documents/json.ts";
import { goErrorReason } from "../consoles/go-errors.ts";
import type { ReportTime } from "../importer.ts";

/** One connection as it stands in a record, of either program. */
export interface Connection {
  /** `{heartbeat_enabled, heartbleed_vulnerable}`; undefined: the flag was not used. */
  readonly heartbleed: unknown;
  /** The log of the handshake; undefined: there is none. */
  readonly handshake: unknown;
  /** zgrab2's word for how it ended; null: zgrab, which has none. */
  readonly status: string | null;
  /** Of Go; null: none. */
  readonly error: string | null;
  readonly time: ReportTime;
}

/** Total. */
export function readConnection(connection: Connection): Finding {
  const { heartbleed, handshake } = connection;
  // Set only when a heartbeat record came back, whatever went wrong after that.
  if (own(heartbleed, "heartbleed_vulnerable") === true) return finding("finding_reported");
  const failed = failure(connection);
  if (failed !== "open") return finding(failed, connection.error ?? "");
  if (!isObject(heartbleed)) {
    if (isObject(handshake))
      return finding("check_not_enabled", "the record has a TLS handshake and no answer about Heartbleed");
    return finding("tls_not_shown");
  }
  const offered = own(heartbleed, "heartbeat_enabled");
  if (typeof offered !== "boolean" || own(heartbleed, "heartbleed_vulnerable") !== false) {
    return finding(
      "tool_output_unreadable",
      "expected heartbeat_enabled and heartbleed_vulnerable to be true or false",
    );
  }
  return printedNegative(gates(connection, offered), "", !offered);
}

function gates({ handshake, time }: Connection, offered: boolean): Partial<Gates> {
  return {
    check:
      time.at !== null && !checkExisted(time.at)
        ? "check_too_old"
        : !offered && !hasAsked(handshake)
          ? "check_not_enabled"
          : "open",
    tls: !isObject(handshake) ? "tls_not_shown" : version(handshake) > TLS12 ? "tls_version_not_covered" : "open",
  };
}

/**
 * Until March 2018 `--heartbleed` alone did not make zgrab2 offer heartbeats, so that no server could accept them (pull
 * request 92). Where its own hello is logged, it says so.
 */
function hasAsked(handshake: unknown): boolean {
  const hello = own(handshake, "client_hello");
  return !isObject(hello) || own(hello, "heartbeat") !== false;
}

const TLS12 = 0x0303;
function version(handshake: unknown): number {
  const value = own(handshake, "server_hello", "version", "value");
  return typeof value === "number" ? value : 0;
}

/** Go's own words say more than the status: zgrab2 calls a refused connection a timeout (measured, v0.1.8). */
function failure({ status, error }: Connection): Gate {
  const said = error === null || error === "" ? null : goErrorReason(error);
  if (status === "success" || status === null) return said ?? "open";
  return said === null || said === "check_failed" ? (STATUSES.get(status) ?? "check_failed") : said;
}

const STATUSES: ReadonlyMap<string, Exclude<Gate, "open">> = new Map([
  ["connection-refused", "port_closed"],
  ["connection-timeout", "port_filtered"],
  ["connection-closed", "tool_handshake_failed"],
  ["io-timeout", "tool_timed_out"],
  ["handshake-error", "tool_handshake_failed"],
  ["protocol-error", "tool_handshake_failed"],
  ["application-error", "check_failed"],
  ["unknown-error", "check_failed"],
]);

export function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
