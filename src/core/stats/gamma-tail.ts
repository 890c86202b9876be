/** The upper tail of the gamma distribution and of chi square, which is one of them (DLMF 8.2, 8.11.4, 8.9.2). About twelve digits. */

import { logGamma } from "./beta.ts";

const MOST_TERMS = 100_000;
const EPSILON = 1e-16;
const TINY = 1e-300;

/** Q(a, x), the regularised upper incomplete gamma function: P(X > x). @param a above 0. NaN for what is not a number. */
export function gammaUpperTail(a: number, x: number): number {
  if (Number.isNaN(x) || !(a > 0) || a === Number.POSITIVE_INFINITY) return Number.NaN;
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  // The series converges quickly below the mean, the fraction above it.
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

/** P(chi square of `degrees` degrees of freedom > x). @param degrees above 0 */
export const chiSquareUpperTail = (x: number, degrees: number): number => gammaUpperTail(degrees / 2, x / 2);

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let total = term;
  for (let n = 1; n <= MOST_TERMS && term > total * EPSILON; n++) {
    term *= x / (a + n);
    total += term;
  }
  return total;
}

/** The continued fraction of Q, by Lentz's method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const step = n * (a - n);
    b += 2;
    d = 1 / guard(b + step * d);
    c = guard(b + step / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  return value;
}

const guard = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
