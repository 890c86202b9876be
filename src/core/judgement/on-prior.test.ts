import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BALANCED, fit, gather, makeModel, type Rows, type Standing } from "../latent/capability/index.ts";
import { onPrior, priorDriven } from "./on-prior.ts";

const standing = (given: Partial<Standing>): Standing => ({
  probability: 0.05,
  stressed: 0.05,
  prior: 0.05,
  verifiedProof: false,
  unresolvedPositive: false,
  conclusive: true,
  negatives: [],
  ...given,
});

describe("an endpoint rests on the prior", () => {
  test.each<[string, Partial<Standing>, boolean]>([
    ["where nobody gave an answer", { conclusive: false }, true],
    [
      "where it lies so near to a threshold that another prior crosses it",
      { probability: 0.92, unresolvedPositive: true },
      true,
    ],
    ["not where it is far from all", { probability: 0.9999, unresolvedPositive: true }, false],
    ["not where proof was kept", { verifiedProof: true }, false],
    ["not where all priors come to the same word", { probability: 0.3, unresolvedPositive: true }, false],
  ])("%s", (_what, given, rests) => {
    const one = standing(given);
    expect(onPrior(one, one.probability, BALANCED).rests).toBe(rests);
  });

  test("odds move by three either way", () => {
    const half = onPrior(standing({}), 0.5, BALANCED);
    expect([half.low, half.high].map((p) => p.toFixed(9))).toEqual(["0.250000000", "0.750000000"]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
        const { low, high } = onPrior(standing({ probability: p }), p, BALANCED);
        expect(low).toBeLessThanOrEqual(p + 1e-15);
        expect(high).toBeGreaterThanOrEqual(p - 1e-15);
        expect(low >= 0 && high <= 1).toBe(true);
      }),
    );
  });
});

test("a detector is measured when it was seen on enough vulnerable hosts, believed when it was not", () => {
  const model = makeModel(["seen", "other", "new"].map((id) => ({ id, lineage: id, proves: true })));
  const rows = { endpoint: [] as number[], tool: [] as number[], evidence: [] as number[] };
  for (let endpoint = 0; endpoint < 120; endpoint++) {
    for (const tool of endpoint === 0 ? [0, 1, 2] : [0, 1]) {
      rows.endpoint.push(endpoint);
      rows.tool.push(tool);
      rows.evidence.push(endpoint < 60 ? 0 : 4);
    }
  }
  const driven = (given: Rows, endpoints: number) => {
    const structure = gather(model, given, { endpoints });
    return priorDriven(structure, fit(structure));
  };
  expect(driven(rows, 120)).toEqual([false, false, true]);
  expect(driven({ endpoint: [], tool: [], evidence: [] }, 0)).toEqual([true, true, true]);
});
