/**
 * What McAfee Vulnerability Manager (Foundstone) lists, as answers: its findings are of hosts, and no list of checks says what
 * was asked in vain, so every host and port without one stays open (report-formats.md 3.5).
 */

import type { MappingRow } from "../../core/claims.ts";
import type { Transport } from "../../core/model/endpoint.ts";
import { finding, reasonFacts } from "../../core/model/outcome.ts";
import { NO_TIME, type ReportAnswer, type ReportHost, type ReportTime } from "../importer.ts";

export const MVM_MAPPING: readonly MappingRow[] = [
  { prints: "a vulnerability with the CVE", reason: "finding_reported", why: "of the host: the port is not said" },
  {
    prints: "the same, named after a package, an update or a version",
    reason: "version_reported",
    why: "it reads what is installed",
  },
  { prints: "the same with the risk 0", reason: "potential_finding", why: "such rows only inform" },
  { prints: "a host or a port without one", reason: "no_negative_in_format", why: "no list of checks" },
];

export interface MvmFinding {
  readonly host: ReportHost;
  readonly port: number | string | null;
  readonly transport: Transport;
  readonly name: string;
  readonly risk: string;
  /** What the report says about it, where it does; empty: it is listed, which says that it was found. */
  readonly result: string;
  readonly place: string;
  readonly time: ReportTime;
}

/** Names of checks that compare what is installed: of distributors' notices, updates, packages, versions. */
const READS_VERSION =
  /\b(?:package|patch|update|version|prior to|before|installed|RHSA|RHBA|CESA|ELSA|USN|DSA|FEDORA|SUSE|Red ?Hat|CentOS|Debian|Ubuntu|Solaris|HP-?UX|AIX|KB\d{6,}|MS\d\d-\d+)\b/i;

interface Place {
  readonly host: ReportHost;
  readonly port: number | string | null;
  readonly transport: Transport;
  readonly said: Map<ReportAnswer["by"], ReportAnswer | "one">;
}

export function mvmLedger() {
  const hosts = new Map<string, Map<string, Place>>();

  function placeOf(host: ReportHost, port: number | string | null, transport: Transport): Place {
    const key = (host.address ?? host.name ?? "").toLowerCase();
    const places = hosts.get(key) ?? new Map<string, Place>();
    hosts.set(key, places);
    const known = places.get(`${port}/${transport}`);
    if (known !== undefined) return known;
    const fresh: Place = { host, port, transport, said: new Map() };
    places.set(`${port}/${transport}`, fresh);
    return fresh;
  }

  return {
    hostCount: () => hosts.size,
    /** A host, or a port of it, that the report shows. */
    shown(host: ReportHost, port: number | string | null, transport: Transport): void {
      placeOf(host, port, transport);
    },
    /** A vulnerability with the CVE asked for: handed on at once if it is a finding that nothing has said before. */
    found({ host, port, transport, name, risk, result, place, time }: MvmFinding): readonly ReportAnswer[] {
      const by = READS_VERSION.test(name) ? "version" : "probe";
      const listed = /^(?:|vulnerable|yes|fail(?:ed)?|found|open|active|new)$/i.test(result.trim());
      const reason = !listed
        ? "negative_without_ground"
        : /^(?:0|0\.0+|info\w*)$/i.test(risk.trim())
          ? "potential_finding"
          : by === "version"
            ? "version_reported"
            : "finding_reported";
      const answer: ReportAnswer = {
        kind: "answer",
        host,
        port,
        transport,
        serverName: null,
        finding: finding(reason),
        by,
        words: [name, result].filter((each) => each !== "").join(", "),
        place,
        time,
      };
      const { said } = placeOf(host, port, transport);
      if (said.get(by) === "one") return [];
      if (reasonFacts(reason).outcome !== "vulnerable") {
        if (!said.has(by)) said.set(by, answer);
        return [];
      }
      said.set(by, "one");
      return [answer];
    },
    /** What waited, and every place that nothing was found at. */
    *end(): Generator<ReportAnswer> {
      for (const places of hosts.values()) {
        for (const { host, port, transport, said } of places.values()) {
          for (const answer of said.values()) if (answer !== "one") yield answer;
          if (said.has("probe") || (port === null && places.size > 1)) continue;
          yield {
            kind: "answer",
            host,
            port,
            transport,
            serverName: null,
            finding: finding("no_negative_in_format"),
            by: "probe",
            words: "",
            place: `host ${host.address ?? host.name ?? ""}`,
            time: NO_TIME,
          };
        }
      }
    },
  };
}

/** From 1 to 65535, else as it is written; null: of the host as a whole. */
export function mvmPort(written: string): number | string | null {
  const text = written.trim();
  if (/^(?:|-|n\/a|0+)$/i.test(text)) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= 65_535 ? port : ` ${text}`.slice(1);
}

export function namesCve(text: string, cve: string): boolean {
  return Array.from(text.matchAll(/\bCVE-\d{4}-\d{4,}\b/gi), ([each]) => each.toUpperCase()).includes(
    cve.toUpperCase(),
  );
}
