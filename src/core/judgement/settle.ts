/** The rules before the number (reference/statistics.md, 9.1), and how old an answer may be. Pure. */

import type { AgeOf, Decision, Missing, Policy } from "../latent/capability/index.ts";
import type { Observation, Verdict } from "../model/observation.ts";
import { DAY_MS, timeOf } from "./epochs.ts";
import type { EvidenceRow } from "./lab.ts";

/** What an endpoint's word rests on when no number was needed. */
export type Rule = "proof" | "own_refutation" | null;

export interface Settled {
  readonly decision: Decision;
  readonly rule: Rule;
}

export interface Grounds {
  /** By the rules, without what is too old; and with it. */
  readonly present: Verdict;
  readonly ever: Verdict;
  /** By the number. */
  readonly decision: Decision;
  /** Days since our newest zero; Infinity: there is none. */
  readonly ownAgeDays: number;
  /** What keeps it from being called safe, whatever rules and number say. */
  readonly objections: readonly Missing[];
}

/**
 * A kept proof confirms. Our own refutation on enough connections clears, unless the policy is `cautious`, which wants the model's ground
 * as well: one lineage may be blind. Whatever contradicts it keeps it from being one (judge.ts).
 */
export function settle({ present, ever, decision, ownAgeDays, objections }: Grounds, policy: Policy): Settled {
  if (decision.word === "CONFIRMED") return { decision, rule: "proof" };
  if (decision.word === "PROBABLE") return { decision, rule: null };
  if (objections.length > 0) return { decision: objectedTo(decision, objections), rule: null };
  if (policy.name === "cautious") return { decision, rule: null };
  const left = policy.freshDays - ownAgeDays;
  if (present.outcome !== "not_vulnerable" || !(left > 0)) {
    const stale = ever.outcome === "not_vulnerable" && decision.word !== "CLEARED";
    return { decision: stale ? { ...decision, missing: ["fresh_evidence"] } : decision, rule: null };
  }
  return { decision: { word: "CLEARED", clearedForDays: left, missing: [] }, rule: "own_refutation" };
}

/** These speak for it; the others only say that not enough speaks against it. */
const SUSPICIOUS: ReadonlySet<Missing> = new Set(["positive_unresolved", "version_hint"]);

function objectedTo(decision: Decision, objections: readonly Missing[]): Decision {
  const missing = [...new Set([...objections, ...decision.missing])];
  const suspect = decision.word === "SUSPECT" || objections.some((each) => SUSPICIOUS.has(each));
  return { word: suspect ? "SUSPECT" : "UNKNOWN", clearedForDays: null, missing };
}

/** Clocks may differ by this much; a zero of a later time than that was made by a clock that is wrong. */
const SKEW_MS = 5 * 60_000;

/** Days; null: of no time that can be. */
export function ageInDays(at: number, now: number): number | null {
  return Number.isFinite(at) && at <= now + SKEW_MS ? Math.max(0, (now - at) / DAY_MS) : null;
}

interface Clock {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly policy: Policy;
}

/** Whether a word is young enough to clear by. */
export function isFresh(word: Pick<Observation, "startedAt">, { now, policy }: Clock): boolean {
  const age = ageInDays(timeOf(word), now);
  return age !== null && age < policy.freshDays;
}

/** Days since our own newest zero; Infinity: there is none. */
export function newestOwn(
  words: readonly Pick<Observation, "lineage" | "outcome" | "startedAt">[],
  { now, ownLineage }: { readonly now: number; readonly ownLineage: string },
): number {
  const ages = words
    .filter(({ lineage, outcome }) => lineage === ownLineage && outcome === "not_vulnerable")
    .map((word) => ageInDays(timeOf(word), now) ?? Number.POSITIVE_INFINITY);
  return Math.min(...ages);
}

export function agesOf(rows: readonly EvidenceRow[], now: number): AgeOf {
  return (tool, evidence) => {
    const ages = rows
      .filter((row) => row.tool === tool && row.evidence === evidence)
      .map(({ at }) => ageInDays(at, now) ?? Number.POSITIVE_INFINITY);
    const newest = Math.min(...ages);
    return Number.isFinite(newest) ? newest : null;
  };
}
