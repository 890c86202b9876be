/**
 * A fit that can be believed (statistics.md, 5.4 and 5.6): a gate for small data, several starts, and a guard against labels that
 * changed sides. It says what it did not do.
 */

import { type RandomStream, randomStream } from "../../stats/random-stream.ts";
import * as arrays from "./arrays.ts";
import type { Structure } from "./cells.ts";
import { type Climb, climb, type Limits, LIMITS, priorParameters } from "./em.ts";
import { expectation, zeroCounts } from "./expect.ts";
import { type Frozen, maximise, nothingFrozen } from "./maximise.ts";
import { type Model, N, type Parameters, S } from "./model.ts";
import { type Beliefs, kindWeights, PESSIMISTIC, type Priors, priorsOf, usageOf } from "./priors.ts";
import { newPass, type Pass, pass } from "./tree.ts";

// Local names: where the code is transformed (tests), an imported one is looked up again in every turn of a loop.
const { real, whole } = arrays;

export interface FitOptions {
  readonly beliefs?: Beliefs;
  readonly seed?: number;
  /** Perturbed starts beside the prior's and the pooled votes'. */
  readonly perturbed?: number;
  readonly limits?: Limits;
  /** Below these, tools stay as believed (5.4). */
  readonly gate?: { readonly vulnerable: number; readonly confirmed: number };
}

/** Steps that every start may take before the best is chosen. */
const RACE = 20;

export const GATE = { vulnerable: 10, confirmed: 5 } as const;

/** Why a tool's rows are the prior's. `too_few_confirmed`: seen on too few vulnerable hosts. `uninformative`: says positives of vulnerable hosts no more often than of others. */
export type Kept = "too_few_confirmed" | "uninformative";

export interface Fit {
  readonly parameters: Parameters;
  readonly priors: Priors;
  readonly frozen: Frozen;
  readonly objective: number;
  readonly converged: boolean;
  readonly passes: number;
  /** Every start with the objective it came to on a short run, best first: the spread. A gated fit has one. */
  readonly starts: readonly { readonly name: string; readonly objective: number; readonly passes: number }[];
  /** How many starts would, where they then stood, judge some endpoint otherwise by more than 0.1: other optima are near. */
  readonly elsewhere: number;
  /** Expected number of vulnerable endpoints, as the prior's tools see it. */
  readonly expectedVulnerable: number;
  /** True when there were too few of them to learn anything about tools: only prevalence was estimated. */
  readonly gated: boolean;
  /** Per tool: null when it was estimated. */
  readonly kept: readonly (Kept | null)[];
}

export function fit(structure: Structure, options: FitOptions = {}): Fit {
  const { beliefs = PESSIMISTIC, seed = 1, perturbed = 3, limits = LIMITS, gate = GATE } = options;
  const { model } = structure;
  const priors = priorsOf(model, beliefs, usageOf(structure));
  const buffer = newPass(structure);
  const prior = priorParameters(structure, priors);
  const onlyPrevalence = { ...nothingFrozen(model), tools: true };
  const first = climb(structure, priors, prior, onlyPrevalence, limits, structure.patternWeight, buffer);
  const expectedVulnerable = expected(structure, buffer);
  const kept: (Kept | null)[] = confirmedCells(structure, buffer).map((cells) =>
    cells < gate.confirmed ? "too_few_confirmed" : null,
  );
  const gated = expectedVulnerable < gate.vulnerable;
  if (gated) {
    const starts = [{ name: "prior", objective: first.objective, passes: first.passes }];
    return { ...first, priors, frozen: onlyPrevalence, starts, elsewhere: 0, expectedVulnerable, gated, kept };
  }
  const frozen = () => ({ rows: Uint8Array.from(kept, (reason) => (reason === null ? 0 : 1)), tools: false });
  const begin = startsOf(
    structure,
    priors,
    prior,
    first.parameters,
    frozen(),
    randomStream(seed, "capability starts"),
    perturbed,
  );
  // All starts run a short way; the best goes on to the end.
  const raced = begin
    .map(({ name, parameters }) => {
      const short = { ...limits, most: Math.min(limits.most, RACE) };
      const result = climb(structure, priors, parameters, frozen(), short, structure.patternWeight, buffer);
      return { name, ...result, probability: buffer.probability.slice() };
    })
    .toSorted((a, b) => b.objective - a.objective);
  let best: Climb = climb(
    structure,
    priors,
    raced[0]?.parameters ?? first.parameters,
    frozen(),
    limits,
    structure.patternWeight,
    buffer,
  );
  const elsewhere = raced.filter(({ probability }) =>
    probability.some((p, at) => Math.abs(p - real(buffer.probability, at)) > 0.1),
  ).length;
  // A frozen tool can turn another's labels: as many rounds as there are tools, and no more.
  for (let round = 0; round < model.tools.length; round++) {
    const turned = uninformative(model, best.parameters).filter((tool) => kept[tool] === null);
    if (turned.length === 0) break;
    for (const tool of turned) kept[tool] = "uninformative";
    const again = withRowsOf(model, best.parameters, prior, frozen().rows);
    best = climb(structure, priors, again, frozen(), limits, structure.patternWeight, buffer);
  }
  const { parameters, objective, passes, converged } = best;
  const starts = raced.map((each) => ({ name: each.name, objective: each.objective, passes: each.passes }));
  return {
    parameters,
    priors,
    frozen: frozen(),
    objective,
    converged,
    passes,
    starts,
    elsewhere,
    expectedVulnerable,
    gated,
    kept,
  };
}

function expected({ patternSize, patternTruth }: Structure, { probability }: Pass): number {
  let sum = 0;
  for (let p = 0; p < patternSize.length; p++)
    if (patternTruth[p] === -1) sum += real(patternSize, p) * real(probability, p);
  return sum;
}

/** Per tool: its cells on endpoints that are more likely vulnerable and visible than not, each as far as it is. */
function confirmedCells(structure: Structure, { visible }: Pass): readonly number[] {
  const sure = structure.patternWeight.map((weight, p) => (real(visible, p) >= 0.5 ? weight * real(visible, p) : 0));
  const cells = structure.model.tools.map(() => 0);
  for (const [kind, weight] of kindWeights(structure, sure).entries()) {
    const tool = whole(structure.kindTool, kind);
    cells[tool] = (cells[tool] ?? 0) + weight;
  }
  return cells;
}

/** Tools whose rows do not say which side is which (5.6). */
function uninformative(model: Model, { rows }: Parameters): readonly number[] {
  const width = model.classes.length;
  const positives = (tool: number, row: number) =>
    model.classes.reduce((sum, { role }, k) => {
      return role === "proof" || role === "positive" ? sum + real(rows, (tool * 4 + row) * width + k) : sum;
    }, 0);
  return [...model.tools.keys()].filter((tool) => !(positives(tool, S) > positives(tool, N) + 1e-9));
}

function withRowsOf(model: Model, own: Parameters, prior: Parameters, which: Uint8Array): Parameters {
  const stride = 4 * model.classes.length;
  return {
    ...own,
    rows: own.rows.map((value, at) => (which[Math.floor(at / stride)] === 1 ? real(prior.rows, at) : value)),
  };
}

/** The prior, the pooled votes, and the prior with every pseudo-count shaken. */
function startsOf(
  structure: Structure,
  priors: Priors,
  prior: Parameters,
  first: Parameters,
  frozen: Frozen,
  chance: RandomStream,
  perturbed: number,
): readonly { readonly name: string; readonly parameters: Parameters }[] {
  const { model } = structure;
  const guess = pass(structure, prior);
  for (const [pattern, share] of pooledVotes(structure).entries()) {
    if (share < 0) continue;
    guess.visible[pattern] = share;
    guess.probability[pattern] = share;
  }
  const votes = maximise(model, priors, expectation(structure, prior, guess, structure.patternWeight), frozen, prior);
  const shaken = Array.from({ length: perturbed }, (_, turn) => {
    const rows = priors.rows.map((alpha) => alpha * chance.gamma(2));
    const beliefs = { ...priors.beliefs, rho: priors.beliefs.rho.map((alpha) => alpha * chance.gamma(2)) };
    const moved = { ...priors, rows, beliefs: { ...beliefs, rho: beliefs.rho as unknown as Beliefs["rho"] } };
    const parameters = maximise(model, moved, zeroCounts(structure), frozen, prior);
    return { name: `shaken ${turn + 1}`, parameters: { ...parameters, pi: first.pi } };
  });
  return [{ name: "prior", parameters: first }, { name: "votes", parameters: votes }, ...shaken];
}

/** Per pattern: positives among conclusive runs; -1 where there is none. */
function pooledVotes(structure: Structure): Float64Array {
  const { model, kindCount, wordOff, wordKind, patternOff, patternWord } = structure;
  const width = model.classes.length;
  const votes = new Float64Array(structure.patternSize.length).fill(-1);
  for (let pattern = 0; pattern < votes.length; pattern++) {
    let [positive, conclusive] = [0, 0];
    for (let at = whole(patternOff, pattern); at < whole(patternOff, pattern + 1); at++) {
      const word = whole(patternWord, at);
      for (let w = whole(wordOff, word); w < whole(wordOff, word + 1); w++) {
        for (let k = 0; k < width; k++) {
          const role = model.classes[k]?.role;
          if (role === "inconclusive") continue;
          const count = real(kindCount, whole(wordKind, w) * width + k);
          conclusive += count;
          if (role !== "negative") positive += count;
        }
      }
    }
    if (conclusive > 0) votes[pattern] = positive / conclusive;
  }
  return votes;
}
