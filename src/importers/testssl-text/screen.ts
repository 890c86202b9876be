/** testssl.sh's screen line by line: each target's lines as rows, judged by the rules of its JSON. */

import type { TextLine } from "../../documents/lines.ts";
import { plainLine } from "../consoles/line.ts";
import type { ReportEvent } from "../importer.ts";
import { testsslJudge } from "../testssl-json/judge.ts";
import { checkOf, type Frame, frameOf, problemLine, protocolLine, type Said } from "./line.ts";

interface Block {
  readonly frame: Frame;
  readonly judge: ReturnType<typeof testsslJudge>;
  /** The section of protocols is open. */
  protocols: boolean;
  done: boolean;
  /** It gave up on the target, and prints no end of it. */
  gaveUp: boolean;
}

export class TestsslScreen {
  readonly #cve: string;
  #events: ReportEvent[] = [{ kind: "fact", name: "tool", value: "testssl.sh" }];
  #block: Block | null = null;
  #seen = false;
  #whole = true;
  #version = "";

  constructor(cve: string) {
    this.#cve = cve;
  }

  take(): readonly ReportEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  line({ text, ended, number }: TextLine): void {
    const line = plainLine(text);
    const [, version] = /^\s*testssl(?:\.sh)?\s+(?:version )?v?(\d[\w.-]*) from http/.exec(line) ?? [];
    if (version !== undefined && version !== this.#version) {
      this.#version = version;
      this.#events.push({ kind: "fact", name: "tool_version", value: version });
    }
    const frame = frameOf(line);
    if (frame?.begins === true) return this.#begin(frame, number);
    if (frame !== null) return this.#done(frame);
    this.#inBlock(line, ended, number);
  }

  end(complete: boolean): void {
    const block = this.#block;
    this.#whole = block === null || block.done || block.gaveUp;
    this.#close(!complete || !this.#whole);
  }

  /** What the document lacks at its end; null: nothing. */
  missing(): string | null {
    if (!this.#seen) return "expected the line with which testssl.sh starts a target";
    return this.#whole ? null : "expected the line with which testssl.sh says that it is done";
  }

  #begin(frame: Frame, number: number): void {
    this.#close(false);
    this.#seen = true;
    const block = { frame, judge: testsslJudge(this.#cve), protocols: false, done: false, gaveUp: false };
    this.#block = block;
    // A row about no check: it makes the target known.
    this.#row(block, { id: "service", severity: "", finding: "", cve: "" }, true, number);
  }

  #done({ address, port }: Frame): void {
    const block = this.#block;
    if (block !== null && block.frame.address === address && block.frame.port === port) block.done = true;
  }

  #inBlock(line: string, ended: boolean, number: number): void {
    const block = this.#block;
    if (block === null) return;
    if (/^\s*(?:-+> )?Testing \S/.test(line))
      block.protocols = /^\s*(?:-+> )?Testing (?:SSL\/TLS )?protocols?\b/.test(line);
    const problem = problemLine(line);
    if (problem !== null) block.gaveUp = true;
    const said = problem ?? checkOf(line) ?? (block.protocols ? protocolLine(line) : null);
    if (said !== null) this.#row(block, said, ended, number);
  }

  #row({ frame, judge }: Block, said: Said, whole: boolean, number: number): void {
    const { name, address, port, time } = frame;
    const place = `line ${number}, ${said.id}`;
    this.#events.push(...judge.row({ ...said, name, address, port, place, whole }, time));
  }

  /** `cut`: the document ends inside it. */
  #close(cut: boolean): void {
    const block = this.#block;
    this.#block = null;
    if (block === null) return;
    const interrupted = !block.done && !block.gaveUp;
    this.#events.push(...block.judge.end({ cut, interrupted, filtered: false }, block.frame.time));
  }
}
