/**
 * One target of sslyze's JSON, in the shapes of its versions: 1 and 2 (`accepted_targets`), 3 and 4, 5 and 6
 * (`server_scan_results`); report-formats.md, 3.10.
 */

import type { Gate } from "../../core/claims.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import { own, ownList, ownText } from "../../documents/json.ts";
import type { SslyzeCheck } from "./checks.ts";
import { problemOf } from "./problems.ts";
import type { SslyzeState, SslyzeTarget } from "./verdict.ts";

/** null: it is no target. `check`: null where the tool has none for what is asked. */
export function targetOf(value: unknown, check: SslyzeCheck | null, number: number): SslyzeTarget | null {
  const location =
    own(value, "server_location") ?? own(value, "server_info", "server_location") ?? own(value, "server_info");
  const name = ownText(location, "hostname");
  const address = unbracketed(ownText(location, "ip_address"));
  if (name === null && address === null) return null;
  const network = own(value, "network_configuration") ?? own(value, "server_info", "network_configuration");
  const { state, words } = resultOf(value, check);
  return {
    host: { address, name },
    port: ownText(location, "port"),
    startTls: startTlsOf(network, location),
    // From version 3 on, the check is the one that sends no name (detectors.md, 2.7).
    serverName: network === undefined ? nameOnly(ownText(location, "tls_server_name_indication")) : null,
    tls: tlsGate(versionOf(value, location)),
    state,
    words,
    place: `target ${number}, ${name ?? address}`,
  };
}

const unbracketed = (address: string | null): string | null => address?.replace(/^\[(.*)\]$/, "$1") ?? null;
const nameOnly = (name: string | null): string | null =>
  name === null || canonicalAddress(name) !== null ? null : name;

function startTlsOf(network: unknown, location: unknown): string | null {
  const written = ownText(network, "tls_opportunistic_encryption") ?? ownText(location, "tls_wrapped_protocol");
  return written === null || /^(?:PLAIN_TLS|HTTPS)$/i.test(written) ? null : written.replace(/^STARTTLS_/i, "");
}

function versionOf(value: unknown, location: unknown): string | null {
  return (
    ownText(value, "connectivity_result", "highest_tls_version_supported") ??
    ownText(value, "server_info", "tls_probing_result", "highest_tls_version_supported") ??
    ownText(location, "highest_ssl_version_supported")
  );
}

/** `TLS_1_2`, `TLSV1_2`, or as a number of nassl's list: the version in which the check asks. */
function tlsGate(version: string | null): Gate {
  if (version === null) return "tls_not_shown";
  if (/^(?:SSL_?V?3(?:_0)?|TLS_?V?1(?:_[012])?|[2345])$/i.test(version)) return "open";
  return "tls_version_not_covered";
}

interface Result {
  readonly state: SslyzeState;
  readonly words: string;
}
const just = (kind: Exclude<SslyzeState["kind"], "failed">, words = ""): Result => ({ state: { kind }, words });
function failed(text: string): Result {
  const problem = problemOf(text);
  return { state: { kind: "failed", problem }, words: problem.words };
}

function resultOf(value: unknown, check: SslyzeCheck | null): Result {
  const trace = ownText(value, "connectivity_error_trace");
  const noTls = trace ?? (ownText(value, "connectivity_status") === "ERROR" ? "no connection" : null);
  if (noTls !== null && !isObject(own(value, "scan_result"))) return failed(noTls);
  if (check === null) return just("absent");
  const results = own(value, "scan_result") ?? own(value, "scan_commands_results") ?? own(value, "commands_results");
  for (const key of check.keys) {
    const result = own(results, key);
    if (isObject(result)) return attemptOf(result, check.flag);
    const error = own(value, "scan_commands_errors", key);
    if (isObject(error)) return errorOf(ownText(error, "reason"), ownText(error, "exception_trace"));
    if (result !== undefined && result !== null) return just("unreadable");
  }
  const asked = ownList(value, "scan_commands");
  return just(asked.length > 0 && !asked.some((each) => check.keys.includes(String(each))) ? "not_asked" : "absent");
}

/** With a status from version 5 on; before, the result alone, or the words of an exception. */
function attemptOf(attempt: object, flag: string): Result {
  const status = ownText(attempt, "status");
  const verdict = status === null ? own(attempt, flag) : own(attempt, "result", flag);
  if (verdict === true) return just("vulnerable", `${flag}: true`);
  if (status === "NOT_SCHEDULED") return just("not_asked", status);
  if (status !== null && status !== "COMPLETED") {
    return errorOf(ownText(attempt, "error_reason") ?? status, ownText(attempt, "error_trace"));
  }
  if (verdict === false) return just("not_vulnerable", `${flag}: false`);
  const error = ownText(attempt, "error_message");
  return verdict === undefined && error !== null ? failed(error) : just("unreadable");
}

/** A bug stays one, whatever words its trace carries. */
function errorOf(reason: string | null, trace: string | null): Result {
  if (reason === "CONNECTIVITY_ISSUE" && trace !== null) return failed(trace);
  const words = [reason, trace === null ? null : problemOf(trace).words].filter((each) => each !== null).join(": ");
  return { state: { kind: "failed", problem: { reason: "check_failed", words } }, words };
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
