import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakdown } from "./breakdown.ts";
import { anyCase } from "./testing/arbitraries.ts";
import { enumerate } from "./testing/enumerate.ts";
import { GOLDEN, GOLDEN_MODEL, GOLDEN_VECTORS } from "./testing/golden.ts";

describe("a breakdown", () => {
  test("multiplies to the posterior, and its hidden states are those of the enumeration", () => {
    fc.assert(
      fc.property(anyCase, ({ model, parameters, cells }) => {
        const pi = parameters.pi[0] ?? 0;
        const shown = breakdown(model, parameters, cells, pi);
        const brute = enumerate(model, parameters, cells, pi);
        const product = shown.lineages.reduce((all, { ratio }) => all * ratio, 1);
        const odds = shown.priorOdds * (shown.chi + (1 - shown.chi) * product);
        expect(odds / shown.posteriorOdds).toBeCloseTo(1, 5);
        expect(shown.probability).toBeGreaterThanOrEqual(shown.floor - 1e-12);
        for (const { lineage, states, missesIfVulnerable, decoy, tools } of shown.lineages) {
          const g = model.lineages.indexOf(lineage);
          const at = (z: number, c: number) => brute.states[g * 8 + z * 4 + c] ?? 0;
          for (const c of [0, 1, 2, 3]) expect(states[c]).toBeCloseTo(at(0, c) + at(1, c), 10);
          expect(missesIfVulnerable).toBeCloseTo((at(1, 1) + at(1, 2)) / brute.probability, 9);
          expect(decoy).toBeCloseTo(at(0, 3), 10);
          for (const { tool, deviates } of tools) {
            const place = model.tools.findIndex(({ id }) => id === tool);
            expect(deviates).toBeCloseTo(brute.deviates[place] ?? 0, 10);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test.each(GOLDEN_VECTORS)("%s is explained", (_name, cells, expected) => {
    const { probability, lineages } = breakdown(GOLDEN_MODEL, GOLDEN, cells, 0.03);
    expect(probability).toBeCloseTo(expected, 12);
    for (const { ratio, states } of lineages) {
      expect(ratio > 0 && Number.isFinite(ratio)).toBe(true);
      expect(states.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    }
  });
});
