/** `crosscheck runs`: what is in the database, newest first. */

import { paintFor } from "../../text/paint.ts";
import { renderTable } from "../../text/table.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { EXIT, type ExitCode } from "../exit.ts";

export async function runs(configuration: Configuration, format: "table" | "json"): Promise<ExitCode> {
  return withExistingStore(configuration.settings, async (store) => {
    const list = store.runs().map((run) => ({ ...run, ...store.counts(run.id) }));
    if (format === "json") {
      const shown = list.map(({ options, ...run }) => ({ ...run, options: JSON.parse(options) as unknown }));
      process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
      return EXIT.nothingVulnerable;
    }
    const columns = [
      "run",
      "kind",
      "pack",
      "state",
      "started",
      "targets",
      "endpoints",
      "asked",
      "observations",
      "vantage",
    ];
    const lines = list.map((run) => [
      run.id,
      run.kind,
      run.pack,
      run.state,
      run.startedAt,
      ...[run.targets, run.endpoints, run.endpointsDone, run.observations].map(String),
      run.vantage,
    ]);
    const table = renderTable(
      columns.map((title) => ({ title })),
      lines,
      { width: process.stdout.columns ?? null, paint: paintFor(process.stdout) },
    );
    process.stdout.write(`${table.join("\n")}\n`);
    return EXIT.nothingVulnerable;
  });
}
