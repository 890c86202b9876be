/**
 * What is left when lineages agree on "not vulnerable", and how many of them it takes (reference/statistics.md 9.2). Each lineage
 * misses silently with its own probability; with probability `commonCause` they all do, and no number of them helps against that.
 */

import { checksNeeded } from "./audit.ts";

/** A share nobody knows is the worst one: unknown is never safe. */
const share = (value: number, worst: 0 | 1) => (Number.isNaN(value) ? worst : Math.min(1, Math.max(0, value)));

export interface AllNegative {
  /** P(vulnerable) before any test. */
  readonly prior: number;
  /** P(everybody is blind at once). Policy: data cannot tell. */
  readonly commonCause: number;
}

/** P(vulnerable | every lineage gave a controlled negative). @param silentMiss P(a lineage misses), by lineage; none: the prior */
export function residualRisk(given: AllNegative, silentMiss: readonly number[]): number {
  const prior = share(given.prior, 1);
  const missed = prior * allMiss(given, silentMiss);
  // Certain before is certain after, even against tests that never miss.
  return prior === 1 ? 1 : missed / (missed + (1 - prior));
}

function allMiss({ commonCause }: AllNegative, silentMiss: readonly number[]): number {
  const chi = share(commonCause, 1);
  return chi + (1 - chi) * silentMiss.reduce((product, miss) => product * share(miss, 1), 1);
}

/** The largest probability that all miss with which the residual risk is still `target`. Above 1: no test is needed. */
export function missBudget(prior: number, target: number): number {
  const [before, after] = [share(prior, 1), share(target, 0)];
  if (before === 0 || after === 1) return Number.POSITIVE_INFINITY;
  return (after * (1 - before)) / (before * (1 - after));
}

/**
 * The least number of equal lineages with a residual risk below `target`; undefined: no number of them, since the common
 * cause alone is too likely.
 */
export function lineagesNeeded(given: AllNegative, silentMiss: number, target: number): number | undefined {
  const budget = missBudget(given.prior, target);
  const chi = share(given.commonCause, 1);
  const beta = share(silentMiss, 1);
  if (budget >= 1) return 0;
  // Against the budget as it is, not the floor chi + 0: with beta below 1 the floor is approached and never reached.
  if (chi >= budget) return undefined;
  if (beta === 0) return 1;
  if (beta === 1) return undefined;
  return Math.max(1, Math.ceil(Math.log((budget - chi) / (1 - chi)) / Math.log(beta) - 1e-9));
}

/**
 * Evidence needed of each of `lineages` equal ones: that many hosts of proven vulnerability with not one missed give, at 95 %, a
 * silent miss small enough for `target`. Undefined: no evidence is enough.
 */
export function confirmedHostsNeeded(given: AllNegative, lineages: number, target: number): number | undefined {
  const budget = missBudget(given.prior, target);
  const chi = share(given.commonCause, 1);
  if (budget >= 1) return 0;
  if (chi >= budget || !(lineages >= 1)) return undefined;
  return checksNeeded(((budget - chi) / (1 - chi)) ** (1 / lineages));
}
