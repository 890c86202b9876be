/** zgrab2 up to 0.1.8 and zgrab: JSON lines (reference/report-formats.md, 3.17). Later versions have no Heartbleed check. */

import { type MappingRow, printedNegative } from "../../core/claims.ts";
import type { Head } from "../../documents/head.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { jsonObjects } from "../../documents/json-objects.ts";
import { own } from "../../documents/json.ts";
import type { Importer, ReportAnswer, ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { type Grabbed, grabbed, hostOfGrab, isGrab, serverNameOf } from "./record.ts";
import { isObject, readConnection } from "./tls.ts";

const CVE = "CVE-2014-0160";

export const ZGRAB_MAPPING: readonly MappingRow[] = [
  { prints: "heartbleed_vulnerable: true", reason: "finding_reported" },
  {
    prints: "heartbeat_enabled: true, heartbleed_vulnerable: false; status success",
    reason: "negative_reported",
    why: "said too when nothing came back in time, so that a device on the path that eats heartbeats looks the same",
  },
  {
    prints: "the same, at port 465, 563, 990, 992, 993 or 995",
    reason: "negative_without_ground",
    why: "the server speaks first there, which zgrab takes for the answer to its heartbeat",
  },
  { prints: "heartbeat_enabled: false; status success", reason: "extension_absent_reported" },
  {
    prints:
      "a TLS handshake and no answer about Heartbleed; heartbeat_enabled: false where zgrab itself did not offer it",
    reason: "check_not_enabled",
    why: "the flag --heartbleed was not used, or the version has none",
  },
  { prints: "no TLS in the record", reason: "tls_not_shown" },
  { prints: "one of the two is neither true nor false", reason: "tool_output_unreadable" },
  {
    prints: "a zero without a port, of a module that has none or two customary ones",
    reason: "host_ambiguous",
    why: "smtp, imap, pop3 and ftp ask another port with TLS from the beginning",
  },
  { prints: "a zero from before 8 April 2014", reason: "check_too_old" },
  { prints: "a zero of a server that speaks TLS 1.3", reason: "tls_version_not_covered" },
  { prints: "status connection-refused; error: connection refused", reason: "port_closed" },
  { prints: "status connection-timeout", reason: "port_filtered" },
  { prints: "error: no route to host", reason: "connect_unreachable" },
  { prints: "error: no such host", reason: "dns_failure" },
  { prints: "error: too many open files", reason: "local_resources" },
  { prints: "error: first record does not look like a TLS handshake", reason: "not_tls" },
  {
    prints: "status connection-closed, handshake-error, protocol-error; errors of the handshake",
    reason: "tool_handshake_failed",
    why: "the two booleans then stand at false, asked or not",
  },
  { prints: "status io-timeout", reason: "tool_timed_out" },
  { prints: "error: remote error: bad record MAC", reason: "heartbeat_lost_on_path" },
  { prints: "any other status or error", reason: "check_failed" },
];

export const zgrab2Json: Importer = {
  id: "zgrab2-json",
  title: "zgrab2 and zgrab, JSON lines",
  detector: "zgrab2",
  lineage: "zgrab",
  source: "report-formats.md, 3.17; github.com/zmap/zgrab2 v0.1.8, tls.go, processing.go; github.com/zmap/zgrab, zlib",
  mapping: ZGRAB_MAPPING,
  recognises,
  read: (document, { cve }) => {
    const reader = new Reader(cve);
    return untilBroken(reader.read(document), () => reader.end());
  },
};

/** The keys in the order in which zgrab2 writes them; a line is often longer than what we see of it. */
const FIRST_LINE =
  /^\s*\[?\s*\{\s*(?:"(?:ip|domain|port)"\s*:\s*(?:"[^"]*"|\d+)\s*,\s*)+"data"\s*:\s*\{\s*"[\w.-]+"\s*:\s*\{\s*"status"\s*:\s*"[a-z-]+"\s*,\s*"protocol"\s*:/;
/** And zgrab. */
const FIRST_LINE_OF_ZGRAB =
  /^\s*\{\s*"ip"\s*:\s*"[^"]*"\s*,\s*(?:"domain"\s*:\s*"[^"]*"\s*,\s*)?"timestamp"\s*:\s*"[^"]*"\s*,\s*"data"\s*:\s*\{\s*"(?:tls|heartbleed|http)"\s*:\s*\{/;

function recognises({ kind, text }: Head): boolean {
  if (kind !== "json") return false;
  if (FIRST_LINE.test(text) || FIRST_LINE_OF_ZGRAB.test(text)) return true;
  try {
    return isGrab(JSON.parse(text.trimStart().split(/\r?\n/, 1)[0] ?? ""));
  } catch {
    return false;
  }
}

class Reader {
  readonly #cve: string;
  /** By place: a positive elsewhere in the file about the same place wins. */
  readonly #zeros = new Map<string, ReportAnswer>();
  readonly #positives = new Set<string>();
  #assumed = false;

  constructor(cve: string) {
    this.#cve = cve.toUpperCase();
  }

  async *read(document: AsyncIterable<string>): AsyncGenerator<ReportEvent> {
    for await (const { line, value } of jsonObjects(document)) {
      const connections = isGrab(value) ? grabbed(value) : [];
      if (connections.length === 0) {
        yield { kind: "dropped", what: `line ${line}`, why: why(value) };
        continue;
      }
      yield { kind: "seen", what: "host", count: 1 };
      for (const each of connections) {
        if (each.elsewhere) {
          const what = `line ${line}, ${each.module}: a further request`;
          yield { kind: "dropped", what, why: "a redirect led to another host than the record is about" };
        } else yield* this.#connection(value, each, line);
      }
    }
    yield* this.end();
  }

  /** Every line is written whole, so that those before a cut stand. */
  end(): readonly ReportEvent[] {
    const zeros = [...this.#zeros.values()];
    this.#zeros.clear();
    return zeros;
  }

  *#connection(value: unknown, each: Grabbed, line: number): Generator<ReportEvent> {
    const { connection, port, module } = each;
    yield { kind: "seen", what: "port", count: 1 };
    if (isObject(connection.heartbleed)) yield { kind: "seen", what: "check", count: 1 };
    if (each.assumed && !this.#assumed) {
      this.#assumed = true;
      yield {
        kind: "fact",
        name: "note",
        value: "where the file does not say which port was asked, the default of zgrab's module is assumed",
      };
    }
    const host = hostOfGrab(value);
    const serverName = serverNameOf(value);
    const answer: ReportAnswer = {
      kind: "answer",
      host,
      port,
      transport: "tcp",
      serverName,
      finding:
        this.#cve === CVE ? readPlaced(each) : finding("no_record_of_check", `zgrab2 says nothing about ${this.#cve}`),
      by: "probe",
      words: wordsOf(each),
      place: `line ${line}, ${module}`,
      time: connection.time,
    };
    yield* this.#pass(answer, JSON.stringify([host.address, host.name, port]));
  }

  *#pass(answer: ReportAnswer, place: string): Generator<ReportEvent> {
    switch (answer.finding.outcome) {
      case "vulnerable":
        this.#positives.add(place);
        this.#zeros.delete(place);
        yield answer;
        return;
      case "not_vulnerable":
        if (!this.#positives.has(place)) this.#zeros.set(place, answer);
        return;
      case "unknown":
        yield answer;
    }
  }
}

/** Modules that ask one customary port only; the others have a second one, for TLS from the beginning (`--smtps`). */
const ONE_PORT: ReadonlySet<string> = new Set(["tls", "http", "zgrab"]);

/** A 0 belongs to a port, or to nobody. */
function readPlaced(each: Grabbed): Finding {
  const found = readPort(each);
  if (found.outcome !== "not_vulnerable") return found;
  if (each.port !== null && (!each.assumed || ONE_PORT.has(each.protocol))) return found;
  return printedNegative({ scope: "host_ambiguous" }, "nothing says which port was asked");
}

/** Implicit TLS behind which the server speaks first: SMTP, NNTP, FTP, telnet, IMAP, POP3. */
const BANNER_PORTS: ReadonlySet<number> = new Set([465, 563, 990, 992, 993, 995]);

/**
 * What the connection says; its false is none where the server speaks first, for whatever comes before the heartbeat, a banner
 * too, ends the test as not vulnerable (detectors.md, 2.12, C39).
 */
export function readPort({ connection, port }: Grabbed): Finding {
  const found = readConnection(connection);
  if (found.reason !== "negative_reported" || port === null || !BANNER_PORTS.has(port)) return found;
  return printedNegative({ ran: "negative_without_ground" }, "the server speaks first, which ends zgrab's test");
}

function why(value: unknown): string {
  return value === undefined ? "expected a JSON object" : "expected the record of a host: ip or domain, and data";
}

/** The programs' own words, without what the server sent. */
export function wordsOf({ connection: { status, error, heartbleed } }: Grabbed): string {
  const flags = ["heartbeat_enabled", "heartbleed_vulnerable"].flatMap((name) => {
    const value = own(heartbleed, name);
    return typeof value === "boolean" ? [`${name}: ${value}`] : [];
  });
  return [...(status === null ? [] : [`status ${status}`]), ...flags, ...(error ? [`error: ${error}`] : [])].join("; ");
}
