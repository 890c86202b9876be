/**
 * Analytic standard errors of the coefficients of agreement, and kappa's tests of chance alone. The reports show bootstrap intervals;
 * these are what those are measured against (reference/statistics.md 8.3 and 13.4; bench/coverage.ts). Gwet's errors are for units drawn
 * from very many (Handbook of Inter-Rater Reliability, 2014, chapter 5): each unit's share in the coefficient, linearised, and the spread of the shares.
 */

import { conger, groupAgreement } from "./group-agreement.ts";
import { cohen, type SquareTable } from "./pair-agreement.ts";
import { MISSING, pairCounts, type Patterns, type UnitCounts, unitCounts } from "./ratings.ts";
import { none, type Statistic, value } from "./statistic.ts";

/** Standard errors of the group coefficients; null with the reason where the coefficient is. */
export interface GroupErrors {
  readonly fleiss: Statistic;
  readonly ac1: Statistic;
  readonly brennanPrediger: Statistic;
  readonly alpha: Statistic;
}

/** @param units as from `unitCounts`: those with one rating count in what is expected by chance, not in alpha */
export function groupErrors(units: UnitCounts): GroupErrors {
  const { categories: q } = units;
  const { fleiss, ac1, brennanPrediger, alpha } = groupAgreement(units);
  const kinds = kindsOf(units);
  const all = kinds.reduce((sum, { weight }) => sum + weight, 0);
  const shares = Array.from({ length: q }, (_, k) =>
    kinds.reduce((sum, { counts, ratings, weight }) => sum + (weight * (counts[k] ?? 0)) / ratings / all, 0),
  );
  const expected = (of: (share: number) => number) => (kind: Kind) =>
    kind.counts.reduce((sum, count, k) => sum + (count / kind.ratings) * of(shares[k] ?? 0), 0);
  const spread = (coefficient: Statistic, own: (kind: Kind) => number) => spreadOf(coefficient, kinds, own);
  return {
    fleiss: spread(
      fleiss,
      expected((share) => share),
    ),
    ac1: spread(
      ac1,
      expected((share) => (1 - share) / (q - 1)),
    ),
    brennanPrediger: spread(brennanPrediger, () => 1 / q),
    alpha: alphaError(alpha, kinds),
  };
}

interface Kind {
  readonly counts: readonly number[];
  readonly ratings: number;
  readonly weight: number;
}

function kindsOf({ categories: q, counts, weights }: UnitCounts): readonly Kind[] {
  return [...weights].flatMap((weight, kind) => {
    const own = [...counts.subarray(kind * q, (kind + 1) * q)];
    const ratings = own.reduce((sum, count) => sum + count, 0);
    return ratings > 0 && weight > 0 ? [{ counts: own, ratings, weight }] : [];
  });
}

/** Of a unit's pairs of ratings, how many agree. */
const agreeing = ({ counts, ratings }: Kind): number =>
  ratings < 2 ? 0 : counts.reduce((sum, count) => sum + count * (count - 1), 0) / (ratings * (ratings - 1));

/** @param expected a unit's part of pe: its mean over all units is pe, and pe is a sum of products of two such means */
function spreadOf(coefficient: Statistic, kinds: readonly Kind[], expected: (kind: Kind) => number): Statistic {
  const { value: own } = coefficient;
  if (own === null) return coefficient;
  const mean = (of: (kind: Kind) => number, some = kinds) => {
    const total = some.reduce((sum, { weight }) => sum + weight, 0);
    return some.reduce((sum, kind) => sum + kind.weight * of(kind), 0) / total;
  };
  const units = kinds.reduce((sum, { weight }) => sum + weight, 0);
  const pairable = kinds.reduce((sum, { ratings, weight }) => sum + (ratings < 2 ? 0 : weight), 0);
  const pe = mean(expected);
  const part = (kind: Kind) => {
    const observed = kind.ratings < 2 ? 0 : (units / pairable) * (agreeing(kind) - pe);
    return (observed - 2 * (1 - own) * (expected(kind) - pe)) / (1 - pe);
  };
  return value(Math.sqrt(mean((kind) => (part(kind) - own) ** 2) / (units - 1)));
}

/** Alpha's shares are of ratings, not of units: units weigh as they have ratings. */
function alphaError(alpha: Statistic, all: readonly Kind[]): Statistic {
  if (alpha.value === null) return alpha;
  const kinds = all.filter(({ ratings }) => ratings >= 2);
  const units = kinds.reduce((sum, { weight }) => sum + weight, 0);
  const ratings = kinds.reduce((sum, kind) => sum + kind.weight * kind.ratings, 0);
  const perUnit = ratings / units;
  const q = kinds[0]?.counts.length ?? 0;
  const shares = Array.from({ length: q }, (_, k) =>
    kinds.reduce((sum, { counts, weight }) => sum + (weight * (counts[k] ?? 0)) / ratings, 0),
  );
  const pe = shares.reduce((sum, share) => sum + share * share, 0);
  const agreed = (kind: Kind) => (agreeing(kind) * kind.ratings) / perUnit;
  const mean = kinds.reduce((sum, kind) => sum + (kind.weight * agreed(kind)) / units, 0);
  // As irrCAC has it: corrected for small samples where units differ in ratings, and not in the coefficient itself.
  const corrected = mean + (1 - mean) / ratings;
  const own = (mean - pe) / (1 - pe);
  let squares = 0;
  for (const kind of kinds) {
    const more = (kind.ratings - perUnit) / perUnit;
    const observed = agreed(kind) - corrected * more;
    const expected = kind.counts.reduce((sum, count, k) => sum + (count * (shares[k] ?? 0)) / perUnit, 0) - pe * more;
    const part = (observed - pe - 2 * (1 - own) * (expected - pe)) / (1 - pe);
    squares += kind.weight * (part - own) ** 2;
  }
  return value(Math.sqrt(squares / (units * (units - 1))));
}

/** Gwet's error of Conger's kappa: chance from each rater's own margins, over the units that it rated. */
export function congerError(patterns: Patterns): Statistic {
  const { raters, categories: q, cells, weights } = patterns;
  const units = unitCounts(patterns);
  const { raw, pairable } = groupAgreement(units);
  const coefficient = conger(patterns, raw);
  const { value: own } = coefficient;
  if (own === null || raw.value === null) return coefficient;
  const said = (pattern: number, rater: number) => cells[pattern * raters + rater] ?? MISSING;
  const rated = Array.from({ length: raters }, (_, rater) =>
    [...weights].reduce((sum, weight, p) => sum + (said(p, rater) === MISSING ? 0 : weight), 0),
  );
  const present = [...rated.keys()].filter((rater) => (rated[rater] ?? 0) > 0);
  const margin = (rater: number, k: number) =>
    [...weights].reduce((sum, weight, p) => sum + (said(p, rater) === k ? weight : 0), 0) / (rated[rater] ?? 1);
  const margins = present.map((rater) => Array.from({ length: q }, (_, k) => margin(rater, k)));
  const sums = Array.from({ length: q }, (_, k) => margins.reduce((sum, each) => sum + (each[k] ?? 0), 0));
  const others = (g: number, k: number) => (sums[k] ?? 0) - (margins[g]?.[k] ?? 0);
  const pairs = present.length * (present.length - 1);
  let pe = 0;
  for (const [g, each] of margins.entries())
    for (const [k, share] of each.entries()) pe += (share * others(g, k)) / pairs;
  const asked = [...weights].reduce((sum, w, p) => sum + (present.some((r) => said(p, r) !== MISSING) ? w : 0), 0);
  let squares = 0;
  for (const [p, weight] of weights.entries()) {
    const counts = Array.from({ length: q }, (_, k) => present.filter((rater) => said(p, rater) === k).length);
    const kind = { counts, ratings: counts.reduce((sum, count) => sum + count, 0), weight };
    if (kind.ratings === 0) continue;
    // How far this unit moves each rater's margins, and with them pe.
    let moved = 0;
    for (const [g, rater] of present.entries()) {
      const answer = said(p, rater);
      if (answer === MISSING) continue;
      const scale = asked / (rated[rater] ?? 1) / pairs;
      for (let k = 0; k < q; k++) moved += scale * ((answer === k ? 1 : 0) - (margins[g]?.[k] ?? 0)) * others(g, k);
    }
    const observed = kind.ratings < 2 ? 0 : (asked / pairable) * (agreeing(kind) - pe);
    squares += weight * ((observed - 2 * (1 - own) * moved) / (1 - pe) - own) ** 2;
  }
  return value(Math.sqrt(squares / (asked * (asked - 1))));
}

/** Gwet's error of AC1 for two raters; his form for tables divides by the units, not by one less. */
export function gwetError({ categories: q, counts }: SquareTable): Statistic {
  const kinds = new Float64Array(q * q * q);
  for (let cell = 0; cell < q * q; cell++) {
    for (const k of [Math.floor(cell / q), cell % q]) kinds[cell * q + k] = (kinds[cell * q + k] ?? 0) + 1;
  }
  const units = counts.reduce((sum, count) => sum + count, 0);
  const { ac1 } = groupErrors({ categories: q, counts: kinds, weights: counts });
  return ac1.value === null ? ac1 : value(ac1.value * Math.sqrt((units - 1) / units));
}

/** Standard error of Cohen's kappa if the two agreed by chance alone (Fleiss, Cohen and Everitt, Psychol. Bull. 72, 1969): kappa / error is z. */
export function cohenChanceError(table: SquareTable): Statistic {
  const kappa = cohen(table);
  if (kappa.value === null) return kappa;
  const { categories: q, counts } = table;
  const units = counts.reduce((sum, count) => sum + count, 0);
  const margin = (of: (cell: number) => number, k: number) =>
    counts.reduce((sum, count, cell) => sum + (of(cell) === k ? count : 0), 0) / units;
  const rows = Array.from({ length: q }, (_, k) => margin((cell) => Math.floor(cell / q), k));
  const columns = Array.from({ length: q }, (_, k) => margin((cell) => cell % q, k));
  const products = rows.map((row, k) => row * (columns[k] ?? 0));
  const pe = products.reduce((sum, product) => sum + product, 0);
  const cross = products.reduce((sum, product, k) => sum + product * ((rows[k] ?? 0) + (columns[k] ?? 0)), 0);
  return value(Math.sqrt(Math.max(0, pe + pe * pe - cross) / units) / (1 - pe));
}

/**
 * Fleiss' kappa against chance alone (Fleiss, Nee and Landis, Psychol. Bull. 86, 1979): kappa / error, for units that all have the same
 * number of ratings; null with the reason where they have not.
 */
export function fleissZ(units: UnitCounts): Statistic {
  const { fleiss } = groupAgreement(units);
  if (fleiss.value === null) return fleiss;
  const kinds = kindsOf(units);
  const raters = kinds[0]?.ratings ?? 0;
  if (kinds.some(({ ratings }) => ratings !== raters)) return none("endpoints have different numbers of answers");
  const all = kinds.reduce((sum, { weight }) => sum + weight, 0);
  const shares = Array.from({ length: units.categories }, (_, k) =>
    kinds.reduce((sum, { counts, weight }) => sum + (weight * (counts[k] ?? 0)) / raters / all, 0),
  );
  const even = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  const skew = shares.reduce((sum, share) => sum + share * (1 - share) * (1 - 2 * share), 0);
  const variance = (2 * (even * even - skew)) / (even * even * all * raters * (raters - 1));
  return variance > 0 ? value(fleiss.value / Math.sqrt(variance)) : none("chance alone cannot vary here");
}

/** Light's kappa: the mean of Cohen's over all pairs of raters (Psychol. Bull. 76, 1971). A pair without a kappa leaves none. */
export function light(patterns: Patterns): Statistic {
  const { raters, categories } = patterns;
  let [sum, pairs] = [0, 0];
  for (let a = 0; a < raters; a++) {
    for (let b = a + 1; b < raters; b++) {
      const kappa = cohen({ categories, counts: pairCounts(patterns, a, b) });
      if (kappa.value === null) return kappa;
      sum += kappa.value;
      pairs++;
    }
  }
  return pairs > 0 ? value(sum / pairs) : none("fewer than two detectors answered");
}
