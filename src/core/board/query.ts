/** Which rows of the board are shown, in which order. Pure: rows and a query in, places out. */

import { type BoardRow, disagreement, type Heap, heapOfRow, isSplit } from "./board-row.ts";
import { says0, says1, saysUnknown } from "./cell-code.ts";

export const SORTS = ["endpoint", "disagreement", "probability", "verdict", "owner", "cluster", "column"] as const;
export type Sort = (typeof SORTS)[number];

export interface BoardQuery {
  /** Part of the endpoint, of what was typed, of the owner or the tag; letter case does not matter. */
  readonly text: string;
  /** Empty: all. */
  readonly heaps: readonly Heap[];
  /** Only rows where a 1 stands against a 0. */
  readonly split: boolean;
  /** Empty: all; otherwise the verdict's reason. */
  readonly reasons: readonly string[];
  readonly owner: string | null;
  /** Only rows where this column says so; `none`: it was not asked. */
  readonly cell: { readonly column: number; readonly says: "1" | "0" | "?" | "none" } | null;
  /** Only rows that exactly these columns call vulnerable; left out: all. */
  readonly found?: readonly number[];
  /** `hide` leaves muted rows out, `only` shows nothing else. */
  readonly muted: "hide" | "show" | "only";
  readonly sort: Sort;
  readonly descending: boolean;
  /** For the sort `column`. */
  readonly sortColumn: number;
}

export const ALL_ROWS: BoardQuery = {
  text: "",
  heaps: [],
  split: false,
  reasons: [],
  owner: null,
  cell: null,
  muted: "show",
  sort: "endpoint",
  descending: false,
  sortColumn: 0,
};

/** Each row's place in the order of keys, which every sort falls back on, and the other way round. */
export interface Alphabet {
  /** Places in order. */
  readonly order: Int32Array;
}

/** Places in `rows`, in order. */
export function placesOf(rows: readonly BoardRow[], query: BoardQuery, { order }: Alphabet): Int32Array {
  const wanted = new Int32Array(rows.length);
  let count = 0;
  for (const place of order) {
    const row = rows[place];
    if (row !== undefined && matches(row, query)) wanted[count++] = place;
  }
  const places = wanted.subarray(0, count);
  const rank = rankOf(rows, places, query);
  if (rank === null) return query.descending ? places.toReversed() : places;
  return byRank(
    places,
    (place) => {
      const row = rows[place];
      return row === undefined ? 0 : rank(row);
    },
    query.descending,
  );
}

/**
 * Sorted by rank, equal ranks as they stood. Rows share ranks by the thousand, so that the ranks are sorted and the rows only counted: a
 * hundred thousand in some milliseconds.
 */
function byRank(places: Int32Array, rank: (place: number) => number, descending: boolean): Int32Array {
  const numbers = new Map<number, number>();
  const numberAt = new Int32Array(places.length);
  for (const [at, place] of places.entries()) {
    const value = rank(place);
    let number = numbers.get(value);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(value, number);
    }
    numberAt[at] = number;
  }
  const sizes = new Int32Array(numbers.size);
  for (const number of numberAt) sizes[number] = (sizes[number] ?? 0) + 1;
  const next = new Int32Array(numbers.size);
  const sign = descending ? -1 : 1;
  let from = 0;
  for (const [, number] of [...numbers].toSorted(([a], [b]) => sign * (a - b))) {
    next[number] = from;
    from += sizes[number] ?? 0;
  }
  const sorted = new Int32Array(places.length);
  for (const [at, place] of places.entries()) {
    const number = numberAt[at] ?? 0;
    const to = next[number] ?? 0;
    next[number] = to + 1;
    sorted[to] = place;
  }
  return sorted;
}

/** Whether an order stays as it is when one row becomes another. */
export function sameInOrder(before: BoardRow, after: BoardRow, query: BoardQuery): boolean {
  if (matches(before, query) !== matches(after, query)) return false;
  if (query.sort === "owner") return before.owner === after.owner;
  if (query.sort === "cluster") return patternOf(before) === patternOf(after);
  const rank = rankOf([], new Int32Array(0), query);
  return rank === null || rank(before) === rank(after);
}

export function alphabetOf(rows: readonly BoardRow[]): Alphabet {
  const keys = rows.map(sortKey);
  const order = Int32Array.from(rows, (_, place) => place);
  return { order: order.toSorted((a, b) => ((keys[a] ?? "") < (keys[b] ?? "") ? -1 : 1)) };
}

/** Numbers in a key count as numbers: 192.0.2.9 comes before 192.0.2.10. */
function sortKey({ key }: BoardRow): string {
  return key.replaceAll(/\d+/g, (digits) => digits.padStart(5, "0"));
}

function matches(row: BoardRow, query: BoardQuery): boolean {
  if (!row.shown) return false;
  if (query.muted !== "show" && row.muted !== (query.muted === "only")) return false;
  if (query.heaps.length > 0 && !query.heaps.includes(heapOfRow(row))) return false;
  if (query.split && !isSplit(row.cells)) return false;
  if (query.reasons.length > 0 && !query.reasons.includes(row.reason)) return false;
  if (query.owner !== null && row.owner !== query.owner) return false;
  if (query.cell !== null && !cellSays(row.cells[query.cell.column] ?? 0, query.cell.says)) return false;
  if (query.found !== undefined && !foundBy(row.cells, query.found)) return false;
  return query.text === "" || containsText(row, query.text.toLowerCase());
}

function foundBy(cells: Uint8Array, columns: readonly number[]): boolean {
  let found = 0;
  for (const [column, code] of cells.entries()) {
    if (!says1(code)) continue;
    if (!columns.includes(column)) return false;
    found++;
  }
  return found === columns.length;
}

function cellSays(code: number, says: "1" | "0" | "?" | "none"): boolean {
  switch (says) {
    case "1":
      return says1(code);
    case "0":
      return says0(code);
    case "?":
      return saysUnknown(code);
    case "none":
      return code === 0;
  }
}

function containsText({ key, names, owner, tag }: BoardRow, text: string): boolean {
  return [key, ...names, owner ?? "", tag ?? ""].some((each) => each.toLowerCase().includes(text));
}

const VERDICT_RANK: Readonly<Record<Heap, number>> = { vulnerable: 0, open: 1, safe: 2 };

/** null: by the key alone. Lower comes first. */
function rankOf(rows: readonly BoardRow[], places: Int32Array, query: BoardQuery): ((row: BoardRow) => number) | null {
  switch (query.sort) {
    case "endpoint":
      return null;
    case "disagreement":
      return ({ cells }) => -disagreement(cells);
    case "probability":
      return ({ judged }) => (judged === null ? 1 : -judged.probability);
    case "verdict":
      return (row) => VERDICT_RANK[heapOfRow(row)];
    case "owner": {
      const owners = [...new Set(rows.map(({ owner }) => owner ?? "\uffff"))].toSorted();
      const ranks = new Map(owners.map((owner, rank) => [owner, rank]));
      return ({ owner }) => ranks.get(owner ?? "\uffff") ?? 0;
    }
    case "cluster":
      return clusters(rows, places);
    case "column": {
      const order = [3, 2, 0, 1];
      return ({ cells }) => order[(cells[query.sortColumn] ?? 0) & 3] ?? 3;
    }
  }
}

/** Rows that everybody answers alike stand together, the largest group first; groups that differ in one column are neighbours. */
function clusters(rows: readonly BoardRow[], places: Int32Array): (row: BoardRow) => number {
  const sizes = new Map<string, number>();
  for (const place of places) {
    const row = rows[place];
    if (row === undefined) continue;
    const key = patternOf(row);
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  const ordered = chain([...sizes].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([key]) => key));
  const ranks = new Map(ordered.map((key, rank) => [key, rank]));
  return (row) => ranks.get(patternOf(row)) ?? ordered.length;
}

const patternsOfCells = new WeakMap<Uint8Array, string>();

/** Cells are never changed, and many rows share theirs. */
function patternOf({ cells }: BoardRow): string {
  const known = patternsOfCells.get(cells);
  if (known !== undefined) return known;
  let text = "";
  for (const code of cells) text += String(code & 7);
  const pattern = text.replace(/0+$/, "");
  patternsOfCells.set(cells, pattern);
  return pattern;
}

/** Beyond this many patterns the chain, which is quadratic, is left for the order of size. */
const MOST_CHAINED = 600;

function chain(patterns: readonly string[]): readonly string[] {
  if (patterns.length > MOST_CHAINED) return patterns;
  const left = [...patterns];
  const ordered: string[] = [];
  for (let next = left.shift(); next !== undefined; ) {
    ordered.push(next);
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, candidate] of left.entries()) {
      const distance = apart(next, candidate);
      if (distance < least) [nearest, least] = [index, distance];
    }
    next = nearest < 0 ? undefined : left.splice(nearest, 1)[0];
  }
  return ordered;
}

function apart(a: string, b: string): number {
  let distance = 0;
  for (let at = 0; at < Math.max(a.length, b.length); at++) if ((a[at] ?? "0") !== (b[at] ?? "0")) distance++;
  return distance;
}
