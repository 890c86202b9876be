/** The quick methods against the sampler (statistics.md, 5.5 and 13.8): exactly where both are exact, in bands where one is a short cut. */

import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random-stream.ts";
import { chiSquareUpperTail } from "../../stats/gamma-tail.ts";
import { splitRHat, summary } from "../testing/gibbs.ts";
import { gather } from "./cells.ts";
import { expectation, zeroCounts } from "./expect.ts";
import { fit } from "./fit.ts";
import { makeModel, type Parameters } from "./model.ts";
import { PESSIMISTIC, priorsOf, usageOf } from "./priors.ts";
import { FOUR_CLASSES, GOLDEN, GOLDEN_MODEL, GOLDEN_VECTORS } from "./testing/golden.ts";
import { drawEstate, drawHidden, drawParameters } from "./testing/gibbs.ts";
import { pass, posterior } from "./tree.ts";
import { bootstrap, sensitivity } from "./wlb.ts";

describe("parameters known", () => {
  const repeats = 4000;
  const lines = GOLDEN_VECTORS.flatMap(([, cells], vector) =>
    Array.from({ length: repeats }, (_, repeat) => vector * repeats + repeat).flatMap((endpoint) =>
      cells.flatMap(({ tool, counts }) => [...counts].map((count, evidence) => ({ endpoint, tool, evidence, count }))),
    ),
  );
  const structure = gather(
    GOLDEN_MODEL,
    {
      endpoint: lines.map(({ endpoint }) => endpoint),
      tool: lines.map(({ tool }) => tool),
      evidence: lines.map(({ evidence }) => evidence),
      count: lines.map(({ count }) => count),
    },
    { endpoints: GOLDEN_VECTORS.length * repeats },
  );
  const drawn = GOLDEN_VECTORS.map(() => 0);
  const counts = drawHidden(structure, GOLDEN, randomStream(11, "hidden"), (endpoint, vulnerable) => {
    const vector = Math.floor(endpoint / repeats);
    if (vulnerable) drawn[vector] = (drawn[vector] ?? 0) + 1;
  });

  test.each(GOLDEN_VECTORS.map(([name, , p], vector) => [name, p, vector] as const))(
    "%s: its probability is how often the sampler draws a vulnerable host",
    (_name, p, vector) => {
      const noise = Math.sqrt(p * (1 - p) * repeats);
      expect(Math.abs((drawn[vector] ?? 0) - p * repeats)).toBeLessThan(4 * noise + 1);
    },
  );

  test("every expected count of the fit is what is drawn", () => {
    const expected = expectation(structure, GOLDEN, pass(structure, GOLDEN), structure.patternWeight);
    for (const name of ["pi", "rho", "kappa", "tau", "rows"] as const) {
      for (const [place, count] of expected[name].entries()) {
        // Up to three runs come together.
        const noise = Math.sqrt(3 * count);
        expect(Math.abs((counts[name][place] ?? 0) - count), `${name} ${place}`).toBeLessThan(4 * noise + 4);
      }
    }
  });
});

const MODEL = makeModel(
  [
    { id: "f1", lineage: "F", proves: true },
    { id: "f2", lineage: "F", proves: true },
    { id: "e1", lineage: "E", proves: false },
    { id: "h1", lineage: "H", proves: true },
  ],
  FOUR_CLASSES,
);
const PREVALENCE = ({ pi }: Parameters) => pi[0] ?? Number.NaN;
const NUMBERS: readonly (readonly [string, (parameters: Parameters) => number])[] = [
  ["prevalence", PREVALENCE],
  ...MODEL.lineages.map(
    (name, lineage) => [`${name} blind`, ({ rho }: Parameters) => rho[lineage * 4 + 1] ?? Number.NaN] as const,
  ),
  ...MODEL.tools.map(
    ({ id }, tool) => [`${id} sees`, (parameters: Parameters) => sensitivity(MODEL, parameters, tool)] as const,
  ),
];
const WORLD: Parameters = { ...GOLDEN, pi: Float64Array.of(0.25) };

describe("parameters unknown, 120 endpoints", () => {
  const estate = drawEstate(MODEL, WORLD, 120, 0.8, randomStream(4, "estate"));
  const structure = gather(MODEL, estate.rows, { endpoints: 120 });
  const priors = priorsOf(MODEL, PESSIMISTIC, usageOf(structure));
  const [warmUp, draws] = [80, 500];
  const vulnerable = new Float64Array(120);
  const chains = [1, 2].map((seed) => {
    const chance = randomStream(seed, "capability gibbs");
    const chain: Parameters[] = [];
    let parameters = drawParameters(structure, priors, zeroCounts(structure), chance);
    for (let turn = -warmUp; turn < draws; turn++) {
      const counts = drawHidden(structure, parameters, chance, (endpoint, is) => {
        if (is && turn >= 0) vulnerable[endpoint] = (vulnerable[endpoint] ?? 0) + 0.5 / draws;
      });
      parameters = drawParameters(structure, priors, counts, chance);
      if (turn >= 0) chain.push(parameters);
    }
    return chain;
  });
  const fitted = fit(structure, { gate: { vulnerable: 0, confirmed: 0 } });
  const uncertainty = bootstrap(structure, fitted, { replicates: 60 });
  const of = (number: (parameters: Parameters) => number) => {
    const each = chains.map((chain) => chain.map(number));
    return { ...summary(each.flat()), rHat: splitRHat(each) };
  };

  test("two chains from different draws of the prior agree", () => {
    for (const [name, number] of NUMBERS) expect(of(number).rHat, name).toBeLessThan(1.05);
  });

  const off = (probability: Float64Array) =>
    probability.map((each, endpoint) => Math.abs(each - (vulnerable[endpoint] ?? Number.NaN)));

  test("what is fitted is the middle of the posterior: of each number, and of each endpoint's probability", () => {
    for (const [name, number] of NUMBERS) {
      const { mean, sd } = of(number);
      expect(Math.abs(number(fitted.parameters) - mean), name).toBeLessThan(sd / 2);
    }
    for (const probability of [posterior(structure, fitted.parameters), uncertainty.probability]) {
      const each = off(probability);
      expect(Math.max(...each)).toBeLessThan(0.15);
      expect(each.reduce((sum, one) => sum + one, 0) / each.length).toBeLessThan(0.008);
    }
  });

  test("the bootstrap spreads prevalence as the posterior does", () => {
    const ratio = summary(uncertainty.replicates.map(PREVALENCE)).sd / of(PREVALENCE).sd;
    expect(ratio).toBeGreaterThan(0.75);
    expect(ratio).toBeLessThan(1.3);
  });

  // Found here: it draws weights for endpoints and none for the pseudo-counts, so that a number which rests on the prior hardly moves.
  test("the bootstrap spreads what is known of detectors as the posterior does", () => {
    for (const [name, number] of NUMBERS) {
      const ratio = summary(uncertainty.replicates.map(number)).sd / of(number).sd;
      expect(ratio, name).toBeGreaterThan(0.75);
    }
  });
});

/** Ranks of what was true among what was drawn are even, if the sampler draws from the posterior (Talts et al., arXiv 1804.06788). */
test("simulation-based calibration of the sampler", { timeout: 60_000 }, () => {
  const chance = randomStream(21, "calibration");
  const priors = priorsOf(MODEL, PESSIMISTIC);
  const empty = gather(MODEL, { endpoint: [], tool: [], evidence: [] }, { endpoints: 0 });
  const [replicates, kept, thin, bins] = [100, 19, 4, 5];
  const ranks = NUMBERS.map(() => new Float64Array(bins));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const truth = drawParameters(empty, priors, zeroCounts(empty), chance);
    const structure = gather(MODEL, drawEstate(MODEL, truth, 10, 0.8, chance).rows, { endpoints: 10 });
    // From the truth, which is a draw of the posterior: no warming up.
    let parameters = truth;
    const below = NUMBERS.map(() => 0);
    for (let turn = 1; turn <= kept * thin; turn++) {
      parameters = drawParameters(structure, priors, drawHidden(structure, parameters, chance), chance);
      if (turn % thin !== 0) continue;
      for (const [index, [, number]] of NUMBERS.entries()) {
        if (number(parameters) < number(truth)) below[index] = (below[index] ?? 0) + 1;
      }
    }
    for (const [index, rank] of below.entries()) {
      const own = ranks[index] ?? new Float64Array(bins);
      const bin = Math.floor((rank * bins) / (kept + 1));
      own[bin] = (own[bin] ?? 0) + 1;
    }
  }
  for (const [index, [name]] of NUMBERS.entries()) {
    const expected = replicates / bins;
    const chi2 = (ranks[index] ?? new Float64Array(bins)).reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chiSquareUpperTail(chi2, bins - 1), `${name}: ${ranks[index]?.join(" ")}`).toBeGreaterThan(0.001);
  }
});
