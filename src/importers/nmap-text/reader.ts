/**
 * nmap's normal output (`-oN`, or its screen) line by line: the same words as in the XML (report-formats.md, 3.9). A
 * script's lines begin with a bar, its last with a bar and an underscore.
 */

import type { TextLine } from "../../documents/lines.ts";
import { NO_TIME, type ReportEvent, type ReportTime } from "../importer.ts";
import { CIPHERS_SCRIPT, readCommand } from "../nmap/arguments.ts";
import { NmapGatherer } from "../nmap/gather.ts";
import type { PortRecord, ScriptResult } from "../nmap/port.ts";
import { versionsInText } from "../nmap/script.ts";
import { names, readStates } from "../nmap/states.ts";

/** Lines of one script that are kept; nmap's own certificates and lists stay far below. */
const MOST_LINES = 4000;

interface OpenScript {
  readonly id: string;
  readonly lines: string[];
}
type OpenPort = Pick<PortRecord, "number" | "protocol" | "state" | "tunnel">;

export class NmapTextReader {
  readonly #cve: string;
  readonly #gatherer: NmapGatherer;
  #port: OpenPort | null = null;
  #script: OpenScript | null = null;
  #scripts: ScriptResult[] = [];
  #versions = new Set<string>();
  /** Whether the run has shown a host. */
  #opened = false;
  #done = false;
  /** Whether some run was cut short, and another follows. */
  #cut = false;

  constructor(cve: string) {
    this.#cve = cve;
    this.#gatherer = new NmapGatherer(cve);
    this.#gatherer.fact("tool", "nmap");
  }

  take(): readonly ReportEvent[] {
    return this.#gatherer.take();
  }

  /** Whether the line was seen with which every whole report ends. */
  get done(): boolean {
    return this.#done && !this.#cut;
  }

  line({ text, ended }: TextLine): void {
    if (text.startsWith("|")) return this.#scriptLine(text, ended);
    const [, started, when, args] = /^# Nmap (\S+) scan initiated (.*?) as: (.*)$/.exec(text) ?? [];
    if (started !== undefined) return this.#begin(started, args ?? null, asctime(when ?? ""));
    const [, screen, at] = /^Starting Nmap (\S+) .* at (\d{4}-\d\d-\d\d \d\d:\d\d)\b/.exec(text) ?? [];
    if (screen !== undefined) return this.#begin(screen, null, naive(at ?? ""));
    if (/^(?:# )?Nmap done(?: at |: )/.test(text)) return this.#end(ended);
    const [, host] = /^(?:Nmap scan report for|Interesting ports on) (.*?):?$/.exec(text) ?? [];
    if (host !== undefined) return this.#openHost(host);
    const [, number, protocol, state, service] = /^(\d{1,5})\/([a-z]+)\s+(\S+)\s*(\S*)/.exec(text) ?? [];
    if (number !== undefined) return this.#openPort(number, protocol ?? "", state ?? "", service ?? "");
    this.#otherLine(text);
  }

  /** The document ends; `complete`: it did so in peace. */
  end(complete: boolean): void {
    this.#closePort(this.#done);
    this.#gatherer.endHost(this.#done);
    this.#gatherer.end(complete && this.done ? null : "report_truncated");
  }

  #begin(version: string, args: string | null, time: ReportTime): void {
    this.#closePort(this.#done);
    this.#gatherer.endHost(this.#done);
    // Another run behind the first (`--append-output`): each has an end of its own.
    if (this.#opened && !this.#done) this.#cut = true;
    this.#opened = false;
    this.#done = false;
    const gatherer = this.#gatherer;
    gatherer.command = readCommand(args);
    gatherer.runTime = time;
    gatherer.version = version;
    gatherer.fact("tool_version", version);
    gatherer.fact("policy", args ?? "");
    if (time.at !== null) gatherer.fact("started", new Date(time.at).toISOString().replace("Z", ""));
  }

  #end(ended: boolean): void {
    this.#closePort(true);
    this.#gatherer.endHost(true);
    this.#done = ended;
  }

  #openHost(text: string): void {
    this.#opened = true;
    this.#closePort(true);
    this.#gatherer.endHost(true);
    const [, shown = text, note = ""] = /^(.*?)(?: \[(.*)\])?$/.exec(text) ?? [];
    const [, name, address] = /^(.*) \(([^()]*)\)$/.exec(shown) ?? [];
    this.#gatherer.beginHost({
      status: note.startsWith("host down") ? "down" : "up",
      address: address ?? shown,
      name: name ?? null,
      time: this.#gatherer.runTime,
      givenUp: false,
    });
  }

  #openPort(number: string, protocol: string, state: string, service: string): void {
    this.#closePort(true);
    this.#port = { number, protocol, state, tunnel: service.startsWith("ssl/") };
  }

  #otherLine(text: string): void {
    const gatherer = this.#gatherer;
    if (text === "Host script results:") this.#closePort(true);
    if (/^Skipping host .* due to host timeout/.test(text) && gatherer.host !== null) gatherer.host.givenUp = true;
    const [, list] = /^Not shown: (.*)$/.exec(text) ?? [];
    for (const [, count = "", state = ""] of (list ?? "").matchAll(/(\d+) (\S+)/g)) gatherer.countPorts(state, count);
    const [, count, state] = /^All (\d+) scanned ports on .* are (?:in )?(\S+)/.exec(text) ?? [];
    // "in ignored states": what they are stands in the next line.
    if (count !== undefined && state !== "ignored") gatherer.countPorts(state ?? "", count);
  }

  #scriptLine(text: string, ended: boolean): void {
    const last = text.startsWith("|_");
    const content = text.slice(2);
    if (this.#script === null) {
      const [, id, rest] = /^([\w.-]+):(.*)$/.exec(content) ?? [];
      if (id === undefined) return;
      this.#script = { id, lines: [(rest ?? "").trim()] };
    } else if (this.#script.lines.length < MOST_LINES) this.#script.lines.push(content);
    if (last && ended) this.#closeScript();
  }

  #closeScript(): void {
    const script = this.#script;
    this.#script = null;
    if (script === null) return;
    const { id, lines } = script;
    const result: ScriptResult = {
      id,
      firstLine: (lines.find((line) => line.trim() !== "") ?? "").trim().slice(0, 200),
      namesCve: lines.some((line) => names(line, this.#cve)),
      verdicts: readStates(lines, this.#cve),
    };
    if (this.#port === null) return this.#gatherer.hostScript(result);
    this.#scripts.push(result);
    if (id === CIPHERS_SCRIPT) for (const version of versionsInText(lines)) this.#versions.add(version);
  }

  #closePort(complete: boolean): void {
    const whole = complete && this.#script === null;
    this.#closeScript();
    if (this.#port === null) return;
    const record = { ...this.#port, versions: this.#versions, scripts: this.#scripts, complete: whole };
    this.#port = null;
    this.#versions = new Set();
    this.#scripts = [];
    this.#gatherer.port(record);
  }
}

/** `Sun Nov 22 15:41:42 2026`, in the scanner's own zone. */
function asctime(text: string): ReportTime {
  const [, month, day, clock, year] = /^\w{3} (\w{3}) +(\d+) ([\d:]{8}) (\d{4})$/.exec(text) ?? [];
  return year === undefined ? NO_TIME : naive(`${day} ${month} ${year} ${clock}`);
}

function naive(text: string): ReportTime {
  const at = Date.parse(`${text} UTC`);
  return Number.isNaN(at) ? NO_TIME : { at, quality: "naive" };
}
