/**
 * An endpoint's words in the order of time (reference/statistics.md, section 6). An epoch is a stretch in which nothing shows that the
 * endpoint changed: it ends where more than a day has passed since it began, and where a witness contradicts itself in a later run.
 * What one run said of an endpoint stays together, so that a sign that undermines a zero is never parted from it. Pure.
 */

import type { Observation } from "../model/observation.ts";

export type Dated = Pick<Observation, "detector" | "lineage" | "vantage" | "run" | "outcome" | "startedAt">;

export interface WordEpoch<T> {
  /** Milliseconds since 1970, of its first and last word. */
  readonly from: number;
  readonly to: number;
  readonly words: readonly T[];
}

export const DAY_MS = 86_400_000;

/** Milliseconds since 1970; NaN: of no time that can be read. */
export const timeOf = ({ startedAt }: Pick<Observation, "startedAt">): number => Date.parse(startedAt);

/** Our own rungs are one witness; of others each detector is, because clones may differ for reasons of their own. */
function witnessOf({ detector, lineage, vantage }: Dated, ownLineage: string): string {
  return `${lineage === ownLineage ? "" : detector}\0${vantage}`;
}

/** All that was said in one run, from when to when. */
export interface RunWords<T> {
  readonly run: string;
  readonly from: number;
  readonly to: number;
  readonly words: readonly T[];
}

/** By their beginning. A word of no readable time makes its run one of no time, which is last: nothing is newer than it. */
export function runsOf<T extends Dated>(words: readonly T[]): readonly RunWords<T>[] {
  const runs = new Map<string, T[]>();
  for (const word of words) {
    const known = runs.get(word.run);
    if (known === undefined) runs.set(word.run, [word]);
    else known.push(word);
  }
  return [...runs]
    .map(([run, said]) => {
      const times = said.map(timeOf);
      const readable = times.every(Number.isFinite);
      const [from, to] = readable ? [least(times), most(times)] : [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      return { run, from, to, words: said };
    })
    .toSorted((a, b) => (a.from === b.from ? (a.run < b.run ? -1 : 1) : a.from < b.from ? -1 : 1));
}

/** Oldest first. The order of `words` does not matter. */
export function epochsOf<T extends Dated>(words: readonly T[], ownLineage: string): readonly WordEpoch<T>[] {
  const epochs: { from: number; to: number; words: T[] }[] = [];
  let said = new Map<string, Set<string>>();
  for (const { from, to, words: here } of runsOf(words)) {
    const current = epochs.at(-1);
    const changed = here.some((word) => contradicts(said.get(witnessOf(word, ownLineage)), word));
    // A run that began while the other still went on is not after it.
    const after = current !== undefined && from > current.to;
    if (current === undefined || from - current.from > DAY_MS || (changed && after)) {
      epochs.push({ from, to, words: [...here] });
      said = new Map();
    } else {
      current.words.push(...here);
      current.to = Math.max(current.to, to);
    }
    for (const word of here) {
      if (word.outcome === "unknown") continue;
      const witness = witnessOf(word, ownLineage);
      said.set(witness, (said.get(witness) ?? new Set()).add(word.outcome));
    }
  }
  return epochs;
}

/** Whoever gave both answers before has not changed its mind now. */
function contradicts(before: ReadonlySet<string> | undefined, { outcome }: Dated): boolean {
  return before !== undefined && before.size === 1 && outcome !== "unknown" && !before.has(outcome);
}

/**
 * Of the words that later ones replaced, those that tell of a change: answers of a witness that gave the other answer as well. The same
 * answer again adds nothing.
 */
export function tellingEarlier<T extends Dated>(
  all: readonly T[],
  latest: readonly T[],
  ownLineage: string,
): readonly T[] {
  if (all.length === latest.length) return [];
  const kept = new Set(latest);
  const replaced = all.filter((word) => !kept.has(word) && word.outcome !== "unknown");
  if (replaced.length === 0) return [];
  const outcomes = new Map<string, Set<string>>();
  for (const word of all) {
    if (word.outcome === "unknown") continue;
    const witness = witnessOf(word, ownLineage);
    outcomes.set(witness, (outcomes.get(witness) ?? new Set()).add(word.outcome));
  }
  return replaced.filter((word) => (outcomes.get(witnessOf(word, ownLineage))?.size ?? 0) > 1);
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
