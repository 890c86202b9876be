/** Intervals for a share that was counted, beside the exact one of binomial.ts (reference/statistics.md 13.5). */

import { betaQuantile } from "./beta.ts";
import type { Interval } from "./binomial.ts";
import { normalQuantile } from "./normal.ts";

/** Wilson's score interval for x of n (JASA 22, 1927). n = 0: nothing is known, 0 to 1. @throws RangeError unless 0 <= x <= n are whole numbers */
export function wilson(x: number, n: number, confidence = 0.95): Interval {
  check(x, n);
  if (n === 0) return { low: 0, high: 1 };
  const z = normalQuantile((1 + confidence) / 2);
  const middle = (x + (z * z) / 2) / (n + z * z);
  const half = (z / (n + z * z)) * Math.sqrt((x * (n - x)) / n + (z * z) / 4);
  return { low: x === 0 ? 0 : Math.max(0, middle - half), high: x === n ? 1 : Math.min(1, middle + half) };
}

/**
 * Jeffreys' interval: quantiles of Beta(x + 1/2, n - x + 1/2), as they are. (Setting the low end to 0 where x = 0, and the high end to 1
 * where x = n, is customary and left to the caller.) @throws RangeError unless 0 <= x <= n are whole numbers
 */
export function jeffreys(x: number, n: number, confidence = 0.95): Interval {
  check(x, n);
  const tail = (1 - confidence) / 2;
  const [a, b] = [x + 0.5, n - x + 0.5];
  return { low: betaQuantile(tail, a, b), high: betaQuantile(1 - tail, a, b) };
}

/** The exact upper bound of a share of which x of n were seen, one-sided: "at most so much". @throws RangeError unless 0 <= x <= n are whole numbers */
export function upperBound(x: number, n: number, confidence = 0.95): number {
  check(x, n);
  return x === n ? 1 : betaQuantile(confidence, x + 1, n - x);
}

function check(x: number, n: number): void {
  if (!Number.isInteger(x) || !Number.isInteger(n) || x < 0 || x > n) throw new RangeError(`${x} of ${n}`);
}
