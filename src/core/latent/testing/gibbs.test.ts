/**
 * The samplers against the published Bayesian figures (reference/statistics.md 13.1: `rater` and JAGS; 13.3: JAGS), within the noise of
 * both, and the quick methods beside them where they answer the same question.
 */

import { describe, expect, test } from "vitest";
import { fitDawidSkene } from "../dawid-skene.ts";
import { huiWalter, type TwoTests } from "../hui-walter.ts";
import { votePatterns } from "../votes.ts";
import { anaesthetistVotes } from "./anaesthetists.ts";
import { gibbsDawidSkene, gibbsHuiWalter, splitRHat, summary } from "./gibbs.ts";

const near = (values: readonly number[], expected: readonly number[], within: number) => {
  expect(values.length).toBe(expected.length);
  for (const [index, value] of expected.entries())
    expect(Math.abs((values[index] ?? Number.NaN) - value), `${values[index]} at ${index}`).toBeLessThan(within);
};

describe("Dawid and Skene's anaesthetists, priors of 13.1", () => {
  const shape = { items: 45, observers: 5, classes: 4 };
  const prior = { prevalence: 3, right: 4.8, wrong: 3.2 / 3 };
  const slipped = anaesthetistVotes
    .filter(({ item, observer }) => item !== 6 || observer !== 0)
    .concat([0, 0, 1].map((said) => ({ item: 6, observer: 0, said })));
  const [first, second] = [1, 2].map((seed) => gibbsDawidSkene(anaesthetistVotes, shape, prior, { seed, draws: 4000 }));
  const means = (draws: typeof first) => (draws?.prevalence ?? []).map((chain) => summary(chain).mean);

  test("prevalence and its spread, observer 1, patient 2", () => {
    for (const found of [first, second]) {
      near(means(found), [0.3746, 0.4077, 0.143, 0.0747], 0.004);
      near(
        (found?.prevalence ?? []).map((chain) => summary(chain).sd),
        [0.064, 0.066, 0.048, 0.035],
        0.004,
      );
      expect(found?.confusion[0]?.[0]?.[0]).toBeCloseTo(0.849, 2);
      near([found?.memberships[1]?.[2] ?? 0], [0.98], 0.01);
    }
  });

  test("the chains agree", () => {
    for (const k of [0, 1, 2, 3]) {
      expect(splitRHat([first?.prevalence[k] ?? [], second?.prevalence[k] ?? []])).toBeLessThan(1.01);
    }
  });

  test("`rater`'s copy of the data, `rater`'s figures", { timeout: 60_000 }, () => {
    const copy = gibbsDawidSkene(slipped, shape, prior, { seed: 3, draws: 4000 });
    near(means(copy), [0.37559632, 0.40734481, 0.14321934, 0.07383953], 0.004);
    expect(copy.confusion[0]?.[0]?.[0]).toBeCloseTo(0.864, 2);
  });

  test("EM with pseudo-counts: the same classes for all that the sampler is sure of", () => {
    const { posterior } = fitDawidSkene(votePatterns(anaesthetistVotes, shape), {
      classPseudoCount: 3,
      votePseudoCount: 1,
    });
    let compared = 0;
    for (const [item, shares] of (first?.memberships ?? []).entries()) {
      const sure = shares.findIndex((share) => share > 0.95);
      if (sure === -1) continue;
      compared++;
      expect(posterior[item * 4 + sure], `patient ${item + 1}`).toBeGreaterThan(0.9);
    }
    expect(compared).toBeGreaterThan(35);
  });
});

describe("Hui and Walter's tuberculin data, all priors flat", () => {
  const data = [
    [14, 4, 9, 528],
    [887, 31, 37, 367],
  ] as const satisfies readonly [TwoTests, TwoTests];
  const chains = [1, 2].map((seed) => gibbsHuiWalter(data, { seed, draws: 15_000 }));
  const six = chains.map(({ sensitivity, specificity, prevalence }) => [...sensitivity, ...specificity, ...prevalence]);
  const found = [0, 1, 2, 3, 4, 5].map((index) => summary(six.flatMap((chain) => chain[index] ?? [])));

  test("posterior means and 95 % intervals as by JAGS", () => {
    near(
      found.map(({ mean }) => mean),
      [0.96581, 0.96846, 0.99151, 0.98234, 0.02871, 0.71544],
      0.0004,
    );
    near(
      found.map(({ low }) => low),
      [0.9512, 0.9551, 0.9816, 0.9692, 0.0161, 0.6898],
      0.0015,
    );
    near(
      found.map(({ high }) => high),
      [0.979, 0.9801, 0.998, 0.9921, 0.0449, 0.7404],
      0.0015,
    );
    for (const index of [0, 1, 2, 3, 4, 5]) {
      expect(splitRHat(six.map((chain) => chain[index] ?? []))).toBeLessThan(1.01);
    }
  });

  test("the closed form lies within half a standard deviation of it, and its errors are its spread", () => {
    const quick = huiWalter(...data);
    if (!quick.known || quick.standardErrors === undefined) throw new Error("no closed form");
    const values = [...quick.sensitivity, ...quick.specificity, ...quick.prevalence];
    const { sensitivity, specificity, prevalence } = quick.standardErrors;
    for (const [index, error] of [...sensitivity, ...specificity, ...prevalence].entries()) {
      const { mean = 0, sd = 1 } = found[index] ?? {};
      expect(Math.abs((values[index] ?? 9) - mean)).toBeLessThan(sd / 2);
      expect(error / sd).toBeGreaterThan(0.75);
      expect(error / sd).toBeLessThan(1.25);
    }
  });
});
