/** Climbing to a posterior mode (statistics.md, 5.2, 5.3 and 11): expectation and maximisation until nothing moves. The objective never falls. */

import { real } from "./arrays.ts";
import type { Structure } from "./cells.ts";
import { expectation, zeroCounts } from "./expect.ts";
import { type Frozen, logPrior, maximise, nothingFrozen } from "./maximise.ts";
import type { Parameters } from "./model.ts";
import type { Priors } from "./priors.ts";
import { newPass, type Pass, pass, totalLogLikelihood } from "./tree.ts";

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
  let parameters = start;
  const path: number[] = [];
  for (;;) {
    pass(structure, parameters, buffer);
    const objective = totalLogLikelihood(structure, buffer, weights) + logPrior(model, priors, parameters);
    const before = path.at(-1) ?? Number.NEGATIVE_INFINITY;
    path.push(objective);
    const still = objective - before <= limits.objective * Math.max(1, Math.abs(objective));
    if (path.length >= limits.most) {
      return { parameters, objective, passes: path.length, converged: false, path };
    }
    const next = maximise(model, priors, expectation(structure, parameters, buffer, weights), frozen, parameters);
    if (still && largestMove(parameters, next) < limits.parameter) {
      return { parameters, objective, passes: path.length, converged: true, path };
    }
    parameters = next;
  }
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
