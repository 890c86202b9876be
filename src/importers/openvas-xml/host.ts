/** One host of a report, and what follows for each of its ports from what was not found there (report-formats.md, 3.14). */

import { checkExisted, derivedNegative, type Gate, type UnknownReason } from "../../core/claims.ts";
import type { Transport } from "../../core/model/endpoint.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import type { ReportAnswer, ReportHost, ReportTime } from "../importer.ts";
import { readPort } from "../place.ts";
import type { TlsEvidence } from "./checks.ts";

export interface HostPort {
  readonly port: number;
  readonly transport: Transport;
  readonly tls: Set<NonNullable<TlsEvidence>>;
}

export interface HostRecord {
  /** As written where an address is expected. */
  readonly address: string;
  name: string | null;
  start: ReportTime | null;
  /** Whether the host came to its end. */
  ended: boolean;
  dead: boolean;
  /** Whether the probe says of this host that it found nothing: `EXIT_NOTVULN`. */
  cleared: boolean;
  /** Why the probe reached no verdict on this host; null: no error is listed. */
  failed: UnknownReason | null;
  readonly ports: Map<string, HostPort>;
  /** Ports that the probe has spoken about. */
  readonly answered: Set<string>;
  /** Whether it has spoken about the host without a port that can be read. */
  unplaced: boolean;
}

export function newHost(address: string): HostRecord {
  return {
    address,
    name: null,
    start: null,
    ended: false,
    dead: false,
    cleared: false,
    failed: null,
    ports: new Map(),
    answered: new Set(),
    unplaced: false,
  };
}

/** `443/tcp` and `https (443/tcp)` as one key; null: the host as a whole, or no port. */
function portKey(written: string): string | null {
  const port = readPort(written);
  return port.ok && port.value.port !== null ? `${port.value.port}/${port.value.transport ?? "tcp"}` : null;
}

/** The port of that spelling, remembered for the host; null: it is none. */
export function portOf(host: HostRecord, written: string): HostPort | null {
  const key = portKey(written);
  if (key === null) return null;
  const known = host.ports.get(key);
  if (known !== undefined) return known;
  const [number = "", transport] = key.split("/");
  const fresh: HostPort = { port: Number(number), transport: transport === "udp" ? "udp" : "tcp", tls: new Set() };
  host.ports.set(key, fresh);
  return fresh;
}

export function reportHost(host: Pick<HostRecord, "address" | "name">): ReportHost {
  return { address: host.address === "" ? null : host.address, name: host.name };
}

/** What the rest of the report says about its hosts. */
export interface Surroundings {
  /** `scan_run_status` is Done. */
  readonly done: boolean;
  readonly started: ReportTime;
  readonly unfiltered: Gate;
  /** The file ends inside this report. */
  readonly cut: boolean;
}

/** One answer for each port that the probe has not spoken about; for the host as a whole if there is no port. */
export function silentAnswers(host: HostRecord, around: Surroundings): readonly ReportAnswer[] {
  const answer = (at: HostPort | null): ReportAnswer => ({
    kind: "answer",
    host: reportHost(host),
    port: at?.port ?? null,
    transport: at?.transport ?? "tcp",
    serverName: null,
    finding: negativeAt(host, at, around),
    by: "probe",
    words: "",
    place: `host ${host.address}`,
    time: host.start ?? around.started,
  });
  const silent = [...host.ports].filter(([key]) => !host.answered.has(key)).map(([, at]) => answer(at));
  return host.ports.size === 0 && !host.unplaced ? [answer(null)] : silent;
}

function negativeAt(host: HostRecord, at: HostPort | null, around: Surroundings): Finding {
  if (around.cut) return finding("report_truncated", "the file ends inside this report");
  const tls: Gate = at === null || at.tls.size === 0 ? "tls_not_shown" : "open";
  const covered: Gate = tls === "open" && at?.tls.has("other_version") === true ? "tls_version_not_covered" : tls;
  const udp = at?.transport === "udp" && tls === "open";
  return derivedNegative({
    scope: "open",
    alive: host.dead ? "host_dead" : "open",
    port: "open",
    check: checkGate(host, around, tls),
    ran: udp ? "tool_not_applicable" : host.unplaced ? "host_ambiguous" : (host.failed ?? "open"),
    tls: covered,
    finished: around.done && host.ended ? "open" : "scan_interrupted",
    unfiltered: around.unfiltered,
  });
}

/** That the probe ran only shows in its own word about the host; of a port without TLS something else is to be said first. */
function checkGate(host: HostRecord, around: Surroundings, tls: Gate): Gate {
  const at = (host.start ?? around.started).at;
  if (at !== null && !checkExisted(at)) return "check_too_old";
  return host.cleared || tls !== "open" || host.failed !== null ? "open" : "no_record_of_check";
}
