/**
 * The simulator against reference/statistics.md 12.2 and its acceptance (13.8, 15): in bands, not digits. Plain Dawid and Skene must
 * fail on world A; if it does not, the simulator is broken.
 */

import { describe, expect, test } from "vitest";
import { anyPositive, majority } from "../baselines.ts";
import { fitDawidSkene } from "../dawid-skene.ts";
import type { Outcome } from "../../model/outcome.ts";
import { type Scores, scoreProbabilities } from "./scores.ts";
import { type Estate, type EstateOptions, simulateEstate } from "./simulate.ts";
import { plainVotes, toolAnswers } from "./views.ts";
import { ANSWERS, TOOLS, withClones } from "./world.ts";

const REPLICATES = 20;
/** Seconds of work only where the machine is busy. */
const PATIENT = { timeout: 60_000 } as const;

/** Sums over replicates, but means of Brier. */
function replicated(options: Omit<EstateOptions, "seed">, judge: (estate: Estate) => ArrayLike<number>): Scores {
  const all = Array.from({ length: REPLICATES }, (_, seed) => {
    const estate = simulateEstate({ ...options, seed });
    return scoreProbabilities(judge(estate), estate.truth);
  });
  const total = (of: (scores: Scores) => number) => all.reduce((sum, scores) => sum + of(scores), 0);
  return {
    endpoints: total((s) => s.endpoints),
    vulnerable: total((s) => s.vulnerable),
    brier: total((s) => s.brier) / REPLICATES,
    logLoss: total((s) => s.logLoss) / REPLICATES,
    belowHalf: total((s) => s.belowHalf),
    missed: total((s) => s.missed),
    missedPredicted: total((s) => s.missedPredicted),
    burden: total((s) => s.burden),
    cost: total((s) => s.cost),
  };
}

const plainDawidSkene = (estate: Estate) =>
  fitDawidSkene(plainVotes(estate), { classPseudoCount: 1, votePseudoCount: 1 }).posterior.filter(
    (_, index) => index % 2 === 1,
  );
const rule = (decide: typeof majority, probability: Readonly<Record<Outcome, number>>) => (estate: Estate) =>
  Array.from(estate.truth, (_, endpoint) => probability[decide(toolAnswers(estate, endpoint))]);
const between = (value: number, low: number, high: number) => {
  expect(value).toBeGreaterThan(low);
  expect(value).toBeLessThan(high);
};

describe("world A", () => {
  test("sparse: plain Dawid and Skene fails (.0285 in the reference)", PATIENT, () => {
    const scores = replicated({ world: "A", coverage: "sparse" }, plainDawidSkene);
    between(scores.brier, 0.02, 0.04);
    expect(scores.missed).toBeGreaterThan(1.5 * scores.missedPredicted);
  });

  test("dense: it fails worse, and clears with ten times too much confidence (.0488)", PATIENT, () => {
    const scores = replicated({ world: "A", coverage: "dense" }, plainDawidSkene);
    between(scores.brier, 0.03, 0.07);
    expect(scores.missed).toBeGreaterThan(4 * scores.missedPredicted);
  });

  test("any positive: few missed, many alarms (10.7 % and 5.5 %)", PATIENT, () => {
    const decide = rule(anyPositive, { vulnerable: 1, not_vulnerable: 0, unknown: 0 });
    const { missed, vulnerable, burden, endpoints } = replicated({ world: "A", coverage: "sparse" }, decide);
    between(missed / vulnerable, 0.05, 0.17);
    between(burden / (endpoints - vulnerable), 0.045, 0.065);
  });

  test("majority: the clones' blind spot outvotes the rest (20.4 %, ties counted as positive)", PATIENT, () => {
    const decide = rule(majority, { vulnerable: 1, not_vulnerable: 0, unknown: 1 });
    const dense = replicated({ world: "A", coverage: "dense" }, decide);
    between(dense.missed / dense.vulnerable, 0.13, 0.29);
  });
});

test("world C is the one in which plain Dawid and Skene is right", PATIENT, () => {
  const scores = replicated({ world: "C", coverage: "sparse" }, plainDawidSkene);
  expect(scores.brier).toBeLessThan(0.006);
});

test("world B: Gaussian effects, where it is over-confident too", PATIENT, () => {
  const scores = replicated({ world: "B", coverage: "sparse" }, plainDawidSkene);
  between(scores.brier, 0.002, 0.02);
});

describe("an estate", () => {
  const small = { world: "A", coverage: "dense", endpoints: 1000 } as const;

  test("follows from its seed", () => {
    expect(simulateEstate({ ...small, seed: 4 })).toEqual(simulateEstate({ ...small, seed: 4 }));
    expect(simulateEstate({ ...small, seed: 5 }).truth).not.toEqual(simulateEstate({ ...small, seed: 4 }).truth);
  });

  test.each([
    ["dense", 0.85, 2],
    ["sparse", 0.35, 1.5],
  ] as const)("%s: %s of the cells run, %s times on average", (coverage, share, runs) => {
    const { counts } = simulateEstate({ ...small, coverage, seed: 1 });
    const perCell = Array.from({ length: counts.length / 4 }, (_, cell) =>
      counts.subarray(cell * 4, cell * 4 + 4).reduce((sum, count) => sum + count, 0),
    );
    const run = perCell.filter((count) => count > 0);
    expect(run.length / perCell.length).toBeCloseTo(share, 1);
    expect(run.reduce((sum, count) => sum + count) / run.length).toBeCloseTo(runs, 1);
  });

  test("tools deviate from their lineage into blind and broken, half and half", () => {
    const { counts, tools } = simulateEstate({ ...small, endpoints: 4000, prevalence: 0, seed: 6 });
    const h2 = tools.findIndex(({ id }) => id === "h2");
    const totals = [0, 0, 0, 0];
    for (const [index, count] of counts.entries())
      if (Math.floor(index / 4) % tools.length === h2) totals[index % 4] = (totals[index % 4] ?? 0) + count;
    const unknown = (totals[3] ?? 0) / totals.reduce((sum, count) => sum + count);
    // Not deviating: broken .08, the others .92; deviating, .08: half of each.
    expect(unknown).toBeCloseTo(0.92 * (0.08 * 0.9 + 0.92 * 0.049) + 0.08 * (0.5 * 0.9 + 0.5 * 0.049), 1.5);
  });

  test("no proof where none is recorded, none on safe endpoints, and nothing else changed", () => {
    const { counts, truth } = simulateEstate({ ...small, seed: 2 });
    const without = simulateEstate({ ...small, seed: 2, noProof: true }).counts;
    const perEndpoint = TOOLS.length * ANSWERS.length;
    const wrong = without.findIndex((count, index) => {
      const proofs = counts[index - (index % 4)] ?? 0;
      const safe = truth[Math.floor(index / perEndpoint)] === 0;
      if (index % 4 === 0) return count !== 0 || (safe && proofs > 0);
      return count !== (counts[index] ?? 0) + (index % 4 === 1 ? proofs : 0);
    });
    expect(wrong).toBe(-1);
  });

  test("clones change nothing of the others, and share their original's blindness", () => {
    const options = { ...small, prevalence: 1, seed: 3 };
    const plain = simulateEstate(options);
    const cloned = simulateEstate({ ...options, tools: withClones("f1", 3) });
    let [silent, differs] = [0, 0];
    for (let endpoint = 0; endpoint < options.endpoints; endpoint++) {
      const [all, ten] = [toolAnswers(cloned, endpoint), toolAnswers(plain, endpoint)];
      if (JSON.stringify(all.slice(0, 10)) !== JSON.stringify(ten)) differs++;
      // A working original next to a clone that never sees it: 6 % twice, or it would be blind by itself.
      if ((all[0]?.positive ?? 0) > 0 && all[10]?.positive === 0 && all[10].negative > 1) silent++;
    }
    expect(differs).toBe(0);
    expect(silent / options.endpoints).toBeLessThan(0.01);
  });

  test("nobody, nothing", () => {
    expect(simulateEstate({ ...small, endpoints: 0, seed: 1 }).truth).toHaveLength(0);
    const none = simulateEstate({ ...small, endpoints: 5, tools: [], seed: 1 });
    expect(fitDawidSkene(plainVotes(none)).posterior.every(Number.isFinite)).toBe(true);
    expect(scoreProbabilities([], new Uint8Array())).toMatchObject({ brier: 0, logLoss: 0 });
  });
});
