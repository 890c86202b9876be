/**
 * From a probability to a word (statistics.md, 9.1). Only controlled, fresh negatives of enough lineages can clear; a small prior, `?`
 * and age cannot. One deviation from 9.1: a host with nothing but negatives that are not enough is UNKNOWN with what is missing, not
 * SUSPECT; suspicion needs something that speaks for it.
 */

import { type Policy, STRESS, thresholds } from "./policy.ts";

/** From most to least alarming. */
export const WORDS = ["CONFIRMED", "PROBABLE", "SUSPECT", "UNKNOWN", "CLEARED"] as const;
export type Word = (typeof WORDS)[number];

export interface Standing {
  /** P(vulnerable | all evidence of this epoch). */
  readonly probability: number;
  /** The same at STRESS.chi. */
  readonly stressed: number;
  /** P before any evidence. */
  readonly prior: number;
  /** A proof that was kept and verified, in this epoch. */
  readonly verifiedProof: boolean;
  /** Any positive that no later finding explained. */
  readonly unresolvedPositive: boolean;
  /** Anything but `?` was heard. */
  readonly conclusive: boolean;
  /** Lineages with a controlled negative in this epoch, each with the age of its newest, in days. */
  readonly negatives: readonly { readonly lineage: string; readonly ageDays: number }[];
}

export type Missing =
  | "evidence"
  | "lineages"
  | "fresh_evidence"
  | "lower_probability"
  | "common_blindness"
  | "positive_unresolved"
  /** Not of the number, but of the rules beside it: */
  | "version_hint"
  | "other_vantage";

export interface Decision {
  readonly word: Word;
  /** For CLEARED: days until too few of its negatives are fresh; else null. */
  readonly clearedForDays: number | null;
  /** What stands between this host and CLEARED; empty when it is, and when it is CONFIRMED or PROBABLE. */
  readonly missing: readonly Missing[];
}

export function decide(standing: Standing, policy: Policy): Decision {
  const { clear, treat } = thresholds(policy);
  const { probability, stressed, prior } = standing;
  if (standing.verifiedProof) return { word: "CONFIRMED", clearedForDays: null, missing: [] };
  if (probability >= treat) return { word: "PROBABLE", clearedForDays: null, missing: [] };
  const ages = freshest(standing);
  const needed = Math.max(1, Math.ceil(policy.lineages) || 1);
  const deciding = ages[needed - 1];
  const missing: Missing[] = [];
  if (!standing.conclusive) missing.push("evidence");
  if (standing.unresolvedPositive) missing.push("positive_unresolved");
  if (deciding === undefined) missing.push("lineages");
  else if (!(deciding < policy.freshDays)) missing.push("fresh_evidence");
  // Written so that a number that is none clears nothing.
  if (!(probability <= clear)) missing.push("lower_probability");
  if (!(stressed <= STRESS.times * clear)) missing.push("common_blindness");
  if (missing.length === 0 && deciding !== undefined) {
    return { word: "CLEARED", clearedForDays: policy.freshDays - deciding, missing };
  }
  const raised = standing.conclusive && probability > clear && probability > prior * (1 + 1e-9);
  const suspect = standing.unresolvedPositive || raised;
  return { word: suspect ? "SUSPECT" : "UNKNOWN", clearedForDays: null, missing };
}

/** One age per lineage, youngest first; an age that is no number, or in the future, counts for nothing. */
function freshest({ negatives }: Standing): readonly number[] {
  const youngest = new Map<string, number>();
  for (const { lineage, ageDays } of negatives) {
    if (ageDays >= 0) youngest.set(lineage, Math.min(ageDays, youngest.get(lineage) ?? ageDays));
  }
  return [...youngest.values()].toSorted((a, b) => a - b);
}
