/** The standard normal distribution: its tail and its quantile (reference/statistics.md 13.5). About twelve digits. */

import { chiSquareUpperTail } from "./gamma-tail.ts";

/** P(Z > z) of the standard normal distribution. */
export function normalTail(z: number): number {
  const half = chiSquareUpperTail(z * z, 1) / 2;
  return z < 0 ? 1 - half : half;
}

/** The z with P(Z <= z) = p, by bisection; at most 40 either way. */
export function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  let [low, high] = [0, 40];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > 1 - p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
