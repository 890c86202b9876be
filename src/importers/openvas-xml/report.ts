/** One report: what its elements say, gathered, and its events when it closes. Its hosts' ends stand behind its results. */

import type { ReportEvent, ReportTime } from "../importer.ts";
import { NO_TIME } from "../importer.ts";
import { inZone, parseTime, zoneMinutes } from "../times/parse-time.ts";
import { clears, tlsEvidence } from "./checks.ts";
import { type FilterRecord, filterGate, newFilter } from "./filter.ts";
import { type HostRecord, newHost, portOf, reportHost, silentAnswers } from "./host.ts";
import { type OpenvasResult, verdictOf } from "./result.ts";

export interface ReportRecord {
  readonly hosts: Map<string, HostRecord>;
  readonly filter: FilterRecord;
  status: string;
  started: ReportTime;
  /** The zone of times that are written without one, in minutes; null: not said. */
  zone: number | null;
}

/** @param comparison whether it says what differs between two reports. */
export function newReport(comparison = false): ReportRecord {
  return { hosts: new Map(), filter: { ...newFilter(), comparison }, status: "", started: NO_TIME, zone: null };
}

/** A result as it stands in the document. */
export interface ResultRecord extends OpenvasResult {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly created: string;
  readonly description: string;
}

export function timeIn(report: ReportRecord, written: string): ReportTime {
  return inZone(parseTime(written), report.zone);
}

/** The first that is said holds: `timezone_abbrev` before `timezone`. */
export function setZone(report: ReportRecord, written: string): void {
  report.zone ??= written.trim() === "" ? null : zoneMinutes(written);
  report.started = inZone(report.started, report.zone);
}

export function hostOf(report: ReportRecord, written: string): HostRecord | null {
  const address = ` ${written.trim()}`.slice(1);
  if (address === "") return null;
  const known = report.hosts.get(address.toLowerCase());
  if (known !== undefined) return known;
  const fresh = newHost(address);
  report.hosts.set(address.toLowerCase(), fresh);
  return fresh;
}

/** Takes a result in, and hands over its answer if it is about the CVE. */
export function takeResult(
  report: ReportRecord,
  result: ResultRecord,
  cve: string,
  probes: ReadonlySet<string>,
): ReportEvent | null {
  report.filter.read++;
  const verdict = verdictOf(result, cve, probes);
  const host = hostOf(report, result.host === "" ? result.hostname : result.host);
  if (host === null) {
    if (verdict === null) return null;
    return { kind: "dropped", what: `result ${result.id}`, why: "it is about the flaw and names no host" };
  }
  if (result.hostname !== "" && result.hostname !== host.address) host.name ??= ` ${result.hostname}`.slice(1);
  const at = portOf(host, result.port);
  const tls = tlsEvidence(result, result.name, result.description);
  if (tls !== null) at?.tls.add(tls);
  if (verdict === null) return null;
  if (verdict.by === "probe") {
    if (at !== null) host.answered.add(`${at.port}/${at.transport}`);
    else host.unplaced = true;
  }
  const time = timeIn(report, result.created);
  return {
    kind: "answer",
    // The name of this result, whatever the others of the host say.
    host: reportHost({
      address: host.address,
      name: result.hostname === host.address ? null : result.hostname || null,
    }),
    port: at?.port ?? writtenPort(result.port),
    transport: at?.transport ?? (/udp/i.test(result.port) ? "udp" : "tcp"),
    serverName: null,
    ...verdict,
    words: result.name,
    place: `result ${result.id}, NVT ${result.oid}`,
    time: time.at === null ? report.started : time,
  };
}

/** `general/tcp` and nothing mean the host as a whole; what cannot be read is handed on as it is. */
function writtenPort(written: string): string | null {
  const text = written.trim();
  return text === "" || text === "0" || /^general\//i.test(text) ? null : text;
}

/** A detail of a host: `EXIT_CODE` `EXIT_NOTVULN` of a check, `Host dead`, certificates and open ports. */
export function takeDetail(
  host: HostRecord,
  detail: { readonly name: string; readonly value: string; readonly source: string },
  cve: string,
  probes: ReadonlySet<string>,
): void {
  const { value } = detail;
  switch (detail.name.toLowerCase()) {
    case "exit_code":
      if (value === "EXIT_NOTVULN" && clears(detail.source, probes)) host.cleared = true;
      return;
    case "closed cve":
      if (
        clears(detail.source, probes) &&
        value
          .toUpperCase()
          .split(/[\s,]+/)
          .includes(cve.toUpperCase())
      )
        host.cleared = true;
      return;
    case "host dead":
      if (value !== "0") host.dead = true;
      return;
    case "hostname":
      if (value !== "") host.name ??= value;
      return;
    // `443::3A:7C:…`, a port and a certificate's fingerprint.
    case "sslinfo": {
      const port = /^(\d{1,5}):/.exec(value)?.[1];
      if (port !== undefined) portOf(host, `${port}/tcp`)?.tls.add("shown");
      return;
    }
    case "ports":
    case "tcp_ports":
      for (const each of value.split(",")) if (/^\s*\d{1,5}\s*$/.test(each)) portOf(host, `${each.trim()}/tcp`);
      return;
  }
}

/** An error of the probe, or of the host as a whole. */
export function takeError(
  host: HostRecord,
  error: { readonly oid: string; readonly description: string; readonly port: string },
  probes: ReadonlySet<string>,
): void {
  portOf(host, error.port);
  const whole = error.oid === "" || error.oid === "0";
  if (whole && /\bdead\b/i.test(error.description)) host.dead = true;
  else if (whole || probes.has(error.oid))
    host.failed ??= /tim(?:ed|e)[ -]?out/i.test(error.description) ? "tool_timed_out" : "check_failed";
}

/** What is left to say when the report closes, or the file ends inside it. */
export function reportEvents(report: ReportRecord, cut: boolean): readonly ReportEvent[] {
  const around = {
    done: report.status.trim().toLowerCase() === "done",
    started: report.started,
    unfiltered: filterGate(report.filter),
    cut,
  };
  const hosts = [...report.hosts.values()];
  const ports = hosts.reduce((sum, host) => sum + host.ports.size, 0);
  const counts = { host: hosts.length, port: ports, check: report.filter.read } as const;
  return [
    ...hosts.flatMap((host) => silentAnswers(host, around)),
    ...(["host", "port", "check"] as const)
      .filter((what) => counts[what] > 0)
      .map((what): ReportEvent => ({ kind: "seen", what, count: counts[what] })),
  ];
}
