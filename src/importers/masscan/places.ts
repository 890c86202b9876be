/**
 * What masscan's records say about each port, gathered (reference/report-formats.md, 3.18). There is a record for the open port and one
 * for each kind of banner, in any order, so that all but a hit waits for the end. A few bits for each port are kept.
 *
 * There is no zero: no layout shows whether `--heartbleed` was given, and masscan prints nothing for a server that did not leak.
 */

import { type Finding, finding } from "../../core/model/outcome.ts";
import type { ReportAnswer, ReportEvent, ReportTime } from "../importer.ts";

/** One record, of whatever layout. */
export interface MasscanRecord {
  readonly address: string;
  readonly port: string;
  /** `tcp`, `udp`, `sctp`, `icmp`, …. */
  readonly protocol: string;
  /** `open`, `closed`; null: it is a banner. */
  readonly status: string | null;
  /** `vuln`, `ssl`, `X509`, `http`, …; null: it is a status. */
  readonly service: string | null;
  readonly banner: string;
  readonly time: ReportTime;
  /** Where in the document. */
  readonly place: string;
}

const HIT = /SSL\[HEARTBLEED\]/;
const EXTENSION = /SSL\[heartbeat\]/;
const VERSION = /\b(?:TLS\/1\.[0-4]|SSLv3)\b/;
const TLS11 = "TLS/1.1";
/** Banners that only TLS gives; `heartbleed` is captured memory. */
const TLS_SERVICES = new Set(["ssl", "x509", "x509cert", "x509ca", "heartbleed"]);

interface Known {
  readonly record: MasscanRecord;
  closed: boolean;
  banner: boolean;
  tls: boolean;
  extension: boolean;
  version: string | null;
  hit: boolean;
}

export class MasscanPlaces {
  readonly #isHeartbleed: boolean;
  readonly #asked: boolean;
  readonly #cve: string;
  readonly #known = new Map<string, Known>();
  readonly #hosts = new Set<string>();
  #events: ReportEvent[] = [];

  /** @param asked whether it is known that masscan ran with `--heartbleed`. */
  constructor(cve: string, asked = false) {
    this.#asked = asked;
    this.#cve = cve.toUpperCase();
    this.#isHeartbleed = this.#cve === "CVE-2014-0160";
  }

  take(): readonly ReportEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  drop(what: string, why: string): void {
    this.#events.push({ kind: "dropped", what, why });
  }

  fact(event: Extract<ReportEvent, { kind: "fact" }>): void {
    this.#events.push(event);
  }

  add(record: MasscanRecord): void {
    const { address, port, protocol } = record;
    if (!this.#hosts.has(address)) {
      this.#hosts.add(address);
      this.#events.push({ kind: "seen", what: "host", count: 1 });
    }
    const transport = protocol.toLowerCase();
    if (transport !== "tcp" && transport !== "udp") {
      this.drop(`${record.place}: ${transport} ${port}`, "only TCP and UDP ports can be asked");
      return;
    }
    const key = `${address} ${port} ${transport}`;
    const known = this.#known.get(key) ?? this.#begin(key, record);
    this.#learn(known, record);
  }

  /** The end of the document: what was not hit. */
  end(): void {
    for (const known of this.#known.values()) {
      if (!known.hit) this.#events.push(answerOf(known.record, this.#findingOf(known), wordsOf(known)));
    }
    this.#known.clear();
  }

  #begin(key: string, record: MasscanRecord): Known {
    this.#events.push({ kind: "seen", what: "port", count: 1 });
    const known = { record, closed: false, banner: false, tls: false, extension: false, version: null, hit: false };
    this.#known.set(key, known);
    return known;
  }

  #learn(known: Known, record: MasscanRecord): void {
    if (record.service === null) {
      if (record.status !== null && record.status !== "open") known.closed = true;
      return;
    }
    const service = record.service.toLowerCase();
    known.banner = true;
    if (TLS_SERVICES.has(service)) known.tls = true;
    if (service === "ssl") known.version ??= VERSION.exec(record.banner)?.[0] ?? null;
    if (service !== "vuln") return;
    this.#events.push({ kind: "seen", what: "check", count: 1 });
    if (/SSL\[/.test(record.banner)) known.tls = true;
    if (EXTENSION.test(record.banner)) known.extension = true;
    if (!this.#isHeartbleed || known.hit || !HIT.test(record.banner)) return;
    known.hit = true;
    this.#events.push(answerOf(record, finding("finding_reported"), "SSL[HEARTBLEED]"));
  }

  #findingOf(known: Known): Finding {
    if (!this.#isHeartbleed) return finding("no_record_of_check", `masscan says nothing about ${this.#cve}`);
    if (known.record.protocol.toLowerCase() === "udp") return finding("tool_not_applicable", "masscan asks over TCP");
    if (known.closed && !known.banner) return finding("port_closed");
    if (known.version !== null && known.version !== TLS11) {
      return finding(
        "tls_version_not_covered",
        `the server chose ${known.version}, and masscan's heartbeat is one of TLS 1.1`,
      );
    }
    if (known.extension && known.version === null) {
      return finding(
        "tls_version_not_covered",
        "masscan's heartbeat is one of TLS 1.1, and nothing shows what the server chose",
      );
    }
    if (known.tls && this.#asked)
      return finding("no_negative_in_format", "masscan prints nothing for a server that does not leak");
    if (known.tls) return finding("check_not_enabled", "nothing shows that masscan ran with --heartbleed");
    return known.banner
      ? finding("tls_not_shown")
      : finding("no_record_of_check", "the port is open, and there is no banner");
  }
}

function wordsOf({ version, extension }: Known): string {
  return [...(version === null ? [] : [version]), ...(extension ? ["SSL[heartbeat]"] : [])].join(", ");
}

function answerOf(record: MasscanRecord, found: Finding, words: string): ReportAnswer {
  return {
    kind: "answer",
    host: { address: record.address, name: null },
    port: record.port,
    transport: record.protocol.toLowerCase() === "udp" ? "udp" : "tcp",
    serverName: null,
    finding: found,
    by: "probe",
    words,
    place: record.place,
    time: record.time,
  };
}
