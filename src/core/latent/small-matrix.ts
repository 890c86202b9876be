/** The little linear algebra that identifiability and standard errors need. A matrix is its columns. */

import { at } from "./flat.ts";

export type Columns = readonly Float64Array[];

/** Singular values, largest first, by one-sided Jacobi rotations: slow and accurate, for a few dozen columns. */
export function singularValues(matrix: Columns): readonly number[] {
  const columns = matrix.map((column) => column.slice());
  for (let sweep = 0, turned = true; turned && sweep < MOST_SWEEPS; sweep++) {
    turned = false;
    for (const [index, a] of columns.entries())
      for (const b of columns.slice(index + 1)) turned = orthogonalise(a, b) || turned;
  }
  return columns.map((column) => Math.sqrt(product(column, column))).toSorted((a, b) => b - a);
}

const MOST_SWEEPS = 60;

function orthogonalise(a: Float64Array, b: Float64Array): boolean {
  const [aa, bb, ab] = [product(a, a), product(b, b), product(a, b)];
  if (Math.abs(ab) <= 1e-15 * Math.sqrt(aa * bb) || ab === 0) return false;
  const zeta = (bb - aa) / (2 * ab);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (const [row, x] of a.entries()) {
    const y = at(b, row);
    a[row] = cosine * x - sine * y;
    b[row] = sine * x + cosine * y;
  }
  return true;
}

export function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((total, value, index) => total + value * at(b, index), 0);
}

/** How many singular values are more than `threshold` of the largest. No columns, or only zeros: 0. */
export function rank(matrix: Columns, threshold = 1e-8): number {
  const values = singularValues(matrix);
  const largest = values[0] ?? 0;
  return largest > 0 ? values.filter((value) => value > threshold * largest).length : 0;
}

/** The inverse of a square matrix (Gauss and Jordan, largest pivot first), or undefined where it has none. */
export function inverse(matrix: Columns): Columns | undefined {
  const size = matrix.length;
  const work = matrix.map((column) => column.slice());
  const result = matrix.map((_, index) => new Float64Array(size).map((_zero, row) => (row === index ? 1 : 0)));
  for (let step = 0; step < size; step++) {
    // Elimination by columns: the pivot is looked for along row `step`.
    const candidates = work.map((column, index) => (index < step ? -1 : Math.abs(at(column, step))));
    const pivot = candidates.indexOf(Math.max(...candidates));
    if (!(at(candidates, pivot) > 1e-300)) return undefined;
    for (const columns of [work, result]) {
      const [a, b] = [columns[step], columns[pivot]];
      if (a !== undefined && b !== undefined) [columns[step], columns[pivot]] = [b, a];
    }
    eliminate(work, result, step);
  }
  return result;
}

function eliminate(work: readonly Float64Array[], result: readonly Float64Array[], step: number): void {
  const factors = work.map((column) => at(column, step));
  for (const columns of [work, result]) {
    const base = columns[step]?.map((value) => value / at(factors, step)) ?? new Float64Array();
    for (const [index, column] of columns.entries())
      for (const row of column.keys())
        column[row] = index === step ? at(base, row) : at(column, row) - at(factors, index) * at(base, row);
  }
}
