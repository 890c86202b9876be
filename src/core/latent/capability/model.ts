/** The frame of the lineage capability model (statistics.md, 5.1): tools, their lineages, evidence classes, and the layout of its numbers. */

import { EVIDENCE_CLASSES, type EvidenceClass } from "./evidence.ts";

export interface Tool {
  readonly id: string;
  /** Whose code or bytes it carries: the unit of evidence. Tools of one name here are clones. */
  readonly lineage: string;
  /** Can it show proof? If not, its proof columns stay at the policy's phi everywhere. */
  readonly proves: boolean;
}

export interface Model {
  readonly tools: readonly Tool[];
  readonly classes: readonly EvidenceClass[];
  /** Names in order of first appearance. */
  readonly lineages: readonly string[];
  /** Tool to place in `lineages`. */
  readonly lineageOf: Int32Array;
  /** How many tools each lineage has: one that is alone cannot deviate from its lineage. */
  readonly lineageSize: Int32Array;
  /** Tool to its place in the order by lineage, in which every sum is taken. */
  readonly rank: Int32Array;
}

/** Capability of a lineage on an endpoint: works, silently blind, broken, decoy. */
export const STATES = ["works", "blind", "broken", "decoy"] as const;
export type State = (typeof STATES)[number];
/** Emission rows of a tool: sees a vulnerable host, looks at a safe one, broken, deceived. */
export const [S, N, X] = [0, 1, 2] as const;
const D = 3;
/** Places in a table over (z, state), z = 0 first, and the emission row of each (5.1). */
export const ROW_OF: readonly number[] = [N, N, X, D, S, N, X, D];

export function makeModel(tools: readonly Tool[], classes: readonly EvidenceClass[] = EVIDENCE_CLASSES): Model {
  const lineages = [...new Set(tools.map((tool) => tool.lineage))];
  const lineageOf = Int32Array.from(tools, (tool) => lineages.indexOf(tool.lineage));
  const lineageSize = new Int32Array(lineages.length);
  for (const lineage of lineageOf) lineageSize[lineage] = (lineageSize[lineage] ?? 0) + 1;
  const order = tools.map((_, tool) => tool).toSorted((a, b) => (lineageOf[a] ?? 0) - (lineageOf[b] ?? 0) || a - b);
  const rank = new Int32Array(tools.length);
  for (const [place, tool] of order.entries()) rank[tool] = place;
  return { tools, classes, lineages, lineageOf, lineageSize, rank };
}

/** All that the model can know about tools; flat, row by row. */
export interface Parameters {
  /** Prevalence of each stratum. */
  readonly pi: Float64Array;
  /** P(every working check is blind at once): policy, not identifiable (4.4, 5.4). */
  readonly chi: number;
  /** Lineages x 4 states. */
  readonly rho: Float64Array;
  /** P(a tool deviates from its lineage on an endpoint). */
  readonly kappa: Float64Array;
  /** Tools x 4 states: where a tool goes that deviates. */
  readonly tau: Float64Array;
  /** Tools x 4 rows x classes: emissions. */
  readonly rows: Float64Array;
}

/** @param strata at least 1 */
export function emptyParameters(model: Model, strata: number, chi: number): Parameters {
  const { tools, lineages, classes } = model;
  return {
    pi: new Float64Array(strata),
    chi,
    rho: new Float64Array(lineages.length * 4),
    kappa: new Float64Array(tools.length),
    tau: new Float64Array(tools.length * 4),
    rows: new Float64Array(tools.length * 4 * classes.length),
  };
}

export function copyParameters({ pi, chi, rho, kappa, tau, rows }: Parameters): Parameters {
  return { pi: pi.slice(), chi, rho: rho.slice(), kappa: kappa.slice(), tau: tau.slice(), rows: rows.slice() };
}

/** The same tools in a world with another common blindness or prevalence: for sensitivity checks (5.4). */
export function withPolicy(parameters: Parameters, change: { chi?: number; pi?: number }): Parameters {
  const { chi = parameters.chi, pi } = change;
  return { ...parameters, chi, pi: pi === undefined ? parameters.pi : parameters.pi.map(() => pi) };
}
