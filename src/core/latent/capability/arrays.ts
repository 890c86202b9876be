/** Reading and adding in typed arrays without a test for absence in every line; one function per type keeps the loops of the fit fast. */

/** The number at `index`, which the caller knows to be inside. */
export const real = (array: Float64Array, index: number): number => array[index] as number;

/** The whole number at `index`, which the caller knows to be inside. */
export const whole = (array: Int32Array, index: number): number => array[index] as number;

export function add(array: Float64Array, index: number, value: number): void {
  array[index] = (array[index] as number) + value;
}

/** Neumaier's compensated sum: the same digits for long sums whatever their size. */
export interface LongSum {
  readonly add: (value: number) => void;
  readonly total: () => number;
}

export function longSum(): LongSum {
  let sum = 0;
  let lost = 0;
  return {
    add: (value) => {
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
    },
    total: () => sum + lost,
  };
}
