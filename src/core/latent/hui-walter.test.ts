import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type HuiWalter, huiWalter, type TwoTests } from "./hui-walter.ts";
import { mostLikelyTheta } from "./hui-walter-em.ts";

type Estimate = Extract<HuiWalter, { known: true }>;
const estimate = (first: TwoTests, second: TwoTests): Estimate => {
  const result = huiWalter(first, second);
  if (!result.known) throw new Error(result.reason);
  return result;
};
const numbers = ({
  sensitivity,
  specificity,
  prevalence,
}: Pick<Estimate, "sensitivity" | "specificity" | "prevalence">) => [...sensitivity, ...specificity, ...prevalence];
const close = (values: readonly number[], expected: readonly number[], digits: number) => {
  expect(values.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) expect(values[index], `at ${index}`).toBeCloseTo(value, digits);
};

/** Mantoux and Tine: reference/statistics.md 13.3, where the cells are from memory and give the published estimates. */
const TUBERCULIN = [
  [14, 4, 9, 528],
  [887, 31, 37, 367],
] as const satisfies readonly [TwoTests, TwoTests];
const ESTIMATES = [0.966124, 0.968828, 0.993319, 0.984136, 0.02684, 0.716792];

describe("Hui and Walter's tuberculin data", () => {
  const found = estimate(...TUBERCULIN);

  test("estimates in closed form", () => {
    expect(found.method).toBe("closed form");
    close(numbers(found), ESTIMATES, 6);
    expect(found.logLikelihood).toBeCloseTo(-1207.616749, 6);
    // As the paper prints them: false positives .0067 .0159, false negatives .0339 .0312, prevalence .0268 .7168.
    close(
      found.specificity.map((share) => 1 - share),
      [0.0067, 0.0159],
      4,
    );
    close(
      found.sensitivity.map((share) => 1 - share),
      [0.0339, 0.0312],
      4,
    );
  });

  test("standard errors", () => {
    if (found.standardErrors === undefined) throw new Error("none");
    close(numbers(found.standardErrors), [0.00695, 0.00623, 0.0038, 0.00562, 0.00713, 0.01279], 5);
  });

  test("EM finds the same", () => {
    const cells = Float64Array.of(528, 4, 9, 14, 367, 31, 37, 887);
    const [p1, p2, se1, se2, f1 = 0, f2 = 0] = mostLikelyTheta(cells, undefined);
    close([se1 ?? 0, se2 ?? 0, 1 - f1, 1 - f2, p1 ?? 0, p2 ?? 0], ESTIMATES, 6);
  });

  test("exchanging the populations exchanges the prevalences and nothing else", () => {
    const other = estimate(TUBERCULIN[1], TUBERCULIN[0]);
    close(other.sensitivity, found.sensitivity.slice(), 9);
    close(other.specificity, found.specificity.slice(), 9);
    close(other.prevalence, found.prevalence.toReversed(), 9);
  });
});

const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });

test("gives back what made the counts", () => {
  const truth = fc.record({
    se: fc.tuple(share(0.6, 0.99), share(0.6, 0.99)),
    fp: fc.tuple(share(0.01, 0.3), share(0.01, 0.3)),
    low: share(0.02, 0.4),
    high: share(0.5, 0.95),
  });
  fc.assert(
    fc.property(truth, ({ se, fp, low, high }) => {
      const counts = (p: number): TwoTests => {
        const cell = (a: boolean, b: boolean) => {
          const given = (x: number, y: number) => (a ? x : 1 - x) * (b ? y : 1 - y);
          return 1e6 * (p * given(...se) + (1 - p) * given(...fp));
        };
        return [cell(true, true), cell(true, false), cell(false, true), cell(false, false)];
      };
      const found = estimate(counts(low), counts(high));
      close(numbers(found), [...se, ...fp.map((f) => 1 - f), low, high], 7);
    }),
    { numRuns: 100 },
  );
});

describe("counts that do not fit", () => {
  test("outside [0, 1]: the most likely inside, better than its neighbours", () => {
    const first: TwoTests = [1, 12, 9, 80];
    const second: TwoTests = [60, 2, 25, 10];
    const found = estimate(first, second);
    expect(found.method).toBe("maximum likelihood");
    expect(numbers(found).every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(found.standardErrors).toBeUndefined();
    const { sensitivity, specificity, prevalence } = found;
    const at = [...prevalence, ...sensitivity, ...specificity.map((value) => 1 - value)];
    const logLikelihood = (theta: readonly number[]) => {
      const [p1 = 0, p2 = 0, se1 = 0, se2 = 0, f1 = 0, f2 = 0] = theta;
      const one = (p: number, [both, firstOnly, secondOnly, neither]: TwoTests) => {
        const term = (count: number, a: number, b: number, x: number, y: number) =>
          count * Math.log(p * a * b + (1 - p) * x * y);
        return (
          term(both, se1, se2, f1, f2) +
          term(firstOnly, se1, 1 - se2, f1, 1 - f2) +
          term(secondOnly, 1 - se1, se2, 1 - f1, f2) +
          term(neither, 1 - se1, 1 - se2, 1 - f1, 1 - f2)
        );
      };
      return one(p1, first) + one(p2, second);
    };
    expect(logLikelihood(at)).toBeCloseTo(found.logLikelihood, 6);
    const nearby = fc.tuple(
      ...at.map((value) => fc.double({ min: Math.max(0, value - 0.05), max: Math.min(1, value + 0.05), noNaN: true })),
    );
    fc.assert(fc.property(nearby, (theta) => logLikelihood(theta) <= found.logLikelihood + 1e-6));
  });

  test.each<[string, TwoTests, TwoTests, string]>([
    ["no counts", [0, 0, 0, 0], [1, 2, 3, 4], "no_data"],
    ["not numbers", [Number.NaN, 0, 0, 1], [1, 2, 3, 4], "no_data"],
    ["two equal populations", [5, 2, 3, 90], [5, 2, 3, 90], "same_prevalence"],
    ["no positives at all", [0, 0, 0, 50], [0, 0, 0, 70], "same_prevalence"],
    ["tests that point opposite ways", [5, 40, 2, 50], [5, 2, 40, 50], "tests_opposed"],
  ])("%s: refused", (_name, first, second, reason) => {
    expect(huiWalter(first, second)).toMatchObject({ known: false, reason });
  });

  test("whatever the counts: numbers inside [0, 1], or a refusal", () => {
    const counts = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20));
    fc.assert(
      fc.property(counts, counts, (first, second) => {
        const found = huiWalter(first, second);
        if (!found.known) return;
        expect(numbers(found).every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(Number.isFinite(found.logLikelihood)).toBe(true);
        expect(found.standardErrors === undefined || numbers(found.standardErrors).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
