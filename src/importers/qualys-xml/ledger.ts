/**
 * The rows of a Qualys report, in any order, into one answer for each host, port and kind of evidence: what is found is handed
 * on at once, everything else waits until the report has said what it leaves out and which CVEs its checks have
 * (the glossary and the appendices stand at its end). Of several rows about one place the worst speaks.
 */

import type { Transport } from "../../core/model/endpoint.ts";
import { type Finding, finding, reasonFacts } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import { NO_TIME, type ReportAnswer, type ReportHost, type ReportTime } from "../importer.ts";
import { probesFor, type TlsEvidence } from "./checks.ts";
import type { QualysRow } from "./row.ts";

export interface PlaceRecord {
  readonly host: HostEntry;
  /** null: the host as a whole. */
  readonly port: number | string | null;
  readonly transport: Transport;
  readonly tls: Set<TlsEvidence>;
  /** When TLS was last seen there. */
  tlsTime: ReportTime;
  readonly said: Partial<Record<ReportAnswer["by"], { readonly weight: number; readonly answer: ReportAnswer | null }>>;
}

export interface HostEntry {
  readonly host: ReportHost;
  readonly places: Map<string, PlaceRecord>;
  /** The scanner's word that the host did not answer, or was not scanned. */
  silent: "host_dead" | "host_not_scanned" | "scan_interrupted" | null;
}

type Pending = Omit<QualysRow, "cves" | "openPorts" | "tls">;

/** From the weakest to what outweighs everything. */
const WEIGHT = { repair: 1, unknown: 2, one: 3 } as const;

export type QualysLedger = ReturnType<typeof qualysLedger>;

export function qualysLedger(cve: string) {
  const wanted = cve.toUpperCase();
  const probes = probesFor(cve);
  const hosts = new Map<string, HostEntry>();
  const pending = new Map<string, Pending[]>();
  const severities = new Map<string, number>();
  const confirmed = new Set<string>();
  let mildest = Number.POSITIVE_INFINITY;

  function hostEntry(host: ReportHost): HostEntry {
    const written = (host.address ?? host.name ?? "").toLowerCase();
    const key = canonicalAddress(written) ?? written;
    const known = hosts.get(key);
    if (known !== undefined) return known;
    const fresh: HostEntry = { host, places: new Map(), silent: null };
    hosts.set(key, fresh);
    return fresh;
  }

  function placeRecord(host: HostEntry, port: number | string | null, transport: Transport): PlaceRecord {
    const key = `${port}/${transport}`;
    const known = host.places.get(key);
    if (known !== undefined) return known;
    const fresh: PlaceRecord = { host, port, transport, tls: new Set(), tlsTime: NO_TIME, said: {} };
    host.places.set(key, fresh);
    return fresh;
  }

  /** A row about the CVE: its answer at once if it is a finding that nothing has said before, else it waits. */
  function say(row: Pending): readonly ReportAnswer[] {
    const by = probes.has(row.qid) ? "probe" : "version";
    const record = placeRecord(hostEntry(row.host), row.port, row.transport);
    const made = findingOf(row, by);
    const answer: ReportAnswer = {
      kind: "answer",
      host: row.host,
      port: row.port,
      transport: row.transport,
      serverName: null,
      finding: made,
      by,
      words: row.words,
      place: row.place,
      time: row.time,
    };
    const { outcome } = reasonFacts(made.reason);
    const weight = outcome === "vulnerable" ? WEIGHT.one : outcome === "unknown" ? WEIGHT.unknown : WEIGHT.repair;
    if (weight <= (record.said[by]?.weight ?? 0)) return [];
    record.said[by] = { weight, answer: weight === WEIGHT.one ? null : answer };
    return weight === WEIGHT.one ? [answer] : [];
  }

  return {
    host: hostEntry,
    hosts: () => hosts.values(),
    probes,
    /** Whether a confirmed finding of this severity or less is shown somewhere. */
    showsConfirmed(severity: number): boolean {
      for (const qid of confirmed) mildest = Math.min(mildest, severities.get(qid) ?? Number.POSITIVE_INFINITY);
      return mildest <= severity;
    },
    row(row: QualysRow): readonly ReportAnswer[] {
      const host = hostEntry(row.host);
      for (const port of row.openPorts) placeRecord(host, port, "tcp");
      const relevant = probes.has(row.qid) || row.cves?.includes(wanted) === true;
      if (row.port !== null) {
        const record = placeRecord(host, row.port, row.transport);
        // What was seen before the row was fixed need not be there any more.
        if (row.tls !== null && row.state === "open") {
          record.tls.add(row.tls);
          if ((row.time.at ?? -1) > (record.tlsTime.at ?? -1)) record.tlsTime = row.time;
        }
      }
      if (row.kind === "information") return [];
      if (row.kind === "confirmed" && row.state === "open") {
        if (row.severity === null) confirmed.add(row.qid);
        else mildest = Math.min(mildest, row.severity);
      }
      if (relevant) return say(row);
      if (row.cves === null) {
        const { cves: _cves, openPorts: _ports, tls: _tls, ...kept } = row;
        const rows = pending.get(row.qid);
        if (rows === undefined) pending.set(row.qid, [kept]);
        else rows.push(kept);
      }
      return [];
    },
    /** What the glossary says about a check. */
    explain(qid: string, cves: readonly string[], severity: number | null, title: string): readonly ReportAnswer[] {
      if (severity !== null) severities.set(qid, severity);
      if (!cves.includes(wanted)) return [];
      const rows = pending.get(qid) ?? [];
      pending.delete(qid);
      return rows.flatMap((row) => say({ ...row, words: [title, row.words].filter((each) => each !== "").join(", ") }));
    },
    /** What waited, then each place that the probe said nothing about, by `negative`; whole hosts where nothing else is shown. */
    *end(negative: (place: PlaceRecord, ambiguous: boolean) => Finding, cut: boolean): Generator<ReportAnswer> {
      for (const host of hosts.values()) {
        const places = [...host.places.values()];
        const doubtful = places.filter(({ said }) => (said.probe?.weight ?? 0) > WEIGHT.repair);
        // A finding whose port cannot be read may belong to any of them.
        const unplaced = doubtful.some(({ port }) => typeof port !== "number");
        const shown = places.some(({ port }) => port !== null);
        if (!shown && !host.places.has("null/tcp")) places.push(placeRecord(host, null, "tcp"));
        for (const place of places) {
          for (const each of [place.said.version, place.said.probe]) {
            const held = each?.answer ?? null;
            if (held !== null) yield finished(held, cut, place.port === null ? doubtful.length > 0 : unplaced);
          }
          if (place.said.probe === undefined && (place.port !== null || !shown)) yield silence(place, unplaced);
        }
      }

      function silence(place: PlaceRecord, unplaced: boolean): ReportAnswer {
        const { host, port, transport, tlsTime } = place;
        return {
          kind: "answer",
          host: host.host,
          port,
          transport,
          serverName: null,
          finding: negative(place, unplaced),
          by: "probe",
          words: "",
          place: `host ${host.host.address ?? host.host.name ?? ""}${port === null ? "" : `, port ${port}/${transport}`}`,
          time: tlsTime,
        };
      }
    },
  };
}

/** A repair that another row could still contradict is none. */
function finished(answer: ReportAnswer, cut: boolean, ambiguous: boolean): ReportAnswer {
  if (answer.finding.outcome !== "not_vulnerable") return answer;
  if (cut) return { ...answer, finding: finding("report_truncated", "listed as fixed, but the report is cut off") };
  if (!ambiguous) return answer;
  return { ...answer, finding: finding("host_ambiguous", "listed as fixed here, and found elsewhere at this host") };
}

function findingOf(row: Pending, by: ReportAnswer["by"]): Finding {
  const what = `QID ${row.qid}`;
  if (row.state === "disputed") return finding("finding_disputed", what);
  if (row.state === "fixed") {
    if (by === "version" || row.kind !== "confirmed")
      return finding("no_negative_in_format", `${what} is listed as fixed: it was read off a version`);
    if (!row.certain)
      return finding("host_ambiguous", `${what} is listed as fixed, of more than one address or cut off`);
    return finding("repair_reported", what);
  }
  if (row.kind === "potential") return finding("potential_finding", what);
  if (by === "version") return finding("version_reported", what);
  return finding(row.state === "excepted" ? "finding_excepted" : "finding_reported", what);
}
