/** Repetitions in the order in which they were made, in groups of one run and one version. Pure. */

import type { OutcomeName } from "../../parts/signs.tsx";

export interface Answer {
  readonly id: number;
  readonly run: string;
  readonly version: string;
  readonly startedAt: string;
  readonly outcome: OutcomeName;
}

export interface Group<T extends Answer> {
  readonly run: string;
  readonly version: string;
  /** Whether the version is another than before. */
  readonly changed: boolean;
  readonly answers: readonly T[];
}

/** @param answers in any order */
export function groupsOf<T extends Answer>(answers: readonly T[]): readonly Group<T>[] {
  const groups: { run: string; version: string; changed: boolean; answers: T[] }[] = [];
  for (const answer of inOrder(answers)) {
    const last = groups.at(-1);
    if (last !== undefined && last.run === answer.run && last.version === answer.version) last.answers.push(answer);
    else {
      const changed = last !== undefined && last.version !== answer.version;
      groups.push({ run: answer.run, version: answer.version, changed, answers: [answer] });
    }
  }
  return groups;
}

function inOrder<T extends Answer>(answers: readonly T[]): readonly T[] {
  return answers.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : a.id - b.id));
}

/** Whether it agrees with itself, in one sentence. A ? is no answer that could contradict another. */
export function steadiness(answers: readonly Answer[]): string {
  const of = (outcome: OutcomeName) => answers.filter((each) => each.outcome === outcome).length;
  const [ones, zeros, open] = [of("vulnerable"), of("not_vulnerable"), of("unknown")];
  if (answers.length === 0) return "It has not been asked.";
  if (ones + zeros === 0)
    return answers.length === 1
      ? "Asked once; it came to no answer."
      : `Asked ${answers.length} times; it never came to an answer.`;
  const said =
    ones > 0 && zeros > 0
      ? `it contradicts itself: 1 ${times(ones)}, 0 ${times(zeros)}`
      : `it said ${ones > 0 ? "1" : "0"} ${times(ones + zeros)}`;
  return `Asked ${times(answers.length)}: ${said}${open > 0 ? `, and came to no answer ${times(open)}` : ""}.`;
}

function times(n: number): string {
  return n === 1 ? "once" : n === 2 ? "twice" : `${n} times`;
}
