/**
 * The incident as the server holds it in memory: a row for each endpoint, kept up with the file, into which this process and others
 * write. Nothing here is the truth; all of it can be made anew from the store (design, rule 3).
 */

import type { BoardJudgement } from "../../../core/board/board-row.ts";
import { muteHolds } from "../../../core/board/mutes.ts";
import { type Alphabet, alphabetOf, type BoardQuery, placesOf, sameInOrder } from "../../../core/board/query.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import type { Mute } from "../../../core/ports/desk.ts";
import type { Answered, Run, Store } from "../../../core/ports/store.ts";
import { findPack } from "../../packs.ts";
import { type Campaign, campaignOf, type Discredited, discreditedIn } from "../../rows.ts";
import { type BoardColumn, Columns } from "./columns.ts";
import { type LoadedRow, loadRows, namedAt, reloadRow } from "./load.ts";

/** What a look at the store found. */
export interface Change {
  readonly revision: number;
  /** Keys of the rows that are other than before; null: anything may be. */
  readonly rows: readonly string[] | null;
  /** Whether runs began, ended or went on. */
  readonly runs: boolean;
}

/** Answers, or planned endpoints, that are taken in before the time is looked at. */
const AT_ONCE = 100;
/** What is new is taken in for so long, ms, then requests have their turn; the rest follows with the next look. */
const TURN_MS = 100;
/** More changed rows than this are not named one by one. */
const MOST_NAMED = 500;

/** Orders that are remembered: a few browsers, each with a few views. */
const MOST_ORDERS = 16;

interface Order {
  readonly query: BoardQuery;
  readonly places: Int32Array;
}

/** What a judgement says, row by row. */
export interface Judgements {
  readonly keys: readonly string[];
  at(index: number): BoardJudgement;
}

export class Board {
  readonly #store: Store;
  /** The runs that are looked at; null: all. */
  readonly #only: readonly string[] | null;
  #revision = 0;
  #campaign: Campaign | null = null;
  #runsSeen = "";
  #lastAnswer = 0;
  #lastEndpoint = 0;
  #behind = false;
  #columns = new Columns();
  #described: readonly BoardColumn[] | null = null;
  #discredited: Discredited = new Map();
  #rows: LoadedRow[] = [];
  #places = new Map<string, number>();
  #alphabet: Alphabet | null = null;
  readonly #orders = new Map<string, Order>();
  #mutes: ReadonlyMap<string, readonly Mute[]> = new Map();

  constructor(store: Store, only: readonly string[] | null) {
    this.#store = store;
    this.#only = only;
    this.#load();
  }

  /** Grows with every change; the same number means the same board. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether the last look left something for the next one. */
  get behind(): boolean {
    return this.#behind;
  }

  /** null: the store has no run yet. */
  get campaign(): Campaign | null {
    return this.#campaign;
  }

  get discredited(): Discredited {
    return this.#discredited;
  }

  get rows(): readonly LoadedRow[] {
    return this.#rows;
  }

  /** In the order in which they are shown. */
  get columns(): readonly BoardColumn[] {
    this.#described ??= this.#columns.described(
      this.#discredited,
      findPack(this.#campaign?.pack ?? "heartbleed").detectors.map(({ id }) => id),
    );
    return this.#described;
  }

  /** Everyone who answered: detector, version, vantage, run and mode. */
  get answered(): readonly Answered[] {
    return this.#columns.answered;
  }

  row(key: string): LoadedRow | null {
    const place = this.#places.get(key);
    return place === undefined ? null : (this.#rows[place] ?? null);
  }

  /** Place of a detector in a row's cells; null: nobody of that name answered. */
  placeOf(detector: string): number | null {
    return this.#columns.find(detector);
  }

  /** Rows of a query in order; remembered until a change concerns it. */
  order(query: BoardQuery): Int32Array {
    const key = JSON.stringify(query);
    const known = this.#orders.get(key);
    if (known !== undefined) return known.places;
    this.#alphabet ??= alphabetOf(this.#rows);
    const places = placesOf(this.#rows, query, this.#alphabet);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size >= MOST_ORDERS && oldest !== undefined) this.#orders.delete(oldest);
    this.#orders.set(key, { query, places });
    return places;
  }

  /** Looks for what was added to the store; null: nothing. */
  refresh(): Change | null {
    const runs = this.#runs();
    const seen = this.#fingerprint(runs);
    const runsChanged = seen !== this.#runsSeen;
    if (runsChanged) {
      this.#runsSeen = seen;
      const before = JSON.stringify([...this.#discredited].map(([run, failed]) => [run, [...failed.keys()]]));
      const campaign = campaignOf(runs);
      const { pack, draws } = this.#campaign ?? {};
      const discredited = campaign === null ? new Map() : discreditedIn(this.#store, campaign.runs);
      const after = JSON.stringify([...discredited].map(([run, failed]) => [run, [...failed.keys()]]));
      const gone = this.#campaign?.runs.some(({ id }) => !campaign?.runs.some((run) => run.id === id)) ?? false;
      // A report counts from the moment it is whole: what it says is older than what was seen last.
      const known = new Set(this.#campaign?.runs.map(({ id }) => id));
      const imported = campaign?.runs.some(({ id, kind }) => kind === "import" && !known.has(id)) ?? false;
      if (campaign?.pack !== pack || campaign?.draws !== draws || before !== after || gone || imported) {
        this.#load();
        return { revision: this.#revision, rows: null, runs: true };
      }
      this.#campaign = campaign;
    }
    const rows = this.#takeIn();
    if (rows.length === 0 && !runsChanged) return null;
    this.#revision++;
    return { revision: this.#revision, rows: rows.length > MOST_NAMED ? null : rows, runs: runsChanged };
  }

  /** What the judgement of the whole says; rows it does not name are not judged. */
  judge(judgements: Judgements): void {
    const judged = new Set<number>();
    for (const [at, key] of judgements.keys.entries()) {
      const place = this.#places.get(key);
      const row = place === undefined ? undefined : this.#rows[place];
      if (place === undefined || row === undefined) continue;
      judged.add(place);
      const said = judgements.at(at);
      if (row.judged === null || !sameJudgement(row.judged, said)) this.#replace(place, { ...row, judged: said });
    }
    for (const [place, row] of this.#rows.entries()) {
      if (row.judged !== null && !judged.has(place)) this.#replace(place, { ...row, judged: null });
    }
    this.#revision++;
  }

  mute(mutes: readonly Mute[], now: string): void {
    const before = this.#mutes;
    const byEndpoint = new Map<string, Mute[]>();
    for (const mute of mutes) byEndpoint.set(mute.endpoint, [...(byEndpoint.get(mute.endpoint) ?? []), mute]);
    this.#mutes = byEndpoint;
    for (const key of new Set([...before.keys(), ...byEndpoint.keys()])) {
      const place = this.#places.get(key);
      const row = place === undefined ? undefined : this.#rows[place];
      if (place === undefined || row === undefined) continue;
      const muted = this.#isMuted(row, now);
      if (muted !== row.muted) this.#replace(place, { ...row, muted });
    }
    this.#revision++;
  }

  #isMuted(row: LoadedRow, now: string): boolean {
    return this.#mutes.get(row.key)?.some((mute) => muteHolds(mute, row, now)) ?? false;
  }

  #runs(): readonly Run[] {
    const all = this.#store.runs();
    const only = this.#only;
    return only === null ? all : all.filter(({ id }) => only.includes(id));
  }

  #fingerprint(runs: readonly Run[]): string {
    return runs
      .map(({ id, state, targetsRead }) => `${id} ${state} ${targetsRead} ${this.#store.controls([id]).length}`)
      .join("\n");
  }

  #load(): void {
    const runs = this.#runs();
    this.#runsSeen = this.#fingerprint(runs);
    this.#campaign = campaignOf(runs);
    this.#columns = new Columns();
    this.#rows = [];
    this.#places = new Map();
    this.#orders.clear();
    this.#alphabet = null;
    // Before the rows are read: what comes in meanwhile is looked at twice rather than never.
    this.#lastAnswer = this.#store.newestAnswer();
    this.#lastEndpoint = this.#store.newestEndpoint();
    this.#discredited = new Map();
    if (this.#campaign !== null) {
      this.#discredited = discreditedIn(this.#store, this.#campaign.runs);
      const { rows, answered } = loadRows(this.#store, this.#campaign, this.#columns);
      this.#columns.meet(answered);
      const now = new Date().toISOString();
      for (const row of rows) this.#put({ ...row, muted: this.#isMuted(row, now) });
    }
    this.#described = null;
    this.#revision++;
  }

  #put(row: LoadedRow): void {
    const place = this.#places.get(row.key);
    if (place === undefined) {
      this.#places.set(row.key, this.#rows.push(row) - 1);
      this.#alphabet = null;
      this.#orders.clear();
    } else this.#replace(place, row);
  }

  /** Orders in which the row stays where it is are kept. */
  #replace(place: number, row: LoadedRow): void {
    const before = this.#rows[place];
    this.#rows[place] = row;
    for (const [key, { query }] of this.#orders) {
      if (before === undefined || !sameInOrder(before, row, query)) this.#orders.delete(key);
    }
  }

  #takeIn(): readonly string[] {
    const campaign = this.#campaign;
    this.#behind = false;
    if (campaign === null) return [];
    const counting = new Set(campaign.runs.map(({ id }) => id));
    const until = performance.now() + TURN_MS;
    const now = new Date().toISOString();
    const changed = new Set<string>();
    let more = true;
    while (more && performance.now() < until) {
      const { last, endpoints, more: further } = this.#store.answeredAfter(this.#lastAnswer, AT_ONCE);
      this.#lastAnswer = last;
      more = further;
      for (const { id, run } of endpoints) if (counting.has(run)) this.#takeAnswers(id, run, campaign, now, changed);
    }
    // Answers first: what was only planned tells nothing yet.
    this.#behind = more;
    more = true;
    while (more && performance.now() < until) {
      const planned = this.#store.endpointsAfter(this.#lastEndpoint, AT_ONCE);
      this.#lastEndpoint = planned.at(-1)?.id ?? this.#lastEndpoint;
      more = planned.length === AT_ONCE;
      for (const { id, run } of planned) if (counting.has(run)) this.#takePlanned(id, run, campaign, now, changed);
    }
    this.#behind ||= more;
    return [...changed];
  }

  #takeAnswers(id: number, run: string, campaign: Campaign, now: string, changed: Set<string>): void {
    const stored = this.#store.endpoint(id);
    if (stored === null) return;
    const key = endpointLabel(stored.endpoint);
    const before = this.row(key);
    const ids = before === null ? [id] : [...new Set([...before.ids, id])];
    const endpoint = before?.endpoint.origin === "asked" ? before.endpoint : stored.endpoint;
    const { row, said } = reloadRow(this.#store, campaign, this.#discredited, {
      endpoint,
      ids,
      columns: this.#columns,
    });
    if (said.some((each) => !this.#columns.hasMet(each))) {
      this.#columns.meet(this.#store.answered([run]));
      this.#described = null;
    }
    const { judged = null } = before ?? {};
    this.#put({ ...row, judged: worthKeeping(before, row) ? judged : null, muted: this.#isMuted(row, now) });
    changed.add(key);
  }

  /** That another run has an endpoint changes nothing of what is known of it. */
  #takePlanned(id: number, run: string, campaign: Campaign, now: string, changed: Set<string>): void {
    const stored = this.#store.endpoint(id);
    if (stored === null) return;
    const before = this.row(endpointLabel(stored.endpoint));
    if (before === null || before.endpoint.origin !== stored.endpoint.origin) {
      this.#takeAnswers(id, run, campaign, now, changed);
      return;
    }
    if (before.ids.includes(id)) return;
    const ids = [...before.ids, id].toSorted((a, b) => a - b);
    this.#put({ ...before, ids, ...namedAt(this.#store, ids) });
    changed.add(before.key);
  }
}

/** A judgement made before an answer that changes the verdict says nothing any more. */
function worthKeeping(before: LoadedRow | null, after: LoadedRow): boolean {
  return before !== null && before.outcome === after.outcome && before.reason === after.reason;
}

function sameJudgement(a: BoardJudgement, b: BoardJudgement): boolean {
  return (
    a.word === b.word && a.heap === b.heap && a.probability === b.probability && a.low === b.low && a.high === b.high
  );
}
