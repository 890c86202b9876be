import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gather } from "./cells.ts";
import { type Candidate, nextTest, rank, ranker, worthOf } from "./next-test.ts";
import { BALANCED } from "./policy.ts";
import { anyCase } from "./testing/arbitraries.ts";
import { A1, A2, B1, cells, GOLDEN, GOLDEN_MODEL, GOLDEN_VECTORS, H1 } from "./testing/golden.ts";

const after = (name: string) => GOLDEN_VECTORS.find(([id]) => id === name)?.[1] ?? [];
const run = (tool: number, cost = 1, runs: 1 | 2 = 1): Candidate => ({ tool, runs, cost });
const worth = (name: string, candidate: Candidate) =>
  worthOf(GOLDEN_MODEL, GOLDEN, after(name), 0.03, candidate, BALANCED);

describe("information of one more run (13.7)", () => {
  test.each([
    ["G1", A1, 0.091247852],
    ["G1", B1, 0.088570382],
    ["G1", H1, 0.143925441],
    ["G3", A1, 0.000139268],
    ["G3", A2, 0.003250099],
    ["G3", B1, 0.028228759],
    ["G3", H1, 0.055425716],
    ["G9", A1, 0.014427418],
    ["G9", A2, 0.020544634],
    ["G9", B1, 0.003797777],
    ["G9", H1, 0.038703392],
  ])("after %s by tool %s", (name, tool, bits) => {
    expect(worth(name, run(tool)).bits).toBeCloseTo(bits, 9);
  });

  test("is never negative, nor is the saving, and two runs tell no less than one", () => {
    fc.assert(
      fc.property(anyCase, ({ model, parameters, cells: own }) => {
        const pi = parameters.pi[0] ?? 0;
        const one = worthOf(model, parameters, own, pi, run(0), BALANCED);
        const two = worthOf(model, parameters, own, pi, run(0, 1, 2), BALANCED);
        expect(one.bits).toBeGreaterThanOrEqual(0);
        expect(one.saving).toBeGreaterThanOrEqual(0);
        expect(two.bits).toBeGreaterThanOrEqual(one.bits - 1e-10);
        expect(two.saving).toBeGreaterThanOrEqual(one.saving - 1e-7);
      }),
    );
  });
});

describe("the order of tests", () => {
  test("another lineage comes before a clone, a fourth run of the same tool last", () => {
    const ranked = rank(
      [A1, A2, B1, H1].map((tool) => ({ ...worth("G3", run(tool)), saving: 0 })),
      GOLDEN_MODEL,
    );
    expect(ranked.map(({ tool }) => tool)).toEqual([H1, B1, A2, A1]);
  });

  test("where nothing can change what is done, information for its cost decides, then the cheaper, then the name", () => {
    const flat = { runs: 1 as const, value: -1, saving: 0 };
    const ranked = rank(
      [
        { ...flat, tool: B1, cost: 2, bits: 0.2 },
        { ...flat, tool: A2, cost: 1, bits: 0.1 },
        { ...flat, tool: A1, cost: 1, bits: 0.1 },
        { ...flat, tool: H1, cost: 10, bits: 0.3 },
      ],
      GOLDEN_MODEL,
    );
    expect(ranked.map(({ tool }) => tool)).toEqual([A1, A2, B1, H1]);
  });

  test("equal endpoints are ranked once", () => {
    const rows = { endpoint: [0, 1, 2], tool: [A1, A1, B1], evidence: [2, 2, 2] };
    const structure = gather(GOLDEN_MODEL, rows, { endpoints: 3 });
    const of = ranker(structure, GOLDEN, [run(A1), run(H1)], BALANCED);
    expect(of(0)).toBe(of(1));
    expect(of(2)).not.toBe(of(0));
    expect(of(9)).toEqual([]);
    expect(of(0)).toEqual(
      rank(
        [run(A1), run(H1)].map((each) =>
          worthOf(GOLDEN_MODEL, GOLDEN, cells([A1, [0, 0, 1, 0]]), 0.03, each, BALANCED),
        ),
        GOLDEN_MODEL,
      ),
    );
  });
});

describe("when to stop", () => {
  const good = { tool: A1, runs: 1 as const, cost: 5, value: 1, saving: 6, bits: 0.1 };
  const poor = { ...good, value: -1, saving: 0, bits: 0.001 };
  const rule = { budget: 10, leastBits: 0.01 };
  test.each([
    ["settled", "CLEARED" as const, [good], rule, "settled"],
    ["nothing to run", "UNKNOWN" as const, [], rule, "no_test_left"],
    ["too dear", "UNKNOWN" as const, [good], { ...rule, budget: 4 }, "budget_spent"],
    ["of no use", "SUSPECT" as const, [poor], rule, "nothing_helps"],
    ["worth it", "UNKNOWN" as const, [poor, good], rule, good],
    ["of no use but cheap to know", "UNKNOWN" as const, [poor], { ...rule, leastBits: 1e-5 }, poor],
  ])("%s", (_name, word, ranked, stop, expected) => {
    expect(nextTest(word, ranked, stop)).toEqual(expected);
  });
});
