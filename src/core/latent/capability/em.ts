/** Climbing to a posterior mode (statistics.md, 5.2, 5.3 and 11): expectation and maximisation until nothing moves. The objective never falls. */

import * as arrays from "./arrays.ts";
import type { Structure } from "./cells.ts";
import { expectation, zeroCounts } from "./expect.ts";
import { type Frozen, logPrior, maximise, nothingFrozen, tamed } from "./maximise.ts";
import { copyParameters, type Parameters } from "./model.ts";
import type { Priors } from "./priors.ts";
import { newPass, type Pass, pass, totalLogLikelihood } from "./tree.ts";

// Local names: where the code is transformed (tests), an imported one is looked up again in every turn of a loop.
const { real } = arrays;

export interface Limits {
  /** Passes at most. */
  readonly most: number;
  /** Stop when the objective grows by less than this part of itself, and no parameter moves by more than `parameter`. */
  readonly objective: number;
  readonly parameter: number;
}

export const LIMITS: Limits = { most: 1000, objective: 1e-9, parameter: 1e-6 };

export interface Climb {
  readonly parameters: Parameters;
  /** Weighted log-likelihood plus log prior, of `parameters`. */
  readonly objective: number;
  readonly passes: number;
  readonly converged: boolean;
  /** The objective before each step. */
  readonly path: readonly number[];
}

/** @param weights of the patterns, when they are not the structure's (bootstrap) */
export function climb(
  structure: Structure,
  priors: Priors,
  start: Parameters,
  frozen: Frozen,
  limits: Limits = LIMITS,
  weights: Float64Array = structure.patternWeight,
  buffer: Pass = newPass(structure),
): Climb {
  const { model } = structure;
  const objectiveOf = (parameters: Parameters) => {
    pass(structure, parameters, buffer);
    return totalLogLikelihood(structure, buffer, weights) + logPrior(model, priors, parameters);
  };
  const stepFrom = (parameters: Parameters) =>
    maximise(model, priors, expectation(structure, parameters, buffer, weights), frozen, parameters);
  let parameters = start;
  let objective = objectiveOf(start);
  const path = [objective];
  // The two points before `parameters`, when all three follow from each other by plain steps.
  let trail: Parameters[] = [];
  while (path.length < limits.most) {
    const next = stepFrom(parameters);
    const move = largestMove(parameters, next);
    trail = [...trail.slice(-1), parameters];
    const [first, second] = trail;
    const leap = first === undefined || second === undefined ? null : extrapolated(first, second, next);
    let reached = leap === null ? next : tamed(model, priors, frozen, leap, parameters);
    let value = objectiveOf(reached);
    if (leap !== null) {
      trail = [];
      // A leap that does not climb was for nothing: the plain step always does.
      if (!(value >= objective)) {
        reached = next;
        value = objectiveOf(next);
      }
    }
    const gain = value - objective;
    path.push(value);
    parameters = reached;
    objective = value;
    if (move < limits.parameter && gain <= limits.objective * Math.max(1, Math.abs(value))) {
      return { parameters, objective, passes: path.length, converged: true, path };
    }
  }
  return { parameters, objective, passes: path.length, converged: false, path };
}

/**
 * SQUAREM (Varadhan and Roland 2008, S3) on the logarithms: from three points of a slow walk, where it seems to go. Null when a plain
 * step is as good.
 */
function extrapolated(zero: Parameters, one: Parameters, two: Parameters): Parameters | null {
  let [walked, bent] = [0, 0];
  const logs = (value: number) => Math.log(Math.max(value, 1e-300));
  for (const block of BLOCKS) {
    for (let at = 0; at < one[block].length; at++) {
      const r = logs(real(one[block], at)) - logs(real(zero[block], at));
      const v = logs(real(two[block], at)) - logs(real(one[block], at)) - r;
      walked += r * r;
      bent += v * v;
    }
  }
  const length = Math.sqrt(walked / bent);
  if (!(length > 1) || !Number.isFinite(length)) return null;
  const far = copyParameters(two);
  for (const block of BLOCKS) {
    for (let at = 0; at < far[block].length; at++) {
      const [a, b, c] = [logs(real(zero[block], at)), logs(real(one[block], at)), logs(real(two[block], at))];
      const value = Math.exp(Math.min(a + 2 * length * (b - a) + length * length * (c - 2 * b + a), 0));
      far[block][at] = real(two[block], at) === 0 ? 0 : Math.min(Math.max(value, 1e-12), 1 - 1e-12);
    }
  }
  return far;
}

/** What the priors alone say. */
export function priorParameters(structure: Structure, priors: Priors): Parameters {
  return maximise(structure.model, priors, zeroCounts(structure), nothingFrozen(structure.model), null);
}

const BLOCKS = ["pi", "rho", "kappa", "tau", "rows"] as const;

function largestMove(before: Parameters, after: Parameters): number {
  let largest = 0;
  for (const block of BLOCKS) {
    for (let at = 0; at < before[block].length; at++) {
      largest = Math.max(largest, Math.abs(real(before[block], at) - real(after[block], at)));
    }
  }
  return largest;
}
