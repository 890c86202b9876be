/** Metasploit's console line by line: a leak is an answer at once, what else is said of a target waits for one. */

import { type Finding, finding } from "../../core/model/outcome.ts";
import type { TextLine } from "../../documents/lines.ts";
import { plainLine } from "../consoles/line.ts";
import { hostOf } from "../consoles/read.ts";
import { NO_TIME, type ReportAnswer, type ReportEvent } from "../importer.ts";
import { aboutTarget, verdictOf } from "./line.ts";

const HEARTBLEED = "CVE-2014-0160";
const PROMPT = /^msf\d? .{0,60}>\s*/;
/** A scan of more targets says of the rest only what leaked. */
const MOST_TARGETS = 1_000_000;

interface Target {
  readonly host: string;
  readonly port: string;
  readonly line: number;
  found: boolean;
  /** The last verdict that is none to believe, and its words. */
  failure: { readonly finding: Finding; readonly words: string; readonly line: number } | null;
}

export class MetasploitConsole {
  readonly #asked: boolean;
  readonly #targets = new Map<string, Target>();
  #events: ReportEvent[] = [{ kind: "fact", name: "tool", value: "Metasploit openssl_heartbleed" }];
  #rhosts = "";
  #rport = "443";

  constructor(cve: string) {
    this.#asked = cve.toUpperCase() === HEARTBLEED;
  }

  take(): readonly ReportEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  line({ text, ended, number }: TextLine): void {
    const line = plainLine(text).replace(PROMPT, "");
    const [, option, value = ""] = /^(RHOSTS?|RPORT) => (\S+)$/i.exec(line) ?? [];
    if (option?.toUpperCase() === "RPORT") this.#rport = value;
    else if (option !== undefined) this.#rhosts = value;
    const about = aboutTarget(line);
    // Versions before 2016 name no target here.
    if (about === null && /^\[\*\] Scanned \d+ of \d+ hosts/.test(line)) this.#scanned(number);
    if (about === null) return;
    const target = this.#target(about.host, about.port, number);
    const verdict = this.#asked && ended ? verdictOf(about.words) : null;
    if (target === null || verdict === null) return;
    this.#events.push({ kind: "seen", what: "check", count: 1 });
    if (verdict.outcome !== "vulnerable") target.failure = { finding: verdict, words: about.words, line: number };
    else if (!target.found) {
      target.found = true;
      this.#events.push(answer(target, verdict, about.words, number));
    }
  }

  end(): void {
    for (const target of this.#targets.values()) {
      const { found, failure, line } = target;
      if (found) continue;
      const { finding: made, words, line: at } = failure ?? { finding: finding("no_record_of_check"), words: "", line };
      this.#events.push(answer(target, made, words, at));
    }
    this.#targets.clear();
  }

  /** One host: lists and ranges do not say who was asked. */
  #scanned(number: number): void {
    if (this.#rhosts !== "" && !/[,/*]|\d-\d+$|^file:/.test(this.#rhosts))
      this.#target(this.#rhosts, this.#rport, number);
  }

  #target(host: string, port: string, line: number): Target | null {
    const key = `${host}:${port}`;
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const target: Target = { host, port, line, found: false, failure: null };
    if (this.#targets.size < MOST_TARGETS) this.#targets.set(key, target);
    this.#events.push({ kind: "seen", what: "host", count: 1 }, { kind: "seen", what: "port", count: 1 });
    return target;
  }
}

function answer({ host, port }: Target, found: Finding, words: string, line: number): ReportAnswer {
  return {
    kind: "answer",
    host: hostOf(host),
    port,
    transport: "tcp",
    serverName: null,
    finding: found,
    by: "probe",
    words,
    place: `line ${line}`,
    time: NO_TIME,
  };
}
