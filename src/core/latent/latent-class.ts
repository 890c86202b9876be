/**
 * Latent class analysis with two classes, for tests that each answered 1 or 0 once on every item: Dawid and Skene's model with one
 * run each (reference/statistics.md 13.6), and how badly it fits. A bad fit says that the tests are not independent given the truth.
 */

import { chiSquareUpperTail } from "../stats/gamma-tail.ts";
import { type DawidSkeneFit, fitDawidSkene } from "./dawid-skene.ts";
import { at, sum } from "./flat.ts";
import { type Vote, votePatterns } from "./votes.ts";

/** How many items showed each pattern of answers: `1001` → 17, first test first. */
export type PatternCounts = Readonly<Record<string, number>>;

export interface LatentClassFit {
  readonly prevalence: number;
  /** By test: P(1 | positive), P(0 | negative). */
  readonly sensitivity: readonly number[];
  readonly specificity: readonly number[];
  readonly logLikelihood: number;
  /** By pattern: P(positive | answers). */
  readonly posterior: Readonly<Record<string, number>>;
  readonly optima: readonly number[];
  readonly converged: boolean;
  readonly fit: GoodnessOfFit;
}

/** `testable` false: as many parameters as there are patterns, or more. The fit then says nothing about the assumptions. */
export type GoodnessOfFit =
  | { readonly testable: true; readonly g2: number; readonly degrees: number; readonly p: number }
  | { readonly testable: false; readonly g2: number; readonly degrees: number };

/**
 * @param counts patterns of 0 and 1, all of one length
 * @param starts the first is the votes' shares, the others are drawn
 * @throws RangeError for a pattern that is none, or a count below 0
 */
export function latentClasses(counts: PatternCounts, starts = 5): LatentClassFit {
  const patterns = Object.keys(counts).toSorted();
  const tests = patterns[0]?.length ?? 0;
  const wrong = patterns.find((pattern) => pattern.length !== tests || /[^01]/u.test(pattern));
  if (wrong !== undefined) throw new RangeError(`pattern ${wrong} among those of ${tests} tests`);
  const votes = patterns.flatMap((pattern, item) =>
    Array.from(pattern, (said, observer): Vote => ({ item, observer, said: Number(said) })),
  );
  const weights = patterns.map((pattern) => counts[pattern] ?? 0);
  const table = votePatterns(votes, { items: patterns.length, observers: tests, classes: 2, weights });
  const fit = fitDawidSkene(table, { starts, tolerance: 1e-15 });
  const each = Array.from({ length: tests }, (_, test) => test);
  return {
    prevalence: at(fit.prevalence, 1),
    sensitivity: each.map((test) => at(fit.confusion, test * 4 + 3)),
    specificity: each.map((test) => at(fit.confusion, test * 4)),
    logLikelihood: fit.logLikelihood,
    posterior: Object.fromEntries(patterns.map((pattern, item) => [pattern, at(fit.posterior, item * 2 + 1)])),
    optima: fit.optima,
    converged: fit.converged,
    fit: goodnessOfFit(fit, weights, tests),
  };
}

/** G² against the model that says nothing: each pattern as often as it was seen. */
function goodnessOfFit(fit: DawidSkeneFit, weights: readonly number[], tests: number): GoodnessOfFit {
  const total = sum(weights);
  const saturated = sum(weights.map((weight) => (weight > 0 ? weight * Math.log(weight / total) : 0)));
  const g2 = Math.max(0, 2 * (saturated - fit.logLikelihood));
  const degrees = 2 ** tests - 1 - (2 * tests + 1);
  return degrees > 0
    ? { testable: true, g2, degrees, p: chiSquareUpperTail(g2, degrees) }
    : { testable: false, g2, degrees };
}
