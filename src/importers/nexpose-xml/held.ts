/**
 * What must wait for the end: the definitions, which say what check is for which CVE, stand behind the hosts. Of each result only
 * what decides is kept, once per place, and no more than a few million of them.
 */

import type { Transport } from "../../core/model/endpoint.ts";
import type { Proof } from "./evidence.ts";
import { isPositive, type Meaning, showsVersionCheck } from "./status.ts";

export interface Node {
  address: string;
  name: string;
  /** `alive`, `dead`, …, lower case. */
  readonly status: string;
  ports: number;
  checks: number;
}

export interface Place {
  readonly node: Node;
  /** null: the host as a whole. */
  readonly port: string | null;
  readonly transport: Transport;
  /** `open`, `closed`, …, lower case. */
  readonly status: string;
  tls: boolean;
}

/** Results of one place that differ in nothing but the check. */
export interface Result {
  readonly at: Place;
  readonly meaning: Meaning;
  readonly proof: Proof;
  readonly words: string;
  /** Version 2.0 names the scan; empty: the report does not say which. */
  readonly scan: string;
}

export interface Held {
  readonly places: readonly Place[];
  readonly results: ReadonlyMap<string, readonly Result[]>;
  /** Checks that are known to compare versions. */
  readonly versionChecks: ReadonlySet<string>;
  readonly lost: { readonly places: number; readonly results: number };
  addPlace(place: Place): void;
  add(check: string, result: Result): void;
}

export interface Limits {
  readonly places: number;
  /** Findings have the same room again, for themselves. */
  readonly results: number;
}

export function heldResults(limits: Limits): Held {
  const places: Place[] = [];
  const results = new Map<string, Result[]>();
  const versionChecks = new Set<string>();
  const lost = { places: 0, results: 0 };
  const kept = { positive: 0, other: 0 };
  let current: Place | null = null;
  let known = new Map<string, Result>();

  function interned(result: Result): Result {
    if (result.at !== current) {
      current = result.at;
      known = new Map();
    }
    const key = `${result.words}|${result.proof}|${result.scan}`;
    const same = known.get(key);
    if (same !== undefined) return same;
    known.set(key, result);
    return result;
  }

  return {
    places,
    results,
    versionChecks,
    lost,
    addPlace(place) {
      if (places.length < limits.places) places.push(place);
      else lost.places++;
    },
    add(check, result) {
      if (showsVersionCheck(result.meaning)) versionChecks.add(check);
      const kind = isPositive(result.meaning) ? "positive" : "other";
      if (kept[kind] >= limits.results) {
        lost.results++;
        return;
      }
      kept[kind]++;
      const list = results.get(check);
      if (list === undefined) results.set(check, [interned(result)]);
      else list.push(interned(result));
    },
  };
}
