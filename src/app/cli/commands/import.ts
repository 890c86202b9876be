/** `crosscheck import`: other people's reports in; says what was recognised, mapped, matched and dropped. */

import { OUTCOME_SYMBOL, type Outcome } from "../../../core/model/outcome.ts";
import type { Store } from "../../../core/ports/store.ts";
import type { ImportSummary } from "../../../engine/import-summary.ts";
import type { Importer } from "../../../importers/importer.ts";
import { systemSentence } from "../../../inventory/system-error.ts";
import { systemClock } from "../../../io/system/clock.ts";
import { type FileImported, importFile } from "../../import/import-file.ts";
import { readHead, recognise } from "../../import/recognise.ts";
import { toJsonl, toObservationLine, toReportLine } from "../../jsonl/lines.ts";
import { OUTCOME_STYLE } from "../../output/formats.ts";
import { findPack } from "../../packs.ts";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { importLine, type ImportProgress } from "../../text/import-line.ts";
import { paintFor } from "../../text/paint.ts";
import { ProgressDisplay } from "../../text/progress-display.ts";
import { type Configuration, withStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { note } from "../say.ts";
import { writer } from "../streams.ts";

export interface ImportOptions {
  readonly configuration: Configuration;
  readonly files: readonly string[];
  /** A format's id; null: by content. */
  readonly as: string | null;
  /** Column mapping of a spreadsheet; null: none. */
  readonly columns: string | null;
  readonly again: boolean;
  readonly format: "table" | "json" | "jsonl";
}

/** Goes on with the next file when one cannot be read; the exit code says that something was wrong. */
export async function importReports(options: ImportOptions, signal: AbortSignal): Promise<ExitCode> {
  const { settings } = options.configuration;
  const spreadsheet = options.columns === null ? null : await spreadsheetOf(options.columns);
  return withStore(settings, async (store) => {
    const out = writer(process.stdout);
    const shown: object[] = [];
    let bad = 0;
    for (const file of options.files) {
      if (signal.aborted) break;
      const result = await importOne(store, file, spreadsheet, options, signal);
      if (typeof result === "string") {
        note(`${escapeTerminal(file)}: ${escapeTerminal(result)}`);
        bad++;
        continue;
      }
      if (result.kind === "imported" && result.summary.broken !== null) bad++;
      const line = toReportLine(file, result);
      if (options.format === "jsonl") await out(toJsonl(line));
      else if (options.format === "json") shown.push(line);
      else for (const text of story(file, result, settings.db)) await out(`${text}\n`);
    }
    if (options.format === "json") await out(`${JSON.stringify(shown, null, 2)}\n`);
    if (signal.aborted) return EXIT.interrupted;
    return bad > 0 ? EXIT.badInput : EXIT.nothingVulnerable;
  });
}

async function spreadsheetOf(columns: string): Promise<Importer> {
  const { parseMapping, spreadsheet } = await import("../../../importers/spreadsheet/index.ts");
  const mapping = parseMapping(columns);
  if (!mapping.ok) throw new CommandError(EXIT.usage, `--columns: ${mapping.problem}`);
  return spreadsheet(mapping.value);
}

/** What became of a file; a sentence where nothing could be imported. */
async function importOne(
  store: Store,
  file: string,
  spreadsheet: Importer | null,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<FileImported | string> {
  const { settings } = options.configuration;
  const out = writer(process.stdout);
  let stage: ImportProgress["stage"] | null = null;
  let stageAt = systemClock.monotonic();
  const progress = new ProgressDisplay<ImportProgress>(process.stderr, () => systemClock.monotonic(), importLine);
  let answers = 0;
  try {
    const head = await readHead(file);
    const recognised =
      spreadsheet === null ? recognise(head, options.as) : { ok: true as const, importer: spreadsheet };
    if (!recognised.ok) return recognised.problem;
    return await importFile({
      store,
      database: settings.db,
      file,
      importer: recognised.importer,
      pack: findPack("heartbleed"),
      vantage: settings.vantage,
      again: options.again,
      onProgress: (at) => {
        const now = systemClock.monotonic();
        if (at.stage !== stage) [stage, stageAt] = [at.stage, now];
        progress.update({ ...at, file: escapeTerminal(file), answers, elapsedMs: now - stageAt });
      },
      onAnswers: async (batch) => {
        answers += batch.length;
        if (options.format !== "jsonl") return;
        for (const { observation, target } of batch) await out(toJsonl(toObservationLine(observation, target)));
      },
      signal,
    });
  } catch (error) {
    return systemSentence(error);
  } finally {
    progress.finish();
  }
}

function* story(file: string, result: FileImported, database: string): Generator<string> {
  const name = escapeTerminal(file);
  if (result.kind === "known") {
    yield `${name}: already imported as run ${result.report.run}, nothing was added (--again imports it once more)`;
    return;
  }
  const { summary, kept, run } = result;
  yield `${name}: ${summary.title}; run ${run}`;
  yield* facts(summary);
  yield `  read         ${summary.hosts} hosts, ${summary.ports} ports, ${summary.checks} checks`;
  yield `  mapped       ${tally(summary)}`;
  for (const [reason, count] of Object.entries(summary.reasons))
    yield `             ${String(count).padStart(6)}  ${reason}`;
  yield `  matched      ${matched(summary)}`;
  for (const label of summary.ambiguous)
    yield `             could be of several endpoints, stands for itself: ${escapeTerminal(label)}`;
  for (const { what, why, count } of summary.dropped) {
    yield `  dropped      ${String(count).padStart(6)}  ${escapeTerminal(what)}: ${escapeTerminal(why)}`;
  }
  if (summary.dropped.length === 0) yield "  dropped      nothing";
  const removed = kept.redactions > 0 ? `, ${kept.redactions} lines that look like memory removed` : "";
  yield `  kept         ${escapeTerminal(database)}.files/${kept.keptSha256.slice(0, 16)}…, ${kept.bytes} bytes${removed}`;
  if (summary.broken === null) return;
  const { problem, line } = summary.broken;
  yield `  BROKEN       ${line === null ? "" : `line ${line}: `}${escapeTerminal(problem)}; what was complete before that is kept, nothing is claimed of what follows`;
}

function* facts({ facts: known }: ImportSummary): Generator<string> {
  for (const { name, value } of known) yield `  ${name.replaceAll("_", " ").padEnd(12)} ${escapeTerminal(value)}`;
}

function tally({ outcomes }: ImportSummary): string {
  const paint = paintFor(process.stdout);
  const order: readonly Outcome[] = ["vulnerable", "not_vulnerable", "unknown"];
  return order
    .map((outcome) => paint(OUTCOME_STYLE[outcome], `${OUTCOME_SYMBOL[outcome]}: ${outcomes[outcome]}`))
    .join("   ");
}

function matched({
  matches: { same, by_address: byAddress, by_name: byName, ambiguous, new: fresh },
}: ImportSummary): string {
  return `${same + byAddress + byName} with endpoints known before (${byAddress} by address, ${byName} by name), ${fresh} new, ${ambiguous} ambiguous`;
}
