/** Who found what: endpoints by exactly which detectors call them vulnerable. Pure. */

import type { AnswerTable } from "../ports/store.ts";
import { byEndpoint, everVulnerable, latest, saidColumns, VULNERABLE } from "./answers.ts";

/** Endpoints that these detectors call vulnerable, and no other one does. */
export interface FoundTogether {
  /** In the order they were given; never empty. */
  readonly detectors: readonly string[];
  readonly endpoints: number;
}

/** Largest first; of equal ones those that more detectors share, then in the order of the detectors. */
export function foundTogether(table: AnswerTable, detectors: readonly string[]): readonly FoundTogether[] {
  const kept = latest(table, byEndpoint(table));
  const columns = saidColumns(table, detectors, ({ detector }) => detector, kept).map(everVulnerable);
  const sets = new Map<string, { readonly members: readonly number[]; endpoints: number }>();
  for (let endpoint = 0; endpoint < table.endpoints.length; endpoint++) {
    const members: number[] = [];
    for (const [index, column] of columns.entries()) if (column[endpoint] === VULNERABLE) members.push(index);
    if (members.length === 0) continue;
    const key = members.join();
    const known = sets.get(key);
    if (known === undefined) sets.set(key, { members, endpoints: 1 });
    else known.endpoints++;
  }
  return [...sets.values()]
    .toSorted(
      (a, b) => b.endpoints - a.endpoints || b.members.length - a.members.length || byPlace(a.members, b.members),
    )
    .map(({ members, endpoints }) => ({ detectors: members.map((member) => detectors[member] ?? ""), endpoints }));
}

function byPlace(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((member, index) => member !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
