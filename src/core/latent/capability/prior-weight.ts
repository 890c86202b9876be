/** How much of what is known of a detector was believed beforehand (statistics.md, 4.2): posterior deviation over prior deviation. */

import { real, whole } from "./arrays.ts";
import type { Structure } from "./cells.ts";
import { expectation } from "./expect.ts";
import type { Fit } from "./fit.ts";
import { S } from "./model.ts";
import { pass } from "./tree.ts";

/**
 * By tool, the larger of two: of the share of endpoints where its lineage is silently blind, and of the share of its runs that find what a
 * working check would. 1: nothing was learned. Both are learned from endpoints that are vulnerable and show it.
 */
export function priorWeight(
  structure: Structure,
  { parameters, priors }: Pick<Fit, "parameters" | "priors">,
): readonly number[] {
  const { model, patternWeight } = structure;
  const counts = expectation(structure, parameters, pass(structure, parameters), patternWeight);
  const [works, blind] = priors.beliefs.rho;
  const width = model.classes.length;
  return model.tools.map((_, tool) => {
    const lineage = whole(model.lineageOf, tool) * 8 + 4;
    const ofLineage = ratio(blind, works, real(counts.rho, lineage + 1), real(counts.rho, lineage));
    const row = (tool * 4 + S) * width;
    const sum = (of: Float64Array, positive: boolean) =>
      model.classes.reduce((total, { role }, k) => {
        const counted = role !== "inconclusive" && (role !== "negative") === positive;
        return counted ? total + real(of, row + k) : total;
      }, 0);
    const own = ratio(sum(priors.rows, true), sum(priors.rows, false), sum(counts.rows, true), sum(counts.rows, false));
    return Math.max(ofLineage, own);
  });
}

/** Of a Beta whose pseudo-counts are a and b, after n and m more; pseudo-counts are of a mode, hence 1 more each (5.3). */
function ratio(a: number, b: number, n: number, m: number): number {
  return Math.min(deviation(a + n + 1, b + m + 1) / deviation(a + 1, b + 1), 1);
}

const deviation = (a: number, b: number): number => Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
