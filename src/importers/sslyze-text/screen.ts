/** sslyze's screen line by line. A target's sections come in any order, so its answer waits for their end. */

import { printedNegative, type UnknownReason } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import type { TextLine } from "../../documents/lines.ts";
import { plainLine } from "../consoles/line.ts";
import { NO_TIME, type ReportEvent } from "../importer.ts";
import { problemOf } from "../sslyze-json/problems.ts";
import { refusedEvent } from "../sslyze-json/refused.ts";

/** ` SCAN RESULTS FOR WWW.EXAMPLE.ORG:443 - 192.0.2.1`, with the port again in old versions, or `HTTP PROXY AT …`. */
export const SCAN_RESULTS = /^ SCAN RESULTS FOR (\S+):(\d{1,5}) - (\S.*)$/;
const COMPLETED = /^ SCANS? COMPLETED IN /;
const SECTION = /^ {1,6}\* (\S.*):$/;
const REFUSED = /^ {3}(\S+) +=> (?:WARNING|ERROR): (.*?); discarding (?:corresponding tasks|scan)\.$/;

/** Its checks: their option, as errors name it, and the title of their section. */
const CHECKS: ReadonlyMap<string, { readonly option: RegExp; readonly title: RegExp }> = new Map([
  ["CVE-2014-0160", { option: /--heartbleed\b/i, title: /^(?:OpenSSL )?Heartbleed$/i }],
  ["CVE-2014-0224", { option: /--openssl_ccs\b/i, title: /^OpenSSL CCS Injection$/i }],
]);

interface Block {
  readonly host: string;
  readonly port: string;
  readonly route: string;
  readonly line: number;
  section: string;
  vulnerable: boolean;
  words: string;
  verdict: "none" | "ok" | "old_ok" | "unreadable" | UnknownReason;
  /** Whether a suite of TLS 1.0 to 1.2, and one of TLS 1.3, was accepted; null: not asked. */
  older: boolean | null;
  newest: boolean | null;
}

export class SslyzeScreen {
  readonly #check: { readonly option: RegExp; readonly title: RegExp } | null;
  #events: ReportEvent[] = [{ kind: "fact", name: "tool", value: "sslyze" }];
  #block: Block | null = null;

  constructor(cve: string) {
    this.#check = CHECKS.get(cve.toUpperCase()) ?? null;
  }

  take(): readonly ReportEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  line({ text, ended, number }: TextLine): void {
    const line = plainLine(text);
    const [, host, port = "", route = ""] = SCAN_RESULTS.exec(line) ?? [];
    if (host !== undefined) return this.#begin(host, port, route, number);
    if (COMPLETED.test(line)) return this.#close(true);
    const [, target, error = ""] = REFUSED.exec(line) ?? [];
    if (target !== undefined) {
      this.#seen();
      this.#events.push(refusedEvent({ target, error }));
    }
    if (this.#block !== null && ended) this.#inBlock(this.#block, line);
  }

  end(): void {
    this.#close(false);
  }

  #begin(host: string, port: string, route: string, line: number): void {
    this.#close(true);
    const nothing = { section: "", vulnerable: false, words: "", verdict: "none", older: null, newest: null } as const;
    this.#block = { host: host.toLowerCase(), port, route: route.toLowerCase(), line, ...nothing };
    this.#seen();
  }

  #seen(): void {
    this.#events.push({ kind: "seen", what: "host", count: 1 }, { kind: "seen", what: "port", count: 1 });
  }

  #inBlock(block: Block, line: string): void {
    const section = SECTION.exec(line)?.[1];
    if (section !== undefined) {
      block.section = section;
      this.#events.push({ kind: "seen", what: "check", count: 1 });
      if (this.#check?.option.test(section) === true) fail(block, section);
      return;
    }
    const [, exception] = /^Unhandled exception (?:when processing|while running) (--\w+)/.exec(line) ?? [];
    if (exception !== undefined) {
      block.section = "";
      if (this.#check?.option.test(exception) === true) fail(block, line);
      return;
    }
    const suites = /^(?:TLS ?V?)1(?:[._](\d))?(?:\.\d)? cipher suites$/i.exec(block.section);
    if (suites !== null) return suite(block, suites[1] === "3" ? "newest" : "older", line);
    if (this.#check?.title.test(block.section) === true) verdict(block, line.trim());
  }

  #close(whole: boolean): void {
    const block = this.#block;
    this.#block = null;
    if (block === null) return;
    const { host, port, route, line, words } = block;
    const address = canonicalAddress(route.replace(/:\d{1,5}$/, "")) ?? canonicalAddress(route);
    this.#events.push({
      kind: "answer",
      host: { address, name: host },
      port,
      transport: "tcp",
      serverName: null,
      finding: this.#finding(block, whole),
      by: "probe",
      words,
      place: `line ${line}`,
      time: NO_TIME,
    });
  }

  #finding({ vulnerable, verdict: said, older, newest }: Block, whole: boolean): Finding {
    if (vulnerable) return finding("finding_reported");
    if (said === "none") return finding(whole ? "no_record_of_check" : "report_truncated");
    if (said === "unreadable") return finding("tool_output_unreadable");
    if (said === "old_ok") return finding("negative_without_ground");
    if (said !== "ok") return finding(said);
    const tls =
      newest === true ? "tls_version_not_covered" : newest === false && older === true ? "open" : "tls_not_shown";
    return printedNegative({ tls, finished: whole ? "open" : "report_truncated" });
  }
}

/** A section that says that the check could not be done. */
function fail(block: Block, words: string): void {
  const certificate = /^client certificate/i.test(words);
  block.verdict = certificate ? "tool_handshake_failed" : problemOf(words.replace(/ or was rejected/, "")).reason;
  block.words = words;
}

function suite(block: Block, which: "older" | "newest", line: string): void {
  if (/rejected all cipher suites/i.test(line)) block[which] ??= false;
  else if (/accepted the following|^\s+(?:preferred|accepted):$/i.test(line)) block[which] = true;
}

/** The check's own line; one that is vulnerable stays so, whatever else is said. */
function verdict(block: Block, line: string): void {
  if (line === "") return;
  const [, old, rest] = /^(OpenSSL Heartbleed:\s+)?(.*)$/i.exec(line) ?? [];
  const words = rest ?? "";
  if (/^VULNERABLE\b/.test(words)) {
    block.vulnerable = true;
    block.words = words;
    return;
  }
  if (block.vulnerable) return;
  block.words = words;
  if (/^OK - Not vulnerable\b/i.test(words)) block.verdict = old === undefined ? "ok" : "old_ok";
  else block.verdict = /^NOT vulnerable\b/i.test(words) ? "old_ok" : "unreadable";
}
