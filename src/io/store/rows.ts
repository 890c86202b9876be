/** Database rows as values of the model. What a row holds is checked where the model has a closed list. */

import type { ControlResult } from "../../core/controls.ts";
import { OUTCOMES } from "../../core/model/outcome.ts";
import { type Endpoint, type EndpointOrigin, TRANSPORTS } from "../../core/model/endpoint.ts";
import { DETECTOR_KINDS } from "../../core/model/observation.ts";
import type { Target, TargetError } from "../../core/model/target.ts";
import { START_TLS_PROTOCOLS } from "../../core/starttls/protocols.ts";
import {
  type Answered,
  type Run,
  RUN_KINDS,
  type RunState,
  type StoredEndpoint,
  type StoredObservation,
  type StoredReport,
  type Unresolved,
} from "../../core/ports/store.ts";
import { evidenceOf, outcomeOf, reasonOf, wordOf } from "./codes.ts";
import type { Row, SqlValue } from "./driver.ts";
import { decodeProvenance } from "./provenance-codec.ts";

const RUN_STATES: readonly RunState[] = ["running", "interrupted", "done"];
const ORIGINS: readonly EndpointOrigin[] = ["asked", "discovered"];
const UNRESOLVED: readonly Unresolved["reason"][] = ["dns_failure", "dns_no_address"];
/** endpoint.state */
export const WAITING = 0;
export const TAKEN = 1;
export const ASKED = 2;

export function runOf(row: Row): Run {
  return {
    id: text(row["id"]),
    kind: wordOf(RUN_KINDS, row["kind"]),
    pack: text(row["pack"]),
    vantage: text(row["vantage"]),
    version: text(row["version"]),
    resolver: text(row["resolver"]),
    draws: Number(row["draws"]),
    options: text(row["options"]),
    startedAt: text(row["started_at"]),
    endedAt: textOrNull(row["ended_at"]),
    state: wordOf(RUN_STATES, row["state"]),
    targetsRead: Number(row["targets_read"]),
    targetsComplete: row["targets_complete"] === 1,
  };
}

export function endpointOf(row: Row): Endpoint {
  const startTls = textOrNull(row["starttls"] ?? null);
  return {
    ...(startTls !== null && { startTls: wordOf(START_TLS_PROTOCOLS, startTls) }),
    address: filledOrNull(row["address"]),
    port: Number(row["port"]) || null,
    transport: wordOf(TRANSPORTS, row["transport"]),
    serverName: filledOrNull(row["server_name"]),
    origin: wordOf(ORIGINS, row["origin"]),
  };
}

/** @param row a row of endpoint with `target_text`. */
export function storedEndpointOf(row: Row): StoredEndpoint {
  const unresolvedReason = row["unresolved_reason"] ?? null;
  return {
    id: Number(row["id"]),
    endpoint: endpointOf(row),
    stage: row["stage"] === 1 ? 1 : 2,
    name: textOrNull(row["name"]),
    resolved: row["resolved"] === 1,
    unresolved:
      unresolvedReason === null
        ? null
        : { reason: wordOf(UNRESOLVED, unresolvedReason), detail: text(row["unresolved_detail"]) },
    targetText: text(row["target_text"]),
    done: row["state"] === ASKED,
  };
}

/** @param row a row of observation joined with its endpoint, detector, run and vantage. */
export function observationOf(row: Row): StoredObservation {
  const hash = row["transcripts"];
  const reinterprets = row["reinterprets"] ?? null;
  return {
    id: Number(row["observation_id"]),
    endpointId: Number(row["endpoint_id"]),
    endpoint: endpointOf(row),
    pack: text(row["pack"]),
    detector: text(row["detector_id"]),
    version: text(row["detector_version"]),
    lineage: text(row["lineage"]),
    vantage: text(row["vantage_name"]),
    run: text(row["run_id"]),
    mode: row["manual"] === 1 ? "manual" : "automatic",
    attempt: Number(row["attempt"]),
    startedAt: new Date(Number(row["started_at"])).toISOString(),
    durationMs: Number(row["duration"]),
    outcome: outcomeOf(row["outcome"]),
    reason: reasonOf(row["reason"]),
    evidence: evidenceOf(row["evidence"]),
    detail: text(row["detail"]),
    provenance: decodeProvenance(textOrNull(row["provenance"])),
    transcriptHash: hash instanceof Uint8Array ? toHex(hash) : null,
    reinterprets: reinterprets === null ? null : Number(reinterprets),
  };
}

export function targetOf(row: Row): Target {
  const port = row["port"] ?? null;
  return {
    text: text(row["text"]),
    at: { source: text(row["source"]), line: Number(row["line"]) },
    name: textOrNull(row["name"]),
    address: textOrNull(row["address"]),
    cidr: textOrNull(row["cidr"]),
    port: port === null ? null : Number(port),
    owner: textOrNull(row["owner"]),
    tag: textOrNull(row["tag"]),
  };
}

export function targetErrorOf(row: Row): TargetError {
  return {
    at: { source: text(row["source"]), line: Number(row["line"]) },
    text: text(row["text"]),
    problem: text(row["problem"]),
  };
}

export function answeredOf(row: Row): Answered {
  const detector = text(row["id"]);
  return {
    id: detector,
    detector,
    kind: wordOf(DETECTOR_KINDS, row["kind"]),
    version: text(row["version"]),
    lineage: text(row["lineage"]),
    vantage: text(row["vantage"]),
    run: text(row["run"]),
    mode: row["manual"] === 1 ? "manual" : "automatic",
  };
}

/** @param row a row of report joined with its run's id. */
export function controlOf(row: Row): ControlResult {
  return {
    detector: text(row["detector"]),
    condition: text(row["condition"]),
    truth: wordOf(OUTCOMES, row["truth"]),
    reason: reasonOf(row["reason"]),
  };
}

export function reportOf(row: Row): StoredReport {
  return {
    run: text(row["run_id"]),
    sha256: text(row["sha256"]),
    keptSha256: textOrNull(row["kept_sha256"]),
    name: text(row["name"]),
    bytes: Number(row["bytes"]),
    redactions: Number(row["redactions"]),
    importer: text(row["importer"]),
    summary: text(row["summary"]),
  };
}

function text(value: SqlValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function textOrNull(value: SqlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** '' stands for "none" in columns that take part in uniqueness. */
function filledOrNull(value: SqlValue | undefined): string | null {
  return textOrNull(value) || null;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
