/** reference/statistics.md 8.4: formulas, and the table of what repeats are worth. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clopperPearson } from "./binomial.ts";
import { allMiss, repeatability } from "./repeatability.ts";

test("two runs a cell: discordant of all, with the exact interval", () => {
  const found = repeatability(
    [
      { ones: 2, answers: 2, weight: 50 },
      { ones: 1, answers: 2, weight: 18 },
      { ones: 0, answers: 2, weight: 32 },
      { ones: 1, answers: 1, weight: 1000 },
    ],
    "test",
  );
  expect(found).toMatchObject({ cells: 100, answers: 200, discordantCells: 18, intervalBy: "Clopper-Pearson" });
  expect(found.discordance.value).toBeCloseTo(0.18, 12);
  expect(found.interval).toEqual(clopperPearson(18, 100));
  // 2 f (1 - f) = 0.18
  expect(found.flakeRate.value).toBeCloseTo(0.1, 12);
  // p = 118/200, within = 9, (200 - 100) p (1 - p) = 24.19
  expect(found.intraclass.value).toBeCloseTo(1 - 9 / 24.19, 12);
});

test("more runs: the bootstrap, the same every time, around the value", () => {
  const cells = [
    { ones: 3, answers: 3, weight: 20 },
    { ones: 2, answers: 3, weight: 10 },
    { ones: 0, answers: 5, weight: 30 },
  ];
  const found = repeatability(cells, "test");
  expect(found.intervalBy).toBe("bootstrap");
  expect(repeatability(cells, "test")).toEqual(found);
  // 10 · 2 · 2 · 1 of 30 · 6 + 30 · 20
  expect(found.discordance.value).toBeCloseTo(40 / 780, 12);
  const { low = 1, high = 0 } = found.interval ?? {};
  expect(low).toBeLessThan(40 / 780);
  expect(high).toBeGreaterThan(40 / 780);
});

describe("nothing to compare", () => {
  test.each([
    ["no cell", []],
    ["one answer each", [{ ones: 1, answers: 1, weight: 7 }]],
    ["no weight", [{ ones: 1, answers: 2, weight: 0 }]],
  ])("%s", (_what, cells) => {
    const found = repeatability(cells, "test");
    expect(found).toMatchObject({ cells: 0, interval: null, intervalBy: null });
    expect(found.discordance.value).toBeNull();
    expect(found.flakeRate.value).toBeNull();
    expect(found.intraclass.value).toBeNull();
  });

  test("always the same: no discordance, and no variance to share", () => {
    const found = repeatability([{ ones: 0, answers: 2, weight: 5 }], "test");
    expect(found.discordance.value).toBe(0);
    expect(found.intraclass.because).toContain("the same");
  });
});

test("never NaN, never above one half", () => {
  const cell = fc
    .nat(6)
    .chain((answers) => fc.record({ ones: fc.nat(answers), answers: fc.constant(answers), weight: fc.nat(5) }));
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 6 }), (cells) => {
      const { discordance, flakeRate, intraclass } = repeatability(cells, "test");
      for (const { value } of [discordance, flakeRate, intraclass]) expect(Number.isNaN(value)).toBe(false);
      expect((flakeRate.value ?? 0) <= 0.5).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test.each([
  [0.8, 0, [0.2, 0.04, 0.008, 0.00032, 1.024e-7]],
  [0.8, 0.2, [0.2, 0.072, 0.0336, 0.0109, 0.0019]],
  [0.8, 0.5, [0.2, 0.12, 0.088, 0.059, 0.034]],
  [0.95, 0.5, [0.05, 0.026, 0.018, 0.011, 0.0058]],
])("all of 1, 2, 3, 5, 10 runs miss: p %s, rho %s", (p, rho, chances) => {
  for (const [index, runs] of [1, 2, 3, 5, 10].entries()) {
    const printed = chances[index] ?? 0;
    const digits = rho === 0 ? 9 : printed < 0.01 ? 4 : 3;
    expect(Math.abs(allMiss(p, rho, runs) - printed)).toBeLessThan(0.6 * 10 ** -digits);
  }
});

test.each([
  [0.8, 0, 1e-70, 0.5],
  [0.8, 0.2, 1.9e-6, 0.05],
  [0.8, 0.5, 0.0055, 0.02],
  [0.95, 0.5, 0.00065, 0.02],
])("a hundred runs: p %s, rho %s: %s (8.4)", (p, rho, printed, off) => {
  expect(Math.abs(allMiss(p, rho, 100) / printed - 1)).toBeLessThan(off);
});

test("beta-binomial of three with a = .8, b = .2: none of three is .088", () => {
  // p = a / (a + b) = .8 and rho = 1 / (a + b + 1) = .5
  expect(allMiss(0.8, 0.5, 3)).toBeCloseTo(0.088, 12);
  expect(allMiss(0.2, 0.5, 3)).toBeCloseTo(0.672, 12);
});
