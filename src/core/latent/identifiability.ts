/**
 * What two-class models of independent blocks can learn at all (reference/statistics.md 4.2). A block is a lineage: ten tools of
 * two lineages are two blocks. Enough cells is needed and not enough; the rank at the estimate says whether it is.
 */

import { at } from "./flat.ts";
import { type Columns, rank } from "./small-matrix.ts";

export interface Design {
  /** Independent blocks, that is lineages. */
  readonly blocks: number;
  /** Populations of different prevalence in which the blocks are equally good. */
  readonly strata: number;
  /** The share of false positives is known (proof: about 0) and not estimated. */
  readonly falsePositivesKnown?: boolean;
}

export interface ParameterCount {
  readonly cells: number;
  readonly parameters: number;
  /** "just": identified, with nothing left to test the assumptions with. */
  readonly identified: "no" | "just" | "over";
}

/** S (2^L - 1) cells against 2 L + S parameters, L + S where false positives are known. */
export function countParameters({ blocks, strata, falsePositivesKnown = false }: Design): ParameterCount {
  const cells = strata * (2 ** blocks - 1);
  const parameters = (falsePositivesKnown ? 1 : 2) * blocks + strata;
  return { cells, parameters, identified: cells < parameters ? "no" : cells === parameters ? "just" : "over" };
}

/** Prevalence by stratum, then sensitivity by block, then the share of false positives by block (if estimated). */
export type Theta = Float64Array;

/** `[stratum][answers]`, flat: P(answers). Bit l of `answers` is block l's; block 0 is the lowest. */
export function answerProbabilities(
  { blocks, strata, falsePositivesKnown = false }: Design,
  theta: Theta,
): Float64Array {
  const answers = 2 ** blocks;
  const given = (shareOf: (block: number) => number, answer: number) => {
    let probability = 1;
    for (let block = 0; block < blocks; block++)
      probability *= Math.floor(answer / 2 ** block) % 2 === 1 ? shareOf(block) : 1 - shareOf(block);
    return probability;
  };
  const sensitivity = (block: number) => at(theta, strata + block);
  const falsePositives = (block: number) => (falsePositivesKnown ? 0 : at(theta, strata + blocks + block));
  return new Float64Array(strata * answers).map((_, index) => {
    const prevalence = at(theta, Math.floor(index / answers));
    const answer = index % answers;
    return prevalence * given(sensitivity, answer) + (1 - prevalence) * given(falsePositives, answer);
  });
}

/** Derivatives by central differences, one column for each parameter. Exact but for rounding where each parameter enters linearly. */
export function jacobian(of: (theta: Theta) => Float64Array, theta: Theta): Columns {
  const step = 1e-4;
  return Array.from(theta, (_, parameter) => {
    const moved = (by: number) => of(theta.map((value, index) => (index === parameter ? value + by : value)));
    const below = moved(-step);
    return moved(step).map((value, index) => (value - at(below, index)) / (2 * step));
  });
}

/** Whether the answers, at these parameters, move differently with each of them: rank 1e-8 relative. */
export function identifiedAt(design: Design, theta: Theta): boolean {
  return rank(jacobian((moved) => answerProbabilities(design, moved), theta)) === theta.length;
}
