/**
 * All endpoints of an incident judged together (design, section 7; reference/statistics.md, 5 and 9): first the rules, which need no
 * number, then the model for what they leave open. Pure: the same rows give the same judgement.
 */

import type { Endpoint } from "../model/endpoint.ts";
import type { Observation, Verdict } from "../model/observation.ts";
import { judge } from "../judge.ts";
import {
  bootstrap,
  cellsOf,
  classIndex,
  type Decision,
  decide,
  explainEndpoint,
  type Breakdown,
  type Fit,
  fit,
  GATE,
  gather,
  makeModel,
  type Model,
  type Policy,
  prevalenceOf,
  standingOf,
  type Structure,
  type Tool,
  type Uncertainty,
} from "../latent/capability/index.ts";
import { type HostProofs, type Unseen, unseenHosts } from "../latent/unseen.ts";
import { evidenceOf } from "./evidence-of.ts";
import { columnsOf, type EvidenceRow, type LabEndpoint, labRows } from "./lab.ts";

export type Witnessed = Pick<
  Observation,
  "detector" | "version" | "lineage" | "outcome" | "reason" | "evidence" | "startedAt"
>;

/** A zero of a detector that the range shows to be blind to such an endpoint. */
export interface BlindZero {
  readonly detector: string;
  /** Of the range: what this endpoint is like. */
  readonly condition: string;
}

export interface CampaignEndpointInput {
  readonly endpoint: Endpoint;
  /** The latest word of everybody, without what is not valid in its run. */
  readonly observations: readonly Witnessed[];
  readonly blind: readonly BlindZero[];
}

/** What an endpoint's word rests on when no number was needed. */
export type Rule = "proof" | "own_refutation" | null;

export interface JudgedEndpoint {
  readonly endpoint: Endpoint;
  /** By the rules alone (judge.ts). */
  readonly verdict: Verdict;
  readonly decision: Decision;
  readonly rule: Rule;
  /** P(vulnerable), and what not knowing the detectors exactly makes of it: 90 %. */
  readonly probability: number;
  readonly low: number;
  readonly high: number;
  readonly blind: readonly BlindZero[];
  /** Place in the structure. */
  readonly index: number;
}

export interface Judgement {
  readonly inputs: readonly CampaignEndpointInput[];
  readonly policy: Policy;
  readonly endpoints: readonly JudgedEndpoint[];
  readonly model: Model;
  readonly structure: Structure;
  readonly fitted: Fit;
  readonly uncertainty: Uncertainty;
  /** Expected number of vulnerable endpoints among the cleared ones, 90 %. */
  readonly missed: { readonly expected: number; readonly low: number; readonly high: number; readonly cleared: number };
  readonly unseen: Unseen;
}

/** What a lab endpoint weighs against one of the campaign (statistics.md, 5.4: a power prior). */
const LAB_WEIGHT = 0.5;

export interface JudgingOptions {
  /** Detectors that could be asked as well. */
  readonly askable?: readonly Pick<Observation, "detector" | "version" | "lineage">[];
  readonly lab: readonly LabEndpoint[];
  readonly pack: string;
  /** Connections that must agree before our own zero stands. */
  readonly draws: number;
  readonly policy: Policy;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Lineage of our own detectors, whose refutation is as solid as a proof (design, section 5). */
  readonly ownLineage: string;
}

const DAY_MS = 86_400_000;

export function judgeCampaign(inputs: readonly CampaignEndpointInput[], options: JudgingOptions): Judgement {
  const { policy } = options;
  const { model, toolOf } = toolsIn(inputs, options.askable ?? []);
  const read = inputs.map(({ observations, blind }) => evidenceRows(observations, blind, toolOf));
  const lab = labRows(options.lab, toolOf);
  const all = [...read, ...lab.rows];
  const structure = gather(model, columnsOf(all), {
    endpoints: all.length,
    // The range's share of vulnerable servers says nothing about anybody's estate: a stratum of its own.
    stratum: Int32Array.from(all, (_, index) => (index < inputs.length ? 0 : 1)),
    truth: Int32Array.from(all, (_, index) => (index < inputs.length ? -1 : (lab.truths[index - inputs.length] ?? -1))),
    weight: Float64Array.from(all, (_, index) => (index < inputs.length ? 1 : LAB_WEIGHT)),
  });
  // The gate is there because nothing can be learned of detectors without vulnerable hosts; the range has some.
  const known = lab.truths.filter((truth) => truth === 1).length;
  const fitted = fit(structure, known >= GATE.vulnerable ? { gate: { ...GATE, vulnerable: 0 } } : {});
  const uncertainty = bootstrap(structure, fitted);
  const endpoints = inputs.map(({ endpoint, observations, blind }, index): JudgedEndpoint => {
    const verdict = judge(endpoint, options.pack, observations, options.draws);
    // A zero that is too old, or of no time that can be, settles nothing and hides nothing of today.
    const fresh = observations.filter((each) => each.outcome !== "not_vulnerable" || isFresh(each, options));
    const present =
      fresh.length === observations.length ? verdict : judge(endpoint, options.pack, fresh, options.draws);
    const ageOf = agesOf(read[index] ?? [], options.now);
    const pi = prevalenceOf(structure, fitted.parameters, index);
    const standing = standingOf(model, fitted.parameters, cellsOf(structure, index), pi, ageOf);
    const age = newestOwn(observations, options);
    const { decision, rule } = settle(present, verdict, decide(standing, policy), policy, age);
    const probability = uncertainty.probability[index] ?? pi;
    const [low, high] = [uncertainty.low[index] ?? 0, uncertainty.high[index] ?? 1];
    return { endpoint, verdict, decision, rule, probability, low, high, blind, index };
  });
  const cleared = endpoints.map(({ decision }) => (decision.word === "CLEARED" ? 1 : 0));
  const missed = { ...uncertainty.missed(cleared), cleared: cleared.filter((each) => each === 1).length };
  return {
    inputs,
    policy,
    endpoints,
    model,
    structure,
    fitted,
    uncertainty,
    missed,
    unseen: unseenHosts(inputs.map(({ observations }) => proofsOf(observations))),
  };
}

/** Why the model says what it says of one endpoint. */
export function breakdownOf({ structure, fitted }: Pick<Judgement, "structure" | "fitted">, { index }: Pick<JudgedEndpoint, "index">): Breakdown {
  return explainEndpoint(structure, fitted.parameters, index);
}

/**
 * The rules before the number. A kept proof confirms. Our own refutation on enough connections clears, unless the policy is
 * `cautious`, which wants the model's ground as well: one lineage may be blind. Whatever contradicts it keeps it from being one (judge.ts).
 */
function settle(
  present: Verdict,
  ever: Verdict,
  decision: Decision,
  policy: Policy,
  ownAgeDays: number,
): { readonly decision: Decision; readonly rule: Rule } {
  if (decision.word === "CONFIRMED") return { decision, rule: "proof" };
  if (policy.name === "cautious" || decision.word === "PROBABLE") return { decision, rule: null };
  const left = policy.freshDays - ownAgeDays;
  if (present.outcome !== "not_vulnerable" || !(left > 0)) {
    const stale = ever.outcome === "not_vulnerable" && decision.word !== "CLEARED";
    return { decision: stale ? { ...decision, missing: ["fresh_evidence"] } : decision, rule: null };
  }
  return { decision: { word: "CLEARED", clearedForDays: left, missing: [] }, rule: "own_refutation" };
}

/** Clocks may differ by this much; a zero of a later time than that was made by a clock that is wrong. */
const SKEW_MS = 5 * 60_000;

/** Days; null: of no time that can be. */
function ageInDays(at: number, now: number): number | null {
  return Number.isFinite(at) && at <= now + SKEW_MS ? Math.max(0, (now - at) / DAY_MS) : null;
}

function isFresh({ startedAt }: Pick<Witnessed, "startedAt">, { now, policy }: JudgingOptions): boolean {
  const age = ageInDays(Date.parse(startedAt), now);
  return age !== null && age < policy.freshDays;
}

function newestOwn(observations: readonly Witnessed[], { now, ownLineage }: JudgingOptions): number {
  const ages = observations
    .filter(({ lineage, outcome }) => lineage === ownLineage && outcome === "not_vulnerable")
    .map(({ startedAt }) => ageInDays(Date.parse(startedAt), now) ?? Number.POSITIVE_INFINITY);
  return Math.min(...ages);
}

/** A detector in one version is a tool; versions of one share its lineage. */
export const toolName = ({ detector, version }: Named): string => `${detector} ${version}`;
type Named = Pick<Witnessed, "detector" | "version">;

function toolsIn(inputs: readonly CampaignEndpointInput[], askable: readonly (Named & Pick<Observation, "lineage">)[]) {
  const tools = new Map<string, Tool>(
    askable.map((each) => [toolName(each), { id: toolName(each), lineage: each.lineage, proves: true }]),
  );
  for (const { observations } of inputs) {
    for (const observation of observations) {
      // The engine and the inventory, where nobody could be asked, are nobody.
      if (evidenceOf(observation.reason) === null) continue;
      const id = toolName(observation);
      const proves = observation.outcome === "vulnerable" && observation.evidence !== "inferred";
      const known = tools.get(id);
      if (known === undefined || (proves && !known.proves)) {
        tools.set(id, { id, lineage: observation.lineage, proves: proves || known?.proves === true });
      }
    }
  }
  const sorted = [...tools.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const places = new Map(sorted.map(({ id }, place) => [id, place]));
  return { model: makeModel(sorted), toolOf: (named: Named) => places.get(toolName(named)) ?? -1 };
}

function evidenceRows(
  observations: readonly Witnessed[],
  blind: readonly BlindZero[],
  toolOf: (named: Named) => number,
): readonly EvidenceRow[] {
  return observations.flatMap((observation): readonly EvidenceRow[] => {
    const code = evidenceOf(observation.reason);
    if (code === null) return [];
    // Who cannot see such an endpoint has said nothing about it by finding nothing.
    const empty = observation.outcome === "not_vulnerable" && blind.some((b) => b.detector === observation.detector);
    const evidence = classIndex(empty ? "Q" : code);
    return [{ tool: toolOf(observation), evidence, at: Date.parse(observation.startedAt) }];
  });
}

function agesOf(rows: readonly EvidenceRow[], now: number) {
  return (tool: number, evidence: number): number | null => {
    const ages = rows
      .filter((row) => row.tool === tool && row.evidence === evidence)
      .map(({ at }) => ageInDays(at, now) ?? Number.POSITIVE_INFINITY);
    const newest = Math.min(...ages);
    return Number.isFinite(newest) ? newest : null;
  };
}

/** Only claims and proofs of lineages that asked; silence and inference prove nothing. */
function proofsOf(observations: readonly Witnessed[]): HostProofs {
  const tested = new Set<string>();
  const proved = new Set<string>();
  for (const { lineage, outcome, evidence } of observations) {
    if (outcome === "unknown" || evidence === "inferred") continue;
    tested.add(lineage);
    if (outcome === "vulnerable") proved.add(lineage);
  }
  return { tested: [...tested], proved: [...proved] };
}
