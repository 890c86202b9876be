import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countParameters, type Design, identifiedAt } from "./identifiability.ts";
import { inverse, product, rank, singularValues } from "./small-matrix.ts";

describe("cells against parameters (reference/statistics.md 4.2)", () => {
  test.each<[Design, number, number, "no" | "just" | "over"]>([
    [{ blocks: 2, strata: 1 }, 3, 5, "no"],
    [{ blocks: 2, strata: 2 }, 6, 6, "just"],
    [{ blocks: 3, strata: 1 }, 7, 7, "just"],
    [{ blocks: 2, strata: 1, falsePositivesKnown: true }, 3, 3, "just"],
    [{ blocks: 1, strata: 9 }, 9, 11, "no"],
    [{ blocks: 4, strata: 1 }, 15, 9, "over"],
    [{ blocks: 0, strata: 0 }, 0, 0, "just"],
  ])("%o", (design, cells, parameters, identified) => {
    expect(countParameters(design)).toEqual({ cells, parameters, identified });
  });
});

describe("the rank at an estimate", () => {
  const two: Design = { blocks: 2, strata: 2 };
  test("says what counting cannot see", () => {
    expect(identifiedAt(two, Float64Array.of(0.1, 0.6, 0.9, 0.8, 0.05, 0.1))).toBe(true);
    // Equal prevalence: six cells, but only three different equations.
    expect(identifiedAt(two, Float64Array.of(0.3, 0.3, 0.9, 0.8, 0.05, 0.1))).toBe(false);
    // A test that is no better than chance.
    expect(identifiedAt(two, Float64Array.of(0.1, 0.6, 0.4, 0.8, 0.4, 0.1))).toBe(false);
  });

  test("three blocks, or two with proof, need no second population; two blocks do", () => {
    expect(identifiedAt({ blocks: 3, strata: 1 }, Float64Array.of(0.03, 0.8, 0.7, 0.9, 0.01, 0.02, 0.01))).toBe(true);
    expect(identifiedAt({ blocks: 2, strata: 1, falsePositivesKnown: true }, Float64Array.of(0.03, 0.8, 0.7))).toBe(
      true,
    );
    expect(identifiedAt({ blocks: 2, strata: 1 }, Float64Array.of(0.03, 0.8, 0.7, 0.01, 0.02))).toBe(false);
  });

  test("no positives: proof says nothing of sensitivity", () => {
    expect(identifiedAt({ blocks: 2, strata: 1, falsePositivesKnown: true }, Float64Array.of(0, 0.8, 0.7))).toBe(false);
  });
});

describe("small matrices", () => {
  const square = fc.array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 }), {
    minLength: 4,
    maxLength: 4,
  });
  const columns = (rows: readonly (readonly number[])[]) => rows.map((row) => Float64Array.from(row));

  test("singular values: their squares sum to those of the entries; a repeated column costs one rank", () => {
    fc.assert(
      fc.property(square, (rows) => {
        const matrix = columns(rows);
        const values = singularValues(matrix);
        const squares = (numbers: Iterable<number>) => [...numbers].reduce((total, value) => total + value * value, 0);
        expect(squares(values)).toBeCloseTo(squares(rows.flat()), 6);
        expect(rank([...matrix, ...matrix])).toBe(rank(matrix));
      }),
    );
    expect(rank([])).toBe(0);
    expect(
      singularValues(
        columns([
          [3, 0],
          [0, -4],
        ]),
      ),
    ).toEqual([4, 3]);
  });

  test("an inverse times its matrix is the identity", () => {
    fc.assert(
      fc.property(square, (rows) => {
        const matrix = columns(rows.map((row, index) => row.map((value, at) => (index === at ? value + 20 : value))));
        const inverted = inverse(matrix) ?? [];
        const rowOf = (row: number) => Float64Array.from(matrix, (column) => column[row] ?? 0);
        for (const [index, column] of inverted.entries())
          for (let row = 0; row < 4; row++) expect(product(rowOf(row), column)).toBeCloseTo(row === index ? 1 : 0, 9);
      }),
    );
    expect(
      inverse(
        columns([
          [1, 2],
          [2, 4],
        ]),
      ),
    ).toBeUndefined();
    expect(
      inverse(
        columns([
          [0, 1],
          [1, 0],
        ]),
      ),
    ).toEqual(
      columns([
        [0, 1],
        [1, 0],
      ]),
    );
  });
});
