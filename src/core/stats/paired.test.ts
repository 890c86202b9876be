/** Values computed with R 4.2.2: reference/statistics.md 13.5, 8.4 and 8.6; Cochran's Q by hand from its formula. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cochran, holm, mcnemar, mcnemarCorrected } from "./paired.ts";

describe("McNemar", () => {
  test("794 150/86 570", () => {
    const found = mcnemar(150, 86);
    expect(found.chiSquare).toBeCloseTo(17.355932, 6);
    expect((found.chiSquareP ?? 0) / 3.099293e-5).toBeCloseTo(1, 6);
    expect((found.exact ?? 0) / 3.71593614e-5).toBeCloseTo(1, 8);
    const corrected = mcnemarCorrected(150, 86);
    expect(corrected?.chiSquare).toBeCloseTo(16.817797, 6);
    expect((corrected?.p ?? 0) / 4.114562e-5).toBeCloseTo(1, 6);
  });

  test.each([
    [9, 4, 0.2668457031, 0.1795654297],
    [25, 5, 3.249142319e-4, 1.921951771e-4],
    [3, 0, 0.25, 0.125],
    [10, 0, 0.001953125, 0.0009765625],
    [6, 1, 0.125, 0.0703125],
  ])("(%s, %s), exact and mid-p", (b, c, exact, midP) => {
    const found = mcnemar(b, c);
    expect(found.exact).toBeCloseTo(exact, 10);
    expect(found.midP).toBeCloseTo(midP, 10);
    expect(mcnemar(c, b).exact).toBeCloseTo(exact, 10);
  });

  test("no discordant pair, no test", () => {
    expect(mcnemar(0, 0)).toMatchObject({ exact: null, midP: null, chiSquare: null, share: null });
    expect(mcnemarCorrected(0, 0)).toBeNull();
  });

  test("any counts give probabilities", () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (b, c) => {
        const { exact, midP, chiSquareP } = mcnemar(b, c);
        for (const p of [exact, midP, chiSquareP]) expect(p === null ? b + c === 0 : p >= 0 && p <= 1).toBe(true);
      }),
    );
  });
});

describe("Cochran's Q", () => {
  test("two treatments: McNemar's chi-square", () => {
    const rows = [
      { said: [1, 0] as const, weight: 150 },
      { said: [0, 1] as const, weight: 86 },
      { said: [1, 1] as const, weight: 794 },
    ];
    expect(cochran(rows)?.q).toBeCloseTo(17.355932, 6);
  });

  test("three treatments, by hand", () => {
    const rows = [
      { said: [1, 1, 0] as const, weight: 3 },
      { said: [1, 0, 0] as const, weight: 1 },
      { said: [0, 0, 1] as const, weight: 2 },
    ];
    // Columns 4, 3, 2: sum of squares 29; T = 9; sum of L² = 12 + 1 + 2 = 15.
    const found = cochran(rows);
    expect(found?.q).toBeCloseTo((2 * (3 * 29 - 81)) / (27 - 15), 12);
    expect(found?.df).toBe(2);
  });

  test.each([
    ["nobody", []],
    ["one treatment", [{ said: [1] as const, weight: 5 }]],
    ["no difference", [{ said: [1, 1] as const, weight: 5 }]],
  ])("%s: no test", (_what, rows) => {
    expect(cochran(rows)).toBeNull();
  });
});

test("Holm: smallest times all, never falling, at most 1, what was not tested left out", () => {
  expect(holm([0.04, null, 0.01, 0.03])).toEqual([0.06, null, 0.03, 0.06]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
