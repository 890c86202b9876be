/**
 * Is the judgement as sure as it may be? Estates of known truth (src/core/latent/testing, reference/statistics.md 12), the same probes for
 * everybody: rules of thumb, plain Dawid and Skene, and the capability model as `triage` uses it. Cleared: a probability of 0.5 % at most.
 */

import { anyPositive, majority, unanimousNegative } from "../src/core/latent/baselines.ts";
import { bootstrap, classIndex, fit, gather, makeModel } from "../src/core/latent/capability/index.ts";
import { fitDawidSkene } from "../src/core/latent/dawid-skene.ts";
import { scoreProbabilities } from "../src/core/latent/testing/scores.ts";
import { type Estate, type EstateOptions, simulateEstate } from "../src/core/latent/testing/simulate.ts";
import { plainVotes, toolAnswers } from "../src/core/latent/testing/views.ts";
import { withClones } from "../src/core/latent/testing/world.ts";
import type { Outcome } from "../src/core/model/outcome.ts";
import { publish } from "./figures.ts";

const REPLICATES = Number(process.env["BENCH_REPLICATES"] ?? 40);
const CLEAR_AT = 0.005;

interface Said {
  readonly probability: ArrayLike<number>;
  /** 90 % for the number of vulnerable ones among the cleared; null: the method has none. */
  readonly missed: { readonly low: number; readonly high: number } | null;
}

const rule =
  (decide: typeof majority) =>
  (estate: Estate): Said => {
    const as: Readonly<Record<Outcome, number>> = { vulnerable: 1, not_vulnerable: 0, unknown: 0.5 };
    return {
      probability: Array.from(estate.truth, (_, endpoint) => as[decide(toolAnswers(estate, endpoint))]),
      missed: null,
    };
  };

function dawidSkene(estate: Estate): Said {
  const { posterior } = fitDawidSkene(plainVotes(estate), { classPseudoCount: 1, votePseudoCount: 1 });
  return { probability: posterior.filter((_, index) => index % 2 === 1), missed: null };
}

/** Proofs as proofs; a negative is one without a control, as other people's scanners give it. */
const CODES = ["PV", "BP", "WN", "Q"].map((code) => classIndex(code));

function capability({ endpoints, tools, counts }: Estate): Said {
  const model = makeModel(
    tools.map(({ id, lineage }, tool) => ({ id, lineage, proves: hasProofs(counts, tools.length, tool) })),
  );
  const rows = { endpoint: [] as number[], tool: [] as number[], evidence: [] as number[], count: [] as number[] };
  for (const [cell, count] of counts.entries()) {
    if (count === 0) continue;
    rows.endpoint.push(Math.floor(cell / 4 / tools.length));
    rows.tool.push(Math.floor(cell / 4) % tools.length);
    rows.evidence.push(CODES[cell % 4] ?? -1);
    rows.count.push(count);
  }
  const structure = gather(model, rows, { endpoints });
  const uncertainty = bootstrap(structure, fit(structure));
  const cleared = uncertainty.probability.map((p) => (p <= CLEAR_AT ? 1 : 0));
  return { probability: uncertainty.probability, missed: uncertainty.missed(cleared) };
}

function hasProofs(counts: Uint8Array, tools: number, tool: number): boolean {
  return counts.some((count, cell) => count > 0 && cell % 4 === 0 && Math.floor(cell / 4) % tools === tool);
}

const METHODS: Readonly<Record<string, (estate: Estate) => Said>> = {
  "majority of tools": rule(majority),
  "any positive": rule(anyPositive),
  "unanimous negative": rule(unanimousNegative),
  "plain Dawid-Skene": dawidSkene,
  crosscheck: capability,
};

const ESTATES: Readonly<Record<string, Omit<EstateOptions, "seed">>> = {
  "A sparse, 3 %": { world: "A", coverage: "sparse" },
  "A dense, 3 %": { world: "A", coverage: "dense" },
  "A, 20 % missing, 0.5 %": { world: "A", coverage: "dense", notRun: 0.2, prevalence: 0.005 },
  "A, 20 % missing, 20 %": { world: "A", coverage: "dense", notRun: 0.2, prevalence: 0.2 },
  "B sparse, 3 %": { world: "B", coverage: "sparse" },
  "A dense, three clones more": { world: "A", coverage: "dense", tools: withClones("f1", 3) },
};

export async function calibration(): Promise<void> {
  const lines: string[][] = [];
  for (const [estateName, options] of Object.entries(ESTATES)) {
    const estates = Array.from({ length: REPLICATES }, (_, seed) => simulateEstate({ ...options, seed }));
    for (const [method, judge] of Object.entries(METHODS)) {
      const said = estates.map((estate) => ({ estate, ...judge(estate) }));
      const scores = said.map(({ estate, probability }) => scoreProbabilities(probability, estate.truth, CLEAR_AT));
      const sum = (of: (score: (typeof scores)[number]) => number) => scores.reduce((all, each) => all + of(each), 0);
      const covered = said.filter(({ missed }, at) => {
        const actual = scores[at]?.missed ?? 0;
        return missed !== null && missed.low <= actual && actual <= missed.high;
      }).length;
      const safe = sum((s) => s.endpoints - s.vulnerable);
      lines.push([
        estateName,
        method,
        String(sum((s) => s.vulnerable)),
        String(sum((s) => s.missed)),
        sum((s) => s.missedPredicted).toFixed(1),
        `${((100 * sum((s) => s.burden)) / safe).toFixed(1)} %`,
        (sum((s) => s.brier) / REPLICATES).toFixed(4),
        said[0]?.missed === null ? "" : `${covered} of ${REPLICATES}`,
      ]);
    }
  }
  publish("calibration", TITLES, lines, { replicates: REPLICATES, clearAt: CLEAR_AT, lines });
}

const TITLES = ["estate", "method", "vulnerable", "missed", "predicted", "safe left open", "Brier", "90 % covers"];
