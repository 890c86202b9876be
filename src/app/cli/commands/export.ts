/** `crosscheck export`: the judged report of an incident, to take away. */

import { once } from "node:events";
import { EXPORTERS } from "../../../exporters/catalogue.ts";
import type { Exporter } from "../../../exporters/exporter.ts";
import type { Report } from "../../../exporters/report.ts";
import { systemClock } from "../../../io/system/clock.ts";
import type { StoreJudgement } from "../../judgement/judge-store.ts";
import { ownVersion } from "../../own-version.ts";
import { buildReport } from "../../report/build-report.ts";
import { findExporter, RENDER_CONTEXT } from "../../report/render-report.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { checkExports, writeExports } from "../exports.ts";
import { note } from "../say.ts";
import { exitCodeFor, type TriageOptions, withJudgement } from "./triage.ts";

export interface ExportOptions extends Pick<TriageOptions, "configuration" | "runs" | "policy" | "scores"> {
  /** null: by the file's name. */
  readonly format: string | null;
  /** null: standard output. */
  readonly out: string | null;
  readonly title: string | null;
}

export async function exportReport(options: ExportOptions): Promise<ExitCode> {
  const exporter = exporterFor(options);
  const { out } = options;
  if (out === null && exporter.binary && process.stdout.isTTY) {
    throw new CommandError(EXIT.usage, `${exporter.id} is no text for a terminal: name a file with --out`);
  }
  const exports = out === null ? [] : [{ format: exporter.id, file: out }];
  await checkExports(exports);
  return withJudgement(options, async (judgement: StoreJudgement, sheet, store) => {
    const facts = { sheet, now: systemClock.now(), version: await ownVersion(), title: options.title };
    const report = buildReport(store, judgement, facts);
    if (out === null) await writeToStdout(exporter, report);
    await writeExports(exports, () => exporter.render(report, RENDER_CONTEXT));
    const { endpoints, heaps } = report.counts;
    const where = out === null ? "" : `${out}: `;
    note(`${where}${endpoints} endpoints, ${heaps.vulnerable} vulnerable, ${heaps.open} open, ${heaps.safe} safe`);
    return exitCodeFor(judgement, store);
  });
}

function exporterFor({ format, out }: Pick<ExportOptions, "format" | "out">): Exporter {
  const id = format ?? EXPORTERS.find(({ extension }) => out?.endsWith(`.${extension}`) === true)?.id ?? null;
  const exporter = id === null ? null : findExporter(id);
  if (exporter !== null) return exporter;
  const known = EXPORTERS.map((each) => each.id).join(", ");
  throw new CommandError(EXIT.usage, `--format: expected one of ${known}, or a file name of --out that says so`);
}

async function writeToStdout(exporter: Exporter, report: Report): Promise<void> {
  for (const chunk of exporter.render(report, RENDER_CONTEXT)) {
    if (!process.stdout.write(chunk)) await once(process.stdout, "drain");
  }
}
