/** Tables and values of reference/statistics.md 13.4, where their sources are named. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  brennanPrediger,
  cohen,
  cohenError,
  gwet,
  krippendorffPair,
  rawAgreement,
  scott,
  specificAgreement,
  squareTable,
} from "./pair-agreement.ts";

const SAS = squareTable([
  [0, 4, 1],
  [0, 8, 0],
  [0, 1, 5],
]);
const WINNIPEG = squareTable([
  [38, 5, 0, 1],
  [33, 11, 3, 0],
  [10, 14, 5, 6],
  [3, 7, 3, 10],
]);
const NEW_ORLEANS = squareTable([
  [5, 3, 0, 0],
  [3, 11, 4, 0],
  [2, 13, 3, 4],
  [1, 2, 4, 14],
]);
const ABSTRACTORS = squareTable([
  [13, 0, 0],
  [0, 20, 7],
  [0, 4, 56],
]);
const DIAGNOSIS = squareTable([
  [40, 6, 4, 15],
  [4, 25, 1, 5],
  [4, 2, 21, 9],
  [17, 13, 12, 45],
]);

test("Cohen's kappa and its error, as SAS prints them", () => {
  const [kappa, error] = [cohen(SAS).value ?? 0, cohenError(SAS).value ?? 0];
  expect(kappa).toBeCloseTo(0.4841628959, 10);
  expect(error).toBeCloseTo(0.138, 4);
  expect(kappa - 1.959964 * error).toBeCloseTo(0.2137, 4);
  expect(kappa + 1.959964 * error).toBeCloseTo(0.7547, 4);
});

test.each([
  ["Landis and Koch, Winnipeg", WINNIPEG, 0.207942464, 0.2577796878],
  ["Landis and Koch, New Orleans", NEW_ORLEANS, 0.2965165675, 0.3110844042],
  ["Gwet, abstractors", ABSTRACTORS, 0.7964094022, 0.8493305482],
  ["Gwet, diagnosis", DIAGNOSIS, 0.4315007759, 0.4561576355],
])("%s: kappa and AC1", (_what, table, kappa, ac1) => {
  expect(cohen(table).value).toBeCloseTo(kappa, 9);
  expect(gwet(table).value).toBeCloseTo(ac1, 9);
});

test.each([
  ["abstractors", ABSTRACTORS, 0.89, 0.7962396962, 0.835, 0.7972584977],
  ["diagnosis", DIAGNOSIS, 0.5874439462, 0.4303405573, 0.4499252616, 0.4316178206],
])("Gwet, %s: raw, pi, Brennan-Prediger, alpha", (_what, table, raw, pi, even, alpha) => {
  expect(rawAgreement(table).value).toBeCloseTo(raw, 9);
  expect(scott(table).value).toBeCloseTo(pi, 9);
  expect(brennanPrediger(table).value).toBeCloseTo(even, 9);
  expect(krippendorffPair(table).value).toBeCloseTo(alpha, 9);
});

describe("paradox tables", () => {
  test.each([
    [40, 9, 6, 45, 0.6995192308, 0.7007481297],
    [80, 10, 5, 5, 0.3181818182, 0.808],
    [118, 5, 2, 0, -0.0233918129, 0.9407763376],
    [90, 5, 5, 0, -0.0526315789, 0.8895027624],
    [45, 15, 25, 15, 0.1304347826, null],
    [25, 35, 5, 35, 0.2592592593, 0.2079207921],
    [130, 56, 9, 5, 0.0219681011, 0.5325842696],
    [20, 5, 10, 15, 0.4, 0.4059405941],
  ])("%s %s/%s %s", (a, b, c, d, kappa, ac1) => {
    const table = squareTable([
      [a, b],
      [c, d],
    ]);
    expect(cohen(table).value).toBeCloseTo(kappa, 9);
    if (ac1 !== null) expect(gwet(table).value).toBeCloseTo(ac1, 9);
  });

  test("at low prevalence only positive agreement shows that the positives are disputed", () => {
    const rare = squareTable([
      [20, 10],
      [12, 958],
    ]);
    const three = (one: { readonly value: number | null }) => one.value?.toFixed(3);
    expect([rawAgreement, cohen, gwet, brennanPrediger, krippendorffPair].map((f) => three(f(rare)))).toEqual([
      "0.978",
      "0.634",
      "0.977",
      "0.956",
      "0.634",
    ]);
    expect([0, 1].map((category) => three(specificAgreement(rare, category)))).toEqual(["0.645", "0.989"]);
  });
});

const square = fc.integer({ min: 2, max: 4 }).chain((q) =>
  fc.array(fc.array(fc.oneof(fc.constant(0), fc.nat(40)), { minLength: q, maxLength: q }), {
    minLength: q,
    maxLength: q,
  }),
);

describe("any table", () => {
  test("a number within its bounds, or a reason; the raters may change places", () => {
    fc.assert(
      fc.property(square, (rows) => {
        const table = squareTable(rows);
        const turned = squareTable(rows.map((_, row) => rows.map((other) => other[row] ?? 0)));
        for (const coefficient of [cohen, scott, brennanPrediger, gwet, krippendorffPair, rawAgreement]) {
          const { value, because } = coefficient(table);
          expect(value === null).toBe(because !== null);
          if (value === null) continue;
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
          expect(value).toBeGreaterThanOrEqual(-1 - 1e-12);
          expect(coefficient(turned).value).toBeCloseTo(value, 9);
        }
        const error = cohenError(table);
        expect(error.value === null || error.value >= 0).toBe(true);
      }),
    );
  });

  test.each([
    [
      "nothing",
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      "one unit",
      [
        [0, 1],
        [0, 0],
      ],
    ],
  ])("%s gives no coefficient", (_what, rows) => {
    for (const coefficient of [cohen, cohenError, scott, brennanPrediger, gwet, krippendorffPair]) {
      expect(coefficient(squareTable(rows)).value).toBeNull();
    }
  });

  test("everybody says the same: kappa, pi and alpha are undefined, neither 0 nor 1", () => {
    const equal = squareTable([
      [0, 0],
      [0, 100],
    ]);
    for (const coefficient of [cohen, cohenError, scott, krippendorffPair]) {
      expect(coefficient(equal).because).toContain("the same");
    }
    expect(specificAgreement(equal, 0).value).toBeNull();
    expect(gwet(equal).value).toBe(1);
  });

  test("rows of another length are refused", () => {
    expect(() => squareTable([[1], [2]])).toThrow(RangeError);
  });
});
