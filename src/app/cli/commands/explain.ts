/** `crosscheck explain`: every observation of one endpoint, its reason, and its transcript in words. */

import { failureOf } from "../../../core/controls.ts";
import { narrate } from "../../../core/explain/narrate.ts";
import type { Provenance, TimeQuality } from "../../../core/model/observation.ts";
import { type Endpoint, endpointLabel } from "../../../core/model/endpoint.ts";
import { EVIDENCE_MEANING, reasonFacts } from "../../../core/model/outcome.ts";
import type { Run, Store, StoredEndpoint, StoredObservation } from "../../../core/ports/store.ts";
import { outcomeCell } from "../../output/formats.ts";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { shellQuoted } from "../../text/shell-quoted.ts";
import { type Paint, paintFor } from "../../text/paint.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { campaignOf, discreditedIn, rowOf } from "../../rows.ts";

export interface ExplainOptions {
  readonly configuration: Configuration;
  /** An address, a name, either with a port, or a target as it was typed. */
  readonly target: string;
  readonly run: string | null;
}

export async function explain({ configuration, target, run: id }: ExplainOptions): Promise<ExitCode> {
  const { settings } = configuration;
  return withExistingStore(settings, async (store) => {
    const runs = id === null ? (campaignOf(store.runs())?.runs ?? []) : [];
    const asked = runs.length > 0 ? runs : [findRun(store, id, settings.db)];
    const paint = paintFor(process.stdout);
    let found = 0;
    // Oldest first: a story is told in its order.
    for (const run of asked.toReversed()) {
      for (const stored of store.endpoints(run.id)) {
        if (!isMeant(stored, target)) continue;
        if (found++ > 0) process.stdout.write("\n");
        if (asked.length > 1) process.stdout.write(`${paint("dim", `run ${run.id}, ${run.kind}`)}\n`);
        for (const line of story(store, run, stored, paint)) process.stdout.write(`${line}\n`);
      }
    }
    if (found === 0) {
      const where = asked.length === 1 ? `run ${asked[0]?.id ?? ""}` : settings.db;
      throw new CommandError(EXIT.usage, `${where} has no endpoint ${escapeTerminal(target)}`);
    }
    return EXIT.nothingVulnerable;
  });
}

/** Whether an endpoint is what was typed: an address, a name, either with a port, or the target as it was written. */
export function isMeant({ endpoint, name, targetText }: StoredEndpoint, target: string): boolean {
  return [targetText, name, ...spellings(endpoint)].includes(target);
}

function spellings(endpoint: Endpoint): readonly (string | null)[] {
  const { address, port, serverName } = endpoint;
  const host = address?.includes(":") ? `[${address}]` : address;
  return [address, `${host}:${port}`, serverName, `${serverName}:${port}`, endpointLabel(endpoint)];
}

function* story(store: Store, run: Run, stored: StoredEndpoint, paint: Paint): Generator<string> {
  const discredited = discreditedIn(store, [run]);
  const { verdict, names } = rowOf(store, run, stored, discredited);
  const cell = outcomeCell(verdict.outcome);
  const sign = typeof cell === "string" ? cell : paint(cell.style, cell.text);
  yield `${paint("bold", endpointLabel(stored.endpoint))}  ${sign}`;
  yield `  asked as: ${names.map((name) => escapeTerminal(name)).join(", ")}`;
  yield `  because:  ${escapeTerminal(verdict.restsOn)}`;
  yield `  next:     ${reasonFacts(verdict.reason).advice}`;
  for (const observation of store.observationsOf(stored.id)) {
    yield "";
    yield* chapter(store, observation, paint);
    const failed = discredited.get(run.id);
    const failure = failed === undefined ? null : failureOf(failed, observation.detector);
    if (failure !== null) yield paint("red", `  ✗ not valid in this run: ${failure.why}`);
  }
}

/** Where a foreign answer comes from: enough to repeat it, or to look it up. */
function* origin({ words, place, argv, exit, raw, truncated, time }: Provenance): Generator<string> {
  if (words !== "") yield `  it said:  ${escapeTerminal(words)}`;
  if (place !== "") yield `  where:    ${escapeTerminal(place)}`;
  if (argv !== null) yield `  command:  ${escapeTerminal(argv.map(shellQuoted).join(" "), MOST_COMMAND)}`;
  if (exit !== null) yield `  ended:    ${escapeTerminal(exit)}${truncated ? ", output cut at the limit" : ""}`;
  if (raw !== null) yield `  raw:      SHA-256 ${raw}`;
  if (time !== "zone") yield `  time:     ${TIME_MEANING[time]}`;
}

const MOST_COMMAND = 1000;
const TIME_MEANING: Readonly<Record<TimeQuality, string>> = {
  zone: "",
  naive: "written without a time zone, taken for UTC",
  file: "the report has none; when the file was last changed",
  none: "the report has none; when it was imported",
};

function* chapter(store: Store, observation: StoredObservation, paint: Paint): Generator<string> {
  const { detector, version, attempt, startedAt, durationMs, outcome, reason, evidence, detail } = observation;
  const cell = outcomeCell(outcome);
  const sign = typeof cell === "string" ? cell : paint(cell.style, cell.text);
  const again = observation.reinterprets === null ? "" : ", read again from the transcript";
  yield `${paint("bold", `${detector} ${version}`)}, attempt ${attempt}, ${startedAt}, ${durationMs.toFixed(0)} ms${again}: ${sign}`;
  yield `  ${reason}: ${reasonFacts(reason).meaning}`;
  yield `  evidence: ${evidence} – ${EVIDENCE_MEANING[evidence]}`;
  if (detail !== "") yield `  ${escapeTerminal(detail)}`;
  if (observation.provenance !== null) yield* origin(observation.provenance);
  if (observation.transcriptHash === null) return;
  const read = store.transcripts(observation.transcriptHash);
  if (!read.ok) {
    yield `  ${read.problem}`;
    return;
  }
  for (const transcript of read.transcripts) {
    yield paint("dim", `  ${transcript.rung} (transcript ${observation.transcriptHash.slice(0, 12)})`);
    for (const { atMs, who, text } of narrate(transcript))
      yield `  ${atMs.toFixed(1).padStart(9)} ms  ${who.padEnd(7)}  ${text}`;
  }
}
