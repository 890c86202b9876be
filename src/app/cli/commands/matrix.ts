/** `crosscheck matrix`: endpoints × detectors of a run, out of the store. */

import { type Format, render } from "../../output/formats.ts";
import { Totals } from "../../output/results.ts";
import { paintFor } from "../../text/paint.ts";
import { findPack } from "../../packs.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { type ExitCode, EXIT, exitCodeOf } from "../exit.ts";
import { type Export, writeExports } from "../exports.ts";
import { findRun } from "../find-run.ts";
import { rowsOf } from "../../rows.ts";
import { writer } from "../streams.ts";

export interface MatrixOptions {
  readonly configuration: Configuration;
  readonly run: string | null;
  readonly format: Format;
  readonly exports: readonly Export[];
  readonly all: boolean;
}

export async function matrix({ configuration, run: id, format, exports, all }: MatrixOptions): Promise<ExitCode> {
  const { settings } = configuration;
  return withExistingStore(settings, async (store) => {
    const run = findRun(store, id, settings.db);
    const detectors = findPack(run.pack).detectors.map((detector) => detector.id);
    const context = {
      run: run.id,
      detectors,
      all,
      width: process.stdout.columns ?? null,
      paint: paintFor(process.stdout),
    };
    const out = writer(process.stdout);
    for (const text of render(format, rowsOf(store, run), context)) await out(text);
    await writeExports(exports, (exported) => render(exported, rowsOf(store, run), { ...context, width: null }));
    if (run.state !== "done") return EXIT.partial;
    const totals = new Totals();
    for (const row of rowsOf(store, run)) totals.add(row);
    return exitCodeOf({ totals, unreadableLines: store.counts(run.id).targetErrors });
  });
}
