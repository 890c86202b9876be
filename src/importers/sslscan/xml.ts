/** The elements of sslscan's XML. Errors stand beside the targets, in prose. */

import { HeldZeros } from "../held-zeros.ts";
import type { ReportEvent } from "../importer.ts";
import type { XmlReportHandler } from "../read.ts";
import { errorEvent } from "./errors.ts";
import { newTarget, type SslscanTarget, targetAnswer, versionName } from "./target.ts";

const LONGEST_ERROR = 1000;
/** Older versions also list the suites that the server refuses. */
const TAKEN = new Set(["accepted", "preferred"]);

export class SslscanXml implements XmlReportHandler {
  readonly #cve: string;
  readonly #zeros = new HeldZeros();
  #events: ReportEvent[] = [];
  #target: SslscanTarget | null = null;
  #error: string | null = null;
  #toolVersion: string | null = null;

  constructor(cve: string) {
    this.#cve = cve;
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    const of = (key: string) => attributes.get(key) ?? "";
    if (name === "document") {
      this.#events.push({ kind: "fact", name: "tool", value: "sslscan" });
      this.#toolVersion = attributes.get("version") ?? null;
      if (of("version") !== "") this.#events.push({ kind: "fact", name: "tool_version", value: of("version") });
    }
    if (name === "error") this.#error = "";
    if (name === "ssltest") {
      this.#target = newTarget({ host: of("host"), port: of("port"), toolVersion: this.#toolVersion });
      this.#events.push({ kind: "seen", what: "host", count: 1 }, { kind: "seen", what: "port", count: 1 });
    }
    const target = this.#target;
    if (target === null) return;
    if (name === "protocol") target.protocols.set(versionName(`${of("type")} ${of("version")}`), of("enabled") === "1");
    if (name === "cipher" && TAKEN.has(of("status"))) target.suites.add(versionName(of("sslversion")));
    if (name === "certificate") target.certificate = true;
    if (name === "heartbleed") {
      const value = of("vulnerable");
      target.heartbleed.set(
        versionName(of("sslversion")),
        value === "1" ? "vulnerable" : value === "0" ? "not vulnerable" : "something else",
      );
      this.#events.push({ kind: "seen", what: "check", count: 1 });
    }
  }

  text(text: string): void {
    if (this.#error !== null && this.#error.length < LONGEST_ERROR) this.#error += text;
  }

  close(name: string): void {
    if (name === "ssltest") this.#closeTarget(true);
    if (name === "error" && this.#error !== null) {
      this.#events.push(errorEvent(this.#error));
      this.#error = null;
    }
  }

  take(): readonly ReportEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  end(complete: boolean): void {
    if (!complete) this.#closeTarget(false);
    this.#events.push(...this.#zeros.release(complete ? null : "report_truncated"));
  }

  #closeTarget(complete: boolean): void {
    const target = this.#target;
    this.#target = null;
    if (target === null) return;
    target.complete = complete;
    const passed = this.#zeros.pass(targetAnswer(target, this.#cve));
    if (passed !== null) this.#events.push(passed);
  }
}
