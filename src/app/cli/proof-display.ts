/** The progress line of slow proofs on a terminal: it counts the seconds while a tool's patience is waited for. */

import { TIMES, type Trying } from "../../causes/bench.ts";
import { systemClock } from "../../io/system/clock.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { ProgressDisplay } from "../text/progress-display.ts";
import { type ProofProgress, proofLine } from "../text/proof-line.ts";

const TICK_MS = 1000;
const MOST_NAME = 40;

export class ProofDisplay {
  readonly #display = new ProgressDisplay<ProofProgress>(process.stderr, () => systemClock.monotonic(), proofLine);
  #now: { readonly detector: string; readonly trying: Trying; readonly since: number } | null = null;
  #ticks: NodeJS.Timeout | null = null;

  trying(detector: string, trying: Trying): void {
    const since = this.#now?.detector === detector ? this.#now.since : systemClock.monotonic();
    this.#now = { detector, trying, since };
    this.#ticks ??= setInterval(() => this.#show(), TICK_MS).unref();
    this.#show();
  }

  /** Prints a result, without the line in its way. The next answer's seconds begin anew. */
  print(write: () => void): void {
    this.finish();
    write();
  }

  finish(): void {
    if (this.#ticks !== null) clearInterval(this.#ticks);
    this.#ticks = null;
    this.#now = null;
    this.#display.finish();
  }

  #show(): void {
    if (this.#now === null) return;
    const { detector, trying, since } = this.#now;
    const elapsedMs = systemClock.monotonic() - since;
    this.#display.update({ ...trying, detector: escapeTerminal(detector, MOST_NAME), times: TIMES, elapsedMs });
  }
}
