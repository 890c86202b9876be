/** Data and values: reference/statistics.md 13.6 (randomLCA and poLCA). */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitDawidSkene } from "./dawid-skene.ts";
import { latentClasses, type PatternCounts } from "./latent-class.ts";
import { votePatterns } from "./votes.ts";

const close = (values: readonly number[], expected: readonly number[], digits = 6) => {
  expect(values.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) expect(values[index], `at ${index}`).toBeCloseTo(value, digits);
};
const total = (counts: PatternCounts) => Object.values(counts).reduce((all, count) => all + count);

// biome-ignore format: a table
const HIV: PatternCounts = { "0000": 170, "0001": 15, "0100": 6, "1000": 4, "1001": 17, "1011": 83, "1100": 1, "1101": 4, "1111": 128 };
// biome-ignore format: a table
const INFARCTION: PatternCounts = {
  "1111": 24, "0111": 5, "1011": 4, "0011": 3, "1101": 3, "0101": 5, "1001": 2, "0001": 7, "0010": 1, "0100": 7, "0000": 33,
};
/** Agresti, Categorical Data Analysis, table 13.1 (Holmquist et al., 1967); `carcinoma` of poLCA. */
const CARCINOMA: PatternCounts = Object.fromEntries(
  [
    "0000000 34|0000100 2|0100000 6|0100001 1|0100100 4|0100101 5|1000000 2|1010101 1|1100000 2|1100001 1",
    "1100100 2|1100101 7|1100111 1|1101001 1|1101101 2|1101111 3|1110101 13|1110111 5|1111101 10|1111111 16",
  ].flatMap((line) => line.split("|").map((entry) => [entry.slice(0, 7), Number(entry.slice(8))])),
);
const DENTAL_COUNTS = "1880 789 43 75 23 63 8 22 188 191 17 67 15 85 8 56 22 26 6 14 1 20 2 17 2 20 6 27 3 72 1 100"
  .split(" ")
  .map(Number);
const dental = (counts: readonly number[]): PatternCounts =>
  Object.fromEntries(counts.map((count, index) => [index.toString(2).padStart(5, "0"), count]));

describe("published data", () => {
  test("HIV, four assays", () => {
    expect(total(HIV)).toBe(428);
    const { logLikelihood, prevalence, sensitivity, specificity, posterior, fit } = latentClasses(HIV);
    expect(logLikelihood).toBeCloseTo(-629.882677, 6);
    expect(prevalence).toBeCloseTo(0.540056, 6);
    close(sensitivity, [1, 0.571047, 0.912851, 1]);
    close(specificity, [0.970252, 0.964411, 1, 0.919454]);
    expect(posterior["1001"]).toBeCloseTo(0.949988, 6);
    expect(fit.g2).toBeCloseTo(16.2272, 4);
    expect(fit).toMatchObject({ testable: true, degrees: 6, p: expect.closeTo(0.0126, 4) });
  });

  test("myocardial infarction, four tests", () => {
    expect(total(INFARCTION)).toBe(94);
    const { logLikelihood, prevalence, sensitivity, specificity, posterior, fit } = latentClasses(INFARCTION);
    expect(logLikelihood).toBeCloseTo(-180.697707, 6);
    expect(prevalence).toBeCloseTo(0.457805, 6);
    close(sensitivity, [0.766841, 0.791413, 0.827911, 1]);
    close(specificity, [1, 0.804919, 0.973082, 0.804453]);
    close(
      ["0101", "0011", "0001", "0111"].map((pattern) => posterior[pattern] ?? 0),
      [0.419382, 0.889186, 0.044104, 0.992102],
    );
    expect(fit).toMatchObject({ degrees: 6, g2: expect.closeTo(4.2926, 4) });
  });

  test("dental X-ray, five dentists: independence is rejected", () => {
    const counts = dental(DENTAL_COUNTS);
    expect(total(counts)).toBe(3869);
    const { logLikelihood, prevalence, sensitivity, specificity, fit } = latentClasses(counts);
    expect(logLikelihood).toBeCloseTo(-7465.3847, 4);
    expect(prevalence).toBeCloseTo(0.196066, 6);
    close(sensitivity, [0.403349, 0.71288, 0.598126, 0.488842, 0.915472]);
    close(specificity, [0.989382, 0.898013, 0.986409, 0.968437, 0.694722]);
    expect(fit).toMatchObject({ testable: true, degrees: 20, g2: expect.closeTo(129.8454, 4) });
    expect((fit.testable ? fit.p : 0) / 4e-18).toBeCloseTo(1, 0);
  });

  test("uterine carcinoma, seven pathologists", () => {
    expect(total(CARCINOMA)).toBe(118);
    const { logLikelihood, prevalence, sensitivity, specificity, fit } = latentClasses(CARCINOMA);
    expect(logLikelihood).toBeCloseTo(-317.256837, 6);
    expect(prevalence).toBeCloseTo(0.501212, 6);
    close(sensitivity, [1, 0.983092, 0.760867, 0.541061, 0.978637, 0.422704, 1]);
    close(specificity, [0.883498, 0.645633, 1, 1, 0.777079, 1, 0.883498]);
    expect(fit.g2).toBeCloseTo(62.3654, 4);
  });

  test("the same in three classes, as poLCA has them: three answers for each pathologist, of which one is never given", () => {
    const slides = Object.entries(CARCINOMA).flatMap(([answers, many]) => Array.from({ length: many }, () => answers));
    const votes = slides.flatMap((answers, item) =>
      Array.from(answers, (answer, observer) => ({ item, observer, said: Number(answer) })),
    );
    const three = votePatterns(votes, { items: 118, observers: 7, classes: 3 });
    const { logLikelihood } = fitDawidSkene(three, { starts: 20, tolerance: 1e-12 });
    expect(logLikelihood).toBeCloseTo(-293.704979, 5);
    // Two shares of classes, and of each class seven shares of positives.
    expect(-2 * logLikelihood + (2 + 3 * 7) * Math.log(118)).toBeCloseTo(697.135704, 4);
  });

  test("the copy with 12 instead of 22 gives other numbers (16, trap 2)", () => {
    const slipped = latentClasses(dental(DENTAL_COUNTS.with(16, 12)));
    expect(slipped.logLikelihood).toBeCloseTo(-7410.94198, 5);
    expect(slipped.prevalence).toBeCloseTo(0.199659, 6);
  });
});

describe("what it cannot say", () => {
  test("three tests use up all degrees of freedom: the fit tests nothing", () => {
    const { fit } = latentClasses({ "111": 5, "110": 2, "000": 30, "001": 4 });
    expect(fit).toMatchObject({ testable: false, degrees: 0 });
  });

  test.each<[string, PatternCounts]>([
    ["nothing", {}],
    ["no test", { "": 4 }],
    ["counts of 0", { "01": 0, "11": 0 }],
    ["one pattern", { "0000": 9 }],
    ["all positive", { "1111": 9 }],
    ["one test", { "0": 9, "1": 3 }],
  ])("%s: no NaN", (_name, counts) => {
    const { prevalence, sensitivity, specificity, logLikelihood, posterior, fit } = latentClasses(counts);
    const all = [prevalence, ...sensitivity, ...specificity, logLikelihood, ...Object.values(posterior), fit.g2];
    expect([...all, fit.testable ? fit.p : 1].every(Number.isFinite)).toBe(true);
  });

  test("patterns that are none are a mistake", () => {
    expect(() => latentClasses({ "01": 1, "0": 1 })).toThrow(RangeError);
    expect(() => latentClasses({ "0?": 1 })).toThrow(RangeError);
  });
});

test("the order in which patterns come does not matter", () => {
  const entries = Object.entries(INFARCTION);
  fc.assert(
    fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
      expect(latentClasses(Object.fromEntries(shuffled), 1)).toEqual(latentClasses(INFARCTION, 1));
    }),
    { numRuns: 5 },
  );
});
