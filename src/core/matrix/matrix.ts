/** The matrix: endpoints × detectors. A view of observations, never a store of its own (design, rule 3). */

import type { Endpoint } from "../model/endpoint.ts";
import type { Observation, Verdict } from "../model/observation.ts";
import { type Evidence, EVIDENCES, OUTCOME_SYMBOL, type Outcome, type Reason } from "../model/outcome.ts";

/** What a detector said about an endpoint, over all its repetitions. */
export interface MatrixCell {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly evidence: Evidence;
  readonly tally: Readonly<Record<Outcome, number>>;
}

export interface MatrixRow {
  readonly endpoint: Endpoint;
  /** What the user typed that led here, first mention first. */
  readonly names: readonly string[];
  readonly verdict: Verdict;
  /** By column, which is a detector's id or something finer (columns.ts); who was not asked has no cell. */
  readonly cells: ReadonlyMap<string, MatrixCell>;
}

/** The cells of one endpoint's row. `columnOf`: which column an observation belongs to; default: its detector's. */
export function matrixCells<T extends CellObservation>(
  observations: readonly T[],
  columnOf: (observation: T) => string = ({ detector }) => detector,
): ReadonlyMap<string, MatrixCell> {
  const byColumn = new Map<string, T[]>();
  for (const observation of observations) {
    const column = columnOf(observation);
    const known = byColumn.get(column);
    if (known === undefined) byColumn.set(column, [observation]);
    else known.push(observation);
  }
  return new Map([...byColumn].map(([column, answers]) => [column, cell(answers)]));
}

export type CellObservation = Pick<Observation, "detector" | "outcome" | "reason" | "evidence">;

/** A 1 outweighs a 0, a 0 outweighs a ?; among equals the stronger evidence speaks, then the later answer. */
function cell(answers: readonly CellObservation[]): MatrixCell {
  const tally: Record<Outcome, number> = { vulnerable: 0, not_vulnerable: 0, unknown: 0 };
  for (const { outcome } of answers) tally[outcome]++;
  const outcome: Outcome =
    tally.vulnerable > 0 ? "vulnerable" : tally.not_vulnerable > 0 ? "not_vulnerable" : "unknown";
  // That a detector is not valid in its run says more than any other ?.
  const failed = outcome === "unknown" ? answers.find(({ reason }) => reason === "control_failed") : undefined;
  if (failed !== undefined) return { outcome, reason: failed.reason, evidence: failed.evidence, tally };
  const speaking = answers
    .filter((answer) => answer.outcome === outcome)
    .reduce((best, answer) => (EVIDENCES.indexOf(answer.evidence) <= EVIDENCES.indexOf(best.evidence) ? answer : best));
  return { outcome, reason: speaking.reason, evidence: speaking.evidence, tally };
}

/**
 * `1`, `0`, `?`, with the number of repetitions where there were several, and both signs where they differ: `1:2 0:1`; `✗` where
 * the detector failed its controls in that run.
 */
export function cellText({ outcome, reason, tally }: MatrixCell): string {
  if (reason === "control_failed") return "✗";
  const said = (["vulnerable", "not_vulnerable", "unknown"] as const).filter((o) => tally[o] > 0);
  if (said.length > 1) return said.map((o) => `${OUTCOME_SYMBOL[o]}:${tally[o]}`).join(" ");
  const times = tally[outcome];
  return times > 1 ? `${OUTCOME_SYMBOL[outcome]} ×${times}` : OUTCOME_SYMBOL[outcome];
}
