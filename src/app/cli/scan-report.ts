/** What a scan says while it runs and when it is over: lines as they come, the progress line, the table, the exit code. */

import { endpointLabel } from "../../core/model/endpoint.ts";
import type { TargetError } from "../../core/model/target.ts";
import type { Store, StoredEndpoint } from "../../core/ports/store.ts";
import type { ScanEvent } from "../../engine/options.ts";
import { systemClock } from "../../io/system/clock.ts";
import { toJsonl, toObservationLine, toVerdictLine } from "../jsonl/lines.ts";
import { type Format, outcomeCell, render, summary } from "../output/formats.ts";
import { reportOf } from "../report/report-of.ts";
import { Totals } from "../output/results.ts";
import { discreditedIn, discreditedInWords, isDiscredited, namesOf, rowsOf } from "../rows.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { paintFor } from "../text/paint.ts";
import { ProgressDisplay } from "../text/progress-display.ts";
import { type Progress, progressLine } from "../text/progress-line.ts";
import { CommandError, EXIT, type ExitCode, exitCodeOf } from "./exit.ts";
import { type Export, matrixOrReport, writeExports } from "./exports.ts";
import { badLineSentence, note } from "./say.ts";
import { writer } from "./streams.ts";

export interface ReportOptions {
  readonly format: Format;
  readonly exports: readonly Export[];
  readonly all: boolean;
  /** Go on past lines of the list that cannot be read. */
  readonly skipBad: boolean;
}

/** Follows a run: prints what is wanted while it happens, counts, and sums up. */
export class ScanReport {
  readonly #store: Store;
  readonly #runId: string;
  readonly #options: ReportOptions;
  readonly #stop: () => void;
  readonly #out = writer(process.stdout);
  readonly #progress = new ProgressDisplay(process.stderr, () => systemClock.monotonic(), progressLine);
  readonly #startedAt = systemClock.monotonic();
  readonly #totals = new Totals();
  #done = 0;
  /** Endpoints of the run; null: the list is still being read. */
  #total: number | null = null;
  #firstBad: TargetError | null = null;

  constructor(store: Store, runId: string, options: ReportOptions, stop: () => void) {
    this.#store = store;
    this.#runId = runId;
    this.#options = options;
    this.#stop = stop;
  }

  event(event: ScanEvent): void | Promise<void> {
    switch (event.kind) {
      case "target_error":
        this.#badLine(event.error);
        return;
      case "ingested":
        if (event.complete) this.#total = this.#store.counts(this.#runId).endpoints;
        return;
      case "observation":
        if (this.#options.format !== "jsonl") return;
        return this.#out(toJsonl(toObservationLine(event.observation, event.endpoint.targetText)));
      case "host_stopped_answering":
        this.#say(`${endpointLabel(event.endpoint)} stopped answering after a probe: left alone from now on`);
        return;
      case "verdict":
        return this.#verdict(event.endpoint, event.verdict, event.settled);
    }
  }

  #verdict(
    stored: StoredEndpoint,
    verdict: Parameters<typeof toVerdictLine>[0],
    settled: boolean,
  ): void | Promise<void> {
    if (!settled) return;
    this.#done++;
    this.#totals.add({ endpoint: stored.endpoint, verdict });
    this.#progress.update(this.#state());
    if (this.#options.format === "jsonl") {
      const names = namesOf(this.#store, stored);
      return this.#out(toJsonl(toVerdictLine(verdict, { names, run: this.#runId })));
    }
    if (verdict.outcome === "vulnerable" && process.stderr.isTTY) {
      const cell = outcomeCell("vulnerable");
      const sign = typeof cell === "string" ? cell : paintFor(process.stderr)(cell.style, cell.text);
      this.#progress.interrupt(() =>
        process.stderr.write(`${sign}  ${escapeTerminal(endpointLabel(stored.endpoint))}\n`),
      );
    }
  }

  #badLine(error: TargetError): void {
    if (this.#options.skipBad) this.#say(badLineSentence(error));
    else if (this.#firstBad === null) {
      this.#firstBad = error;
      this.#stop();
    }
  }

  #state(): Progress {
    const { vulnerable, not_vulnerable: notVulnerable, unknown } = this.#totals.tally;
    const elapsedMs = systemClock.monotonic() - this.#startedAt;
    return { done: this.#done, total: this.#total, vulnerable, notVulnerable, unknown, elapsedMs };
  }

  #say(text: string): void {
    this.#progress.interrupt(() => note(text));
  }

  async finish(interrupted: boolean, detectors: readonly string[]): Promise<ExitCode> {
    this.#progress.finish();
    const { format, all, exports } = this.#options;
    const run = this.#store.run(this.#runId);
    if (run === null) throw new CommandError(EXIT.internal, `the run ${this.#runId} has vanished from the database`);
    const discredited = discreditedIn(this.#store, [run]);
    const context = {
      run: run.id,
      detectors,
      discredited,
      all,
      width: process.stdout.columns ?? null,
      paint: paintFor(process.stdout),
    };
    const totals = new Totals();
    if (format === "jsonl") {
      for (const row of rowsOf(this.#store, run)) {
        totals.add(row);
        // Its verdict was said before the controls were known: the later line is the one that holds.
        if (isDiscredited(row)) await this.#out(toJsonl(toVerdictLine(row.verdict, { names: row.names, run: run.id })));
      }
    } else {
      const counted = countRows(rowsOf(this.#store, run), totals);
      for (const text of render(format, counted, context)) await this.#out(text);
    }
    if (format !== "table") note(summary(totals));
    for (const text of discreditedInWords(discredited)) note(text);
    const written = (exported: Format) => render(exported, rowsOf(this.#store, run), { ...context, width: null });
    const judge = async () => reportOf(this.#store, { runs: [run], pack: run.pack, draws: run.draws });
    await writeExports(exports, await matrixOrReport(exports, written, judge));
    if (this.#firstBad !== null) {
      throw new CommandError(
        EXIT.badInput,
        `${badLineSentence(this.#firstBad)}\nMend it and scan again, or go on without such lines: --skip-bad --resume ${run.id}`,
      );
    }
    if (interrupted) {
      note(`interrupted, everything so far is saved; go on with: crosscheck scan --resume ${run.id}`);
      return EXIT.interrupted;
    }
    if (run.state !== "done") return EXIT.partial;
    // Those of earlier sessions of the run count as well.
    const unreadableLines = this.#store.counts(run.id).targetErrors;
    return exitCodeOf({ totals, unreadableLines, discredited: discredited.size > 0 });
  }
}

function* countRows<Row extends Parameters<Totals["add"]>[0]>(rows: Iterable<Row>, totals: Totals): Generator<Row> {
  for (const row of rows) {
    totals.add(row);
    yield row;
  }
}
