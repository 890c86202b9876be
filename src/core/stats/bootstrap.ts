/**
 * The cluster bootstrap over endpoints (reference/statistics.md 8.3): endpoints with equal answers are one cell of a multinomial, so a resample
 * of 100,000 endpoints is a few dozen draws. Percentile intervals, a fixed seed; undefined resamples are counted, and too many of
 * them leave no interval.
 */

import { logGamma } from "./beta.ts";
import type { Interval } from "./binomial.ts";
import { type RandomStream, randomStream } from "./random-stream.ts";

export const REPLICATES = 2000;
/** Of all programs, so that the same rows give the same intervals. */
export const SEED = 2014;
/** Above this share of undefined resamples there is no interval. */
const MOST_UNDEFINED = 0.05;

export interface Bootstrapped {
  /** null: too many resamples were undefined, or all came to the same, which says nothing about what was not seen. */
  readonly interval: Interval | null;
  readonly replicates: number;
  readonly undefinedReplicates: number;
}

/**
 * Percentile intervals for several statistics of the same resamples. `statistics` gives one value each, null where undefined.
 * @param purpose names the stream of chance, so that no two tables share one
 */
export function bootstrap(
  weights: Float64Array,
  statistics: (resample: Float64Array) => readonly (number | null)[],
  {
    purpose,
    replicates = REPLICATES,
    confidence = 0.95,
  }: { purpose: string; replicates?: number; confidence?: number },
): readonly Bootstrapped[] {
  const stream = randomStream(SEED, purpose);
  const resample = new Float64Array(weights.length);
  const draw = resampler(stream, weights);
  const values: number[][] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    draw(resample);
    for (const [index, one] of statistics(resample).entries()) {
      const own = (values[index] ??= []);
      if (one !== null) own.push(one);
    }
  }
  return values.map((own) => {
    const undefinedReplicates = replicates - own.length;
    const interval = undefinedReplicates > MOST_UNDEFINED * replicates ? null : percentiles(own, (1 - confidence) / 2);
    return { interval, replicates, undefinedReplicates };
  });
}

/** Quantiles by linear interpolation between order statistics (R's type 7). */
function percentiles(values: readonly number[], tail: number): Interval | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).toSorted();
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below] ?? 0;
    return low + (place - below) * ((sorted[below + 1] ?? low) - low);
  };
  return sorted[0] === sorted.at(-1) ? null : { low: at(tail), high: at(1 - tail) };
}

/** Draws resamples into an array of the caller's: as many units as the weights sum up to, each cell with its weight's chance. @param weights whole numbers */
export function resampler(stream: RandomStream, weights: Float64Array): (into: Float64Array) => void {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // Where most cells hold a unit or two, drawing units is quicker than drawing cells.
  return total < UNITS_PER_CELL * weights.length
    ? byUnit(stream, weights, total)
    : (into) => byCell(stream, weights, total, into);
}

const UNITS_PER_CELL = 8;

function byUnit(stream: RandomStream, weights: Float64Array, total: number): (into: Float64Array) => void {
  const cellOf = new Int32Array(total);
  let unit = 0;
  for (const [cell, weight] of weights.entries()) {
    cellOf.fill(cell, unit, unit + weight);
    unit += weight;
  }
  return (into) => {
    into.fill(0);
    for (let drawn = 0; drawn < total; drawn++) {
      const cell = cellOf[stream.below(total)] ?? 0;
      into[cell] = (into[cell] ?? 0) + 1;
    }
  };
}

function byCell(stream: RandomStream, weights: Float64Array, units: number, into: Float64Array): void {
  let [total, left] = [units, units];
  for (let cell = 0; cell < weights.length; cell++) {
    const weight = weights[cell] ?? 0;
    const drawn = weight >= total ? left : binomial(stream, left, weight / total);
    into[cell] = drawn;
    left -= drawn;
    total -= weight;
  }
}

/** How many of n, each with chance p. */
export function binomial(stream: RandomStream, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(stream, n, 1 - p);
  return n * p < REJECTION_FROM ? inverted(stream, n, p) : rejected(stream, n, p);
}

/** Below this mean, counting up from 0 is quick, and rejection is not exact. */
const REJECTION_FROM = 10;

function inverted(stream: RandomStream, n: number, p: number): number {
  const odds = p / (1 - p);
  let mass = Math.exp(n * Math.log1p(-p));
  let u = stream.uniform();
  let x = 0;
  while (u > mass && x < n) {
    u -= mass;
    x++;
    mass *= ((n - x + 1) / x) * odds;
  }
  return x;
}

/** Transformed rejection: BTRS of Hörmann, J. Stat. Comput. Simul. 46 (1993). p at most 1/2, n p at least 10. */
function rejected(stream: RandomStream, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const squeeze = 0.92 - 4.2 / b;
  for (;;) {
    const u = stream.uniform() - 0.5;
    const v = 1 - stream.uniform();
    const side = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / side + b) * u + n * p + 0.5);
    if (!(k >= 0 && k <= n)) continue;
    if (side >= 0.07 && v <= squeeze) return k;
    const mode = Math.floor((n + 1) * p);
    const scaled = (v * (2.83 + 5.1 / b) * deviation) / (a / (side * side) + b);
    const mass = logWays(n, k) - logWays(n, mode) + (k - mode) * Math.log(p / (1 - p));
    if (Math.log(scaled) <= mass) return k;
  }
}

/** Logarithm of the binomial coefficient, less that of n!. */
const logWays = (n: number, k: number): number => -logGamma(k + 1) - logGamma(n - k + 1);
