/**
 * An incident out of the store in one pass, held as columns: 30 bytes an answer. What campaignObservations (rows.ts) says endpoint by
 * endpoint, without reading the database for each. Endpoints about which the same was said share one verdict.
 */

import { judge } from "../core/judge.ts";
import { interner } from "../core/latent/capability/intern.ts";
import { counted, latestRows, type Said, saidAt } from "../core/matrix/campaign-table.ts";
import type { Verdict } from "../core/model/observation.ts";
import type { CampaignTable, Store } from "../core/ports/store.ts";
import { type Campaign, discreditedIn } from "./rows.ts";

export interface Incident {
  /** Without what is not valid in its run. */
  readonly table: CampaignTable;
  /** By row of the table: 1 for somebody's latest word. */
  readonly latest: Uint8Array;
  /** Rows of an endpoint's latest words. @param index in the table's endpoints */
  readonly latestOf: (index: number) => readonly number[];
  /** All rows of an endpoint. */
  readonly allOf: (index: number) => readonly number[];
  /** What is said in a row; equal rows may be one value. */
  readonly said: (row: number) => Said;
  readonly names: (index: number) => readonly string[];
  /** By the rules alone, on the latest words (judge.ts). */
  readonly verdict: (index: number) => Verdict;
  /** The same number for endpoints whose latest words are the same, whenever they were said; numbers count from 0. */
  readonly pattern: (index: number) => number;
}

/** The store must stay open while `names` is used. */
export function readIncident(store: Store, campaign: Campaign): Incident {
  const runs = campaign.runs.map(({ id }) => id);
  const table = counted(store.answers(runs), discreditedIn(store, campaign.runs));
  const latest = latestRows(table);
  const allOf = (index: number) => {
    const [from, to] = [table.starts[index] ?? 0, table.starts[index + 1] ?? 0];
    return Array.from({ length: to - from }, (_, at) => from + at);
  };
  const latestOf = (index: number) => allOf(index).filter((row) => latest[row] === 1);
  const said = sayer(table);
  const patternOf = patterns(table);
  const verdicts = new Map<number, Verdict>();
  let texts: readonly (readonly string[])[] | null = null;
  return {
    table,
    latest,
    allOf,
    latestOf,
    said,
    names: (index) => {
      texts ??= store.targetTexts(table);
      return texts[index] ?? [];
    },
    pattern: (index) => patternOf(latestOf(index)),
    verdict: (index) => {
      const endpoint = table.endpoints[index];
      if (endpoint === undefined) throw new RangeError(`no endpoint ${index}`);
      const rows = latestOf(index);
      const pattern = patternOf(rows);
      const known = verdicts.get(pattern);
      if (known !== undefined) return { ...known, endpoint };
      const verdict = judge(endpoint, campaign.pack, rows.map(said), campaign.draws);
      verdicts.set(pattern, verdict);
      return verdict;
    },
  };
}

/** The same number for rows in which the same was said by the same detectors, whenever it was. */
function patterns(table: CampaignTable): (rows: readonly number[]) => number {
  const known = interner();
  const names = [...new Set(table.sources.map(({ detector }) => detector))];
  const detectorOf = table.sources.map(({ detector }) => names.indexOf(detector));
  let key = new Int32Array(64);
  return (rows) => {
    if (2 * rows.length > key.length) key = new Int32Array(4 * rows.length);
    let length = 0;
    for (const row of rows) {
      key[length++] = detectorOf[table.source[row] ?? -1] ?? -1;
      key[length++] = answerCode(table, row);
    }
    return known.intern(key, length);
  };
}

/** Reason, outcome and evidence in one number, below 2^13: eight bits, two and three. */
function answerCode({ reason, outcome, evidence }: CampaignTable, row: number): number {
  return ((reason[row] ?? 0) << 5) | ((outcome[row] ?? 0) << 3) | (evidence[row] ?? 0);
}

/** Reports say the same of many hosts at one time: the last value of each source and answer is used again where it fits. */
function sayer(table: CampaignTable): (row: number) => Said {
  const last = new Map<number, { readonly at: number; readonly said: Said }>();
  return (row) => {
    const key = (table.source[row] ?? 0) * 8192 + answerCode(table, row);
    const at = table.startedAt[row] ?? 0;
    const before = last.get(key);
    if (before !== undefined && before.at === at) return before.said;
    const said = saidAt(table, row);
    last.set(key, { at, said });
    return said;
  };
}
