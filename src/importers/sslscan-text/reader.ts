/** sslscan's text, line by line; colours are taken out. It has no end mark: a section is whole when the next begins. */

import type { TextLine } from "../../documents/lines.ts";
import { plainLine } from "../consoles/line.ts";
import { HeldZeros } from "../held-zeros.ts";
import type { ReportEvent } from "../importer.ts";
import { errorEvent } from "../sslscan/errors.ts";
import { newTarget, type SslscanTarget, targetAnswer, versionName } from "../sslscan/target.ts";

export const TESTING = /^Testing SSL server (\S+) on port (\d+)(?: using SNI name (\S+))?$/;

/** `Version: 2.1.4-static`, before each run; older ones have it after tabs, below their name in large letters. */
function versionIn(text: string, beforeTargets: boolean): string | null {
  const [, named] = /^Version:\s*(\d+\.\d[\w.-]*)$/.exec(text) ?? [];
  const [, below] = /^\t+\s*(\d+\.\d[\w.-]*)$/.exec(text) ?? [];
  return named ?? (beforeTargets ? (below ?? null) : null);
}

/** With `--ssl2` or `--ssl3`. */
const NOT_TRIED = "All TLS protocols disabled, cannot check for heartbleed.";

export class SslscanText {
  readonly #cve: string;
  readonly #zeros = new HeldZeros();
  #events: ReportEvent[] = [{ kind: "fact", name: "tool", value: "sslscan" }];
  #target: SslscanTarget | null = null;
  #toolVersion: string | null = null;
  #section = "";
  #passedHeartbleed = false;

  constructor(cve: string) {
    this.#cve = cve;
  }

  line({ text: raw, ended }: TextLine): void {
    const text = plainLine(raw);
    const version = versionIn(text, this.#target === null);
    if (version !== null && version !== this.#toolVersion) {
      this.#toolVersion = version;
      this.#events.push({ kind: "fact", name: "tool_version", value: version });
    }
    const [, host, port] = TESTING.exec(text) ?? [];
    if (host !== undefined && port !== undefined) return this.#begin(host, port, ended);
    if (/^\s*ERROR: /.test(text) && ended) return this.#error(text);
    const [, section] = /^ {2}(\S.*):$/.exec(text) ?? [];
    if (section !== undefined) {
      if (this.#section === "Heartbleed") this.#passedHeartbleed = true;
      this.#section = section;
    } else if (this.#target !== null && ended) this.#inSection(this.#target, text);
  }

  take(): readonly ReportEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  end(complete: boolean): void {
    this.#close(complete);
    this.#events.push(...this.#zeros.release(complete ? null : "report_truncated"));
  }

  #begin(host: string, port: string, ended: boolean): void {
    this.#close(true);
    this.#target = newTarget({
      host,
      port: ended ? port : "",
      toolVersion: this.#toolVersion,
    });
    this.#events.push({ kind: "seen", what: "host", count: 1 }, { kind: "seen", what: "port", count: 1 });
  }

  #error(text: string): void {
    const event = errorEvent(text);
    if (event.kind === "answer") this.#close(true);
    this.#events.push(event);
  }

  #inSection(target: SslscanTarget, text: string): void {
    if (this.#section === "SSL/TLS Protocols") {
      const [, version, state] = /^((?:SSL|TLS)v\S+)\s+(enabled|disabled)/.exec(text) ?? [];
      if (version !== undefined) target.protocols.set(versionName(version), state === "enabled");
    }
    if (this.#section === "Heartbleed") {
      const [, version, value] =
        /^((?:SSL|TLS)\s?v?[\d.]+)\s+(not vulnerable|vulnerable) to heartbleed$/.exec(text) ?? [];
      if (version !== undefined)
        target.heartbleed.set(versionName(version), value === "vulnerable" ? "vulnerable" : "not vulnerable");
      else if (text !== "" && text !== NOT_TRIED) target.heartbleed.set(text.slice(0, 40), "something else");
      if (text !== "") this.#events.push({ kind: "seen", what: "check", count: 1 });
    }
    if (this.#section === "Supported Server Cipher(s)") {
      const [, version] = /^\s*(?:Preferred|Accepted)\s+((?:SSL|TLS)v[\d.]+)\s/.exec(text) ?? [];
      if (version !== undefined) target.suites.add(versionName(version));
    }
    if (this.#section === "SSL Certificate" && text !== "") target.certificate = true;
  }

  #close(complete: boolean): void {
    const target = this.#target;
    this.#target = null;
    if (target !== null) {
      // Lines that may still have come: none after another section began.
      target.complete =
        complete && this.#section !== "Heartbleed" && (this.#passedHeartbleed || target.heartbleed.size === 0);
      const passed = this.#zeros.pass(targetAnswer(target, this.#cve));
      if (passed !== null) this.#events.push(passed);
    }
    this.#section = "";
    this.#passedHeartbleed = false;
  }
}
