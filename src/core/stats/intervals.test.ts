/** Values computed with R 4.2.2: reference/statistics.md 13.5. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chiSquareUpperTail } from "./gamma-tail.ts";
import { normalQuantile, normalTail } from "./normal.ts";
import { jeffreys, upperBound, wilson } from "./intervals.ts";

test("chi-square upper tail", () => {
  expect(chiSquareUpperTail(16.2272, 6)).toBeCloseTo(0.0125850754679, 12);
  expect(chiSquareUpperTail(17.355932, 1)).toBeCloseTo(3.099293e-5, 10);
  expect(chiSquareUpperTail(0, 3)).toBe(1);
  expect(chiSquareUpperTail(1e9, 3)).toBe(0);
});

test("normal tail and quantile are each other's inverse", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 11);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
  for (const z of [-3, -0.5, 0, 1, 2.5]) expect(normalQuantile(1 - normalTail(z))).toBeCloseTo(z, 9);
});

describe("95 %", () => {
  test.each([
    [0, 10, 0, 0.2775327999, 4.789043e-5, 0.2171962675],
    [0, 30, 0, 0.1135133932, 1.623186e-5, 0.0796781738],
    [0, 100, 0, 0.0369934982, 4.898073e-6, 0.0247452703],
    [1, 3, 0.0614919447, 0.7923403992, 0.0387476178, 0.8232639029],
    [2, 3, 0.2076596008, 0.9385080553, 0.1767360971, 0.9612523822],
    [3, 3, 0.4385029682, 1, 0.464416757, 0.999849364],
    [7, 50, 0.0695083343, 0.2618619371, 0.0648717012, 0.2553250282],
    [81, 263, 0.2552885199, 0.366209577, 0.254521935, 0.3656474992],
  ])("%s of %s", (x, n, wilsonLow, wilsonHigh, jeffreysLow, jeffreysHigh) => {
    expect(wilson(x, n).low).toBeCloseTo(wilsonLow, 9);
    expect(wilson(x, n).high).toBeCloseTo(wilsonHigh, 9);
    expect(jeffreys(x, n).low).toBeCloseTo(jeffreysLow, 9);
    expect(jeffreys(x, n).high).toBeCloseTo(jeffreysHigh, 9);
  });

  test.each([
    [10, 0.2588655509],
    [30, 0.0950338529],
    [100, 0.0295130496],
    [29_956, 9.999941532e-5],
  ])("none of %s, one-sided", (n, high) => {
    expect(upperBound(0, n) / high).toBeCloseTo(1, 9);
  });
});

test("nothing counted, nothing known; what is no count is refused", () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  expect(upperBound(0, 0)).toBe(1);
  for (const interval of [wilson, jeffreys, upperBound]) {
    expect(() => interval(2, 1)).toThrow(RangeError);
    expect(() => interval(0.5, 1)).toThrow(RangeError);
  }
});

test("any count: ordered, within 0 and 1, around the share", () => {
  const counted = fc.nat(2000).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));
  fc.assert(
    fc.property(counted, ([x, n]) => {
      const { low, high } = wilson(x, n);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      if (n > 0) expect(low <= x / n + 1e-12 && x / n - 1e-12 <= high).toBe(true);
    }),
  );
});
