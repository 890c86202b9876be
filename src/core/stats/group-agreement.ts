/**
 * Agreement of any number of raters with missing cells (reference/statistics.md 8.1): Gwet's generalisations, in which each unit is weighted by
 * its own number of ratings, and Krippendorff's alpha. Units with one rating say nothing about agreement but count in what is
 * expected by chance (not so in alpha). Fewer than two units with two ratings: no number.
 */

import { MISSING, type Patterns, type UnitCounts } from "./ratings.ts";
import { beyondChance, none, type Statistic, value } from "./statistic.ts";

const TOO_FEW_UNITS = "fewer than two endpoints have two answers";

export interface GroupAgreement {
  /** Units with two ratings or more. */
  readonly pairable: number;
  /** Mean share of pairs of raters that agree: pa. */
  readonly raw: Statistic;
  readonly fleiss: Statistic;
  readonly ac1: Statistic;
  readonly brennanPrediger: Statistic;
  readonly alpha: Statistic;
}

/** @param weights how often each kind of unit is counted; a bootstrap passes its own */
export function groupAgreement(units: UnitCounts, weights: Float64Array = units.weights): GroupAgreement {
  const { categories: q, counts } = units;
  const shares = new Float64Array(q);
  let [pairable, rated, agreeing] = [0, 0, 0];
  for (let kind = 0; kind < weights.length; kind++) {
    const weight = weights[kind] ?? 0;
    let [ratings, pairs] = [0, 0];
    for (let k = 0; k < q; k++) {
      const count = counts[kind * q + k] ?? 0;
      ratings += count;
      pairs += count * (count - 1);
    }
    if (ratings === 0) continue;
    rated += weight;
    for (let k = 0; k < q; k++) shares[k] = (shares[k] ?? 0) + (weight * (counts[kind * q + k] ?? 0)) / ratings;
    if (ratings < 2) continue;
    pairable += weight;
    agreeing += (weight * pairs) / (ratings * (ratings - 1));
  }
  if (pairable < 2) {
    const empty = none(TOO_FEW_UNITS);
    return { pairable, raw: empty, fleiss: empty, ac1: empty, brennanPrediger: empty, alpha: empty };
  }
  const observed = agreeing / pairable;
  const squares = shares.reduce((sum, share) => sum + (share / rated) ** 2, 0);
  return {
    pairable,
    raw: value(observed),
    fleiss: beyondChance(observed, squares),
    ac1: beyondChance(observed, (1 - squares) / (q - 1)),
    brennanPrediger: beyondChance(observed, 1 / q),
    alpha: krippendorff(units, nominal, weights),
  };
}

/** Squared difference of two categories. @param totals how often each category was given, for metrics that need it */
export type Difference = (a: number, b: number, totals: Float64Array) => number;

export const nominal: Difference = (a, b) => (a === b ? 0 : 1);
/** Categories are numbers, one apart. */
export const interval: Difference = (a, b) => (a - b) ** 2;

/** Krippendorff's alpha from coincidences (Computing Krippendorff's Alpha-Reliability, 2011). */
export function krippendorff(
  units: UnitCounts,
  difference: Difference,
  weights: Float64Array = units.weights,
): Statistic {
  const { categories: q, counts } = units;
  const totals = new Float64Array(q);
  const coincidences = new Float64Array(q * q);
  let pairable = 0;
  for (let kind = 0; kind < weights.length; kind++) {
    const weight = weights[kind] ?? 0;
    let ratings = 0;
    for (let k = 0; k < q; k++) ratings += counts[kind * q + k] ?? 0;
    if (ratings < 2 || weight === 0) continue;
    pairable += weight;
    for (let a = 0; a < q; a++) {
      totals[a] = (totals[a] ?? 0) + weight * (counts[kind * q + a] ?? 0);
      for (let b = 0; b < q; b++) {
        const pairs = (counts[kind * q + a] ?? 0) * ((counts[kind * q + b] ?? 0) - (a === b ? 1 : 0));
        coincidences[a * q + b] = (coincidences[a * q + b] ?? 0) + (weight * pairs) / (ratings - 1);
      }
    }
  }
  if (pairable < 2) return none(TOO_FEW_UNITS);
  const values = totals.reduce((sum, total) => sum + total, 0);
  let [observed, expected] = [0, 0];
  for (let a = 0; a < q; a++) {
    for (let b = 0; b < q; b++) {
      const distance = difference(a, b, totals);
      observed += (coincidences[a * q + b] ?? 0) * distance;
      expected += (totals[a] ?? 0) * (totals[b] ?? 0) * distance;
    }
  }
  return expected > 0
    ? value(1 - ((values - 1) * observed) / expected)
    : none("every answer is the same, so there is no disagreement to expect");
}

/** Conger's kappa: Cohen's for many raters, chance from each rater's own margins (Psychol. Bull. 88, 1980). Raters that rated nothing are left out. */
export function conger(patterns: Patterns, observed: Statistic): Statistic {
  if (observed.value === null) return observed;
  const { raters, categories: q, cells, weights } = patterns;
  const said = new Float64Array(raters * q);
  for (const [pattern, weight] of weights.entries()) {
    for (let rater = 0; rater < raters; rater++) {
      const category = cells[pattern * raters + rater] ?? MISSING;
      if (category !== MISSING) said[rater * q + category] = (said[rater * q + category] ?? 0) + weight;
    }
  }
  const margins: (readonly number[])[] = [];
  for (let rater = 0; rater < raters; rater++) {
    const own = [...said.subarray(rater * q, (rater + 1) * q)];
    const total = own.reduce((sum, count) => sum + count, 0);
    if (total > 0) margins.push(own.map((count) => count / total));
  }
  if (margins.length < 2) return none("fewer than two detectors answered");
  let expected = 0;
  for (let k = 0; k < q; k++) {
    const mean = margins.reduce((sum, own) => sum + (own[k] ?? 0), 0) / margins.length;
    const variance = margins.reduce((sum, own) => sum + ((own[k] ?? 0) - mean) ** 2, 0) / (margins.length - 1);
    expected += mean ** 2 - variance / margins.length;
  }
  return beyondChance(observed.value, expected);
}
