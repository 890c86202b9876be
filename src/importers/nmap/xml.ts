/** The elements of `nmaprun` (report-formats.md, 3.9). */

import type { ReportEvent } from "../importer.ts";
import type { XmlReportHandler } from "../read.ts";
import { CIPHERS_SCRIPT, readCommand } from "./arguments.ts";
import { NmapGatherer } from "./gather.ts";
import type { PortRecord, ScriptResult } from "./port.ts";
import { NmapScript, showsTls } from "./script.ts";
import { epoch } from "./time.ts";

type Attributes = ReadonlyMap<string, string>;
type OpenPort = { -readonly [Key in "number" | "protocol" | "state" | "tunnel"]: PortRecord[Key] };

export class NmapXml implements XmlReportHandler {
  readonly #cve: string;
  readonly #gatherer: NmapGatherer;
  #port: OpenPort | null = null;
  #script: NmapScript | null = null;
  #scripts: ScriptResult[] = [];
  #versions = new Set<string>();
  #ended: "success" | "otherwise" | null = null;

  constructor(cve: string) {
    this.#cve = cve;
    this.#gatherer = new NmapGatherer(cve);
  }

  open(name: string, attributes: Attributes): void {
    if (this.#script !== null) this.#script.open(name, attributes);
    else if (this.#port !== null) this.#openInPort(this.#port, name, attributes);
    else this.#openOutside(name, attributes);
  }

  close(name: string): void {
    if (this.#script?.close(name) === false) return;
    if (name === "script") this.#closeScript();
    if (name === "port") this.#closePort(true);
    if (name === "host") this.#gatherer.endHost(true);
  }

  text(text: string): void {
    this.#script?.text(text);
  }

  take(): readonly ReportEvent[] {
    return this.#gatherer.take();
  }

  end(complete: boolean): void {
    if (!complete) {
      this.#closeScript();
      this.#closePort(false);
      this.#gatherer.endHost(false);
    }
    const wrong = this.#ended === "otherwise" ? "scan_interrupted" : "report_truncated";
    this.#gatherer.end(complete && this.#ended === "success" ? null : wrong);
    if (complete && this.#ended === null) {
      this.#gatherer.fact("note", "the report does not say that the scan finished");
    }
  }

  #openOutside(name: string, attributes: Attributes): void {
    const gatherer = this.#gatherer;
    const { host } = gatherer;
    if (name === "nmaprun") this.#openRun(attributes);
    else if (name === "host") this.#openHost(attributes);
    else if (name === "script") this.#script = new NmapScript(attributes, this.#cve);
    else if (name === "port") {
      const [number, protocol] = [attributes.get("portid") ?? "", attributes.get("protocol") ?? ""];
      this.#port = { number, protocol, state: "", tunnel: false };
    } else if (name === "extraports") {
      gatherer.countPorts(attributes.get("state") ?? "", attributes.get("count") ?? "");
    } else if (name === "finished") this.#finished(attributes);
    else if (name === "hosts") {
      const silent = Number(attributes.get("down") ?? "0") - gatherer.listedDown;
      if (silent > 0) gatherer.fact("note", `${silent} hosts did not answer and are not listed`);
    } else if (host !== null && name === "status") host.status = attributes.get("state") ?? "";
    else if (host !== null && name === "address" && attributes.get("addrtype") !== "mac") {
      host.address ??= attributes.get("addr") ?? null;
    } else if (host !== null && name === "hostname" && attributes.get("type") === "user") {
      host.name ??= attributes.get("name") ?? null;
    }
  }

  #openInPort(port: OpenPort, name: string, attributes: Attributes): void {
    if (name === "state") port.state = attributes.get("state") ?? "";
    if (name === "service") port.tunnel = showsTls(attributes);
    if (name === "script") this.#script = new NmapScript(attributes, this.#cve);
  }

  #openRun(attributes: Attributes): void {
    const gatherer = this.#gatherer;
    const args = attributes.get("args") ?? null;
    gatherer.command = readCommand(args);
    gatherer.runTime = epoch(attributes.get("start"));
    gatherer.fact("tool", "nmap");
    gatherer.version = attributes.get("version") ?? "";
    gatherer.fact("tool_version", gatherer.version);
    gatherer.fact("policy", args ?? "");
    const { at } = gatherer.runTime;
    if (at !== null) gatherer.fact("started", new Date(at).toISOString());
  }

  #openHost(attributes: Attributes): void {
    const times = [attributes.get("endtime"), attributes.get("starttime")].map(epoch);
    const time = times.find(({ at }) => at !== null) ?? this.#gatherer.runTime;
    const givenUp = attributes.get("timedout") === "true";
    this.#gatherer.beginHost({ status: "", address: null, name: null, time, givenUp });
  }

  #closeScript(): void {
    const script = this.#script;
    this.#script = null;
    if (script === null) return;
    const result = script.result();
    if (this.#port === null) return this.#gatherer.hostScript(result);
    this.#scripts.push(result);
    if (script.id === CIPHERS_SCRIPT) for (const version of script.versions()) this.#versions.add(version);
  }

  #closePort(complete: boolean): void {
    const port = this.#port;
    if (port === null) return;
    this.#gatherer.port({ ...port, versions: this.#versions, scripts: this.#scripts, complete });
    this.#port = null;
    this.#versions = new Set();
    this.#scripts = [];
  }

  #finished(attributes: Attributes): void {
    // Before 6.0 there was no `exit`; the element itself is only written at the end.
    this.#ended = (attributes.get("exit") ?? "success") === "success" ? "success" : "otherwise";
    const { at } = epoch(attributes.get("time"));
    if (at !== null) this.#gatherer.fact("finished", new Date(at).toISOString());
  }
}
