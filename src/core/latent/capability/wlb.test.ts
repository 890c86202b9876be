import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random-stream.ts";
import { gather } from "./cells.ts";
import { fit } from "./fit.ts";
import { simulate } from "./testing/estate.ts";
import { GOLDEN_MODEL } from "./testing/golden.ts";
import { posterior } from "./tree.ts";
import { bootstrap, sensitivity } from "./wlb.ts";

describe("a bootstrap", () => {
  const estate = simulate(randomStream(3, "wlb"), 600, 0.05, 0.4);
  const structure = gather(estate.model, estate.rows, { endpoints: 600 });
  const fitted = fit(structure, { gate: { vulnerable: 0, confirmed: 0 } });
  const result = bootstrap(structure, fitted, { replicates: 16 });

  test("goes around what was fitted", () => {
    const p = posterior(structure, fitted.parameters);
    expect(result.replicates).toHaveLength(16);
    let inside = 0;
    for (const [at, each] of p.entries()) {
      const [low = 1, middle = 0, high = 0] = [result.low[at], result.probability[at], result.high[at]];
      expect(low <= middle && middle <= high && low >= 0 && high < 1).toBe(true);
      if (low <= each && each <= high) inside += 1;
    }
    expect(inside / p.length).toBeGreaterThan(0.8);
    for (const [tool, { low, high }] of result.sensitivity.entries()) {
      expect(high).toBeGreaterThan(low);
      const own = sensitivity(estate.model, fitted.parameters, tool);
      expect(own > low - 0.1 && own < high + 0.1).toBe(true);
    }
  });

  test("says how many were missed among the cleared, with an interval that holds the truth", () => {
    const cleared = result.probability.map((p) => (p <= 0.005 ? 1 : 0));
    const { low, high, expected } = result.missed(cleared);
    const actual = cleared.reduce((sum, each, at) => sum + each * (estate.truth[at] ?? 0), 0);
    expect(low).toBeLessThanOrEqual(actual);
    expect(high).toBeGreaterThanOrEqual(actual);
    expect(expected).toBeGreaterThan(low - 1);
    expect(result.missed([])).toEqual({ expected: 0, low: 0, high: 0 });
  });

  test("is the same again with the same seed, and another with another", () => {
    const of = (seed: number) => bootstrap(structure, fitted, { replicates: 3, steps: 3, seed }).probability;
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  test.each([0, 1, 3])("%s endpoints without evidence are no trouble", (endpoints) => {
    const none = gather(GOLDEN_MODEL, { endpoint: [], tool: [], evidence: [] }, { endpoints });
    const { probability, low, high, blind, missed } = bootstrap(none, fit(none));
    for (const array of [probability, low, high]) for (const p of array) expect(p > 0 && p < 1).toBe(true);
    for (const each of blind) expect(Number.isFinite(each.low + each.high)).toBe(true);
    const counted = missed(Array.from({ length: endpoints }, () => 1));
    expect(Number.isFinite(counted.low + counted.high + counted.expected)).toBe(true);
  });
});
