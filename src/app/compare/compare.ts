/** Two runs, or an incident then and now, endpoint by endpoint: what changed, and why. */

import { changeOf, type Change, type Look, type Said } from "../../core/compare/change.ts";
import { withoutDiscredited } from "../../core/controls.ts";
import { judge } from "../../core/judge.ts";
import { latestWords } from "../../core/matrix/latest.ts";
import { type Endpoint, endpointLabel } from "../../core/model/endpoint.ts";
import type { Run, Store, StoredObservation } from "../../core/ports/store.ts";
import { type Campaign, type Discredited, discreditedIn } from "../rows.ts";

export interface ChangedEndpoint extends Change {
  /** Names the endpoint as it is now; where it is gone, as it was. */
  readonly key: string;
  /** Under which address it was before; null: the same, or none. */
  readonly movedFrom: string | null;
}

export interface Comparison {
  readonly changed: readonly ChangedEndpoint[];
  /** Endpoints of either. */
  readonly compared: number;
}

type Looked = Look & { readonly endpoint: Endpoint };

export function compareRuns(store: Store, before: Run, after: Run): Comparison {
  const then = looksOf(store, before);
  const now = looksOf(store, after);
  const moved = movedBetween(then, now);
  const movedAway = new Set(moved.values());
  const changed: ChangedEndpoint[] = [];
  const add = (key: string, a: Look | null, b: Look | null, movedFrom: string | null) => {
    const change = changeOf(a, b, movedFrom !== null);
    if (change !== null) changed.push({ key, movedFrom, ...change });
  };
  for (const [key, look] of now) {
    const from = moved.get(key) ?? null;
    add(key, then.get(from ?? key) ?? null, look, from);
  }
  for (const [key, look] of then) if (!now.has(key) && !movedAway.has(key)) add(key, look, null, null);
  return { changed, compared: new Set([...then.keys(), ...now.keys()]).size - moved.size };
}

/**
 * What is judged otherwise since a time. An answer counts from the moment we had it: a report of last week that was read a minute ago
 * is new. Looks only at endpoints about which something new was said. @param since ISO 8601
 */
export function changesSince(store: Store, campaign: Campaign, since: string): Comparison {
  const discredited = discreditedIn(store, campaign.runs);
  const began = new Map(campaign.runs.map(({ id, startedAt }) => [id, Date.parse(startedAt)]));
  const time = Date.parse(since);
  const isNew = (run: string, startedAt: number) => Math.max(startedAt, began.get(run) ?? 0) > time;
  const ids = campaign.runs.map(({ id }) => id);
  const fresh = newIn(store, ids, isNew);
  const changed: ChangedEndpoint[] = [];
  let compared = 0;
  for (const { endpoint, ids: stored } of store.campaign(ids)) {
    compared++;
    const key = endpointLabel(endpoint);
    if (!fresh.has(key)) continue;
    const all = stored.flatMap((id) => store.currentObservationsOf(id));
    const old = all.filter(({ run, startedAt }) => !isNew(run, Date.parse(startedAt)));
    const before = old.length === 0 ? null : lookOf(endpoint, old, campaign, discredited);
    const change = changeOf(before, lookOf(endpoint, all, campaign, discredited));
    if (change !== null) changed.push({ key, movedFrom: null, ...change });
  }
  return { changed, compared };
}

function newIn(
  store: Store,
  runs: readonly string[],
  isNew: (run: string, startedAt: number) => boolean,
): ReadonlySet<string> {
  const { endpoints, sources, endpoint, source, startedAt } = store.answers(runs);
  const places = new Set<number>();
  for (const [answer, place] of endpoint.entries()) {
    const run = sources[source[answer] ?? -1]?.run;
    if (run !== undefined && isNew(run, startedAt[answer] ?? 0)) places.add(place);
  }
  return new Set(
    [...places].flatMap((place) => (endpoints[place] === undefined ? [] : endpointLabel(endpoints[place]))),
  );
}

function looksOf(store: Store, run: Run): ReadonlyMap<string, Looked> {
  const discredited = discreditedIn(store, [run]);
  const looks = new Map<string, Looked>();
  for (const { id, endpoint } of store.endpoints(run.id)) {
    const look = lookOf(endpoint, store.currentObservationsOf(id), run, discredited);
    looks.set(endpointLabel(endpoint), { endpoint, ...look });
  }
  return looks;
}

function lookOf(
  endpoint: Endpoint,
  observations: readonly StoredObservation[],
  { pack, draws }: Pick<Run, "pack" | "draws">,
  discredited: Discredited,
): Look {
  const latest = latestWords(withoutDiscredited(observations, discredited));
  const { outcome, reason, evidence } = judge(endpoint, pack, latest, draws);
  const said = latest.map((each): Said => {
    const { detector, version, vantage, run, mode, startedAt } = each;
    const words = { outcome: each.outcome, reason: each.reason, evidence: each.evidence };
    return { detector, version, vantage, run, mode, startedAt, ...words, counted: each.reason !== "control_failed" };
  });
  return { verdict: { outcome, reason, evidence }, said };
}

/** Key now → key then: a name with one address here and one there, another one. Several addresses are nobody's move. */
function movedBetween(
  then: ReadonlyMap<string, Looked>,
  now: ReadonlyMap<string, Looked>,
): ReadonlyMap<string, string> {
  const gone = byName(then, now);
  const moved = new Map<string, string>();
  for (const [name, [key, ...more]] of byName(now, then)) {
    const [from, ...others] = gone.get(name) ?? [];
    if (key !== undefined && from !== undefined && more.length === 0 && others.length === 0) moved.set(key, from);
  }
  return moved;
}

function byName(
  looks: ReadonlyMap<string, Looked>,
  others: ReadonlyMap<string, Looked>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [key, { endpoint }] of looks) {
    if (others.has(key) || endpoint.serverName === null) continue;
    const name = `${endpoint.serverName} ${endpoint.port} ${endpoint.transport}`;
    found.set(name, [...(found.get(name) ?? []), key]);
  }
  return found;
}
