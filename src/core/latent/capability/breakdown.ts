/**
 * Why the model says what it says of one endpoint, as numbers a person can multiply (statistics.md, section 1), and what each lineage and
 * tool was probably doing there (section 10).
 */

import { real, whole } from "./arrays.ts";
import type { Cell } from "./cells.ts";
import { type Model, type Parameters, STATES } from "./model.ts";
import { fillKind, jointOf, kindTables, lineageProduct, lineageSum, SUREST } from "./tree.ts";

export interface Breakdown {
  /** At most 1 - 1e-9. */
  readonly probability: number;
  readonly priorOdds: number;
  /** posterior odds = priorOdds x (chi + (1 - chi) x product of the ratios). */
  readonly posteriorOdds: number;
  readonly chi: number;
  /** No agreement can bring the probability below this: everything may be blind at once. */
  readonly floor: number;
  readonly lineages: readonly LineageShare[];
}

export interface LineageShare {
  readonly lineage: string;
  /** Above 1 speaks for vulnerable; 1 when it said nothing. */
  readonly ratio: number;
  /** Posterior of its capability on this endpoint, in the order of STATES. */
  readonly states: readonly number[];
  /** P(blind or broken | vulnerable): how far its silence would be explained by itself. */
  readonly missesIfVulnerable: number;
  /** P(decoy and not vulnerable). */
  readonly decoy: number;
  /** Its tools that were run here, with P(the tool did not do as its lineage). */
  readonly tools: readonly { readonly tool: string; readonly deviates: number }[];
}

/** @param pi prevalence of the endpoint's stratum */
export function breakdown(model: Model, parameters: Parameters, cells: readonly Cell[], pi: number): Breakdown {
  const joint = jointOf(model, parameters, cells, pi);
  const priorOdds = oddsOf(pi);
  const seen = [...new Set(cells.map(({ tool }) => whole(model.lineageOf, tool)))];
  const ratioOf = (lineage: number) => Math.exp(real(joint.logM, lineage * 2 + 1) - real(joint.logM, lineage * 2));
  const least = priorOdds * parameters.chi;
  return {
    probability: Math.min(joint.probability, SUREST),
    priorOdds,
    posteriorOdds: oddsOf(joint.probability),
    chi: parameters.chi,
    floor: least / (1 + least),
    lineages: seen.map((lineage) => {
      const own = cells.filter(({ tool }) => model.lineageOf[tool] === lineage);
      return { ratio: ratioOf(lineage), ...within(model, parameters, lineage, own, joint) };
    }),
  };
}

/** Never infinite: as sure as a verdict may be. */
const oddsOf = (p: number): number => {
  const capped = Math.min(p, SUREST);
  return capped / (1 - capped);
};

function within(
  model: Model,
  parameters: Parameters,
  lineage: number,
  cells: readonly Cell[],
  { probability, visible }: { readonly probability: number; readonly visible: number },
): Omit<LineageShare, "ratio"> {
  const tables = kindTables(cells.length);
  for (const [at, { tool, counts }] of cells.entries()) fillKind(tables, at, parameters, tool, counts, 0);
  const product = new Float64Array(8);
  lineageProduct(tables, Int32Array.from(cells.keys()), 0, cells.length, product);
  // Given what the endpoint looks like to a working check: P(state | looks safe), P(state | looks vulnerable).
  const given = ([0, 1] as const).map((z) => {
    const sum = lineageSum(parameters.rho, lineage, product, z);
    return STATES.map((_, c) => (real(parameters.rho, lineage * 4 + c) * real(product, z * 4 + c)) / sum);
  });
  const looks = [1 - visible, visible];
  const states = STATES.map((_, c) => mixed(looks, given, c));
  // Vulnerable is: visible, or hidden by the common blindness, where it looks safe.
  const vulnerable = [Math.max(probability - visible, 0), visible];
  const missing = mixed(vulnerable, given, 1) + mixed(vulnerable, given, 2);
  return {
    lineage: model.lineages[lineage] ?? "",
    states,
    missesIfVulnerable: probability > 0 ? Math.min(missing / probability, 1) : 0,
    decoy: (given[0]?.[3] ?? 0) * (1 - probability),
    tools: cells.map(({ tool }, at) => {
      let deviates = 0;
      for (let place = 0; place < 8; place++) {
        const z = place >> 2;
        const mass = (looks[z] ?? 0) * (given[z]?.[place % 4] ?? 0);
        const kappa = real(parameters.kappa, tool);
        deviates += (mass * kappa * real(tables.mix, at * 2 + z)) / real(tables.tool, at * 8 + place);
      }
      return { tool: model.tools[tool]?.id ?? "", deviates: Math.min(deviates, 1) };
    }),
  };
}

const mixed = (weights: readonly number[], given: readonly (readonly number[])[], c: number): number =>
  (weights[0] ?? 0) * (given[0]?.[c] ?? 0) + (weights[1] ?? 0) * (given[1]?.[c] ?? 0);
