/** `crosscheck reinterpret`: reads the stored transcripts of a run with today's rules and shows what changes. */

import { endpointLabel } from "../../../core/model/endpoint.ts";
import { reinterpret as readAgain } from "../../../engine/reinterpret.ts";
import { outcomeCell } from "../../output/formats.ts";
import { findPack } from "../../packs.ts";
import { paintFor } from "../../text/paint.ts";
import { renderTable } from "../../text/table.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { readKept } from "../../tools/raw.ts";
import type { Reason } from "../../../core/model/outcome.ts";
import type { Store } from "../../../core/ports/store.ts";
import type { ImportSummary } from "../../../engine/import-summary.ts";
import { IMPORTERS } from "../../../importers/catalogue.ts";
import { importKept } from "../../import/import-file.ts";
import { findRun } from "../find-run.ts";

export interface ReinterpretOptions {
  readonly configuration: Configuration;
  readonly run: string;
  /** Append the changed readings as observations of their own. */
  readonly save: boolean;
  readonly format: "table" | "json";
}

export async function reinterpret({ configuration, run: id, save, format }: ReinterpretOptions): Promise<ExitCode> {
  const { settings } = configuration;
  return withExistingStore(settings, async (store) => {
    const run = findRun(store, id, settings.db);
    if (run.kind === "import") return readReportAgain(store, settings.db, run.id, format);
    let read = 0;
    const changes = [];
    for (const result of readAgain({ store, pack: findPack(run.pack), run: run.id, readForeign: readKept, save })) {
      read++;
      if (result.changed) changes.push(result);
    }
    if (format === "json") {
      const shown = changes.map(({ observation: { endpoint, detector, attempt }, old, now }) => ({
        endpoint,
        detector,
        attempt,
        old,
        now,
      }));
      process.stdout.write(
        `${JSON.stringify({ run: run.id, read, changed: changes.length, saved: save, changes: shown }, null, 2)}\n`,
      );
      return EXIT.nothingVulnerable;
    }
    const lines = changes.map(({ observation: { endpoint, detector, attempt }, old, now }) => [
      endpointLabel(endpoint),
      `${detector} #${attempt}`,
      outcomeCell(old.outcome),
      old.reason,
      outcomeCell(now.outcome),
      now.reason,
    ]);
    const columns = ["endpoint", "detector", "was", "because", "is", "because"].map((title) => ({ title }));
    if (lines.length > 0) {
      const table = renderTable(columns, lines, {
        width: process.stdout.columns ?? null,
        paint: paintFor(process.stdout),
      });
      process.stdout.write(`${table.join("\n")}\n\n`);
    }
    const kept =
      changes.length === 0 ? "" : save ? ", saved as new observations" : "; --save keeps them beside the old ones";
    process.stdout.write(`${read} observations read again, ${changes.length} read differently${kept}\n`);
    return EXIT.nothingVulnerable;
  });
}

/** A report is read again as a whole, from the copy that was kept, into a run of its own. */
async function readReportAgain(store: Store, db: string, run: string, format: "table" | "json"): Promise<ExitCode> {
  const report = store.reports().find((each) => each.run === run);
  const importer = IMPORTERS.find(({ id }) => id === report?.importer);
  if (report?.keptSha256 === undefined || report.keptSha256 === null || importer === undefined) {
    throw new CommandError(EXIT.badInput, `${run}: the report of this run cannot be read again; import the file`);
  }
  const pack = findPack("heartbleed");
  const again = await importKept({
    store,
    database: db,
    report,
    importer,
    pack,
    vantage: store.run(run)?.vantage ?? "local",
  });
  const before = JSON.parse(report.summary) as ImportSummary;
  if (format === "json") {
    process.stdout.write(
      `${JSON.stringify({ run: again.run, before: before.reasons, now: again.summary.reasons }, null, 2)}\n`,
    );
    return EXIT.nothingVulnerable;
  }
  const reasons = [...new Set([...Object.keys(before.reasons), ...Object.keys(again.summary.reasons)])] as Reason[];
  for (const reason of reasons) {
    const [was, is] = [before.reasons[reason] ?? 0, again.summary.reasons[reason] ?? 0];
    process.stdout.write(`${String(was).padStart(6)} -> ${String(is).padStart(6)}  ${reason}\n`);
  }
  process.stdout.write(`${report.name} read again as run ${again.run}\n`);
  return EXIT.nothingVulnerable;
}
