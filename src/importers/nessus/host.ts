/** One ReportHost, from its items to its answers (the rule of report-formats.md 3.1). */

import { derivedNegative, type Gate, type Gates } from "../../core/claims.ts";
import type { Transport } from "../../core/model/endpoint.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { ownCopy } from "../../documents/xml-text.ts";
import type { ReportAnswer, ReportHost, ReportTime } from "../importer.ts";
import type { TlsEvidence } from "./checks.ts";
import type { GateState } from "./policy.ts";
import type { ScanInformation } from "./scan-information.ts";

export interface HostPort {
  readonly port: number;
  readonly transport: Transport;
  readonly tls: Set<NonNullable<TlsEvidence>>;
}

export interface Positive {
  /** As written where it is no number from 1 to 65535; null: of the host as a whole. */
  readonly port: number | string | null;
  readonly transport: Transport;
  readonly plugin: string;
  /** The plugin's name. */
  readonly words: string;
  readonly by: "probe" | "version";
}

/** What a ReportHost element says, as far as it has been read. */
export interface HostRecord {
  /** The attribute `name`: whatever the operator typed. */
  readonly name: string;
  readonly tags: Map<string, string>;
  readonly ports: Map<string, HostPort>;
  readonly positives: Positive[];
  /** Ports that were open first and then no more. */
  readonly lost: Map<string, "port_closed" | "port_filtered">;
  items: number;
  information: ScanInformation;
  /** Whether the item that describes the scan is there. */
  described: boolean;
  /** The scanner says that it took the host for dead. */
  dead: boolean;
}

/** What the rest of the report says about this host. */
export interface Surroundings {
  readonly scope: GateState;
  readonly check: GateState;
  readonly time: ReportTime;
  /** `complete`: the element closed; `cut`: the file ends inside. */
  readonly end: "complete" | "cut";
  /** Whether every item is there, as far as can be told. */
  readonly unfiltered: Gate;
}

export function portKey(port: number | string | null, transport: Transport): string {
  return `${port}/${transport}`;
}

export function portPlace(name: string, port: number, transport: Transport): string {
  return `ReportHost ${name}, port ${portKey(port, transport)}`;
}

/** The address and the name, without the name where it only repeats the address. */
function reportHost(record: HostRecord): ReportHost {
  const address = record.tags.get("host-ip")?.trim() ?? "";
  const name = record.name === address ? (record.tags.get("host-fqdn")?.trim() ?? "") : record.name;
  return { address: address === "" ? null : ownCopy(address), name: name === "" ? null : ownCopy(name) };
}

/** Everything that names the host, for the target list. */
export function identities(record: HostRecord): readonly string[] {
  const tags = ["host-ip", "host-fqdn", "host-rdns", "netbios-name"].map((tag) => record.tags.get(tag)?.trim() ?? "");
  return [record.name, ...tags].filter((each) => each !== "");
}

/** First what was found, then each port that nothing was found on by the probe. */
export function answersOf(record: HostRecord, around: Surroundings): readonly ReportAnswer[] {
  const host = reportHost(record);
  const place = `ReportHost ${record.name}`;
  const answer = (
    rest: Pick<ReportAnswer, "port" | "transport" | "finding" | "by" | "words" | "place">,
  ): ReportAnswer => ({
    kind: "answer",
    host,
    serverName: null,
    time: around.time,
    ...rest,
  });
  const positives = record.positives.map(({ port, transport, plugin, words, by }) =>
    answer({
      port,
      transport,
      finding: finding(by === "probe" ? "finding_reported" : "version_reported"),
      by,
      words,
      place: `${place}, plugin ${plugin}`,
    }),
  );
  const probed = record.positives.filter(({ by }) => by === "probe");
  const found = new Set(probed.map(({ port, transport }) => portKey(port, transport)));
  // A finding whose port cannot be read may belong to any of them.
  const unplaced = probed.some(({ port }) => typeof port !== "number");
  const open = [...record.ports.values()].filter(({ port, transport }) => !found.has(portKey(port, transport)));
  const rest = open.map((each) =>
    answer({
      port: each.port,
      transport: each.transport,
      finding: negativeAt(record, each, around, unplaced),
      by: "probe",
      words: "",
      place: portPlace(record.name, each.port, each.transport),
    }),
  );
  if (record.ports.size === 0 && !unplaced) {
    const whole = negativeAt(record, null, around, unplaced);
    rest.push(answer({ port: null, transport: "tcp", finding: whole, by: "probe", words: "", place }));
  }
  return [...positives, ...rest];
}

/** No finding of the probe at a port; null: the report shows no port of this host at all. */
function negativeAt(record: HostRecord, at: HostPort | null, around: Surroundings, unplaced: boolean): Finding {
  if (around.end === "cut") return finding("report_truncated", "the file ends inside this host");
  const key = at === null ? "" : portKey(at.port, at.transport);
  const tls = tlsGate(at);
  const ran: Gate =
    at?.transport === "udp" && tls !== "tls_not_shown" ? "tool_not_applicable" : unplaced ? "host_ambiguous" : "open";
  const gates: Gates = {
    scope: around.scope.gate,
    alive: record.dead ? "host_dead" : "open",
    port: record.lost.get(key) ?? "open",
    check: around.check.gate,
    ran,
    tls,
    finished: record.tags.has("HOST_END") ? "open" : "scan_interrupted",
    unfiltered: around.unfiltered,
  };
  // Only where it is about the gate that gives the reason.
  const detail =
    gates.scope !== "open"
      ? around.scope.detail
      : gates.alive === "open" && gates.port === "open"
        ? around.check.detail
        : "";
  return derivedNegative(gates, detail);
}

/** Gate G4, by the best that any item shows: one version that the probe asks in is enough. */
function tlsGate(at: HostPort | null): Gate {
  if (at === null || at.tls.size === 0) return "tls_not_shown";
  return at.tls.has("other_version") && !at.tls.has("covered") ? "tls_version_not_covered" : "open";
}
