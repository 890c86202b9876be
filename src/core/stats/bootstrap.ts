/**
 * The cluster bootstrap over endpoints (reference/statistics.md 8.3): endpoints with equal answers are one cell of a multinomial, so a resample
 * of 100,000 endpoints is a few dozen draws. Percentile intervals, a fixed seed; undefined resamples are counted, and too many of
 * them leave no interval.
 */

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
  const values: number[][] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    redraw(stream, weights, resample);
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

/** Fills `into` with a multinomial draw: as many units as the weights sum up to, each cell with its weight's chance. */
export function redraw(stream: RandomStream, weights: Float64Array, into: Float64Array): void {
  let total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = total;
  for (let cell = 0; cell < weights.length; cell++) {
    const weight = weights[cell] ?? 0;
    const drawn = weight >= total ? left : binomial(stream, left, weight / total);
    into[cell] = drawn;
    left -= drawn;
    total -= weight;
  }
}

/** Below this mean, counting up from 0 is quicker than splitting. */
const FEW = 12;

/** How many of n, each with chance p: exact, by splitting at a median (Devroye, Non-Uniform Random Variate Generation, X.4.3), then by inversion. */
export function binomial(stream: RandomStream, n: number, p: number): number {
  let [left, chance, found] = [n, p, 0];
  while (left > 0 && chance > 0) {
    if (chance >= 1) return found + left;
    if (left * chance < FEW) return found + inverted(stream, left, chance);
    const middle = 1 + Math.floor(left / 2);
    const at = stream.beta(middle, left + 1 - middle);
    if (at >= chance) {
      left = middle - 1;
      chance /= at;
    } else {
      found += middle;
      left -= middle;
      chance = (chance - at) / (1 - at);
    }
  }
  return found;
}

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
