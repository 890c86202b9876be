/**
 * Agglomerative clustering by Lance and Williams' formula (Comput. J. 9, 1967), ties by the smallest pair of items, cophenetic distances and their
 * correlation (reference/statistics.md 8.6).
 */

import { none, type Statistic, value } from "./statistic.ts";

/** Symmetric, row-major, zeros on the diagonal. */
export interface Distances {
  readonly items: number;
  readonly between: Float64Array;
}

export const LINKAGES = ["single", "complete", "average", "wpgma", "ward"] as const;
export type Linkage = (typeof LINKAGES)[number];

export interface Merge {
  /** The items of either branch in order; the branch with the smallest item is the first. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly height: number;
}

/** Distances this close are equal: what is left of rounding must not decide a tie. */
const EQUAL = 1e-12;

/** Merges from the lowest up: one fewer than items. `ward`: of squared distances, heights as roots (R's ward.D2). */
export function link({ items, between }: Distances, linkage: Linkage): readonly Merge[] {
  const d = linkage === "ward" ? between.map((one) => one * one) : Float64Array.from(between);
  // A cluster lives at its smallest item.
  const members = new Map<number, readonly number[]>(Array.from({ length: items }, (_, item) => [item, [item]]));
  const merges: Merge[] = [];
  while (members.size > 1) {
    const [a, b, least] = nearest(
      [...members.keys()].toSorted((x, y) => x - y),
      d,
      items,
    );
    const [first, second] = [members.get(a) ?? [], members.get(b) ?? []];
    merges.push({ first, second, height: linkage === "ward" ? Math.sqrt(Math.max(0, least)) : least });
    members.delete(b);
    members.set(
      a,
      [...first, ...second].toSorted((x, y) => x - y),
    );
    for (const [other, others] of members) {
      if (other === a) continue;
      const sizes = [first.length, second.length, others.length] as const;
      const joined = update(linkage, at(d, a * items + other), at(d, b * items + other), least, sizes);
      d[a * items + other] = joined;
      d[other * items + a] = joined;
    }
  }
  return merges;
}

function nearest(alive: readonly number[], d: Float64Array, items: number): readonly [number, number, number] {
  let best: readonly [number, number, number] = [0, 0, Number.POSITIVE_INFINITY];
  for (const [place, a] of alive.entries()) {
    for (const b of alive.slice(place + 1)) {
      const distance = at(d, a * items + b);
      if (distance < best[2] - EQUAL || best[0] === best[1]) best = [a, b, distance];
    }
  }
  return best;
}

function update(
  linkage: Linkage,
  da: number,
  db: number,
  dab: number,
  [na, nb, nc]: readonly [number, number, number],
): number {
  switch (linkage) {
    case "single":
      return Math.min(da, db);
    case "complete":
      return Math.max(da, db);
    case "average":
      return (na * da + nb * db) / (na + nb);
    case "wpgma":
      return (da + db) / 2;
    case "ward":
      return ((na + nc) * da + (nb + nc) * db - nc * dab) / (na + nb + nc);
  }
}

/** Of every two items, the height at which they are first in one cluster. */
export function cophenetic(merges: readonly Merge[]): Distances {
  const items = merges.length + 1;
  const between = new Float64Array(items * items);
  for (const { first, second, height } of merges) {
    for (const a of first) {
      for (const b of second) {
        between[a * items + b] = height;
        between[b * items + a] = height;
      }
    }
  }
  return { items, between };
}

/** How faithful the tree is: Pearson's correlation of the distances with the cophenetic ones. */
export function copheneticCorrelation(distances: Distances, merges: readonly Merge[]): Statistic {
  const [given, drawn] = [upper(distances), upper(cophenetic(merges))];
  if (given.length < 3) return none("fewer than three detectors");
  const [x, y] = [mean(given), mean(drawn)];
  const covariance = mean(given.map((one, index) => (one - x) * ((drawn[index] ?? 0) - y)));
  const spread = Math.sqrt(mean(given.map((one) => (one - x) ** 2)) * mean(drawn.map((one) => (one - y) ** 2)));
  return spread > EQUAL ? value(Math.max(-1, Math.min(1, covariance / spread))) : none("all distances are the same");
}

/** Each pair once, in the order of items. */
function upper({ items, between }: Distances): readonly number[] {
  const all: number[] = [];
  for (let a = 0; a < items; a++) for (let b = a + 1; b < items; b++) all.push(at(between, a * items + b));
  return all;
}

/** The clusters that are left when the tree is cut: items that merge at `height` or below are together. */
export function cut(items: number, merges: readonly Merge[], height: number): readonly (readonly number[])[] {
  const clusters = new Map<number, readonly number[]>(Array.from({ length: items }, (_, item) => [item, [item]]));
  for (const merge of merges) {
    if (merge.height > height + EQUAL) continue;
    const [a = 0, b = 0] = [merge.first[0], merge.second[0]];
    clusters.set(
      a,
      [...merge.first, ...merge.second].toSorted((x, y) => x - y),
    );
    clusters.delete(b);
  }
  return [...clusters.values()];
}

const at = (numbers: Float64Array, index: number): number => numbers[index] ?? 0;
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
