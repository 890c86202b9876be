import fc from "fast-check";
import { expect, test } from "vitest";
import { binomial, bootstrap, resampler } from "./bootstrap.ts";
import { clopperPearson } from "./binomial.ts";
import { randomStream } from "./random-stream.ts";

test.each([
  [10, 0.3],
  [400, 0.02],
  [40, 0.45],
  [100_000, 0.5],
  [100_000, 0.9997],
  [100_000, 0.00002],
])("binomial of %s and %s has its mean and variance", (n, p) => {
  const stream = randomStream(1, "test");
  const draws = Array.from({ length: 4000 }, () => binomial(stream, n, p));
  const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
  const variance = draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean - n * p)).toBeLessThan(5 * Math.sqrt((n * p * (1 - p)) / draws.length));
  expect(Math.abs(variance / (n * p * (1 - p)) - 1)).toBeLessThan(0.15);
  expect(draws.every((one) => Number.isInteger(one) && one >= 0 && one <= n)).toBe(true);
});

test("a resample has as many units, and nothing where nothing was", () => {
  const stream = randomStream(1, "test");
  fc.assert(
    fc.property(
      fc.oneof(fc.array(fc.nat(2000), { maxLength: 8 }), fc.array(fc.nat(3), { maxLength: 40 })),
      (weights) => {
        const into = new Float64Array(weights.length);
        resampler(stream, Float64Array.from(weights))(into);
        const sum = (all: Iterable<number>) => [...all].reduce((total, one) => total + one, 0);
        expect(sum(into)).toBe(sum(weights));
        for (const [cell, weight] of weights.entries()) if (weight === 0) expect(into[cell]).toBe(0);
      },
    ),
  );
});

test("the interval of a share is near the exact one, the same every time, another for another purpose", () => {
  const weights = Float64Array.of(70, 930);
  const share = (resample: Float64Array) => [(resample[0] ?? 0) / 1000];
  const [found] = bootstrap(weights, share, { purpose: "a" });
  const exact = clopperPearson(70, 1000);
  expect(Math.abs((found?.interval?.low ?? 0) - exact.low)).toBeLessThan(0.004);
  expect(Math.abs((found?.interval?.high ?? 0) - exact.high)).toBeLessThan(0.004);
  expect(bootstrap(weights, share, { purpose: "a" })[0]).toEqual(found);
  expect(bootstrap(weights, (r) => [r[0] ?? 0], { purpose: "b", replicates: 5 })).not.toEqual(
    bootstrap(weights, (r) => [r[0] ?? 0], { purpose: "a", replicates: 5 }),
  );
});

test("undefined resamples are counted, and more than one in twenty leave no interval", () => {
  const weights = Float64Array.of(2, 98);
  // About 13 % of the resamples have none of the two.
  const [often] = bootstrap(weights, (r) => [r[0] === 0 ? null : 1], { purpose: "a" });
  expect(often?.interval).toBeNull();
  expect(often?.undefinedReplicates).toBeGreaterThan(100);
  const [rarely] = bootstrap(Float64Array.of(6, 94), (r) => [r[0] === 0 ? null : (r[0] ?? 0)], { purpose: "a" });
  expect(rarely?.interval).not.toBeNull();
  expect(rarely?.undefinedReplicates).toBeGreaterThan(0);
  expect(rarely?.undefinedReplicates).toBeLessThan(100);
});

test("resamples that all come to the same leave no interval: they know nothing of what was not seen", () => {
  expect(bootstrap(Float64Array.of(30), () => [1], { purpose: "a" })[0]?.interval).toBeNull();
});
