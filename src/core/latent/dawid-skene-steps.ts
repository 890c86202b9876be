/** The two halves of one EM iteration of Dawid and Skene's model (reference/statistics.md 4.1). */

import { add, at } from "./flat.ts";
import type { VotePatterns } from "./votes.ts";

export interface Parameters {
  readonly prevalence: Float64Array;
  /** `[observer][class][said]`, flat. */
  readonly confusion: Float64Array;
}

export interface PseudoCounts {
  readonly class: number;
  readonly vote: number;
}

/** Shares from memberships `[pattern][class]`. A class or row that nothing speaks for is flat. */
export function maximisation(votes: VotePatterns, memberships: Float64Array, pseudo: PseudoCounts): Parameters {
  const { classes, observers } = votes;
  const prevalence = new Float64Array(classes).fill(pseudo.class);
  for (const [pattern, weight] of votes.weight.entries())
    for (let hidden = 0; hidden < classes; hidden++)
      add(prevalence, hidden, weight * at(memberships, pattern * classes + hidden));
  const confusion = expectedVotes(votes, memberships);
  for (const index of confusion.keys()) add(confusion, index, pseudo.vote);
  normalise(prevalence, 0, classes);
  for (let row = 0; row < observers * classes; row++) normalise(confusion, row * classes, classes);
  return { prevalence, confusion };
}

/** `[observer][class][said]`, flat: expected number of votes. */
export function expectedVotes(votes: VotePatterns, memberships: Float64Array): Float64Array {
  const { classes } = votes;
  const expected = new Float64Array(votes.observers * classes * classes);
  for (const [pattern, weight] of votes.weight.entries())
    for (let cell = at(votes.starts, pattern); cell < at(votes.starts, pattern + 1); cell++) {
      const row = at(votes.observer, cell) * classes;
      const said = at(votes.said, cell);
      const amount = weight * at(votes.count, cell);
      for (let hidden = 0; hidden < classes; hidden++)
        add(expected, (row + hidden) * classes + said, amount * at(memberships, pattern * classes + hidden));
    }
  return expected;
}

/** Overwrites memberships with P(class | votes) and returns the log likelihood. */
export function expectation(votes: VotePatterns, parameters: Parameters, memberships: Float64Array): number {
  const { classes } = votes;
  const logPrevalence = parameters.prevalence.map((share) => Math.log(share));
  const logConfusion = parameters.confusion.map((share) => Math.log(share));
  const joint = new Float64Array(classes);
  let logLikelihood = 0;
  for (const [pattern, weight] of votes.weight.entries()) {
    joint.set(logPrevalence);
    for (let cell = at(votes.starts, pattern); cell < at(votes.starts, pattern + 1); cell++) {
      const row = at(votes.observer, cell) * classes;
      const said = at(votes.said, cell);
      const count = at(votes.count, cell);
      for (let hidden = 0; hidden < classes; hidden++)
        add(joint, hidden, count * at(logConfusion, (row + hidden) * classes + said));
    }
    let largest = Number.NEGATIVE_INFINITY;
    for (let hidden = 0; hidden < classes; hidden++) largest = Math.max(largest, at(joint, hidden));
    // Weight 0 takes no part in the M-step, so its votes can be impossible: then they say nothing.
    const possible = largest > Number.NEGATIVE_INFINITY;
    let total = 0;
    for (let hidden = 0; hidden < classes; hidden++) {
      const share = possible ? Math.exp(at(joint, hidden) - largest) : at(parameters.prevalence, hidden);
      memberships[pattern * classes + hidden] = share;
      total += share;
    }
    if (weight > 0) logLikelihood += weight * (largest + Math.log(total));
    normalise(memberships, pattern * classes, classes);
  }
  return logLikelihood;
}

/** Makes `length` values from `start` sum to 1; all 0: flat. */
export function normalise(values: Float64Array, start: number, length: number): void {
  let total = 0;
  for (let index = start; index < start + length; index++) total += at(values, index);
  for (let index = start; index < start + length; index++)
    values[index] = total > 0 ? at(values, index) / total : 1 / length;
}
