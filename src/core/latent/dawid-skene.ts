/**
 * Dawid and Skene's model (Applied Statistics 28, 1979; reference/statistics.md 4.1): each item has one hidden class, each
 * observer a table of what it says about which class, and all votes are independent given the class, repeats included.
 * Neither holds for scanners that share code: this is the model to compare with and the view of what the votes alone say, and
 * no verdict rests on it. Without pseudo-counts it declares impossible certainty on few items (16, trap 4).
 */

import { randomStream } from "../stats/random-stream.ts";
import { expectation, maximisation, type Parameters } from "./dawid-skene-steps.ts";
import { sum } from "./flat.ts";
import { alignLabels } from "./labels.ts";
import { randomStart, voteShareStart } from "./starts.ts";
import type { VotePatterns } from "./votes.ts";

export interface DawidSkeneOptions {
  /** Added to the expected number of items of each class; default 0, maximum likelihood. */
  readonly classPseudoCount?: number;
  /** Added to each cell of each observer's table; default 0. */
  readonly votePseudoCount?: number;
  /** The first start is the shares of the votes, the others are drawn; the best objective wins. Default 1. */
  readonly starts?: number;
  readonly seed?: number;
  /** Default 1000. The number of iterations changes answers (16, trap 5): `converged` tells. */
  readonly mostIterations?: number;
  /** Relative change of the objective below which it has converged, once no parameter moves by more than 1e-6; default 1e-9. */
  readonly tolerance?: number;
}

/** @property confusion `[observer][class][said]`, flat: P(said | class); each row sums to 1 */
export interface DawidSkeneFit {
  readonly prevalence: Float64Array;
  readonly confusion: Float64Array;
  /** `[observer][class]`, flat: expected votes behind a row of `confusion`. 0: nothing is known of it, it is flat by default. */
  readonly votesBehind: Float64Array;
  /** `[item][class]`, flat: P(class | votes). An item without votes has the prevalence. */
  readonly posterior: Float64Array;
  readonly logLikelihood: number;
  /** Log likelihood plus the pseudo-counts' share; what is maximised. */
  readonly objective: number;
  /** After each iteration: M-step, then E-step at its parameters. Never falls. */
  readonly trace: readonly number[];
  readonly converged: boolean;
  /** The different objectives the starts ended in, best first. More than one: the likelihood has several tops. */
  readonly optima: readonly number[];
}

const PARAMETER_TOLERANCE = 1e-6;
const SAME_OPTIMUM = 1e-6;

/** Fits by EM. Never NaN: empty data gives a flat fit. */
export function fitDawidSkene(votes: VotePatterns, options: DawidSkeneOptions = {}): DawidSkeneFit {
  const stream = randomStream(options.seed ?? 1, "dawid-skene");
  let best = climb(votes, voteShareStart(votes), options);
  const objectives = [best.objective];
  for (let start = 1; start < (options.starts ?? 1); start++) {
    const fit = climb(votes, randomStart(votes, stream), options);
    objectives.push(fit.objective);
    if (fit.objective > best.objective + SAME_OPTIMUM) best = fit;
  }
  const { prevalence, confusion, votesBehind, classOf } = alignLabels(votes, best.parameters, best.memberships);
  return {
    prevalence,
    confusion,
    votesBehind,
    posterior: byItem(votes, classOf),
    logLikelihood: best.logLikelihood,
    objective: best.objective,
    trace: best.trace,
    converged: best.converged,
    optima: distinct(objectives),
  };
}

interface Climb {
  readonly parameters: Parameters;
  readonly memberships: Float64Array;
  readonly logLikelihood: number;
  readonly objective: number;
  readonly trace: readonly number[];
  readonly converged: boolean;
}

/** EM from memberships `[pattern][class]`, which it overwrites. */
function climb(votes: VotePatterns, memberships: Float64Array, options: DawidSkeneOptions): Climb {
  const trace: number[] = [];
  const pseudo = { class: options.classPseudoCount ?? 0, vote: options.votePseudoCount ?? 0 };
  let previous: Parameters | undefined;
  for (;;) {
    const parameters = maximisation(votes, memberships, pseudo);
    const logLikelihood = expectation(votes, parameters, memberships);
    const objective = logLikelihood + priorShare(parameters, pseudo);
    const before = trace.at(-1);
    trace.push(objective);
    const converged =
      before !== undefined &&
      previous !== undefined &&
      Math.abs(objective - before) <= (options.tolerance ?? 1e-9) * Math.max(1, Math.abs(objective)) &&
      furthest(parameters, previous) < PARAMETER_TOLERANCE;
    if (converged || trace.length >= (options.mostIterations ?? 1000))
      return { parameters, memberships, logLikelihood, objective, trace, converged };
    previous = parameters;
  }
}

function priorShare({ prevalence, confusion }: Parameters, pseudo: { class: number; vote: number }): number {
  const logs = (values: Float64Array) => sum(values.map((value) => Math.log(value)));
  return (
    (pseudo.class > 0 ? pseudo.class * logs(prevalence) : 0) + (pseudo.vote > 0 ? pseudo.vote * logs(confusion) : 0)
  );
}

function furthest(a: Parameters, b: Parameters): number {
  const apart = (x: Float64Array, y: Float64Array) =>
    x.reduce((most, value, index) => Math.max(most, Math.abs(value - (y[index] ?? 0))), 0);
  return Math.max(apart(a.prevalence, b.prevalence), apart(a.confusion, b.confusion));
}

function byItem({ items, classes, patternOf }: VotePatterns, classOf: Float64Array): Float64Array {
  const posterior = new Float64Array(items * classes);
  for (const [item, pattern] of patternOf.entries())
    posterior.set(classOf.subarray(pattern * classes, (pattern + 1) * classes), item * classes);
  return posterior;
}

function distinct(objectives: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const value of objectives.toSorted((a, b) => b - a)) {
    const last = kept.at(-1);
    if (last === undefined || last - value > Math.max(SAME_OPTIMUM, 1e-7 * Math.abs(value))) kept.push(value);
  }
  return kept;
}
