/** How often a column said what, and which endpoints two or more columns answer differently. */

import type { Endpoint } from "../model/endpoint.ts";
import { endpointLabel } from "../model/endpoint.ts";
import { MISSING } from "../stats/ratings.ts";
import { NOT_VULNERABLE, UNKNOWN, VULNERABLE } from "./answers.ts";

export interface Said {
  readonly vulnerable: number;
  readonly notVulnerable: number;
  readonly unknown: number;
  readonly notAsked: number;
}

export function saidOf(column: Int8Array): Said {
  const counts = [0, 0, 0, 0];
  for (const category of column) counts[category + 1] = (counts[category + 1] ?? 0) + 1;
  const of = (category: number) => counts[category + 1] ?? 0;
  return {
    vulnerable: of(VULNERABLE),
    notVulnerable: of(NOT_VULNERABLE),
    unknown: of(UNKNOWN),
    notAsked: of(MISSING),
  };
}

/** An endpoint that somebody calls vulnerable and somebody else does not. */
export interface DisputedEndpoint {
  readonly endpoint: string;
  readonly vulnerable: readonly string[];
  readonly notVulnerable: readonly string[];
  readonly unknown: readonly string[];
}

export interface Disputed {
  readonly count: number;
  /** The most evenly split first; possibly not all. */
  readonly endpoints: readonly DisputedEndpoint[];
}

/** @param most how many are listed */
export function disputed(
  columns: readonly Int8Array[],
  names: readonly string[],
  endpoints: readonly Endpoint[],
  most: number,
): Disputed {
  const split: { readonly index: number; readonly evenness: number }[] = [];
  for (let index = 0; index < endpoints.length; index++) {
    let [ones, zeros] = [0, 0];
    for (const column of columns) {
      if (column[index] === VULNERABLE) ones++;
      else if (column[index] === NOT_VULNERABLE) zeros++;
    }
    if (ones > 0 && zeros > 0) split.push({ index, evenness: Math.min(ones, zeros) });
  }
  const shown = split.toSorted((a, b) => b.evenness - a.evenness || a.index - b.index).slice(0, most);
  return {
    count: split.length,
    endpoints: shown.flatMap(({ index }) => {
      const endpoint = endpoints[index];
      const who = (category: number) => names.filter((_, rater) => columns[rater]?.[index] === category);
      return endpoint === undefined
        ? []
        : [
            {
              endpoint: endpointLabel(endpoint),
              vulnerable: who(VULNERABLE),
              notVulnerable: who(NOT_VULNERABLE),
              unknown: who(UNKNOWN),
            },
          ];
    }),
  };
}

/** Endpoints that one of two columns calls vulnerable and the other not. @param most how many are listed */
export function splitEndpoints(
  first: Int8Array,
  second: Int8Array,
  endpoints: readonly Endpoint[],
  most: number,
): readonly string[] {
  const found: string[] = [];
  for (let index = 0; index < first.length && found.length < most; index++) {
    const [a, b] = [first[index] ?? MISSING, second[index] ?? MISSING];
    const endpoint = endpoints[index];
    const differ = (a === VULNERABLE && b === NOT_VULNERABLE) || (a === NOT_VULNERABLE && b === VULNERABLE);
    if (differ && endpoint !== undefined) found.push(endpointLabel(endpoint));
  }
  return found;
}
