/** `crosscheck scan`: targets in, observations and verdicts out. */

import type { TargetError } from "../../../core/model/target.ts";
import type { Run, Store, StoredEndpoint } from "../../../core/ports/store.ts";
import type { ScanEvent } from "../../../engine/options.ts";
import { runScan } from "../../../engine/run-scan.ts";
import { systemClock } from "../../../io/system/clock.ts";
import { systemRandom } from "../../../io/system/random.ts";
import { toJsonl, toObservationLine, toVerdictLine } from "../../jsonl/lines.ts";
import { type Format, outcomeCell, render, summary } from "../../output/formats.ts";
import { Totals } from "../../output/results.ts";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { paintFor } from "../../text/paint.ts";
import { ProgressDisplay } from "../../text/progress-display.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import { newRunId } from "../../new-run-id.ts";
import { findPack } from "../../packs.ts";
import { permission } from "../../permission.ts";
import { type Configuration, loadResolver, loadScope, portPlan, withStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode, exitCodeOf } from "../exit.ts";
import { type Export, writeExports } from "../exports.ts";
import { limits, probeOptions } from "../probe-options.ts";
import { namesOf, rowsOf } from "../../rows.ts";
import type { Settings } from "../settings.ts";
import { badLineSentence, note } from "../say.ts";
import { writer } from "../streams.ts";
import { ownVersion } from "../../own-version.ts";
import { type TargetSources, targetsFrom, usesStandardInput } from "../target-sources.ts";

export interface ScanOptions {
  readonly configuration: Configuration;
  readonly sources: TargetSources;
  readonly format: Format;
  readonly exports: readonly Export[];
  readonly all: boolean;
  /** Go on past lines of the list that cannot be read. */
  readonly skipBad: boolean;
  readonly dryRun: boolean;
  /** The id of a run to go on with; null: a new run. */
  readonly resume: string | null;
}

/** What a run must remember to be resumed in the same way. A pre-shared key is a secret: it is given anew. */
interface RunOptions {
  readonly settings: Omit<Settings, "psk">;
  readonly sources: TargetSources;
}

export async function scan(options: ScanOptions, signal: AbortSignal): Promise<ExitCode> {
  if (options.dryRun) return (await import("./plan.ts")).plan(options);
  const { settings } = options.configuration;
  return withStore(settings, async (store) => {
    const run = options.resume === null ? null : store.run(options.resume);
    if (options.resume !== null && run === null) {
      throw new CommandError(EXIT.usage, `${settings.db} has no run ${options.resume}; \`crosscheck runs\` lists them`);
    }
    const { psk, ...open } = settings;
    const remembered: RunOptions =
      run === null ? { settings: open, sources: options.sources } : (JSON.parse(run.options) as RunOptions);
    if (run === null && remembered.sources.arguments.length + remembered.sources.files.length === 0) {
      throw new CommandError(
        EXIT.usage,
        "no targets: name some, or give a list with --file, or `-` for standard input",
      );
    }
    if (run !== null && !run.targetsComplete && usesStandardInput(remembered.sources)) {
      note("the list came from standard input and was not read to its end: give it on standard input again");
    }
    return runOne(store, run, remembered, psk, options, signal);
  });
}

async function runOne(
  store: Store,
  known: Run | null,
  remembered: RunOptions,
  psk: string,
  options: ScanOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { sources } = remembered;
  const settings: Settings = { ...remembered.settings, psk };
  const pack = findPack(known?.pack ?? "heartbleed");
  const scope = await loadScope(settings);
  const allowed = permission(scope, () => systemClock.now());
  const resolver = await loadResolver(settings);
  const run = known ?? {
    id: newRunId(systemClock.now()),
    pack: pack.id,
    vantage: settings.vantage,
    version: await ownVersion(),
    resolver: resolver.description,
    options: JSON.stringify(remembered),
    startedAt: new Date(systemClock.now()).toISOString(),
  };
  const ports = await portPlan(settings.ports);
  const probe = probeOptions(settings);
  const targets = targetsFrom(sources);
  const stop = new AbortController();
  const report = new Report(store, run.id, options, () => stop.abort());
  note(`run ${run.id}${known === null ? "" : ", resumed"}; database ${settings.db}`);
  await runScan({
    run,
    targets,
    store,
    pack,
    dialer: allowed.dialer,
    clock: systemClock,
    random: systemRandom,
    inventory: { resolver, ports, sni: settings.sni, decide: allowed.decide },
    probe,
    limits: limits(settings),
    events: (event) => report.event(event),
    signal: AbortSignal.any([signal, stop.signal]),
  });
  return report.finish(
    signal.aborted,
    pack.detectors.map((d) => d.id),
  );
}

/** Follows a run: prints what is wanted while it happens, counts, and sums up. */
class Report {
  readonly #store: Store;
  readonly #runId: string;
  readonly #options: ScanOptions;
  readonly #stop: () => void;
  readonly #out = writer(process.stdout);
  readonly #progress = new ProgressDisplay(process.stderr, () => systemClock.monotonic());
  readonly #startedAt = systemClock.monotonic();
  readonly #totals = new Totals();
  #done = 0;
  #complete = false;
  #firstBad: TargetError | null = null;

  constructor(store: Store, runId: string, options: ScanOptions, stop: () => void) {
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
        this.#complete = event.complete;
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

  #state() {
    const { vulnerable, not_vulnerable: notVulnerable, unknown } = this.#totals.tally;
    const total = this.#complete ? this.#store.counts(this.#runId).endpoints : null;
    const elapsedMs = systemClock.monotonic() - this.#startedAt;
    return { done: this.#done, total, vulnerable, notVulnerable, unknown, elapsedMs };
  }

  #say(text: string): void {
    this.#progress.interrupt(() => note(text));
  }

  async finish(interrupted: boolean, detectors: readonly string[]): Promise<ExitCode> {
    this.#progress.finish();
    const { format, all, exports } = this.#options;
    const run = this.#store.run(this.#runId);
    if (run === null) throw new CommandError(EXIT.internal, `the run ${this.#runId} has vanished from the database`);
    const context = {
      run: run.id,
      detectors,
      all,
      width: process.stdout.columns ?? null,
      paint: paintFor(process.stdout),
    };
    const totals = new Totals();
    if (format === "jsonl") for (const row of rowsOf(this.#store, run)) totals.add(row);
    else {
      const counted = countRows(rowsOf(this.#store, run), totals);
      for (const text of render(format, counted, context)) await this.#out(text);
    }
    if (format !== "table") note(summary(totals));
    await writeExports(exports, (exported) => render(exported, rowsOf(this.#store, run), { ...context, width: null }));
    if (this.#firstBad !== null) {
      throw new CommandError(
        EXIT.badInput,
        `${badLineSentence(this.#firstBad)}\nMend it, or go on without such lines: --skip-bad --resume ${run.id}`,
      );
    }
    if (interrupted) {
      note(`interrupted, everything so far is saved; go on with: crosscheck scan --resume ${run.id}`);
      return EXIT.interrupted;
    }
    if (run.state !== "done") return EXIT.partial;
    // Those of earlier sessions of the run count as well.
    return exitCodeOf({ totals, unreadableLines: this.#store.counts(run.id).targetErrors });
  }
}

function* countRows<Row extends Parameters<Totals["add"]>[0]>(rows: Iterable<Row>, totals: Totals): Generator<Row> {
  for (const row of rows) {
    totals.add(row);
    yield row;
  }
}
