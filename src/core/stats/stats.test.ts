/** Values computed with R 4.2.2: reference/statistics.md, 13.5. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaProbability, betaQuantile, logGamma } from "./beta.ts";
import { clopperPearson } from "./binomial.ts";

test.each([
  [10.3, 13.4820367861384],
  [1e5, 1051287.70897366],
])("log gamma of %s", (x, value) => {
  expect(logGamma(x) / value).toBeCloseTo(1, 12);
});

test.each([
  [0.3, 2, 5, 0.579825],
  [0.99, 50, 1.5, 0.798824112855126],
  [1e-6, 0.5, 0.5, 6.36619878470925e-4],
  [0.501, 1e5, 1e5, 0.814453255442443],
])("I of %s (%s, %s)", (x, a, b, value) => {
  expect(betaProbability(x, a, b) / value).toBeCloseTo(1, 9);
});

test.each([
  [0.025, 0.5, 0.5, 0.00154133313343601],
  [0.95, 1, 30, 0.0950338528553041],
  [0.5, 2, 8, 0.179619611980361],
  [0.025, 9, 1, 0.663732883120057],
  [0.975, 100.5, 3.5, 0.991729914798502],
  [0.95, 1, 29957, 9.99960773882394e-5],
])("quantile %s of (%s, %s)", (p, a, b, value) => {
  expect(betaQuantile(p, a, b) / value).toBeCloseTo(1, 10);
});

describe("Clopper-Pearson", () => {
  test.each([
    [0, 10, 0, 0.3084971078],
    [0, 30, 0, 0.1157033082],
    [0, 100, 0, 0.0362166927],
    [1, 3, 0.0084037587, 0.9057006759],
    [2, 3, 0.0942993241, 0.9915962413],
    [3, 3, 0.2924017738, 1],
    [7, 50, 0.0581917003, 0.2673960025],
    [81, 263, 0.2527367456, 0.3676219226],
  ])("%s of %s", (x, n, low, high) => {
    const interval = clopperPearson(x, n);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
  });

  test("nothing counted, nothing known", () => {
    expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
    expect(() => clopperPearson(2, 1)).toThrow(RangeError);
  });

  test("contains the share that was seen, and is its own mirror", () => {
    const counted = fc
      .integer({ min: 1, max: 400 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counted, ([x, n]) => {
        const { low, high } = clopperPearson(x, n);
        const mirror = clopperPearson(n - x, n);
        expect(low).toBeLessThanOrEqual(x / n);
        expect(high).toBeGreaterThanOrEqual(x / n);
        expect(1 - mirror.high).toBeCloseTo(low, 9);
      }),
      { numRuns: 60 },
    );
  });
});
