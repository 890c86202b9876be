/** Tails of the chi-square and normal distributions, and the normal quantile (reference/statistics.md 13.5). About twelve digits. */

import { logGamma } from "./beta.ts";

const MOST_TERMS = 10_000;
const TINY = 1e-300;
const EPSILON = 1e-15;

/** The regularised upper incomplete gamma function Q(a, x): a series below the mean, a continued fraction above (DLMF 8.11.4, 8.9.2). */
function upperGamma(a: number, x: number): number {
  if (!(x > 0)) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * series(a, x) : front * fraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n <= MOST_TERMS && term > sum * EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / guard(numerator * d + b);
    c = guard(b + numerator / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  return value;
}

const guard = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** P(X > x) of the chi-square distribution. @param df degrees of freedom, above 0 */
export function chiSquareTail(x: number, df: number): number {
  return upperGamma(df / 2, x / 2);
}

/** P(Z > z) of the standard normal distribution. */
export function normalTail(z: number): number {
  const half = chiSquareTail(z * z, 1) / 2;
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
