/** SARIF 2.1.0: the runs of any tools; only results at hosts are ours, those at files are counted (OASIS standard). */

import { readJson } from "../../documents/json.ts";
import type { ImportContext, Importer, ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { SARIF_MAPPING } from "./result.ts";
import { SiteAnswers } from "../web-sites.ts";
import { type RunReader, runReader, type ToolAnswers } from "./run.ts";

export const sarif: Importer = {
  id: "sarif",
  title: "SARIF 2.1.0, of any tool that reports hosts",
  detector: "sarif",
  lineage: "sarif",
  source: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html",
  mapping: SARIF_MAPPING,
  recognises: ({ kind, text }) =>
    kind === "json" &&
    /^\s*\{/.test(text) &&
    /"runs"\s*:\s*\[/.test(text) &&
    (/"\$schema"\s*:\s*"[^"]*sarif/i.test(text) ||
      /"driver"\s*:\s*\{/.test(text) ||
      /"version"\s*:\s*"2\.1\./.test(text)),
  read: readLog,
};

const PATHS = [
  "tool.driver.name",
  "tool.driver.version",
  "tool.driver.semanticVersion",
  "tool.driver.rules.*",
  "tool.extensions.*.rules.*",
  "invocations.*",
  "originalUriBaseIds.*",
  "artifacts.*",
  "results.*",
].map((path) => `$.runs.*.${path}`);

async function* readLog(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const tools = new Map<string, ToolAnswers>();
  const now: { run: RunReader | null; number: number } = { run: null, number: -1 };
  const toolOf = (slug: string): ToolAnswers => {
    const tool = tools.get(slug) ?? { sites: new SiteAnswers(), silent: "no_record_of_check" };
    tools.set(slug, tool);
    return tool;
  };
  function* closeRun(): Generator<ReportEvent> {
    const { run } = now;
    now.run = null;
    if (run !== null) yield* run.end();
  }
  // A tool may run several times over the same hosts: what it found in one of them stands against its other runs.
  function* end(complete: boolean): Generator<ReportEvent> {
    yield* closeRun();
    for (const { sites, silent } of tools.values()) yield* sites.end(complete, () => silent);
    tools.clear();
  }
  yield* untilBroken(
    (async function* (): AsyncGenerator<ReportEvent> {
      for await (const { path, value } of readJson(document, PATHS)) {
        const number = typeof path[1] === "number" ? path[1] : 0;
        if (number !== now.number) yield* closeRun();
        now.number = number;
        now.run ??= runReader(number, cve, toolOf);
        now.run.take(path.slice(2), value);
      }
      yield* end(true);
    })(),
    () => [...end(false)],
  );
}
