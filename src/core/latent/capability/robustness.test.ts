/** What a wrong idea of lineages costs, and what enough data gives back (statistics.md, 12.5): bands, not digits. */

import { expect, test } from "vitest";
import { randomStream } from "../../stats/random-stream.ts";
import { gather } from "./cells.ts";
import { LIMITS } from "./em.ts";
import { fit } from "./fit.ts";
import { makeModel, type Tool } from "./model.ts";
import { simulate } from "./testing/estate.ts";
import { FOUR_CLASSES } from "./testing/golden.ts";
import { posterior } from "./tree.ts";

const CLEAR_AT = 0.005;
/** Far enough for bands. */
const QUICK = { perturbed: 0, limits: { ...LIMITS, most: 60 } } as const;
const PATIENT = { timeout: 60_000 } as const;

test("wrong splits miss more than they say, wrong merges leave more open", PATIENT, () => {
  const believed: Readonly<Record<string, (tool: Tool) => string>> = {
    right: ({ lineage }) => lineage,
    split: ({ id }) => id,
    merged: () => "all",
  };
  const [endpoints, replicates] = [1000, 4];
  const found = new Map(Object.keys(believed).map((name) => [name, { missed: 0, predicted: 0, open: 0 }]));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const { model, rows, truth } = simulate(randomStream(replicate + 40, "robust"), endpoints, 0.03, 0.65);
    for (const [name, lineageOf] of Object.entries(believed)) {
      const own = makeModel(
        model.tools.map((tool) => ({ ...tool, lineage: lineageOf(tool) })),
        FOUR_CLASSES,
      );
      const structure = gather(own, rows, { endpoints });
      const { parameters } = fit(structure, { gate: { vulnerable: 0, confirmed: 0 }, ...QUICK });
      const sums = found.get(name) ?? { missed: 0, predicted: 0, open: 0 };
      for (const [endpoint, p] of posterior(structure, parameters).entries()) {
        const is = truth[endpoint] ?? 0;
        if (p <= CLEAR_AT) {
          sums.missed += is;
          sums.predicted += p;
        } else if (is === 0) sums.open++;
      }
    }
  }
  const of = (name: string) => found.get(name) ?? { missed: Number.NaN, predicted: Number.NaN, open: Number.NaN };
  expect(of("right").missed).toBeLessThan(1.5 * of("right").predicted + 3);
  expect(of("split").missed).toBeGreaterThan(1.5 * of("split").predicted);
  expect(of("split").missed).toBeGreaterThan(of("right").missed);
  expect(of("merged").open).toBeGreaterThan(2 * of("right").open);
});

test("twenty thousand sparse endpoints give back what made them", PATIENT, () => {
  const estate = simulate(randomStream(9, "recovery"), 20_000, 0.03, 0.65);
  const structure = gather(estate.model, estate.rows, { endpoints: 20_000 });
  const { parameters } = fit(structure, QUICK);
  const made = [0.62, 0.22, 0.14, 0.02, 0.84, 0.06, 0.06, 0.04, 0.86, 0.06, 0.08, 0];
  for (const [at, share] of made.entries())
    expect(Math.abs((parameters.rho[at] ?? 9) - share), `at ${at}`).toBeLessThan(0.06);
  expect(parameters.pi[0]).toBeCloseTo(0.03, 2);
  let [missed, predicted] = [0, 0];
  for (const [endpoint, p] of posterior(structure, parameters).entries()) {
    if (p > CLEAR_AT) continue;
    missed += estate.truth[endpoint] ?? 0;
    predicted += p;
  }
  expect(missed / predicted).toBeLessThan(1.6);
});
