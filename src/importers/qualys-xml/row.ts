/** One row of a Qualys report, of whatever dialect: a check's result at a host (report-formats.md 3.4). */

import type { Transport } from "../../core/model/endpoint.ts";
import type { ReportHost, ReportTime } from "../importer.ts";
import { openPorts, type TlsEvidence, tlsEvidence } from "./checks.ts";

export interface QualysRow {
  readonly host: ReportHost;
  readonly qid: string;
  /** `potential`: a possibility; `information`: no finding at all. */
  readonly kind: "confirmed" | "potential" | "information";
  /** From 1 to 5; null: not said here. */
  readonly severity: number | null;
  /** As written where it is no number from 1 to 65535; null: of the host as a whole. */
  readonly port: number | string | null;
  readonly transport: Transport;
  readonly state: "open" | "fixed" | "disputed" | "excepted";
  /** null: the report says it elsewhere, in its glossary. */
  readonly cves: readonly string[] | null;
  readonly words: string;
  readonly place: string;
  readonly time: ReportTime;
  readonly tls: TlsEvidence | null;
  readonly openPorts: readonly number[];
  /** Whether nothing of the row is missing, and it is about one host: else it gives no zero. */
  readonly certain: boolean;
}

/** What a row says, as it is written there. */
export interface WrittenRow {
  readonly qid: string;
  readonly type: string;
  readonly severity: string;
  readonly port: string;
  readonly protocol: string;
  readonly ssl: string;
  readonly status: string;
  /** Whether somebody chose to ignore it, or switched its check off. */
  readonly ignored: boolean;
  readonly cves: string | null;
  readonly title: string;
  readonly result: string;
}

type Rest = Pick<QualysRow, "host" | "place" | "time" | "certain">;

export function qualysRow(written: WrittenRow, rest: Rest): QualysRow {
  const { type, status, title, result } = written;
  const qid = /\d{1,9}/.exec(written.qid)?.[0] ?? "";
  const severity = Number(/[1-5]/.exec(written.severity)?.[0] ?? Number.NaN);
  return {
    ...rest,
    qid,
    kind: kindOf(type),
    severity: Number.isNaN(severity) ? null : severity,
    port: portOf(written.port),
    transport: /^udp$/i.test(written.protocol.trim()) ? "udp" : "tcp",
    state: stateOf(status, written.ignored),
    cves: written.cves === null ? null : cvesOf(written.cves),
    words: [title, type, status]
      .map((each) => each.trim())
      .filter((each) => each !== "")
      .join(", "),
    tls: tlsEvidence(qid, /^(?:true|yes|1|over ssl)$/i.test(written.ssl.trim()), result),
    openPorts: openPorts(qid, result),
  };
}

/** `Vuln`, `Confirmed` and no word at all; `Practice`, `Potential`; `Ig`, `Info`, `Information Gathered`. */
function kindOf(type: string): QualysRow["kind"] {
  const word = type.trim().toLowerCase();
  if (/^(?:ig|info|information|information gathered|service)$/.test(word)) return "information";
  return /^(?:|vuln|vulnerability|confirmed|confirmed vulnerability)$/.test(word) ? "confirmed" : "potential";
}

function stateOf(status: string, ignored: boolean): QualysRow["state"] {
  const word = status.trim().toLowerCase();
  if (word === "fixed") return "fixed";
  if (word.includes("false positive")) return "disputed";
  return ignored || /ignored|disabled|accepted|exception/.test(word) ? "excepted" : "open";
}

/** `0`, `-`, `'-` and nothing mean the host as a whole. */
function portOf(written: string): number | string | null {
  const text = written.trim().replace(/^'/, "");
  if (/^(?:|-|n\/a|0+)$/i.test(text)) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= 65_535 ? port : ` ${text}`.slice(1);
}

export function cvesOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/\bCVE-\d{4}-\d{4,}\b/gi), ([cve]) => cve.toUpperCase());
}

/** The addresses of one cell: an asset can have several. */
export function hostsOf(addresses: readonly string[], name: string): readonly ReportHost[] {
  const named = /^(?:|-|no registered hostname|n\/a)$/i.test(name.trim()) ? null : ` ${name.trim()}`.slice(1);
  const listed = addresses.flatMap((cell) => cell.split(/[,;\s]+/)).filter((each) => each !== "" && each !== "-");
  if (listed.length === 0) return named === null ? [] : [{ address: null, name: named }];
  return [...new Set(listed)].map((address) => ({ address: ` ${address}`.slice(1), name: named }));
}

/** `down`, `host not alive`, `host not scanned, scan aborted`; of `no vuln` and others the host answered. */
export function silenceOf(status: string): "host_dead" | "host_not_scanned" | null {
  if (/\bnot alive\b|\bdown\b|\bdead\b|\bno route\b|\bunreachable\b/i.test(status)) return "host_dead";
  return /\bnot (?:\w+ )?scanned\b|\bdiscontinued\b|\babort|\bexcluded\b|\bnot resolve|\bcould not\b|\berror\b/i.test(
    status,
  )
    ? "host_not_scanned"
    : null;
}
