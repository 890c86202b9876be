/**
 * Over several runs, the latest word of each witness counts: a host that was repaired is not vulnerable because it once
 * was. Only an answer replaces an answer: a later ? leaves the earlier 1 or 0 standing, beside it.
 */

import type { Observation } from "../model/observation.ts";

type Worded = Pick<Observation, "detector" | "vantage" | "run" | "outcome" | "startedAt">;

/** Those observations of one endpoint that nothing later by the same detector from the same vantage replaces. */
export function latestWords<T extends Worded>(observations: readonly T[]): readonly T[] {
  const kept = new Set<T>();
  for (const answers of grouped(observations).values()) for (const answer of latestOf(answers)) kept.add(answer);
  return observations.filter((observation) => kept.has(observation));
}

function witnessOf({ detector, vantage }: Worded): string {
  return `${detector}\0${vantage}`;
}

/** Map.groupBy, which Node 20 does not have. */
function grouped<T extends Worded>(observations: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const observation of observations) {
    const key = witnessOf(observation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [observation]);
    else group.push(observation);
  }
  return groups;
}

/** Everything from the beginning of the run that had the latest answer: a run that was resumed answers long after it began. */
function latestOf<T extends Worded>(answers: readonly T[]): readonly T[] {
  const beginnings = new Map<string, string>();
  for (const { run, startedAt } of answers) {
    const known = beginnings.get(run);
    if (known === undefined || startedAt < known) beginnings.set(run, startedAt);
  }
  const conclusive = answers.filter(({ outcome }) => outcome !== "unknown");
  const latest = conclusive.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0]?.run;
  if (latest === undefined) return answers;
  const since = beginnings.get(latest) ?? "";
  return answers.filter(({ run }) => run === latest || (beginnings.get(run) ?? "") > since);
}
