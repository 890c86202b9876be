/**
 * All endpoints of an incident judged together (design, section 7; reference/statistics.md, 5 and 9): first the rules, which need no
 * number, then the model for what they leave open. Pure: the same rows give the same judgement.
 */

import type { Endpoint } from "../model/endpoint.ts";
import type { Observation, Verdict } from "../model/observation.ts";
import { judge } from "../judge.ts";
import {
  bootstrap,
  type Cell,
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
  type Missing,
  type Model,
  type Policy,
  prevalenceOf,
  type Standing,
  standingOf,
  type Structure,
  type Uncertainty,
  withRuns,
} from "../latent/capability/index.ts";
import { type HostProofs, type Unseen, unseenHosts } from "../latent/unseen.ts";
import { type Change, type Present, presentOf } from "./change.ts";
import { DAY_MS, timeOf } from "./epochs.ts";
import { type BlindZero, evidenceRows, toolsIn } from "./evidence-rows.ts";
import { columnsOf, type EvidenceRow, type LabEndpoint, labRows } from "./lab.ts";
import { aged, type Believed, overTime } from "./over-time.ts";
import { type OnPrior, onPrior } from "./on-prior.ts";
import { ageInDays, agesOf, isFresh, newestOwn, type Rule, settle } from "./settle.ts";
import { answerTimes, type EpochSeen, epochSeen, type Timeline, timelineOf } from "./timeline.ts";
import { type Mixed, mixedMachines, type SeenFrom, seenFrom } from "./vantages.ts";

export type Witnessed = Pick<
  Observation,
  "detector" | "version" | "lineage" | "vantage" | "run" | "outcome" | "reason" | "evidence" | "startedAt"
>;

export interface CampaignEndpointInput {
  readonly endpoint: Endpoint;
  /** The latest word of everybody, without what is not valid in its run. */
  readonly observations: readonly Witnessed[];
  /** Words that later ones replaced, where they tell of a change (epochs.ts); left out: none. */
  readonly earlier?: readonly Witnessed[];
  readonly blind: readonly BlindZero[];
}

export interface JudgedEndpoint {
  readonly endpoint: Endpoint;
  /** By the rules alone (judge.ts), on the words that speak of now. */
  readonly verdict: Verdict;
  readonly decision: Decision;
  readonly rule: Rule;
  /** P(vulnerable now), and what not knowing the detectors exactly makes of it: 90 %. */
  readonly probability: number;
  readonly low: number;
  readonly high: number;
  readonly prior: OnPrior;
  readonly blind: readonly BlindZero[];
  /** How it changed between two tests, as far as anybody saw; null: nothing says that it did. */
  readonly change: Change | null;
  /** What was said when, oldest first; the last is now. */
  readonly epochs: readonly EpochSeen[];
  /** One word for each place that it was asked from; empty where there is but one. */
  readonly seenFrom: readonly SeenFrom[];
  readonly mixed: Mixed | null;
  /** Place in the structure, where its newest epoch is; where no epoch contradicts another, all of them are there as one. */
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

export function judgeCampaign(inputs: readonly CampaignEndpointInput[], options: JudgingOptions): Judgement {
  const { policy } = options;
  const { model, toolOf } = toolsIn(saidIn(inputs), options.askable ?? []);
  const presents = inputs.map(({ endpoint, observations, earlier = [] }) =>
    presentOf(observations, earlier, {
      ownLineage: options.ownLineage,
      judge: (words) => judge(endpoint, options.pack, words, options.draws),
    }),
  );
  const times = inputs.map((input, index) => {
    // Where nothing says that it changed, its words are of one time, as old as the newest answer: paths are for the others.
    const kind = presents[index]?.change?.kind;
    if (kind === undefined) return null;
    return timelineOf(input, options.ownLineage, kind === "repaired" || kind === "became_vulnerable");
  });
  const read = inputs.map(({ observations, blind }, index) =>
    evidenceRows(times[index]?.now ?? observations, blind, toolOf),
  );
  // What was said before a change is of another state: a unit of its own, from which the model learns as from any.
  const before = inputs.flatMap(({ blind }, index) =>
    (times[index]?.before ?? []).map((words) => evidenceRows(words, blind, toolOf)),
  );
  const lab = labRows(options.lab, toolOf);
  const all = [...read, ...before, ...lab.rows];
  const units = read.length + before.length;
  const structure = gather(model, columnsOf(all), {
    endpoints: all.length,
    // The range's share of vulnerable servers says nothing about anybody's estate: a stratum of its own.
    stratum: Int32Array.from(all, (_, index) => (index < units ? 0 : 1)),
    truth: Int32Array.from(all, (_, index) => (index < units ? -1 : (lab.truths[index - units] ?? -1))),
    weight: Float64Array.from(all, (_, index) => (index < units ? 1 : LAB_WEIGHT)),
  });
  // The gate is there because nothing can be learned of detectors without vulnerable hosts; the range has some.
  const known = lab.truths.filter((truth) => truth === 1).length;
  const fitted = fit(structure, known >= GATE.vulnerable ? { gate: { ...GATE, vulnerable: 0 } } : {});
  const uncertainty = bootstrap(structure, fitted);
  const pi = inputs.length === 0 ? 0.5 : prevalenceOf(structure, fitted.parameters, 0);
  const believe = believer({ model, structure, fitted, uncertainty, pi, toolOf, now: options.now });
  const endpoints = inputs.map((input, index) =>
    judgeOne(
      input,
      index,
      presents[index] ?? { words: input.observations, change: null, unsettled: false },
      times[index] ?? null,
      read[index] ?? [],
      believe,
      options,
    ),
  );
  // What it counts with is what was said at one time; the rest is age and change.
  const cleared = endpoints.map(({ decision }) => (decision.word === "CLEARED" ? 1 : 0));
  const late = endpoints.reduce(
    (sum, { probability, index }) =>
      sum + (cleared[index] === 1 ? Math.max(probability - (uncertainty.probability[index] ?? 0), 0) : 0),
    0,
  );
  const { expected, low, high } = uncertainty.missed(cleared);
  return {
    inputs,
    policy,
    endpoints,
    model,
    structure,
    fitted,
    uncertainty,
    missed: {
      expected: expected + late,
      low,
      high: high + Math.ceil(late),
      cleared: cleared.filter((each) => each === 1).length,
    },
    unseen: unseenHosts(inputs.map(({ observations }) => proofsOf(observations))),
  };
}

function* saidIn(inputs: readonly CampaignEndpointInput[]): Generator<readonly Witnessed[]> {
  for (const { observations, earlier = [] } of inputs) {
    yield observations;
    if (earlier.length > 0) yield earlier;
  }
}

/** Why the model says what it says of one endpoint. */
export function breakdownOf(
  { structure, fitted }: Pick<Judgement, "structure" | "fitted">,
  { index }: Pick<JudgedEndpoint, "index">,
): Breakdown {
  return explainEndpoint(structure, fitted.parameters, index);
}

interface Numbers {
  readonly standing: Standing;
  readonly believed: Believed;
  /** P(vulnerable) by epoch. */
  readonly vulnerable: readonly number[];
}

type Believer = (
  input: CampaignEndpointInput,
  index: number,
  timeline: Timeline<Witnessed> | null,
  rows: readonly EvidenceRow[],
  present: readonly Witnessed[],
) => Numbers;

/** What the model has to say of an endpoint, in the order of time. */
function believer({
  model,
  structure,
  fitted: { parameters },
  uncertainty,
  pi,
  toolOf,
  now,
}: Pick<Judgement, "model" | "structure" | "fitted" | "uncertainty"> & {
  readonly pi: number;
  readonly toolOf: (named: Pick<Witnessed, "detector" | "version">) => number;
  readonly now: number;
}): Believer {
  // Equal endpoints are equally probable: worked out once.
  const known = new Map<number, Standing>();
  const time = overTime(model, parameters, uncertainty, pi);
  return ({ blind }, index, timeline, rows, present) => {
    const own = cellsOf(structure, index);
    const pooled = {
      cells: own,
      probability: uncertainty.probability[index] ?? pi,
      low: uncertainty.low[index] ?? 0,
      high: uncertainty.high[index] ?? 1,
    };
    if (timeline === null) {
      const days = ageOfNewest(rows, model, now);
      const pattern = structure.patternOf[index] ?? -1;
      const standing = standingOf(model, parameters, own, pi, agesOf(rows, now), new Set(), known.get(pattern));
      known.set(pattern, standing);
      const later = {
        ...standing,
        probability: aged(standing.probability, days),
        stressed: aged(standing.stressed, days),
      };
      const believed = {
        probability: aged(pooled.probability, days),
        low: aged(pooled.low, days),
        high: aged(pooled.high, days),
      };
      return { standing: later, believed, vulnerable: [believed.probability] };
    }
    const cells = (words: readonly Witnessed[]) => cellsFrom(model, evidenceRows(words, blind, toolOf));
    const epochs = timeline.epochs.map(({ from, words }) => ({
      day: (Number.isFinite(from) ? from : now) / DAY_MS,
      cells: cells(words),
    }));
    const { believed, vulnerable } = time({ epochs, contrary: timeline.before.length > 0 }, pooled);
    const days = ageInDays(timeline.epochs.at(-1)?.to ?? now, now) ?? 0;
    const presentRows = evidenceRows(present, blind, toolOf);
    const standing = standingOf(model, parameters, cellsFrom(model, presentRows), pi, agesOf(presentRows, now));
    const probability = aged(believed.probability, days);
    return {
      standing: { ...standing, probability, stressed: Math.max(standing.stressed, probability) },
      believed: { probability, low: aged(believed.low, days), high: aged(believed.high, days) },
      vulnerable,
    };
  };
}

function cellsFrom(model: Model, rows: readonly EvidenceRow[]): readonly Cell[] {
  return rows.reduce<readonly Cell[]>((cells, { tool, evidence }) => withRuns(model, cells, tool, evidence), []);
}

/** Times of all rows but ?. */
const timesIn = (rows: readonly EvidenceRow[]): readonly number[] =>
  rows.filter(({ evidence }) => evidence !== INCONCLUSIVE).map(({ at }) => at);
const INCONCLUSIVE = classIndex("Q");

/** Days since the newest answer; 0 where there is none: nothing has aged. */
function ageOfNewest(rows: readonly EvidenceRow[], { classes }: Model, now: number): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { evidence, at } of rows) {
    if (classes[evidence]?.role !== "inconclusive" && at > newest) newest = at;
  }
  return ageInDays(newest, now) ?? 0;
}

function judgeOne(
  input: CampaignEndpointInput,
  index: number,
  now: Present<Witnessed>,
  timeline: Timeline<Witnessed> | null,
  rows: readonly EvidenceRow[],
  believe: Believer,
  options: JudgingOptions,
): JudgedEndpoint {
  const { endpoint, observations, earlier = [], blind } = input;
  const { policy, ownLineage } = options;
  const byRules = (words: readonly Witnessed[]) => judge(endpoint, options.pack, words, options.draws);
  const verdict = byRules(now.words);
  // A zero that is too old, or of no time that can be, settles nothing and hides nothing of today.
  const fresh = now.words.filter((each) => each.outcome !== "not_vulnerable" || isFresh(each, options));
  const present = fresh.length === now.words.length ? verdict : byRules(fresh);
  const { standing, believed, vulnerable } = believe(input, index, timeline, rows, now.words);
  const places = seenFrom(
    now.words === observations
      ? observations
      : observations.filter((word) => word.outcome === "unknown" || now.words.includes(word)),
    byRules,
  );
  const { decision, rule } = settle(
    {
      present,
      ever: verdict,
      decision: decide(standing, policy),
      ownAgeDays: newestOwn(now.words, options),
      objections: objectionsTo(now, present, places, ownLineage),
    },
    policy,
  );
  const prior = onPrior(standing, believed.probability, policy);
  return {
    endpoint,
    verdict,
    decision,
    rule,
    ...believed,
    // What needed no number needed no prior.
    prior: { ...prior, rests: prior.rests && rule === null },
    blind,
    change: now.change,
    epochs: epochSeen(
      timeline === null
        ? [{ words: observations, times: timesIn(rows) }]
        : timeline.epochs.map(({ words }) => ({ words, times: answerTimes(words) })),
      vulnerable,
    ),
    seenFrom: places,
    mixed: mixedMachines(earlier.length === 0 ? observations : [...observations, ...earlier], ownLineage),
    index,
  };
}

/** What keeps it from being called safe by the rules, which look at proofs and claims only. */
function objectionsTo(
  { words, unsettled }: Present<Witnessed>,
  { outcome }: Verdict,
  places: readonly SeenFrom[],
  ownLineage: string,
): readonly Missing[] {
  const objections: Missing[] = [];
  if (unsettled) objections.push("positive_unresolved");
  if (outcome !== "not_vulnerable") return objections;
  const newest = Math.max(
    ...words.filter((w) => w.lineage === ownLineage && w.outcome === "not_vulnerable").map(timeOf),
  );
  // A version that was read more than a day before our refusal is of before; else it may be of another machine.
  const hinted = words.some(
    (w) => w.outcome === "vulnerable" && w.evidence === "inferred" && !(newest - timeOf(w) > DAY_MS),
  );
  if (hinted) objections.push("version_hint");
  if (places.some(({ answered }) => !answered)) objections.push("other_vantage");
  return objections;
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
