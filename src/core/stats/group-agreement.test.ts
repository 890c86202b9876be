/** Data and values of reference/statistics.md 13.4, where their sources are named; Fleiss' psychiatrists: his table 1 (Psychol. Bull. 76, 1971). */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conger, type Difference, groupAgreement, interval, krippendorff, nominal } from "./group-agreement.ts";
import { cohen, krippendorffPair, squareTable } from "./pair-agreement.ts";
import { collapse, MISSING, pairCounts, type UnitCounts, unitCounts } from "./ratings.ts";
import { FOUR_OBSERVERS, PSYCHIATRIST_COUNTS } from "./testing/raters.ts";

/** A line a rater, categories from 1, `.` for a missing cell. */
const raters = (categories: number, ...lines: readonly string[]) =>
  collapse(
    lines.map((line) => Int8Array.from(line.split(" ").map((cell) => (cell === "." ? MISSING : Number(cell) - 1)))),
    categories,
  );
const kinds = (text: string): UnitCounts => {
  const rows = text.split("|").map((row) => row.trim().split(/\s+/).map(Number));
  return {
    categories: rows[0]?.length ?? 0,
    counts: Float64Array.from(rows.flat()),
    weights: new Float64Array(rows.length).fill(1),
  };
};

/** Of ranks: everything between them and half of either (Krippendorff, 2011). */
const ordinal: Difference = (a, b, totals) => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const between = totals.slice(low, high + 1).reduce((sum, total) => sum + total, 0);
  return (between - ((totals[low] ?? 0) + (totals[high] ?? 0)) / 2) ** 2;
};
const ratioOf: Difference = (a, b) => ((a - b) / (a + b + 2)) ** 2;

test.each([
  ["nominal", nominal, 0.7434210526],
  ["ordinal", ordinal, 0.8153875038],
  ["interval", interval, 0.8491071429],
  ["ratio", ratioOf, 0.7974027747],
])("Krippendorff's four observers, %s", (_metric, difference, alpha) => {
  expect(krippendorff(unitCounts(FOUR_OBSERVERS), difference).value).toBeCloseTo(alpha, 9);
});

test("its coincidences, seen through a metric that is 1 for one pair of answers only", () => {
  // alpha = 1 - (n - 1) o / (n_c n_k): the coincidence o of a pair follows from it.
  const totals = [9, 13, 10, 5, 3];
  const coincidence = (c: number, k: number) => {
    const only: Difference = (a, b) => (Math.min(a, b) === c && Math.max(a, b) === k ? 1 : 0);
    const { value: alpha } = krippendorff(unitCounts(FOUR_OBSERVERS), only);
    return ((1 - (alpha ?? 9)) * (totals[c] ?? 0) * (totals[k] ?? 0)) / 39;
  };
  const third = 1 / 3;
  const split = [
    [0, 4 * third, third, third, 0],
    [0, 0, 4 * third, third, 0],
    [0, 0, 0, third, 0],
    [0, 0, 0, 0, 0],
  ];
  for (const [c, row] of split.entries()) {
    for (const [k, o] of row.entries()) if (k > c) expect(coincidence(c, k), `${c + 1}-${k + 1}`).toBeCloseTo(o, 4);
  }
  // What is left of each answer's total is its diagonal.
  const off = (k: number) =>
    [0, 1, 2, 3, 4].reduce((sum, c) => sum + (split[Math.min(c, k)]?.[Math.max(c, k)] ?? 0), 0);
  expect(totals.map((total, k) => Math.round((total - off(k)) * 1e6) / 1e6)).toEqual([7, 10, 8, 4, 3]);
  expect(totals.reduce((sum, total) => sum + total, 0)).toBe(40);
});

test("the same matrix in Gwet's package", () => {
  const found = groupAgreement(unitCounts(FOUR_OBSERVERS));
  expect(found.raw.value).toBeCloseTo(0.8181818, 7);
  expect(found.ac1.value).toBeCloseTo(0.77544, 5);
  expect(found.fleiss.value).toBeCloseTo(0.76117, 5);
  expect(found.alpha.value).toBeCloseTo(0.74342, 5);
  expect(found.brennanPrediger.value).toBeCloseTo(0.77273, 5);
  expect(conger(FOUR_OBSERVERS, found.raw).value).toBeCloseTo(0.76282, 5);
});

test("three coders, fifteen units", () => {
  const coders = unitCounts(
    raters(4, ". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .", ". . 2 1 3 4 4 . 2 1 1 3 3 . 4"),
  );
  expect(krippendorff(coders, nominal).value).toBeCloseTo(0.6913580247, 9);
  expect(krippendorff(coders, interval).value).toBeCloseTo(0.8108448928, 9);
});

test("Fleiss, ten subjects and fourteen raters", () => {
  const found = groupAgreement(
    kinds("0 0 0 0 14|0 2 6 4 2|0 0 3 5 6|0 3 9 2 0|2 2 8 1 1|7 7 0 0 0|3 2 6 3 0|2 5 3 2 2|6 5 2 1 0|0 2 2 3 7"),
  );
  expect(found.raw.value).toBeCloseTo(0.378021978, 9);
  expect(found.fleiss.value).toBeCloseTo(0.2099307044, 9);
  expect(found.ac1.value).toBeCloseTo(0.2256141508, 9);
  expect(found.alpha.value).toBeCloseTo(0.2155740565, 9);
  expect(found.brennanPrediger.value).toBeCloseTo(0.2225274725, 9);
});

describe("Fleiss' psychiatrists", () => {
  const TABLE = PSYCHIATRIST_COUNTS;

  test("all thirty", () => {
    expect(groupAgreement(kinds(TABLE)).fleiss.value).toBeCloseTo(0.4302445201, 9);
  });

  test("category by category", () => {
    const rows = TABLE.split("|").map((row) => row.split(" ").map(Number));
    const kappas = [0, 1, 2, 3, 4].map((category) => {
      const against = rows.map((row) => `${row[category] ?? 0} ${6 - (row[category] ?? 0)}`).join("|");
      return groupAgreement(kinds(against)).fleiss.value?.toFixed(3);
    });
    expect(kappas).toEqual(["0.245", "0.245", "0.520", "0.471", "0.566"]);
  });

  test("the first fifteen", () => {
    const found = groupAgreement(kinds(TABLE.split("|").slice(0, 15).join("|")));
    expect(found.fleiss.value).toBeCloseTo(0.413926499, 9);
    expect(found.ac1.value).toBeCloseTo(0.4448007329, 9);
    expect(found.alpha.value).toBeCloseTo(0.4204384268, 9);
    expect(found.brennanPrediger.value).toBeCloseTo(0.4388888889, 9);
  });
});

const cell = fc.integer({ min: MISSING, max: 2 });
const matrix = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 12 }))
  .chain(([r, n]) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: r, maxLength: r }));
const patternsOf = (rows: readonly (readonly number[])[]) =>
  collapse(
    rows.map((row) => Int8Array.from(row)),
    3,
  );
const all = (rows: readonly (readonly number[])[]) => {
  const patterns = patternsOf(rows);
  const { raw, fleiss, ac1, brennanPrediger, alpha } = groupAgreement(unitCounts(patterns));
  return [raw, fleiss, ac1, brennanPrediger, alpha, conger(patterns, raw)];
};

describe("any matrix", () => {
  test("a number at most 1, or a reason", () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        for (const { value, because } of all(rows)) {
          if (value === null) expect(because).not.toBe("");
          else expect(Number.isFinite(value) && value <= 1 + 1e-9).toBe(true);
        }
      }),
    );
  });

  test("order of raters and of units does not matter, and two copies only matter to alpha", () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const close = (a: number | null, b: number | null) => Math.abs((a ?? 9) - (b ?? 9)) < 1e-9;
        const now = all(rows).map(({ value }) => value);
        const turned = all(rows.toReversed().map((row) => row.toReversed())).map(({ value }) => value);
        expect(now.every((value, index) => close(value, turned[index] ?? null))).toBe(true);
        const twice = all(rows.map((row) => [...row, ...row])).map(({ value }) => value);
        for (const index of [0, 1, 2, 3, 5]) {
          if (now[index] !== null) expect(close(now[index] ?? null, twice[index] ?? null)).toBe(true);
        }
      }),
    );
  });

  test("of two raters without missing cells, the group's coefficients are the pair's", () => {
    const pair = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 20 });
    fc.assert(
      fc.property(pair, (units) => {
        const patterns = patternsOf([units.map(([a]) => a), units.map(([, b]) => b)]);
        const table = { categories: 3, counts: pairCounts(patterns, 0, 1) };
        const group = groupAgreement(unitCounts(patterns));
        expect(conger(patterns, group.raw).value ?? 9).toBeCloseTo(cohen(table).value ?? 9, 9);
        expect(group.alpha.value ?? 9).toBeCloseTo(krippendorffPair(table).value ?? 9, 9);
      }),
    );
  });
});

test("patterns keep every unit", () => {
  fc.assert(
    fc.property(matrix, (rows) => {
      const { raters: r, cells, weights } = patternsOf(rows);
      const units = rows[0]?.length ?? 0;
      const counted = new Map<string, number>();
      for (let unit = 0; unit < units; unit++) {
        const key = rows.map((row) => row[unit]).join();
        counted.set(key, (counted.get(key) ?? 0) + 1);
      }
      const kept = [...weights].map((weight, p) => [cells.subarray(p * r, (p + 1) * r).join(), weight] as const);
      expect(new Map(kept)).toEqual(counted);
    }),
  );
});

test("rows that are not what they were: a swapped pair is a transposed table", () => {
  const patterns = patternsOf([
    [0, 0, 1, 2],
    [1, 0, 1, MISSING],
  ]);
  expect([...pairCounts(patterns, 0, 1)]).toEqual([1, 1, 0, 0, 1, 0, 0, 0, 0]);
  expect([...pairCounts(patterns, 1, 0)]).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 0]);
  expect(squareTable([[1]]).categories).toBe(1);
});
