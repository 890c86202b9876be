/** Tests for the same endpoints asked twice or more often: McNemar, Cochran's Q, Holm's correction (reference/statistics.md 8.5). */

import { betaProbability, logGamma } from "./beta.ts";
import { clopperPearson, type Interval } from "./binomial.ts";
import { chiSquareUpperTail } from "./gamma-tail.ts";

export interface McNemar {
  /** Only the first says so. */
  readonly onlyFirst: number;
  /** Only the second says so. */
  readonly onlySecond: number;
  /** Two-sided p-values; null: there is no discordant pair, so nothing to test. */
  readonly exact: number | null;
  readonly midP: number | null;
  /** Without continuity correction, one degree of freedom. */
  readonly chiSquare: number | null;
  readonly chiSquareP: number | null;
  /** Clopper-Pearson interval of onlyFirst / (onlyFirst + onlySecond); null: as above. */
  readonly share: Interval | null;
}

/** Is the change from first to second one-sided? `exact` is 2 P(Bin(b + c, 1/2) <= min(b, c)), at most 1; mid-p takes away P(Bin = min). @param b, c whole numbers from 0 */
export function mcnemar(b: number, c: number): McNemar {
  const n = b + c;
  const counted = { onlyFirst: b, onlySecond: c };
  if (n === 0) return { ...counted, exact: null, midP: null, chiSquare: null, chiSquareP: null, share: null };
  const least = Math.min(b, c);
  // P(Bin(n, 1/2) <= k) = I_1/2(n - k, k + 1)
  const twice = 2 * betaProbability(0.5, n - least, least + 1);
  const mass = Math.exp(logGamma(n + 1) - logGamma(least + 1) - logGamma(n - least + 1) - n * Math.LN2);
  const chiSquare = (b - c) ** 2 / n;
  return {
    ...counted,
    exact: Math.min(1, twice),
    midP: Math.min(1, Math.max(0, twice - mass)),
    chiSquare,
    chiSquareP: chiSquareUpperTail(chiSquare, 1),
    share: clopperPearson(b, n),
  };
}

/** The chi-square of McNemar with Edwards' continuity correction. null: no discordant pair. */
export function mcnemarCorrected(b: number, c: number): { readonly chiSquare: number; readonly p: number } | null {
  if (b + c === 0) return null;
  const chiSquare = Math.max(0, Math.abs(b - c) - 1) ** 2 / (b + c);
  return { chiSquare, p: chiSquareUpperTail(chiSquare, 1) };
}

export interface CochranQ {
  readonly q: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Cochran's Q: do several treatments of the same units say 1 equally often? (Biometrika 37, 1950.) Only complete units count.
 * @param rows what each treatment said, 1 or 0, with how many units said so. null: fewer than two treatments, or none ever differ
 */
export function cochran(
  rows: readonly { readonly said: readonly (0 | 1)[]; readonly weight: number }[],
): CochranQ | null {
  const treatments = rows[0]?.said.length ?? 0;
  const sums = Array.from({ length: treatments }, () => 0);
  let [total, squares] = [0, 0];
  for (const { said, weight } of rows) {
    const ones = said.reduce<number>((sum, one) => sum + one, 0);
    total += weight * ones;
    squares += weight * ones ** 2;
    for (const [treatment, one] of said.entries()) sums[treatment] = (sums[treatment] ?? 0) + weight * one;
  }
  const spread = treatments * total - squares;
  if (treatments < 2 || spread <= 0) return null;
  const between = treatments * sums.reduce((sum, one) => sum + one ** 2, 0) - total ** 2;
  const q = ((treatments - 1) * between) / spread;
  return { q, df: treatments - 1, p: chiSquareUpperTail(q, treatments - 1) };
}

/** Holm's step-down correction (Scand. J. Statist. 6, 1979): p-values adjusted for how many were looked at, in the order given. null stays null and counts for nothing. */
export function holm(values: readonly (number | null)[]): readonly (number | null)[] {
  const tested = values.flatMap((p, index) => (p === null ? [] : [{ p, index }])).toSorted((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = values.map(() => null);
  let highest = 0;
  for (const [rank, { p, index }] of tested.entries()) {
    highest = Math.max(highest, Math.min(1, (tested.length - rank) * p));
    adjusted[index] = highest;
  }
  return adjusted;
}
