/**
 * What several raters said about many units, as columns of small whole numbers, and the same collapsed: units with equal answers are
 * one pattern with a weight. 100,000 units have few patterns, and every statistic here is a sum over them (reference/statistics.md 3).
 */

/** Not asked, or not counted. */
export const MISSING = -1;

export interface Patterns {
  readonly raters: number;
  readonly categories: number;
  /** Pattern by pattern, a cell for each rater: a category from 0, or MISSING. */
  readonly cells: Int8Array;
  /** How many units have the pattern. */
  readonly weights: Float64Array;
}

/** The patterns in the order in which they first appear. @param columns one a rater, all of one length, of categories or MISSING */
export function collapse(columns: readonly Int8Array[], categories: number): Patterns {
  const units = columns[0]?.length ?? 0;
  // Refined column by column: a group and its next answer make the next group.
  let groupOf = new Int32Array(units);
  let groups = units > 0 ? 1 : 0;
  const firsts: number[] = [];
  for (const column of columns) {
    const width = categories + 1;
    const next = new Int32Array(groups * width).fill(-1);
    const refined = new Int32Array(units);
    groups = 0;
    for (let unit = 0; unit < units; unit++) {
      const key = (groupOf[unit] ?? 0) * width + (column[unit] ?? MISSING) + 1;
      if (next[key] === -1) next[key] = groups++;
      refined[unit] = next[key] ?? 0;
    }
    groupOf = refined;
  }
  const weights = new Float64Array(groups);
  for (let unit = 0; unit < units; unit++) {
    const group = groupOf[unit] ?? 0;
    if (weights[group] === 0) firsts[group] = unit;
    weights[group] = (weights[group] ?? 0) + 1;
  }
  const cells = new Int8Array(groups * columns.length);
  for (const [group, first] of firsts.entries()) {
    for (const [rater, column] of columns.entries()) cells[group * columns.length + rater] = column[first] ?? MISSING;
  }
  return { raters: columns.length, categories, cells, weights };
}

/** How many raters put a unit into each category: all that coefficients without rater margins need to know. */
export interface UnitCounts {
  readonly categories: number;
  /** Kind by kind, a count for each category. */
  readonly counts: Float64Array;
  /** How many units are of the kind. */
  readonly weights: Float64Array;
}

/** Patterns of equal counts are one kind. Units that nobody rated are left out. */
export function unitCounts({ raters, categories, cells, weights }: Patterns): UnitCounts {
  const kinds = new Map<string, { readonly counts: number[]; weight: number }>();
  for (const [pattern, weight] of weights.entries()) {
    const counts = Array.from({ length: categories }, () => 0);
    let rated = 0;
    for (let rater = 0; rater < raters; rater++) {
      const said = cells[pattern * raters + rater] ?? MISSING;
      if (said === MISSING) continue;
      counts[said] = (counts[said] ?? 0) + 1;
      rated++;
    }
    if (rated === 0) continue;
    const key = counts.join();
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { counts, weight });
    else known.weight += weight;
  }
  const all = [...kinds.values()];
  return {
    categories,
    counts: Float64Array.from(all.flatMap(({ counts }) => counts)),
    weights: Float64Array.from(all.map(({ weight }) => weight)),
  };
}

/** Category by category what two raters said of the units that both rated: a square table, row-major, the first rater's answers as rows. */
export function pairCounts(
  patterns: Patterns,
  first: number,
  second: number,
  weights = patterns.weights,
): Float64Array {
  const { raters, categories, cells } = patterns;
  const counts = new Float64Array(categories * categories);
  for (let pattern = 0; pattern < weights.length; pattern++) {
    const a = cells[pattern * raters + first] ?? MISSING;
    const b = cells[pattern * raters + second] ?? MISSING;
    if (a === MISSING || b === MISSING) continue;
    counts[a * categories + b] = (counts[a * categories + b] ?? 0) + (weights[pattern] ?? 0);
  }
  return counts;
}
