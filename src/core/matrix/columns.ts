/** The columns of a matrix: who answered, told apart as finely as one likes. */

import type { Observation } from "../model/observation.ts";

/** What tells answers of one detector apart: the article's "machine, version, run, by hand or automatic". */
export const FACETS = ["detector", "version", "vantage", "run", "mode"] as const;
export type Facet = (typeof FACETS)[number];

export type Faceted = Pick<Observation, Facet>;

/**
 * The column an observation belongs to: its detector, then the facets asked for in the order of FACETS:
 * `nmap`, `nmap 7.93`, `nmap 6.46 laptop-2 manual`.
 */
export function columnOf(observation: Faceted, by: readonly Facet[]): string {
  const facets = FACETS.filter((facet) => facet === "detector" || by.includes(facet));
  return facets.map((facet) => observation[facet]).join(" ");
}

/** The distinct columns of all that answered, native detectors first, then by name. */
export function columnsOf(
  answered: readonly Faceted[],
  by: readonly Facet[],
  native: readonly string[],
): readonly string[] {
  const rank = ({ detector }: Faceted) => {
    const place = native.indexOf(detector);
    return place < 0 ? native.length : place;
  };
  const sorted = answered.toSorted((a, b) => rank(a) - rank(b) || (columnOf(a, by) < columnOf(b, by) ? -1 : 1));
  return [...new Set(sorted.map((each) => columnOf(each, by)))];
}
