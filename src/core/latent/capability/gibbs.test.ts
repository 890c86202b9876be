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
import { drawEstate, drawHidden, drawParameters, endpointsOf } from "./testing/gibbs.ts";
import { pass, posterior } from "./tree.ts";
import { bootstrap, sensitivity } from "./wlb.ts";

const REPEATS = 4000;

describe("parameters known", () => {
  const lines = GOLDEN_VECTORS.flatMap(([, cells], endpoint) =>
    cells.flatMap(({ tool, counts }) => [...counts].map((count, evidence) => ({ endpoint, tool, evidence, count }))),
  );
  const structure = gather(
    GOLDEN_MODEL,
    {
      endpoint: lines.map(({ endpoint }) => endpoint),
      tool: lines.map(({ tool }) => tool),
      evidence: lines.map(({ evidence }) => evidence),
      count: lines.map(({ count }) => count),
    },
    { endpoints: GOLDEN_VECTORS.length },
  );
  const chance = randomStream(11, "hidden");
  const endpoints = endpointsOf(structure);
  const drawn = GOLDEN_VECTORS.map(() => 0);
  const totals = zeroCounts(structure);
  for (let turn = 0; turn < REPEATS; turn++) {
    const counts = drawHidden(structure, endpoints, GOLDEN, chance, (endpoint, vulnerable) => {
      if (vulnerable) drawn[endpoint] = (drawn[endpoint] ?? 0) + 1;
    });
    for (const name of ["pi", "rho", "kappa", "tau", "rows"] as const)
      for (const [place, count] of counts[name].entries()) totals[name][place] = (totals[name][place] ?? 0) + count;
  }

  test("each golden vector's probability is how often the sampler draws a vulnerable host", () => {
    for (const [endpoint, p] of posterior(structure, GOLDEN).entries()) {
      const noise = Math.sqrt((p * (1 - p)) / REPEATS);
      expect(Math.abs((drawn[endpoint] ?? 0) / REPEATS - p), GOLDEN_VECTORS[endpoint]?.[0]).toBeLessThan(
        5 * noise + 1e-4,
      );
    }
  });

  test("every expected count of the fit is the mean of the drawn ones", () => {
    const expected = expectation(structure, GOLDEN, pass(structure, GOLDEN), structure.patternWeight);
    for (const name of ["pi", "rho", "kappa", "tau", "rows"] as const) {
      for (const [place, count] of expected[name].entries()) {
        // A sum of few zeros and ones, runs of up to three together.
        const noise = 5 * Math.sqrt((9 * count) / REPEATS) + 5e-3;
        expect(Math.abs((totals[name][place] ?? 0) / REPEATS - count), `${name} ${place}`).toBeLessThan(noise);
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
const WORLD: Parameters = { ...GOLDEN, pi: Float64Array.of(0.15) };

describe("parameters unknown, 250 endpoints", () => {
  const estate = drawEstate(MODEL, WORLD, 250, 0.8, randomStream(4, "estate"));
  const structure = gather(MODEL, estate.rows, { endpoints: 250 });
  const endpoints = endpointsOf(structure);
  const priors = priorsOf(MODEL, PESSIMISTIC, usageOf(structure));
  const [warmUp, draws] = [150, 1200];
  const vulnerable = new Float64Array(250);
  const chains = [1, 2].map((seed) => {
    const chance = randomStream(seed, "capability gibbs");
    const chain: Parameters[] = [];
    let parameters = drawParameters(structure, priors, zeroCounts(structure), chance);
    for (let turn = -warmUp; turn < draws; turn++) {
      const counts = drawHidden(structure, endpoints, parameters, chance, (endpoint, is) => {
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
    const numbers: readonly ((parameters: Parameters) => number)[] = [
      ({ pi }) => pi[0] ?? 0,
      ...[0, 1, 2].map(
        (lineage) =>
          ({ rho }: Parameters) =>
            rho[lineage * 4 + 1] ?? 0,
      ),
      ...MODEL.tools.map((_, tool) => (parameters: Parameters) => sensitivity(MODEL, parameters, tool)),
    ];
    for (const number of numbers) expect(of(number).rHat).toBeLessThan(1.05);
  });

  test("the fit and its bootstrap, beside the posterior", () => {
    const p = posterior(structure, fitted.parameters);
    const off = p.map((each, endpoint) => Math.abs(each - (vulnerable[endpoint] ?? 9)));
    const offBootstrap = uncertainty.probability.map((each, endpoint) => Math.abs(each - (vulnerable[endpoint] ?? 9)));
    console.log(
      "P",
      Math.max(...off),
      off.reduce((a, b) => a + b) / 250,
      Math.max(...offBootstrap),
      offBootstrap.reduce((a, b) => a + b) / 250,
    );
    const lines = [
      ["pi", (q: Parameters) => q.pi[0] ?? 0] as const,
      ...[0, 1, 2].map((g) => [`blind ${g}`, (q: Parameters) => q.rho[g * 4 + 1] ?? 0] as const),
      ...MODEL.tools.map((t, tool) => [`se ${t.id}`, (q: Parameters) => sensitivity(MODEL, q, tool)] as const),
    ];
    for (const [name, number] of lines) {
      const w = summary(uncertainty.replicates.map(number));
      const g = of(number);
      console.log(
        name,
        "fit",
        number(fitted.parameters).toFixed(4),
        "gibbs",
        g.mean.toFixed(4),
        g.sd.toFixed(4),
        "wlb",
        w.mean.toFixed(4),
        w.sd.toFixed(4),
        "true",
        number(WORLD).toFixed(3),
        g.rHat.toFixed(3),
      );
    }
    expect(chiSquareUpperTail(1, 1)).toBeGreaterThan(0);
  });
});
