/** One endpoint at a time: what the model says of it, why, and what one more observation would make of it, without fitting again. */

import { type Breakdown, breakdown } from "./breakdown.ts";
import { type Cell, cellsOf, type Structure, withRuns } from "./cells.ts";
import type { Standing } from "./decision.ts";
import { priorParameters } from "./em.ts";
import { type Model, type Parameters, withPolicy } from "./model.ts";
import { STRESS } from "./policy.ts";
import { type Beliefs, PESSIMISTIC, priorsOf } from "./priors.ts";
import { jointOf, SUREST } from "./tree.ts";

/** Tools as believed before anything was seen: judges without a fit. @param pi prevalence of every stratum; the prior's when absent */
export function believedParameters(structure: Structure, beliefs: Beliefs = PESSIMISTIC, pi?: number): Parameters {
  const parameters = priorParameters(structure, priorsOf(structure.model, beliefs));
  return pi === undefined ? parameters : withPolicy(parameters, { pi });
}

/** Prevalence of the stratum an endpoint is in. */
export function prevalenceOf(
  { patternOf, patternStratum }: Structure,
  parameters: Parameters,
  endpoint: number,
): number {
  return parameters.pi[patternStratum[patternOf[endpoint] ?? -1] ?? 0] ?? 0.5;
}

/** Why an endpoint of a structure is judged as it is. */
export function explainEndpoint(structure: Structure, parameters: Parameters, endpoint: number): Breakdown {
  const pi = prevalenceOf(structure, parameters, endpoint);
  return breakdown(structure.model, parameters, cellsOf(structure, endpoint), pi);
}

export interface Observed {
  readonly tool: number;
  /** Place in the model's classes. */
  readonly evidence: number;
  readonly runs?: number;
}

/** The cells of an endpoint with more observations: to be judged with `breakdown` or `standingOf`, and given to `gather` with the next fit. */
export function withObservations(structure: Structure, endpoint: number, more: readonly Observed[]): readonly Cell[] {
  return more.reduce(
    (cells, { tool, evidence, runs }) => withRuns(structure.model, cells, tool, evidence, runs),
    cellsOf(structure, endpoint),
  );
}

/** Days since the newest run of a tool that ended in a class; null when not known, which counts as stale. */
export type AgeOf = (tool: number, evidence: number) => number | null;

/**
 * What `decide` needs, of cells of the present epoch.
 * @param resolved tools whose positives a later finding explained
 * @param known the numbers of equal cells, where they were worked out before
 */
export function standingOf(
  model: Model,
  parameters: Parameters,
  cells: readonly Cell[],
  pi: number,
  ageOf: AgeOf,
  resolved: ReadonlySet<number> = new Set(),
  known?: Pick<Standing, "probability" | "stressed">,
): Standing {
  const probabilityAt = (chi: number) =>
    Math.min(jointOf(model, withPolicy(parameters, { chi }), cells, pi).probability, SUREST);
  const heard = cells.flatMap(({ tool, counts }) =>
    model.classes.flatMap((each, evidence) => ((counts[evidence] ?? 0) > 0 ? [{ tool, evidence, each }] : [])),
  );
  return {
    probability: known?.probability ?? probabilityAt(parameters.chi),
    stressed: known?.stressed ?? probabilityAt(Math.max(STRESS.chi, parameters.chi)),
    prior: pi,
    verifiedProof: heard.some(({ each }) => each.verified === true),
    unresolvedPositive: heard.some(
      ({ tool, each }) => each.role === "proof" || (each.role === "positive" && !resolved.has(tool)),
    ),
    conclusive: heard.some(({ each }) => each.role !== "inconclusive"),
    negatives: heard
      .filter(({ each }) => each.controlled === true)
      .map(({ tool, evidence }) => ({
        lineage: model.tools[tool]?.lineage ?? "",
        ageDays: ageOf(tool, evidence) ?? Number.POSITIVE_INFINITY,
      })),
  };
}
