/** Bands, not digits (statistics.md, 15): the sparse world of 12.1, 400 endpoints. A hundred replicates gave Brier .0061, log loss .029, missed .29 of .53 predicted. */

import { expect, test } from "vitest";
import { randomStream } from "../../stats/random-stream.ts";
import { gather } from "./cells.ts";
import { fit } from "./fit.ts";
import { simulate } from "./testing/estate.ts";
import { posterior } from "./tree.ts";

test("ten tools of three lineages, mostly not run: calibrated, and no more missed than predicted", () => {
  const replicates = 16;
  let [brier, logLoss, missed, predicted] = [0, 0, 0, 0];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const { model, rows, truth } = simulate(randomStream(replicate + 100, "band"), 400, 0.03, 0.65);
    const structure = gather(model, rows, { endpoints: 400 });
    const fitted = fit(structure, { gate: { vulnerable: 0, confirmed: 0 }, perturbed: 0 });
    for (const [at, p] of posterior(structure, fitted.parameters).entries()) {
      const z = truth[at] ?? 0;
      brier += (p - z) ** 2 / (400 * replicates);
      logLoss -= Math.log(Math.max(z === 1 ? p : 1 - p, 1e-6)) / (400 * replicates);
      if (p > 0.005) continue;
      missed += z;
      predicted += p;
    }
  }
  expect(brier).toBeLessThan(0.0075);
  expect(logLoss).toBeLessThan(0.036);
  expect(missed / predicted).toBeLessThan(1.2);
});
