/** What counts of an incident that is held as columns (CampaignTable): the same words as of observations one by one, a million at a time. */

import { type FailedControls, failureOf, isCounted } from "../controls.ts";
import {
  type Evidence,
  EVIDENCES,
  type Outcome,
  OUTCOMES,
  type Reason,
  REASON_CODES,
  reasonFacts,
} from "../model/outcome.ts";
import type { Answered, CampaignTable } from "../ports/store.ts";
import { latestWords } from "./latest.ts";

const NOBODY: FailedControls = new Map();
const OPEN = OUTCOMES.indexOf("unknown");
const FAILED = REASON_CODES.indexOf("control_failed");
const FAILED_EVIDENCE = EVIDENCES.indexOf(reasonFacts("control_failed").evidence);

/** As `withoutDiscredited` (controls.ts): nothing is left out. @param failed by run */
export function counted(table: CampaignTable, failed: ReadonlyMap<string, FailedControls>): CampaignTable {
  if (failed.size === 0) return table;
  const failures = table.sources.map(({ run, detector }) => failureOf(failed.get(run) ?? NOBODY, detector));
  const [outcome, reason, evidence] = [table.outcome.slice(), table.reason.slice(), table.evidence.slice()];
  for (let row = 0; row < outcome.length; row++) {
    if (isCounted(failures[table.source[row] ?? -1] ?? null, OUTCOMES[outcome[row] ?? OPEN] ?? "unknown")) continue;
    outcome[row] = OPEN;
    reason[row] = FAILED;
    evidence[row] = FAILED_EVIDENCE;
  }
  return { ...table, outcome, reason, evidence };
}

/** Which answers are somebody's latest word (latest.ts): 1, or 0 for what a later answer replaces. */
export function latestRows(
  table: Omit<CampaignTable, "reason" | "id" | "transcribed" | "endpointIds" | "idStarts">,
): Uint8Array {
  const kept = new Uint8Array(table.source.length).fill(1);
  const witnesses = numbered(table.sources.map(({ detector, vantage }) => `${detector}\0${vantage}`));
  const runs = numbered(table.sources.map(({ run }) => run));
  const runOf = new Int32Array(table.sources.length);
  const seenAt = new Int32Array(table.sources.length).fill(-1);
  for (let index = 0; index < table.endpoints.length; index++) {
    const [from, to] = [table.starts[index] ?? 0, table.starts[index + 1] ?? 0];
    // A witness with one run here stands whole: nothing to compare, and by far the most common case.
    let several = false;
    for (let row = from; row < to; row++) {
      const source = table.source[row] ?? 0;
      const [witness, run] = [witnesses[source] ?? 0, runs[source] ?? 0];
      if (seenAt[witness] === index) several ||= runOf[witness] !== run;
      seenAt[witness] = index;
      runOf[witness] = run;
    }
    if (!several) continue;
    const said = Array.from({ length: to - from }, (_, at) => ({ row: from + at, ...wordAt(table, from + at) }));
    kept.fill(0, from, to);
    for (const { row } of latestWords(said)) kept[row] = 1;
  }
  return kept;
}

/** Equal words have equal numbers, from 0. */
function numbered(words: readonly string[]): readonly number[] {
  const known = new Map(words.toReversed().map((word) => [word, words.indexOf(word)]));
  return words.map((word) => known.get(word) ?? 0);
}

/** The answer in a row, as far as verdicts and matrices look at it. */
export interface Said extends Pick<Answered, "detector" | "version" | "lineage" | "vantage" | "run" | "mode"> {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly evidence: Evidence;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

type Wordy = Pick<CampaignTable, "sources" | "source" | "outcome" | "startedAt">;

function wordAt(table: Wordy, row: number) {
  const { detector, vantage, run } = sourceAt(table, row);
  const outcome = OUTCOMES[table.outcome[row] ?? OPEN] ?? "unknown";
  return { detector, vantage, run, outcome, startedAt: new Date(table.startedAt[row] ?? 0).toISOString() };
}

function sourceAt({ sources, source }: Wordy, row: number): Answered {
  const found = sources[source[row] ?? -1];
  if (found === undefined) throw new RangeError(`no answer in row ${row}`);
  return found;
}

export function saidAt(table: CampaignTable, row: number): Said {
  const { detector, version, lineage, vantage, run, mode } = sourceAt(table, row);
  const reason = REASON_CODES[table.reason[row] ?? -1] ?? "no_evidence";
  const evidence = EVIDENCES[table.evidence[row] ?? -1] ?? "inferred";
  return { ...wordAt(table, row), detector, version, lineage, vantage, run, mode, reason, evidence };
}
