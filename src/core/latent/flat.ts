/** Reading and adding to flat arrays of numbers. An index outside is a mistake of ours: NaN, so that a test notices. */

export const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;

export function add(values: Float64Array, index: number, amount: number): void {
  values[index] = at(values, index) + amount;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
