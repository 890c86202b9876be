/**
 * The lineage capability model (statistics.md, section 5), as the application uses it:
 *
 *   const model = makeModel(tools);                            tools with their lineages
 *   const structure = gather(model, rows, { endpoints });      rows: endpoint, tool, evidence class
 *   const { parameters } = fit(structure);                     or believedParameters(structure)
 *   const p = posterior(structure, parameters);                P(vulnerable) of every endpoint
 *   explainEndpoint(structure, parameters, endpoint);          one ratio per lineage, and what each was probably doing
 *   withObservations(structure, endpoint, [observed]);         its cells with one more run, for breakdown, standingOf, worthOf
 *   decide(standingOf(...), BALANCED); ranker(...)(endpoint);  the word, and the next best test
 *   bootstrap(structure, fitted); pathPosterior(...);          intervals; change over time
 */

export { type Breakdown, breakdown, type LineageShare } from "./breakdown.ts";
export { type Cell, cellsOf, gather, type Population, type Rows, type Structure, withRuns } from "./cells.ts";
export { type Decision, decide, type Missing, type Standing, type Word, WORDS } from "./decision.ts";
export { classIndex, EVIDENCE_CLASSES, type EvidenceClass } from "./evidence.ts";
export { type Fit, fit, type FitOptions, GATE, type Kept } from "./fit.ts";
export {
  type AgeOf,
  believedParameters,
  explainEndpoint,
  type Observed,
  prevalenceOf,
  standingOf,
  withObservations,
} from "./judge-endpoint.ts";
export { makeModel, type Model, type Parameters, type State, STATES, type Tool, withPolicy } from "./model.ts";
export { type Candidate, nextTest, rank, ranker, type Stop, type StopRule, type Worth, worthOf } from "./next-test.ts";
export { type Epoch, HAZARDS, type Hazards, pathPosterior, type PathPosterior } from "./paths.ts";
export {
  BALANCED,
  CAUTIOUS,
  FAST,
  POLICIES,
  type Policy,
  risk,
  STRESS,
  type Thresholds,
  thresholds,
} from "./policy.ts";
export { priorWeight } from "./prior-weight.ts";
export { type PairResidual, residuals } from "./residuals.ts";
export { type Beliefs, CHI_SHOWN, OPTIMISTIC, PESSIMISTIC } from "./priors.ts";
export { jointOf, posterior } from "./tree.ts";
export { bootstrap, type BootstrapOptions, type Interval, sensitivity, type Uncertainty } from "./wlb.ts";
