/** `crosscheck explain`: every observation of one endpoint, its reason, and its transcript in words. */

import { narrate } from "../../../core/explain/narrate.ts";
import { type Endpoint, endpointLabel } from "../../../core/model/endpoint.ts";
import { EVIDENCE_MEANING, reasonFacts } from "../../../core/model/outcome.ts";
import type { Run, Store, StoredEndpoint, StoredObservation } from "../../../core/ports/store.ts";
import { outcomeCell } from "../../output/formats.ts";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { type Paint, paintFor } from "../../text/paint.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { rowOf } from "../../rows.ts";

export interface ExplainOptions {
  readonly configuration: Configuration;
  /** An address, a name, either with a port, or a target as it was typed. */
  readonly target: string;
  readonly run: string | null;
}

export async function explain({ configuration, target, run: id }: ExplainOptions): Promise<ExitCode> {
  const { settings } = configuration;
  return withExistingStore(settings, async (store) => {
    const run = findRun(store, id, settings.db);
    const paint = paintFor(process.stdout);
    let found = 0;
    for (const stored of store.endpoints(run.id)) {
      if (!isMeant(stored, target)) continue;
      if (found++ > 0) process.stdout.write("\n");
      for (const line of story(store, run, stored, paint)) process.stdout.write(`${line}\n`);
    }
    if (found === 0) throw new CommandError(EXIT.usage, `run ${run.id} has no endpoint ${escapeTerminal(target)}`);
    return EXIT.nothingVulnerable;
  });
}

function isMeant({ endpoint, name, targetText }: StoredEndpoint, target: string): boolean {
  return [targetText, name, ...spellings(endpoint)].includes(target);
}

function spellings(endpoint: Endpoint): readonly (string | null)[] {
  const { address, port, serverName } = endpoint;
  const host = address?.includes(":") ? `[${address}]` : address;
  return [address, `${host}:${port}`, serverName, `${serverName}:${port}`, endpointLabel(endpoint)];
}

function* story(store: Store, run: Run, stored: StoredEndpoint, paint: Paint): Generator<string> {
  const { verdict, names } = rowOf(store, run, stored);
  const cell = outcomeCell(verdict.outcome);
  const sign = typeof cell === "string" ? cell : paint(cell.style, cell.text);
  yield `${paint("bold", endpointLabel(stored.endpoint))}  ${sign}`;
  yield `  asked as: ${names.map((name) => escapeTerminal(name)).join(", ")}`;
  yield `  because:  ${escapeTerminal(verdict.restsOn)}`;
  yield `  next:     ${reasonFacts(verdict.reason).advice}`;
  for (const observation of store.observationsOf(stored.id)) {
    yield "";
    yield* chapter(store, observation, paint);
  }
}

function* chapter(store: Store, observation: StoredObservation, paint: Paint): Generator<string> {
  const { detector, version, attempt, startedAt, durationMs, outcome, reason, evidence, detail } = observation;
  const cell = outcomeCell(outcome);
  const sign = typeof cell === "string" ? cell : paint(cell.style, cell.text);
  const again = observation.reinterprets === null ? "" : ", read again from the transcript";
  yield `${paint("bold", `${detector} ${version}`)}, attempt ${attempt}, ${startedAt}, ${durationMs.toFixed(0)} ms${again}: ${sign}`;
  yield `  ${reason}: ${reasonFacts(reason).meaning}`;
  yield `  evidence: ${evidence} – ${EVIDENCE_MEANING[evidence]}`;
  if (detail !== "") yield `  ${escapeTerminal(detail)}`;
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
