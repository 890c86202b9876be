/** The epochs of one endpoint as the statistical model takes them (reference/statistics.md, section 6). Pure. */

import type { Judged } from "../judge.ts";
import { type Dated, epochsOf, timeOf, type WordEpoch } from "./epochs.ts";
import { evidenceOf } from "./evidence-of.ts";

/** Of an endpoint with answers in more than one epoch. */
export interface Timeline<T> {
  /** Oldest first; every one has an answer, 1 or 0. */
  readonly epochs: readonly WordEpoch<T>[];
  /** Words of the newest epoch where it changed, else of all: what is learned from as of one time. */
  readonly now: readonly T[];
  /** The epochs before the newest, where it changed; else none: whoever was alone with an answer is rather mistaken. */
  readonly before: readonly (readonly T[])[];
}

/** null: all that was said is of one time. @param changed whether the rules say that it did (change.ts) */
export function timelineOf<T extends Judged & Dated>(
  { observations, earlier = [] }: { readonly observations: readonly T[]; readonly earlier?: readonly T[] | undefined },
  ownLineage: string,
  changed: boolean,
): Timeline<T> | null {
  const first = observations[0];
  if (first === undefined || (earlier.length === 0 && observations.every(({ run }) => run === first.run))) return null;
  const asked = [...observations, ...earlier].filter(({ reason }) => evidenceOf(reason) !== null);
  const epochs = withAnswers(epochsOf(asked, ownLineage));
  if (epochs.length < 2) return null;
  if (!changed) return { epochs, now: observations, before: [] };
  return {
    epochs,
    now: epochs.at(-1)?.words ?? observations,
    before: epochs.slice(0, -1).map(({ words }) => words),
  };
}

/** A stretch of nothing but ? shows no state: it belongs to the one before it, or after it where it is the first. */
function withAnswers<T extends Dated>(epochs: readonly WordEpoch<T>[]): readonly WordEpoch<T>[] {
  const joined: WordEpoch<T>[] = [];
  let waiting: readonly T[] = [];
  for (const epoch of epochs) {
    const answered = epoch.words.some(({ outcome }) => outcome !== "unknown");
    const last = joined.at(-1);
    if (answered) {
      joined.push({ ...epoch, words: [...waiting, ...epoch.words] });
      waiting = [];
    } else if (last === undefined) waiting = [...waiting, ...epoch.words];
    else joined[joined.length - 1] = { ...last, words: [...last.words, ...epoch.words] };
  }
  return joined;
}

/** What was said in an epoch, and what the model makes of it from all that was ever said. */
export interface EpochSeen {
  /** ISO 8601, UTC; null: of no time that can be read, or nothing was said. */
  readonly from: string | null;
  readonly to: string | null;
  /** Answers. */
  readonly tally: { readonly vulnerable: number; readonly not_vulnerable: number; readonly unknown: number };
  /** P(vulnerable) then. */
  readonly probability: number;
}

export function epochSeen(
  epochs: readonly { readonly words: readonly Dated[]; readonly times: readonly number[] }[],
  vulnerable: readonly number[],
): readonly EpochSeen[] {
  return epochs.map(({ words, times }, at) => {
    const [from, to] = [Math.min(...times), Math.max(...times)];
    const readable = Number.isFinite(from) && Number.isFinite(to);
    const tally = { vulnerable: 0, not_vulnerable: 0, unknown: 0 };
    for (const { outcome } of words) tally[outcome] += 1;
    return {
      from: readable ? new Date(from).toISOString() : null,
      to: readable ? new Date(to).toISOString() : null,
      tally,
      probability: vulnerable[at] ?? 0,
    };
  });
}

/** Of its answers. */
export const answerTimes = (words: readonly Dated[]): readonly number[] =>
  words.filter(({ outcome }) => outcome !== "unknown").map(timeOf);
