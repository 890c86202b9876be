/**
 * The next best test (statistics.md, 9.3 and 9.4): what each tool's next answer would be worth, exactly, because the tree gives the
 * probability of every answer and the posterior after it by adding one count. Lineage needs no rule of its own: a fourth run of
 * a clone is worth nothing because the model says so.
 */

import { type Cell, cellsOfPattern, type Structure, withRuns } from "./cells.ts";
import type { Word } from "./decision.ts";
import type { Model, Parameters } from "./model.ts";
import { type Policy, risk } from "./policy.ts";
import { jointOf } from "./tree.ts";

export interface Candidate {
  readonly tool: number;
  readonly runs: 1 | 2;
  /** In the policy's unit, harm included. */
  readonly cost: number;
}

export interface Worth extends Candidate {
  /** Expected saving of the policy's costs, less the cost of the test. */
  readonly value: number;
  /** The saving alone: 0 when no answer could change what is done. */
  readonly saving: number;
  /** Expected information about the host, in bits. */
  readonly bits: number;
}

/** What `candidate` is worth on an endpoint with these cells. @param pi prevalence of its stratum */
export function worthOf(
  model: Model,
  parameters: Parameters,
  cells: readonly Cell[],
  pi: number,
  candidate: Candidate,
  policy: Policy,
): Worth {
  const now = jointOf(model, parameters, cells, pi);
  let after = 0;
  let uncertain = 0;
  let total = 0;
  for (const { answers, ways } of answersOf(model.classes.length, candidate.runs)) {
    const more = answers.reduce((own, evidence) => withRuns(model, own, candidate.tool, evidence), cells);
    const next = jointOf(model, parameters, more, pi);
    const weight = ways * Math.exp(next.logLikelihood - now.logLikelihood);
    total += weight;
    after += weight * risk(policy, next.probability);
    uncertain += weight * entropy(next.probability);
  }
  // The weights sum to 1 but for rounding, and for emissions of 0 in given parameters.
  const scale = total > 0 ? 1 / total : 0;
  const saving = total > 0 ? Math.max(risk(policy, now.probability) - after * scale, 0) : 0;
  const bits = total > 0 ? Math.max(entropy(now.probability) - uncertain * scale, 0) : 0;
  return { ...candidate, value: saving - candidate.cost, saving, bits };
}

/** Best first: by value for its cost; where no test can change what is done, by information for its cost; then the cheaper, then by tool. */
export function rank(worths: readonly Worth[], model: Model): readonly Worth[] {
  const perCost = (worth: number, { cost }: Worth) => worth / Math.max(cost, 1e-9);
  const some = worths.some(({ saving }) => saving > NOTHING);
  const id = ({ tool }: Worth) => model.tools[tool]?.id ?? "";
  return worths.toSorted((a, b) => {
    const by = some ? perCost(b.value, b) - perCost(a.value, a) : perCost(b.bits, b) - perCost(a.bits, a);
    if (by !== 0) return by;
    return a.cost - b.cost || a.runs - b.runs || (id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : 0);
  });
}

/** Rounding, not worth. */
const NOTHING = 1e-12;

/** Why the loop ends on an endpoint. `nothing_helps`: no available test can resolve this; it stays what it is, with that reason. */
export type Stop = "settled" | "budget_spent" | "no_test_left" | "nothing_helps";

export interface StopRule {
  /** What may still be spent, in the policy's unit. */
  readonly budget: number;
  /** Information for its cost below which a test that changes nothing is not made: bits per unit. */
  readonly leastBits: number;
}

/** The next test, or why there is none. @param ranked from `rank` */
export function nextTest(word: Word, ranked: readonly Worth[], { budget, leastBits }: StopRule): Worth | Stop {
  if (word !== "UNKNOWN" && word !== "SUSPECT") return "settled";
  if (ranked.length === 0) return "no_test_left";
  const affordable = ranked.filter(({ cost }) => cost <= budget);
  if (affordable.length === 0) return "budget_spent";
  const worthIt = affordable.find(({ value, bits, cost }) => value > 0 || bits / Math.max(cost, 1e-9) >= leastBits);
  return worthIt ?? "nothing_helps";
}

/** Ranks for endpoints of a structure; equal endpoints are worked out once. */
export function ranker(
  structure: Structure,
  parameters: Parameters,
  candidates: readonly Candidate[],
  policy: Policy,
): (endpoint: number) => readonly Worth[] {
  const known = new Map<number, readonly Worth[]>();
  const { model, patternOf, patternStratum } = structure;
  return (endpoint) => {
    const pattern = patternOf[endpoint];
    if (pattern === undefined) return [];
    const before = known.get(pattern);
    if (before !== undefined) return before;
    const cells = cellsOfPattern(structure, pattern);
    const pi = parameters.pi[patternStratum[pattern] ?? 0] ?? 0.5;
    const worths = candidates.map((each) => worthOf(model, parameters, cells, pi, each, policy));
    const ranked = rank(worths, model);
    known.set(pattern, ranked);
    return ranked;
  };
}

/** Every answer that `runs` runs can give, without order, and in how many orders. */
function* answersOf(
  classes: number,
  runs: 1 | 2,
): Generator<{ readonly answers: readonly number[]; readonly ways: number }> {
  for (let first = 0; first < classes; first++) {
    if (runs === 1) yield { answers: [first], ways: 1 };
    else
      for (let second = first; second < classes; second++)
        yield { answers: [first, second], ways: first === second ? 1 : 2 };
  }
}

/** Of a yes or no, in bits. */
function entropy(p: number): number {
  if (!(p > 0 && p < 1)) return 0;
  return -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
}
