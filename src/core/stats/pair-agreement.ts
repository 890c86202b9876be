/**
 * Agreement of two raters, from the square table of what they said about the same units (reference/statistics.md 8.1).
 * A table is row-major, `categories` squared counts; the first rater's answers are the rows. Fewer than two units, or chance
 * agreement that is certain: no number, with the reason.
 */

import { beyondChance, none, type Statistic, ratio, TOO_FEW } from "./statistic.ts";

export interface SquareTable {
  readonly categories: number;
  readonly counts: Float64Array;
}

/** @throws RangeError when the counts are not a square */
export function squareTable(rows: readonly (readonly number[])[]): SquareTable {
  if (rows.some((row) => row.length !== rows.length)) throw new RangeError("not a square");
  return { categories: rows.length, counts: Float64Array.from(rows.flat()) };
}

interface Shares {
  readonly n: number;
  /** Share of units on the diagonal: pa. */
  readonly observed: number;
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Written for the inner loop of a bootstrap. */
function sharesOf({ categories: q, counts }: SquareTable): Shares {
  const [rows, columns] = [new Float64Array(q), new Float64Array(q)];
  let [n, same] = [0, 0];
  for (let row = 0; row < q; row++) {
    for (let column = 0; column < q; column++) {
      const count = at(counts, row * q + column);
      n += count;
      add(rows, row, count);
      add(columns, column, count);
      if (row === column) same += count;
    }
  }
  const per = n > 0 ? 1 / n : 0;
  for (let k = 0; k < q; k++) {
    rows[k] = at(rows, k) * per;
    columns[k] = at(columns, k) * per;
  }
  return { n, observed: same * per, rows, columns };
}

export interface PairCoefficients {
  readonly kappa: Statistic;
  readonly alpha: Statistic;
  readonly ac1: Statistic;
}

/** Cohen's kappa, Krippendorff's alpha and Gwet's AC1 at once. */
export function pairCoefficients(table: SquareTable): PairCoefficients {
  const shares = sharesOf(table);
  if (shares.n < 2) return { kappa: none(TOO_FEW), alpha: none(TOO_FEW), ac1: none(TOO_FEW) };
  const { n, observed, rows, columns } = shares;
  let [own, pooled] = [0, 0];
  for (let k = 0; k < table.categories; k++) {
    own += at(rows, k) * at(columns, k);
    pooled += ((at(rows, k) + at(columns, k)) / 2) ** 2;
  }
  return {
    kappa: beyondChance(observed, own),
    alpha: beyondChance(observed, 1 - ((1 - pooled) * 2 * n) / (2 * n - 1)),
    ac1: beyondChance(observed, (1 - pooled) / (table.categories - 1)),
  };
}

/** Share of units on which both say the same. */
export function rawAgreement(table: SquareTable): Statistic {
  const { n, observed } = sharesOf(table);
  return ratio(observed, n > 0 ? 1 : 0, "no endpoint was answered by both");
}

/** Cohen's kappa: chance from each rater's own margins (Educ. Psychol. Meas. 20, 1960). */
export function cohen(table: SquareTable): Statistic {
  return pairCoefficients(table).kappa;
}

/** Asymptotic standard error of Cohen's kappa (Fleiss, Cohen and Everitt, Psychol. Bull. 72, 1969). */
export function cohenError(table: SquareTable): Statistic {
  const kappa = cohen(table);
  if (kappa.value === null) return kappa;
  const { n, rows, columns } = sharesOf(table);
  const { categories: q, counts } = table;
  const left = 1 - kappa.value;
  const expected = dot(rows, columns);
  let sum = 0;
  for (let row = 0; row < q; row++) {
    for (let column = 0; column < q; column++) {
      const share = at(counts, row * q + column) / n;
      // The diagonal counts once with both margins, the rest with the margins crossed.
      sum +=
        row === column
          ? share * (1 - (at(rows, row) + at(columns, row)) * left) ** 2
          : share * (left * (at(columns, row) + at(rows, column))) ** 2;
    }
  }
  const variance = (sum - (kappa.value - expected * left) ** 2) / (n * (1 - expected) ** 2);
  return { value: Math.sqrt(Math.max(0, variance)), because: null };
}

/** Scott's pi: chance from the margins of both together (Public Opin. Q. 19, 1955). */
export function scott(table: SquareTable): Statistic {
  const { n, observed } = sharesOf(table);
  const pooled = pooledShares(table);
  return n < 2 ? none(TOO_FEW) : beyondChance(observed, dot(pooled, pooled));
}

/** Brennan and Prediger's coefficient: chance is even over the categories; of two categories, PABAK. */
export function brennanPrediger(table: SquareTable): Statistic {
  const { n, observed } = sharesOf(table);
  return n < 2 ? none(TOO_FEW) : beyondChance(observed, 1 / table.categories);
}

/** Gwet's AC1 (Br. J. Math. Stat. Psychol. 61, 2008). Near 1 at low prevalence whatever the raters do about the few positives. */
export function gwet(table: SquareTable): Statistic {
  return pairCoefficients(table).ac1;
}

/** Krippendorff's alpha, nominal: Scott's pi with chance drawn without replacement. */
export function krippendorffPair(table: SquareTable): Statistic {
  return pairCoefficients(table).alpha;
}

function pooledShares(table: SquareTable): Float64Array {
  const { rows, columns } = sharesOf(table);
  return rows.map((share, category) => (share + at(columns, category)) / 2);
}

/** Of all times that one of the two said it, how often the other did too: 2a / (2a + b + c), for any category. */
export function specificAgreement({ categories: q, counts }: SquareTable, category: number): Statistic {
  let said = 0;
  for (let other = 0; other < q; other++) {
    said += at(counts, category * q + other) + at(counts, other * q + category);
  }
  return ratio(2 * at(counts, category * q + category), said, "neither ever said so where both answered");
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, one, index) => sum + one * at(b, index), 0);
}

const at = (numbers: Float64Array, index: number): number => numbers[index] ?? 0;

function add(numbers: Float64Array, index: number, more: number): void {
  numbers[index] = at(numbers, index) + more;
}
