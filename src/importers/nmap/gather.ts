/** From hosts and ports, however they were written, to events: what both formats of nmap share. */

import { finding, type Reason } from "../../core/model/outcome.ts";
import { NO_TIME, type ReportAnswer, type ReportEvent, type ReportFact, type ReportTime } from "../importer.ts";
import { type Command, readCommand } from "./arguments.ts";
import { foundPlaces } from "../found-places.ts";
import { HeldZeros } from "../held-zeros.ts";
import { type Circumstances, judgePort, judgeScript, type PortAnswer } from "./judge.ts";
import type { PortRecord, ScriptResult } from "./port.ts";

export interface NmapHost {
  status: string;
  address: string | null;
  name: string | null;
  time: ReportTime;
  /** Whether nmap gave it up for want of time. */
  givenUp: boolean;
}

/** States of ports that are only counted; a report has a handful. */
const MOST_STATES = 16;

export class NmapGatherer {
  readonly #cve: string;
  readonly #zeros = new HeldZeros();
  /** Two names of one address are two hosts, and reports of several runs are put together. */
  readonly #found = foundPlaces();
  readonly #counted = new Map<string, number>();
  #events: ReportEvent[] = [];
  #host: NmapHost | null = null;
  #answers = 0;
  /** The state of the current host's ports that are only counted; null: there are none. */
  #countedState: string | null = null;
  command: Command = readCommand(null);
  version = "";
  runTime: ReportTime = NO_TIME;
  listedDown = 0;

  constructor(cve: string) {
    this.#cve = cve;
  }

  get host(): NmapHost | null {
    return this.#host;
  }

  take(): readonly ReportEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  beginHost(host: NmapHost): void {
    this.#host = host;
    this.#answers = 0;
    this.#countedState = null;
    this.#events.push({ kind: "seen", what: "host", count: 1 });
  }

  hostScript(result: ScriptResult): void {
    const host = this.#host;
    if (host === null) return;
    for (const answer of judgeScript(result, null, this.#about(host))) this.#answer(answer, null, "tcp", host);
  }

  port(record: PortRecord): void {
    const host = this.#host;
    if (host === null) return this.drop(`port ${record.number}`, "it stands outside any host");
    const { protocol, number } = record;
    this.#events.push({ kind: "seen", what: "port", count: 1 });
    this.#events.push({ kind: "seen", what: "check", count: record.scripts.length });
    if (protocol !== "tcp" && protocol !== "udp") {
      return this.drop(`port ${number}`, `${protocol || "its transport"} is not TCP or UDP`);
    }
    for (const answer of judgePort(record, this.#about(host))) this.#answer(answer, number, protocol, host);
  }

  /** Ports that have no line of their own. */
  countPorts(state: string, count: string): void {
    this.#countedState ??= state;
    const number = Number(count);
    const known = this.#counted.size < MOST_STATES || this.#counted.has(state);
    if (Number.isSafeInteger(number) && known) this.#counted.set(state, (this.#counted.get(state) ?? 0) + number);
  }

  /** Says something about the host as a whole where no port said anything. */
  endHost(complete: boolean): void {
    const host = this.#host;
    if (host === null) return;
    const whole = (reason: Reason, words: string) =>
      this.#answer({ finding: finding(reason), by: "probe", words, script: null }, null, "tcp", host);
    const state = this.#countedState;
    if (host.status === "down") {
      this.listedDown++;
      whole("host_dead", "down");
    } else if (this.#answers > 0) {
      // The ports have spoken.
    } else if (!complete) whole("report_truncated", host.status);
    else if (host.givenUp) whole("scan_interrupted", "host timeout");
    else if (state === null) whole("port_not_scanned", host.status);
    else whole(state === "closed" ? "port_closed" : "port_filtered", `every port ${state}`);
    this.#host = null;
  }

  /** @param instead why no negative stands; null: the scan ended well. */
  end(instead: "scan_interrupted" | "report_truncated" | null): void {
    for (const [state, count] of this.#counted)
      this.fact("note", `${count} more ports ${state}, not listed one by one`);
    for (const zero of this.#zeros.release(instead)) this.#events.push(this.#found.checked(zero));
  }

  fact(name: ReportFact, value: string): void {
    if (value !== "") this.#events.push({ kind: "fact", name, value });
  }

  drop(what: string, why: string): void {
    this.#events.push({ kind: "dropped", what, why });
  }

  #about(host: NmapHost): Circumstances {
    return { command: this.command, version: this.version, cve: this.#cve, time: host.time, hostGivenUp: host.givenUp };
  }

  #answer(answer: PortAnswer, port: string | null, transport: ReportAnswer["transport"], host: NmapHost): void {
    this.#answers++;
    const { address, name, time } = host;
    const place = [`host ${address ?? name ?? "?"}`];
    if (port !== null) place.push(`port ${port}/${transport}`);
    if (answer.script !== null) place.push(`script ${answer.script}`);
    const given: ReportAnswer = {
      kind: "answer",
      host: { address, name },
      port,
      transport,
      // The check sends none (detectors.md, 2.5).
      serverName: null,
      finding: answer.finding,
      by: answer.by,
      words: answer.words,
      place: place.join(", "),
      time,
    };
    this.#found.note(given);
    const passed = this.#zeros.pass(given);
    if (passed !== null) this.#events.push(passed);
  }
}
