/** A number, or the reason why there is none: no statistic is ever NaN, and an undefined one is neither 0 nor 1 (reference/statistics.md 8.2). */

export type Statistic =
  | { readonly value: number; readonly because: null }
  | { readonly value: null; readonly because: string };

export function value(number: number): Statistic {
  return { value: number, because: null };
}

export function none(because: string): Statistic {
  return { value: null, because };
}

/** `numerator / denominator`, or why not where the denominator is 0 or less. */
export function ratio(numerator: number, denominator: number, because: string): Statistic {
  return denominator > 0 ? value(numerator / denominator) : none(because);
}

/** Everything fell into one category: there is no chance-corrected agreement to speak of. */
const ONE_CATEGORY = "every answer is the same, so agreement by chance is certain";
export const TOO_FEW = "fewer than two endpoints were answered by both";

/** Rounding must not decide whether chance agreement is certain. */
const CERTAIN = 1 - 1e-12;

/** `(pa - pe) / (1 - pe)`: the form of all coefficients of agreement. @param observed pa. @param expected pe, by chance */
export function beyondChance(observed: number, expected: number): Statistic {
  return expected >= CERTAIN ? none(ONE_CATEGORY) : value((observed - expected) / (1 - expected));
}
