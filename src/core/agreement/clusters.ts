/**
 * Which detectors say the same: a tree by positive agreement, the opinions it comes to, and how far resamples support it
 * (reference/statistics.md 8.6). A picture, not an inference: whose code a detector carries is its lineage, not its branch.
 */

import { resampler, SEED } from "../stats/bootstrap.ts";
import { copheneticCorrelation, cut, type Distances, link, type Merge } from "../stats/linkage.ts";
import { randomStream } from "../stats/random-stream.ts";
import { collapse, MISSING, type Patterns } from "../stats/ratings.ts";
import { none, type Statistic } from "../stats/statistic.ts";
import { conclusiveOnly, NOT_VULNERABLE, VULNERABLE } from "./answers.ts";

/** Fewer endpoints in common than this say nothing about two detectors. */
export const FEWEST_IN_COMMON = 5;
/** Detectors that agree at least this far, on average, on what they call vulnerable, are of one opinion. A convention. */
export const ONE_OPINION = 0.8;
const MOST_RESAMPLES = 200;
const FEWEST_RESAMPLES = 50;
/** Sums of one bootstrap: a second or so. */
const MOST_WORK = 5e7;

export interface Branch extends Merge {
  /** Share of resamples with a branch of the same detectors. */
  readonly support: number;
}

export interface Clusters {
  /** Endpoints that somebody calls vulnerable: what the tree rests on. */
  readonly rows: number;
  readonly resamples: number;
  /** From the lowest up; height: 1 - positive agreement. Items are indices of columns. */
  readonly branches: readonly Branch[];
  readonly copheneticCorrelation: Statistic;
  /** Columns with at least one distance known. */
  readonly placed: readonly number[];
  /** Of those: what is left when the tree is cut at 1 - ONE_OPINION. */
  readonly opinions: readonly (readonly number[])[];
}

/** @param columns categories by index in OUTCOMES, in the order of detectors' ids */
export function clusters(columns: readonly Int8Array[]): Clusters {
  const patterns = positives(collapse(columns.map(conclusiveOnly), 2));
  const { weights } = patterns;
  const items = columns.length;
  const { distances, known } = distancesOf(patterns, weights);
  const merges = link(distances, "average");
  const placed = columns.map((_, item) => item).filter((item) => known[item] === 1);
  const { resamples, support } = supportOf(patterns, merges);
  return {
    rows: weights.reduce((sum, weight) => sum + weight, 0),
    resamples,
    branches: merges.map((merge, index) => ({ ...merge, support: support[index] ?? 0 })),
    copheneticCorrelation:
      placed.length === 0 ? none("no two detectors can be compared") : copheneticCorrelation(distances, merges),
    placed,
    opinions: cut(items, merges, 1 - ONE_OPINION).filter(([first = -1]) => known[first] === 1),
  };
}

/** Patterns in which somebody says 1. */
function positives({ raters, categories, cells, weights }: Patterns): Patterns {
  const kept = [...weights.keys()].filter((p) => cells.subarray(p * raters, (p + 1) * raters).includes(VULNERABLE));
  return {
    raters,
    categories,
    cells: Int8Array.from(kept.flatMap((p) => [...cells.subarray(p * raters, (p + 1) * raters)])),
    weights: Float64Array.from(kept, (p) => weights[p] ?? 0),
  };
}

/** 1 - positive agreement; 1 where too little is in common, or neither calls any of it vulnerable. `known[i]` is 1 where i has a distance to somebody. */
function distancesOf({ raters, cells }: Patterns, weights: Float64Array): { distances: Distances; known: Uint8Array } {
  const both = new Float64Array(raters * raters);
  const split = new Float64Array(raters * raters);
  const common = new Float64Array(raters * raters);
  for (let pattern = 0; pattern < weights.length; pattern++) {
    const weight = weights[pattern] ?? 0;
    if (weight === 0) continue;
    const row = pattern * raters;
    for (let a = 0; a < raters; a++) {
      const first = cells[row + a];
      if (first === MISSING) continue;
      for (let b = a + 1; b < raters; b++) {
        const second = cells[row + b];
        if (second === MISSING) continue;
        const pair = a * raters + b;
        common[pair] = (common[pair] ?? 0) + weight;
        if (first !== second) split[pair] = (split[pair] ?? 0) + weight;
        else if (first !== NOT_VULNERABLE) both[pair] = (both[pair] ?? 0) + weight;
      }
    }
  }
  const between = new Float64Array(raters * raters);
  const known = new Uint8Array(raters);
  for (let a = 0; a < raters; a++) {
    for (let b = a + 1; b < raters; b++) {
      const pair = a * raters + b;
      const [agreed, differed] = [both[pair] ?? 0, split[pair] ?? 0];
      const sure = (common[pair] ?? 0) >= FEWEST_IN_COMMON && agreed + differed > 0;
      const distance = sure ? differed / (2 * agreed + differed) : 1;
      if (sure) known[a] = known[b] = 1;
      between[pair] = distance;
      between[b * raters + a] = distance;
    }
  }
  return { distances: { items: raters, between }, known };
}

/** How often each branch comes back, in the order of `merges`. */
function supportOf(patterns: Patterns, merges: readonly Merge[]): { resamples: number; support: readonly number[] } {
  const { raters, weights } = patterns;
  if (weights.length === 0 || merges.length === 0) return { resamples: 0, support: [] };
  const work = (weights.length * raters * raters) / 2 + raters ** 3;
  const resamples = Math.max(FEWEST_RESAMPLES, Math.min(MOST_RESAMPLES, Math.floor(MOST_WORK / work)));
  const draw = resampler(randomStream(SEED, "clusters"), weights);
  const resample = new Float64Array(weights.length);
  const names = merges.map(branchName);
  const found = names.map(() => 0);
  for (let round = 0; round < resamples; round++) {
    draw(resample);
    const seen = new Set(link(distancesOf(patterns, resample).distances, "average").map(branchName));
    for (const [index, name] of names.entries()) if (seen.has(name)) found[index] = (found[index] ?? 0) + 1;
  }
  return { resamples, support: found.map((times) => times / resamples) };
}

const branchName = ({ first, second }: Merge): string => [...first, ...second].toSorted((a, b) => a - b).join();
