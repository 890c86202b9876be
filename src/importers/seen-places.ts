/**
 * The hosts and ports that a list of findings shows. Such a list cannot say that something was tested and not found: each
 * place that the probe has not spoken about is left unknown, visibly.
 */

import type { Transport } from "../core/model/endpoint.ts";
import { finding, type Reason } from "../core/model/outcome.ts";
import type { ReportAnswer, ReportEvent, ReportHost, ReportTime } from "./importer.ts";
import { readPort } from "./place.ts";

export interface SeenHost {
  readonly host: ReportHost;
  time: ReportTime;
  /** What holds for the host where nothing else does. */
  silence: Reason;
  /** By `443/tcp`; false: the probe has not spoken about it. */
  readonly ports: Map<string, boolean>;
  answered: boolean;
  /** Where it was seen first. */
  readonly place: string;
}

export interface SeenPort {
  /** null: the host as a whole; as written where it is no port. */
  readonly port: number | string | null;
  readonly transport: Transport;
}

/** A port and a protocol in cells of their own. */
export function portIn(written: string, protocol: string): SeenPort {
  const port = readPort(written);
  const other: Transport = /udp/i.test(protocol) ? "udp" : "tcp";
  return port.ok
    ? { port: port.value.port, transport: port.value.transport ?? other }
    : { port: written, transport: other };
}

export interface SeenPlaces {
  /** Remembers a host and a port; the record is one for all rows of the host. */
  see(host: ReportHost, at: SeenPort, time: ReportTime, place: string): SeenHost;
  /** The probe has spoken about it. */
  answer(host: SeenHost, at: SeenPort): void;
  /** One answer for each place that is left, and the counts. */
  end(): Generator<ReportEvent>;
}

const keyOf = ({ port, transport }: SeenPort): string | null =>
  typeof port === "number" ? `${port}/${transport}` : null;

export function seenPlaces(): SeenPlaces {
  const hosts = new Map<string, SeenHost>();
  let rows = 0;
  return {
    see(host, at, time, place) {
      rows++;
      const name = `${host.address ?? ""}|${host.name ?? ""}`.toLowerCase();
      const known = hosts.get(name);
      const record = known ?? {
        host,
        time,
        silence: "no_negative_in_format",
        ports: new Map(),
        answered: false,
        place,
      };
      if (known === undefined) hosts.set(name, record);
      if (record.time.at === null) record.time = time;
      const key = keyOf(at);
      if (key !== null && !record.ports.has(key)) record.ports.set(key, false);
      return record;
    },
    answer(host, at) {
      const key = keyOf(at);
      if (key !== null) host.ports.set(key, true);
      else host.answered = true;
    },
    *end() {
      let ports = 0;
      for (const host of hosts.values()) {
        ports += host.ports.size;
        for (const [key, answered] of host.ports) if (!answered) yield silent(host, key);
        if (host.ports.size === 0 && !host.answered) yield silent(host, null);
      }
      const counts = { host: hosts.size, port: ports, check: rows };
      for (const what of ["host", "port", "check"] as const)
        if (counts[what] > 0) yield { kind: "seen", what, count: counts[what] };
    },
  };
}

function silent({ host, time, silence, place }: SeenHost, key: string | null): ReportAnswer {
  const [port, transport] = key?.split("/") ?? [];
  return {
    kind: "answer",
    host,
    port: port === undefined ? null : Number(port),
    transport: transport === "udp" ? "udp" : "tcp",
    serverName: null,
    finding: finding(silence),
    by: "probe",
    words: "",
    place,
    time,
  };
}
