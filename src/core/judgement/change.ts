/**
 * An endpoint that changed between two tests is no disagreement (reference/statistics.md, section 6). Which of its words speak of now, and
 * what they say of before. Pure.
 *
 * A 1 is never outlived, only refuted: by newer words that would clear the endpoint by themselves, from everywhere it was seen
 * vulnerable from. A 0 is over as soon as somebody later says 1.
 */

import type { Judged } from "../judge.ts";
import type { Verdict } from "../model/observation.ts";
import { reasonFacts } from "../model/outcome.ts";
import { type Dated, DAY_MS, runsOf, timeOf } from "./epochs.ts";

export type Word = Dated & Judged;

/**
 * `repaired`: our own refutation stands, and everything that spoke against it is older. `became_vulnerable`: what speaks for it is newer
 * than every 0 that spoke against it. `unclear`: 1 and then 0, but the 0 does not settle it.
 */
export interface Change {
  readonly kind: "repaired" | "became_vulnerable" | "unclear";
  /** The last sign of how it was and the first sign of how it is; ISO 8601, UTC. The change lies between. */
  readonly after: string;
  readonly before: string;
  /** Detectors that saw it as it was, and as it is. */
  readonly was: readonly string[];
  readonly now: readonly string[];
}

export interface Present<T> {
  /** What a verdict about now rests on. */
  readonly words: readonly T[];
  readonly change: Change | null;
  /** We ourselves have proven it, and what was found since takes that proof back without settling anything. */
  readonly unsettled: boolean;
}

export interface Judging<T> {
  readonly ownLineage: string;
  /** By the rules (judge.ts). */
  readonly judge: (words: readonly T[]) => Pick<Verdict, "outcome" | "reason">;
}

/**
 * Where a run found some connections vulnerable and some not, several machines answer. Zeros later are then a repair only when chance
 * would not have missed the vulnerable ones: below this.
 */
const MISSED_BY_CHANCE = 0.01;

/** @param earlier replaced words that tell of a change (epochs.ts) */
export function presentOf<T extends Word>(
  latest: readonly T[],
  earlier: readonly T[],
  judging: Judging<T>,
): Present<T> {
  const all = earlier.length === 0 ? latest : [...latest, ...earlier];
  const asItIs = { words: latest, change: null, unsettled: false };
  const [first] = all;
  if (first === undefined || !all.some(isOne) || all.every(({ run }) => run === first.run)) return asItIs;
  return repaired(latest, all, judging) ?? stillOrAgain(latest, all, judging);
}

const isOne = ({ outcome, evidence }: Judged) => outcome === "vulnerable" && evidence !== "inferred";
const isZero = ({ outcome, evidence }: Judged) => outcome === "not_vulnerable" && evidence !== "inferred";
const isProvenZero = (word: Judged) => isZero(word) && word.evidence !== "reported";

function repaired<T extends Word>(
  latest: readonly T[],
  all: readonly T[],
  { ownLineage, judge }: Judging<T>,
): Present<T> | null {
  const ones = all.filter(isOne);
  // Somebody else who says 0 now has taken back what it said; our own proof is taken back by nothing less than a refutation.
  const standing = ones.filter((one) => one.lineage === ownLineage || latest.includes(one));
  const claims = standing.filter(({ lineage }) => lineage !== ownLineage);
  const cut = Math.max(
    ...ones.map((one) => {
      if (one.lineage === ownLineage) return timeOf(one);
      // At the same time is not after; and what was taken back leaves no older zero standing either.
      return timeOf(one) + (latest.includes(one) ? DAY_MS : -DAY_MS);
    }),
  );
  // A time that cannot be read is after everything.
  if (Number.isNaN(cut)) return null;
  const began = new Map(runsOf(all).map(({ run, from }) => [run, from]));
  const since = latest.filter(
    (word) => (began.get(word.run) ?? Number.NEGATIVE_INFINITY) > cut || reasonFacts(word.reason).undermines === true,
  );
  const zeros = since.filter((word) => word.lineage === ownLineage && isProvenZero(word));
  const verdict = zeros.length === 0 ? null : judge(since);
  if (verdict?.outcome !== "not_vulnerable") return null;
  // What only others claimed, we have never seen there: then nothing on the path may have had a hand in the refutation.
  if (claims.length > 0 && reasonFacts(verdict.reason).authentic !== true) return null;
  if (standing.some(({ vantage }) => zeros.every((zero) => zero.vantage !== vantage))) return null;
  if ((1 - shareOfOnes(all, ownLineage)) ** zeros.length > MISSED_BY_CHANCE) return null;
  const newer = since.filter((word) => isZero(word) && timeOf(word) > latestOf(ones));
  return { words: since, change: newer.length === 0 ? null : changeOf("repaired", ones, newer), unsettled: false };
}

/** Of our own connections in the last run that found it vulnerable, those that did; 1 where none was of ours. */
function shareOfOnes(all: readonly Word[], ownLineage: string): number {
  const own = all.filter(({ lineage }) => lineage === ownLineage);
  const run = own.filter(isOne).toSorted((a, b) => timeOf(b) - timeOf(a))[0]?.run;
  const here = own.filter((word) => word.run === run && (isOne(word) || isProvenZero(word)));
  return here.length === 0 ? 1 : here.filter(isOne).length / here.length;
}

function stillOrAgain<T extends Word>(latest: readonly T[], all: readonly T[], { ownLineage }: Judging<T>): Present<T> {
  const began = new Map(runsOf(all).map(({ run, from }) => [run, from]));
  const ones = all.filter(isOne);
  // A claimed 0 of another lineage is rather a miss than a sign of how it was.
  const isOver = (zero: T) =>
    isZero(zero) &&
    ones.some((one) =>
      !isProvenZero(zero) && one.lineage !== zero.lineage
        ? false
        : one.lineage === ownLineage && zero.lineage === ownLineage
          ? (began.get(one.run) ?? 0) > timeOf(zero)
          : timeOf(one) - timeOf(zero) > DAY_MS,
    );
  const over = all.filter(isOver);
  const words = over.length === 0 ? latest : latest.filter((word) => !isOver(word));
  const unsettled = all.some((word) => word.lineage === ownLineage && isOne(word) && !latest.includes(word));
  const since = latest.filter((word) => isOne(word) && timeOf(word) > latestOf(over));
  const zeros = latest.filter((word) => isZero(word) && timeOf(word) > latestOf(ones) && took(word, ones));
  if (zeros.length > 0) return { words, change: changeOf("unclear", ones, zeros), unsettled };
  const change = over.length === 0 || since.length === 0 ? null : changeOf("became_vulnerable", over, since);
  return { words, change, unsettled };
}

/** Whether a 0 follows a 1 of the same lineage, or is a refusal more than a day after any; all else is a disagreement. */
const took = (zero: Word, ones: readonly Word[]) =>
  ones.some(
    (one) =>
      one.run !== zero.run &&
      (one.lineage === zero.lineage || (isProvenZero(zero) && timeOf(zero) - timeOf(one) > DAY_MS)),
  );

function changeOf(kind: Change["kind"], was: readonly Word[], now: readonly Word[]): Change | null {
  const [after, before] = [latestOf(was), Math.min(...now.map(timeOf))];
  if (!Number.isFinite(after) || !Number.isFinite(before)) return null;
  const names = (words: readonly Word[]) => [...new Set(words.map(({ detector }) => detector))].toSorted();
  return {
    kind,
    after: new Date(after).toISOString(),
    before: new Date(before).toISOString(),
    was: names(was),
    now: names(now),
  };
}

const latestOf = (words: readonly Word[]): number => Math.max(...words.map(timeOf));
