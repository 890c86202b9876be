/** `crosscheck explain TARGET --beside DETECTOR`: our own conversation and the detector's, re-enacted, side by side. */

import { beside, decidingLines, seenIn } from "../../../causes/beside.ts";
import { Recorder, type SeenLine } from "../../../causes/seen.ts";
import { varied } from "../../../causes/variation.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import type { Store } from "../../../core/ports/store.ts";
import { PROFILES } from "../../../profiles/catalogue.ts";
import { experimentAt } from "../../explain/experiment.ts";
import { profileFor } from "../../explain/profile-for.ts";
import type { Judged } from "../../explain/splits.ts";
import { paintFor } from "../../text/paint.ts";
import { type Cell, renderTable } from "../../text/table.ts";
import { type Configuration, loadScope, withExistingStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { meantEndpoints } from "./explain-prove.ts";

export interface BesideOptions {
  readonly configuration: Configuration;
  readonly target: string;
  readonly run: string | null;
  readonly detector: string;
  readonly format: "table" | "json";
}

export async function explainBeside(options: BesideOptions, signal: AbortSignal): Promise<ExitCode> {
  const { configuration, target, run, detector, format } = options;
  const { settings } = configuration;
  const scope = await loadScope(settings);
  return withExistingStore(settings, async (store) => {
    const [judged] = meantEndpoints(store, { target, run, db: settings.db });
    if (judged === undefined) throw new CommandError(EXIT.usage, `there is no endpoint ${target}`);
    const said = judged.words.findLast((word) => word.detector === detector);
    const profile = profileFor(PROFILES, detector, said?.version ?? "");
    if (profile === null) throw new CommandError(EXIT.usage, `nothing re-enacts ${detector}`);
    const ours = ownLines(store, judged);
    const experiment = experimentAt(judged.stored, { scope, allowOverread: settings.allowOverread });
    if (!experiment.ok) throw new CommandError(EXIT.outOfScope, experiment.why);
    const recorder = new Recorder();
    await experiment.run(varied(profile, [], recorder), signal);
    if (signal.aborted) return EXIT.interrupted;
    const rows = beside(ours, decidingLines(recorder));
    const names = { ours: "crosscheck", theirs: `${profile.title} (re-enacted)` };
    if (format === "json") {
      process.stdout.write(`${JSON.stringify({ endpoint: judged.stored.endpoint, ...names, rows }, null, 2)}\n`);
      return EXIT.nothingVulnerable;
    }
    process.stdout.write(`${endpointLabel(judged.stored.endpoint)}\nleft: ${names.ours}; right: ${names.theirs}\n`);
    const columns = ["", "ms", "who", "what", "ms", "who", "what"].map((title) => ({ title }));
    const cells = rows.map(({ ours: left, theirs: right, first }): Cell[] => [
      first ? { text: "≠", style: "red" } : "",
      ...half(left),
      ...half(right),
    ]);
    const table = renderTable(columns, cells, {
      width: process.stdout.columns ?? null,
      paint: paintFor(process.stdout),
    });
    process.stdout.write(`${table.join("\n")}\n`);
    return EXIT.nothingVulnerable;
  });
}

function half(line: SeenLine | null): Cell[] {
  if (line === null) return ["", "", ""];
  return [line.atMs.toFixed(0), line.who === "tool" ? "client" : line.who, line.what];
}

/** Of the native observation that says what the verdict says, or else of the last one. */
function ownLines(store: Store, { words, verdict }: Judged): readonly SeenLine[] {
  const own = words.filter(({ transcriptHash }) => transcriptHash !== null);
  const chosen = own.find(({ outcome }) => outcome === verdict.outcome) ?? own.at(-1);
  const hash = chosen?.transcriptHash ?? null;
  const read = hash === null ? null : store.transcripts(hash);
  if (read === null) throw new CommandError(EXIT.usage, "our own detector has not asked this endpoint: scan it first");
  if (!read.ok) throw new CommandError(EXIT.badInput, read.problem);
  const [transcript] = read.transcripts;
  return transcript === undefined ? [] : decidingLines(seenIn(transcript));
}
