/**
 * Who said what about which item, as the reference models want it: items with the same votes are one pattern with a weight
 * (reference/statistics.md, 3 and 11). A `?` is no vote here: these models cannot hold one.
 */

/** `count` votes (default 1; any amount above 0) of an observer for a class. All three numbers are indexes from 0. */
export interface Vote {
  readonly item: number;
  readonly observer: number;
  readonly said: number;
  readonly count?: number;
}

export interface VoteShape {
  readonly items: number;
  readonly observers: number;
  /** Both the classes an item can be of and the answers an observer can give. */
  readonly classes: number;
  /** By item: how many items it stands for; default 1 each. */
  readonly weights?: ArrayLike<number>;
}

/** The cells of pattern p are `starts[p]` to `starts[p + 1]` in `observer`, `said` and `count`. */
export interface VotePatterns {
  readonly items: number;
  readonly observers: number;
  readonly classes: number;
  readonly starts: Int32Array;
  readonly observer: Int32Array;
  readonly said: Int32Array;
  readonly count: Float64Array;
  /** By pattern: how many items it stands for. */
  readonly weight: Float64Array;
  /** By item. */
  readonly patternOf: Int32Array;
}

/**
 * Collapses votes. Patterns come in an order of their own, so that the order of the votes does not matter to the last bit.
 * @throws RangeError for an index outside the shape, or a count or weight that is not a number from 0: never for what data can hold
 */
export function votePatterns(votes: Iterable<Vote>, shape: VoteShape): VotePatterns {
  const { items, observers, classes } = shape;
  const cellsOf = Array.from({ length: items }, () => new Map<number, number>());
  for (const { item, observer, said, count = 1 } of votes) {
    const cells = cellsOf[item];
    if (cells === undefined || !within(observer, observers) || !within(said, classes) || !amount(count))
      throw new RangeError(`vote ${item} ${observer} ${said} ${count} outside ${items} ${observers} ${classes}`);
    const cell = observer * classes + said;
    if (count > 0) cells.set(cell, (cells.get(cell) ?? 0) + count);
  }
  const keyed = cellsOf.map((cells, item) => {
    const sorted = [...cells].toSorted(([a], [b]) => a - b);
    return { item, cells: sorted, key: sorted.join(" ") };
  });
  const patterns = [...new Map(keyed.map((row) => [row.key, row])).values()].toSorted((a, b) =>
    a.key < b.key ? -1 : 1,
  );
  const indexOf = new Map(patterns.map(({ key }, index) => [key, index]));
  const weight = new Float64Array(patterns.length);
  const patternOf = new Int32Array(items);
  for (const { item, key } of keyed) {
    const index = indexOf.get(key) ?? 0;
    const itemWeight = shape.weights?.[item] ?? 1;
    if (!amount(itemWeight)) throw new RangeError(`weight ${itemWeight} of item ${item}`);
    patternOf[item] = index;
    weight[index] = (weight[index] ?? 0) + itemWeight;
  }
  const starts = new Int32Array(patterns.length + 1);
  for (const [index, { cells }] of patterns.entries()) starts[index + 1] = (starts[index] ?? 0) + cells.length;
  const flat = patterns.flatMap(({ cells }) => cells);
  return {
    items,
    observers,
    classes,
    starts,
    observer: Int32Array.from(flat, ([cell]) => Math.floor(cell / classes)),
    said: Int32Array.from(flat, ([cell]) => cell % classes),
    count: Float64Array.from(flat, ([, count]) => count),
    weight,
    patternOf,
  };
}

const within = (index: number, length: number): boolean => Number.isInteger(index) && index >= 0 && index < length;
const amount = (value: number): boolean => value >= 0 && value < Number.POSITIVE_INFINITY;
