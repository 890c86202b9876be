import { describe, expect, test } from "vitest";
import { type RandomStream, randomStream } from "./random-stream.ts";

const drawn = (draw: (stream: RandomStream) => number, n = 40_000): readonly number[] => {
  const stream = randomStream(1, "test");
  return Array.from({ length: n }, () => draw(stream));
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

describe("a stream of chance", () => {
  test("follows from its seed and purpose alone", () => {
    const first = (seed: number, purpose: string) => randomStream(seed, purpose).uniform();
    expect(first(7, "a")).toBe(first(7, "a"));
    expect(new Set([first(7, "a"), first(8, "a"), first(7, "b"), first(7 + 2 ** 32, "a")]).size).toBe(4);
  });

  test.each<[string, (stream: RandomStream) => number, number, number]>([
    ["uniform", (s) => s.uniform(), 1 / 2, 1 / 12],
    ["exponential", (s) => s.exponential(), 1, 1],
    ["normal", (s) => s.normal(), 0, 1],
    ["gamma of 0.5", (s) => s.gamma(0.5), 0.5, 0.5],
    ["gamma of 4", (s) => s.gamma(4), 4, 4],
    ["beta of 2 and 6", (s) => s.beta(2, 6), 1 / 4, 1 / 48],
  ])("%s has its mean and variance", (_name, draw, expectedMean, expectedVariance) => {
    const values = drawn(draw);
    expect(Math.abs(mean(values) - expectedMean)).toBeLessThan(5 * Math.sqrt(expectedVariance / values.length));
    expect(variance(values) / expectedVariance).toBeCloseTo(1, 1);
  });

  test("whole numbers stay below their bound and reach all of them", () => {
    const values = drawn((s) => s.below(6), 1000);
    expect([...new Set(values)].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
