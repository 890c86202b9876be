import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, type Standing, type Word } from "./decision.ts";
import { BALANCED, CAUTIOUS, FAST, POLICIES, risk, thresholds } from "./policy.ts";

const negatives = (...ages: readonly number[]) => ages.map((ageDays, at) => ({ lineage: `L${at}`, ageDays }));
const clean: Standing = {
  probability: 3e-4,
  stressed: 1e-3,
  prior: 0.03,
  verifiedProof: false,
  unresolvedPositive: false,
  conclusive: true,
  negatives: negatives(1, 2, 3),
};

test("thresholds of 9.1", () => {
  expect(thresholds(BALANCED)).toEqual({ clear: 0.001, treat: 0.9 });
  expect(thresholds(CAUTIOUS).clear).toBeLessThan(thresholds(BALANCED).clear);
  expect(thresholds(FAST).clear).toBeGreaterThan(thresholds(BALANCED).clear);
  expect(thresholds({ ...BALANCED, hold: 0 })).toEqual({ clear: 0, treat: 1 });
  expect([risk(BALANCED, 0.0001), risk(BALANCED, 0.5), risk(BALANCED, 0.99)].map((cost) => Math.round(cost))).toEqual([
    1, 10, 1,
  ]);
  for (const policy of POLICIES) expect(thresholds(policy).clear).toBeLessThan(1 - thresholds(policy).treat);
});

test.each<[string, Partial<Standing>, Word, readonly string[]]>([
  ["three lineages, fresh", {}, "CLEARED", []],
  ["verified proof, whatever else", { verifiedProof: true, probability: 0.0001 }, "CONFIRMED", []],
  ["likely, without proof", { probability: 0.95, unresolvedPositive: true }, "PROBABLE", []],
  ["a positive", { unresolvedPositive: true }, "SUSPECT", ["positive_unresolved"]],
  ["more likely than before", { probability: 0.2 }, "SUSPECT", ["lower_probability"]],
  ["two lineages", { negatives: negatives(1, 1) }, "UNKNOWN", ["lineages"]],
  [
    "three runs of one",
    { negatives: [1, 2, 3].map((ageDays) => ({ lineage: "L", ageDays })) },
    "UNKNOWN",
    ["lineages"],
  ],
  ["one is stale", { negatives: negatives(1, 2, 14) }, "UNKNOWN", ["fresh_evidence"]],
  ["not low enough", { probability: 0.002 }, "UNKNOWN", ["lower_probability"]],
  ["hangs on chi", { stressed: 0.02 }, "UNKNOWN", ["common_blindness"]],
  [
    "no evidence, small prior",
    { probability: 1e-5, prior: 1e-5, stressed: 1e-5, conclusive: false, negatives: [] },
    "UNKNOWN",
    ["evidence", "lineages"],
  ],
  [
    "no number",
    { probability: Number.NaN, stressed: Number.NaN },
    "UNKNOWN",
    ["lower_probability", "common_blindness"],
  ],
  ["ages that are none", { negatives: negatives(Number.NaN, -1, 2, 2) }, "UNKNOWN", ["lineages"]],
])("%s", (_name, change, word, missing) => {
  const decision = decide({ ...clean, ...change }, BALANCED);
  expect([decision.word, decision.missing]).toEqual([word, missing]);
});

test("cleared until the third-freshest lineage is stale", () => {
  expect(decide({ ...clean, negatives: negatives(9, 2, 3, 5) }, BALANCED).clearedForDays).toBe(9);
});

describe("nothing but evidence clears", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const any: fc.Arbitrary<Standing> = fc.record({
    probability: fc.oneof(share, fc.double({ min: 0, max: 0.002, noNaN: true })),
    stressed: fc.oneof(share, fc.double({ min: 0, max: 0.02, noNaN: true })),
    prior: share,
    verifiedProof: fc.boolean(),
    unresolvedPositive: fc.boolean(),
    conclusive: fc.boolean(),
    negatives: fc.array(
      fc.record({ lineage: fc.constantFrom("A", "B", "C", "D"), ageDays: fc.double({ min: 0, max: 20, noNaN: true }) }),
      { maxLength: 8 },
    ),
  });

  test("ageing, losing negatives and rising numbers never do", () => {
    fc.assert(
      fc.property(
        any,
        fc.constantFrom(...POLICIES),
        fc.nat(7),
        fc.double({ min: 0, max: 30, noNaN: true }),
        share,
        (standing, policy, drop, days, up) => {
          if (decide(standing, policy).word === "CLEARED") return;
          const older = standing.negatives.map(({ lineage, ageDays }) => ({ lineage, ageDays: ageDays + days }));
          const worse: readonly Standing[] = [
            { ...standing, negatives: older },
            { ...standing, negatives: standing.negatives.filter((_, at) => at !== drop) },
            { ...standing, probability: standing.probability + up * (1 - standing.probability) },
            { ...standing, unresolvedPositive: true },
          ];
          for (const each of worse) expect(decide(each, policy).word).not.toBe("CLEARED");
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a host is cleared only with enough lineages, whatever the number", () => {
    fc.assert(
      fc.property(any, fc.constantFrom(...POLICIES), (standing, policy) => {
        const { word, clearedForDays, missing } = decide(standing, policy);
        expect(word === "CLEARED").toBe(clearedForDays !== null);
        if (word !== "CLEARED") return;
        expect(missing).toEqual([]);
        expect(clearedForDays).toBeGreaterThan(0);
        const fresh = standing.negatives.filter(({ ageDays }) => ageDays < policy.freshDays);
        expect(new Set(fresh.map(({ lineage }) => lineage)).size).toBeGreaterThanOrEqual(policy.lineages);
        expect(standing.unresolvedPositive || standing.verifiedProof).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
