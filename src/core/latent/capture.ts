/**
 * Capture and recapture: how many vulnerable hosts there are, from those that two lineages proved (reference/statistics.md 4.2).
 * Assumes that the lineages find vulnerable hosts independently. With a blind spot in common the true number is higher.
 */

import { logGamma } from "../stats/beta.ts";
import type { Interval } from "../stats/binomial.ts";

/** n1 (n2) hosts proved by the first (second) lineage, `both` by both of them. */
export interface TwoCatches {
  readonly first: number;
  readonly second: number;
  readonly both: number;
}

/** n1 n2 / m. Infinite where nothing was caught twice. */
export function lincolnPetersen({ first, second, both }: TwoCatches): number {
  return both > 0 ? (first * second) / both : Number.POSITIVE_INFINITY;
}

/** Chapman's less biased form, (n1 + 1)(n2 + 1) / (m + 1) - 1, with Seber's variance. It is finite even where nothing supports it: m = 0. */
export function chapman({ first, second, both }: TwoCatches): { readonly total: number; readonly variance: number } {
  const total = ((first + 1) * (second + 1)) / (both + 1) - 1;
  const variance = ((first + 1) * (second + 1) * (first - both) * (second - both)) / ((both + 1) ** 2 * (both + 2));
  return { total, variance };
}

/**
 * Exact interval for the number of vulnerable hosts: those totals under which so many, and so few, hosts caught twice are not
 * rarer than (1 - confidence) / 2 each (hypergeometric). Chapman's variance is 0 where one lineage missed nothing; this is not sure then.
 * @param hosts how many were tested by both: no total is above it
 */
export function captureInterval(catches: TwoCatches, hosts: number, confidence = 0.95): Interval {
  const seen = catches.first + catches.second - catches.both;
  const tail = (1 - confidence) / 2;
  // P(at most so many twice) grows with the total, P(at least so many) falls.
  const low = firstWhere(seen, hosts, (total) => tailOf(catches, total, -1) > tail);
  const high = firstWhere(low, hosts + 1, (total) => tailOf(catches, total, 1) <= tail) - 1;
  return { low, high: Math.max(low, Math.min(high, hosts)) };
}

/** The least whole number from `low` to `high` where it holds, which it does from there on; `high` if nowhere. */
function firstWhere(low: number, high: number, holds: (value: number) => boolean): number {
  let [from, to] = [low, Math.max(low, high)];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** P(at least `both` caught twice), or at most for direction -1, if there are `total`. In logarithms: it may be tiny at its start. */
function tailOf({ first, second, both }: TwoCatches, total: number, direction: 1 | -1): number {
  const choose = (n: number, k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const fewest = Math.max(0, first + second - total);
  const most = Math.min(first, second);
  let log = choose(first, both) + choose(total - first, second - both) - choose(total, second);
  let probability = Math.exp(log);
  const up = (k: number) => Math.log(((first - k) * (second - k)) / ((k + 1) * (total - first - second + k + 1)));
  for (let k = both; direction > 0 ? k < most : k > fewest; k += direction) {
    log += direction > 0 ? up(k) : -up(k - 1);
    probability += Math.exp(log);
  }
  return Math.min(1, probability);
}
