/** Exact intervals for a share that was counted. */

import { betaQuantile } from "./beta.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Clopper and Pearson's interval for x of n (Biometrika 26, 1934): it covers the true share at least as often as `confidence`
 * says, whatever the share. n = 0: nothing is known, 0 to 1. @throws RangeError unless 0 <= x <= n are whole numbers.
 */
export function clopperPearson(x: number, n: number, confidence = 0.95): Interval {
  if (!Number.isInteger(x) || !Number.isInteger(n) || x < 0 || x > n) throw new RangeError(`${x} of ${n}`);
  const tail = (1 - confidence) / 2;
  return {
    low: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    high: x === n ? 1 : betaQuantile(1 - tail, x + 1, n - x),
  };
}
