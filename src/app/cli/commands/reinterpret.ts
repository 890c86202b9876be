/** `crosscheck reinterpret`: reads the stored transcripts of a run with today's rules and shows what changes. */

import { endpointLabel } from "../../../core/model/endpoint.ts";
import { reinterpret as readAgain } from "../../../engine/reinterpret.ts";
import { outcomeCell } from "../../output/formats.ts";
import { findPack } from "../../packs.ts";
import { paintFor } from "../../text/paint.ts";
import { renderTable } from "../../text/table.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { EXIT, type ExitCode } from "../exit.ts";
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
    let read = 0;
    const changes = [];
    for (const result of readAgain({ store, pack: findPack(run.pack), run: run.id, save })) {
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
