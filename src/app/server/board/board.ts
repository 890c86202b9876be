/**
 * The incident as the server holds it in memory: a row for each endpoint, kept up with the file, into which this process and others
 * write. Nothing here is the truth; all of it can be made anew from the store (design, rule 3).
 */

import type { BoardJudgement } from "../../../core/board/board-row.ts";
import { muteHolds } from "../../../core/board/mutes.ts";
import { alphabetOf, type BoardQuery, placesOf } from "../../../core/board/query.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import type { Mute } from "../../../core/ports/desk.ts";
import type { Run, Store } from "../../../core/ports/store.ts";
import { findPack } from "../../packs.ts";
import { type Campaign, campaignOf, type Discredited, discreditedIn } from "../../rows.ts";
import { type BoardColumn, Columns } from "./columns.ts";
import { type LoadedRow, loadRows, mentionsOf, reloadRow } from "./load.ts";

/** What a look at the store found. */
export interface Change {
  readonly revision: number;
  /** Keys of the rows that are other than before; null: anything may be. */
  readonly rows: readonly string[] | null;
  /** Whether runs began, ended or went on. */
  readonly runs: boolean;
}

/** Answers taken in at once: enough for any scan, few enough not to hold up requests. */
const AT_ONCE = 5000;
/** More changed rows than this are not named one by one. */
const MOST_NAMED = 500;

export class Board {
  readonly #store: Store;
  /** The runs that are looked at; null: all. */
  readonly #only: readonly string[] | null;
  #revision = 0;
  #campaign: Campaign | null = null;
  #runsSeen = "";
  #lastAnswer = 0;
  #columns = new Columns();
  #described: readonly BoardColumn[] | null = null;
  #discredited: Discredited = new Map();
  #rows: LoadedRow[] = [];
  #places = new Map<string, number>();
  #alphabet: Int32Array | null = null;
  #orders = new Map<string, Int32Array>();
  #mutes: readonly Mute[] = [];

  constructor(store: Store, only: readonly string[] | null) {
    this.#store = store;
    this.#only = only;
    this.#load();
  }

  /** Grows with every change; the same number means the same board. */
  get revision(): number {
    return this.#revision;
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
    const { runs, pack } = this.#campaign ?? { runs: [], pack: "heartbleed" };
    this.#described ??= this.#columns.described(
      this.#store.answered(runs.map(({ id }) => id)),
      this.#discredited,
      findPack(pack).detectors.map(({ id }) => id),
    );
    return this.#described;
  }

  row(key: string): LoadedRow | null {
    const place = this.#places.get(key);
    return place === undefined ? null : (this.#rows[place] ?? null);
  }

  /** Place of a detector in a row's cells; null: nobody of that name answered. */
  placeOf(detector: string): number | null {
    return this.#columns.find(detector);
  }

  /** Rows of a query in order; remembered until something changes. */
  order(query: BoardQuery): Int32Array {
    const key = JSON.stringify(query);
    const known = this.#orders.get(key);
    if (known !== undefined) return known;
    this.#alphabet ??= alphabetOf(this.#rows);
    const order = placesOf(this.#rows, query, this.#alphabet);
    if (this.#orders.size >= 8) this.#orders.clear();
    this.#orders.set(key, order);
    return order;
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
    this.#changed();
    return { revision: this.#revision, rows: rows.length > MOST_NAMED ? null : rows, runs: runsChanged };
  }

  /** What the judgement of the whole says, by row key. */
  judge(judged: ReadonlyMap<string, BoardJudgement>): void {
    for (const [place, row] of this.#rows.entries()) {
      this.#rows[place] = { ...row, judged: judged.get(row.key) ?? null };
    }
    this.#changed();
  }

  mute(mutes: readonly Mute[], now: string): void {
    this.#mutes = mutes;
    for (const [place, row] of this.#rows.entries()) {
      const muted = this.#isMuted(row, now);
      if (muted !== row.muted) this.#rows[place] = { ...row, muted };
    }
    this.#changed();
  }

  #isMuted(row: LoadedRow, now: string): boolean {
    return this.#mutes.some((mute) => mute.endpoint === row.key && muteHolds(mute, row, now));
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
    // Before the rows are read: what comes in meanwhile is looked at twice rather than never.
    this.#lastAnswer = this.#store.newestAnswer();
    if (this.#campaign !== null) {
      this.#discredited = discreditedIn(this.#store, this.#campaign.runs);
      for (const row of loadRows(this.#store, this.#campaign, this.#columns)) this.#put(row);
    }
    this.#changed();
  }

  #put(row: LoadedRow): void {
    const place = this.#places.get(row.key);
    if (place === undefined) {
      this.#places.set(row.key, this.#rows.push(row) - 1);
      this.#alphabet = null;
    } else this.#rows[place] = row;
  }

  #takeIn(): readonly string[] {
    const campaign = this.#campaign;
    if (campaign === null) return [];
    const counting = new Set(campaign.runs.map(({ id }) => id));
    const { last, endpoints } = this.#store.answeredAfter(this.#lastAnswer, AT_ONCE);
    this.#lastAnswer = last;
    const now = new Date().toISOString();
    const changed = new Set<string>();
    for (const { id, run } of endpoints) {
      if (!counting.has(run)) continue;
      const stored = this.#store.endpoint(id);
      if (stored === null) continue;
      const key = endpointLabel(stored.endpoint);
      if (changed.has(key) && this.row(key)?.ids.includes(id) === true) continue;
      const before = this.row(key);
      const ids = before === null ? [id] : [...new Set([...before.ids, id])];
      const source = {
        endpoint: before?.endpoint.origin === "asked" ? before.endpoint : stored.endpoint,
        ids,
        mentions: mentionsOf(this.#store, ids),
        columns: this.#columns,
      };
      const row = reloadRow(this.#store, campaign, this.#discredited, source);
      const { judged = null } = before ?? {};
      this.#put({ ...row, judged: worthKeeping(before, row) ? judged : null, muted: this.#isMuted(row, now) });
      changed.add(key);
    }
    return [...changed];
  }

  #changed(): void {
    this.#revision++;
    this.#orders.clear();
    this.#described = null;
  }
}

/** A judgement made before an answer that changes the verdict says nothing any more. */
function worthKeeping(before: LoadedRow | null, after: LoadedRow): boolean {
  return before !== null && before.outcome === after.outcome && before.reason === after.reason;
}
