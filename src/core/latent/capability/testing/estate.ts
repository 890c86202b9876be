/** A small simulator of estates (statistics.md, 12.1, world A): ten tools of three lineages, four classes, truth known. */

import type { RandomStream } from "../../../stats/random-stream.ts";
import type { Rows } from "../cells.ts";
import { makeModel, type Model } from "../model.ts";
import { FOUR_CLASSES } from "./golden.ts";

export interface Estate {
  readonly model: Model;
  readonly rows: Rows;
  readonly truth: Int32Array;
}

const LINEAGES = [
  { name: "F", tools: 5, rho: [0.62, 0.22, 0.14, 0.02] },
  { name: "E", tools: 3, rho: [0.84, 0.06, 0.06, 0.04] },
  { name: "H", tools: 2, rho: [0.86, 0.06, 0.08, 0] },
] as const;

const E_ROWS = [
  [0, 0.93, 0.04, 0.03],
  [0, 0.004, 0.966, 0.03],
  [0, 0, 0.25, 0.75],
  [0, 0.85, 0.12, 0.03],
];
const ROWS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  F: [
    [0.9, 0, 0.06, 0.04],
    [0, 0.003, 0.96, 0.037],
    [0, 0, 0.55, 0.45],
    [0, 0.85, 0.12, 0.03],
  ],
  E: E_ROWS,
  proving: [[0.55, 0.38, 0.04, 0.03], ...E_ROWS.slice(1)],
  H: [
    [0.92, 0, 0.03, 0.05],
    [0, 0.001, 0.95, 0.049],
    [0, 0, 0.1, 0.9],
    [0, 0.5, 0.47, 0.03],
  ],
};

/** @param notRun share of tools that were not run on an endpoint: 0.65 is the sparse world, 0.15 the dense one */
export function simulate(chance: RandomStream, endpoints: number, prevalence: number, notRun: number): Estate {
  const tools = LINEAGES.flatMap(({ name, tools: many }) =>
    Array.from({ length: many }, (_, at) => ({
      id: `${name}${at}`,
      lineage: name,
      proves: name !== "E" || at === 0,
      rows: ROWS[name === "E" && at === 0 ? "proving" : name] ?? E_ROWS,
      deviation: 0.04 + 0.06 * (at / many),
    })),
  );
  const model = makeModel(tools, FOUR_CLASSES);
  const truth = new Int32Array(endpoints);
  const rows = { endpoint: [] as number[], tool: [] as number[], evidence: [] as number[] };
  for (let endpoint = 0; endpoint < endpoints; endpoint++) {
    const z = chance.uniform() < prevalence ? 1 : 0;
    truth[endpoint] = z;
    const blinded = chance.uniform() < 0.01;
    const states = LINEAGES.map(({ rho }) => draw(chance, rho));
    for (const [tool, { rows: emissions, deviation }] of tools.entries()) {
      if (chance.uniform() < notRun) continue;
      const copied = states[model.lineageOf[tool] ?? 0] ?? 0;
      const own = chance.uniform() < deviation ? (chance.uniform() < 0.5 ? 1 : 2) : copied;
      const state = blinded ? 1 : own;
      const row = state === 0 ? (z === 1 ? 0 : 1) : state;
      const runs = 1 + chance.below(notRun < 0.5 ? 3 : 2);
      for (let run = 0; run < runs; run++) {
        rows.endpoint.push(endpoint);
        rows.tool.push(tool);
        rows.evidence.push(draw(chance, emissions[row] ?? []));
      }
    }
  }
  return { model, rows, truth };
}

function draw(chance: RandomStream, shares: readonly number[]): number {
  let left = chance.uniform();
  for (const [at, share] of shares.entries()) {
    left -= share;
    if (left < 0) return at;
  }
  return shares.length - 1;
}
