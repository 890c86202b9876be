/** `crosscheck compare`: what changed between two runs, and what each change comes from. */

import { CAUSES } from "../../../core/compare/change.ts";
import { OUTCOME_SYMBOL, type Outcome } from "../../../core/model/outcome.ts";
import { compareRuns } from "../../compare/compare.ts";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { paintFor } from "../../text/paint.ts";
import { renderTable } from "../../text/table.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { findRun } from "../find-run.ts";

export interface CompareOptions {
  readonly configuration: Configuration;
  readonly before: string;
  readonly after: string;
  readonly format: "table" | "json";
}

export async function compare({ configuration, before, after, format }: CompareOptions): Promise<ExitCode> {
  const { settings } = configuration;
  return withExistingStore(settings, async (store) => {
    const [a, b] = [findRun(store, before, settings.db), findRun(store, after, settings.db)];
    if (a.pack !== b.pack) throw new CommandError(EXIT.usage, "the runs are about different vulnerabilities");
    const { changed, compared } = compareRuns(store, a, b);
    if (format === "json") {
      process.stdout.write(`${JSON.stringify({ before: a.id, after: b.id, compared, changed }, null, 2)}\n`);
      return EXIT.nothingVulnerable;
    }
    const sign = (outcome: Outcome | null | undefined) => (outcome ? OUTCOME_SYMBOL[outcome] : "·");
    const lines = changed.map(({ key, movedFrom, before: then, after: now, causes, cells }) => [
      escapeTerminal(movedFrom === null ? key : `${key} (was ${movedFrom})`),
      `${sign(then?.outcome)} → ${sign(now?.outcome)}`,
      causes.join(", "),
      cells.map((cell) => `${cell.detector} ${sign(cell.before.outcome)}→${sign(cell.after.outcome)}`).join(", "),
    ]);
    const columns = ["endpoint", "verdict", "cause", "detectors"].map((title) => ({ title }));
    const table = renderTable(columns, lines, {
      width: process.stdout.columns ?? null,
      paint: paintFor(process.stdout),
    });
    if (lines.length > 0) process.stdout.write(`${table.join("\n")}\n\n`);
    process.stdout.write(`${changed.length} of ${compared} endpoints changed\n`);
    for (const cause of new Set(changed.flatMap(({ causes }) => causes))) {
      process.stdout.write(`  ${cause}: ${CAUSES[cause]}\n`);
    }
    return EXIT.nothingVulnerable;
  });
}
