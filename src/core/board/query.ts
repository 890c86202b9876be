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

/** Places in `rows`, in order. `alphabet`: each row's place in the order of keys, which every sort falls back on. */
export function placesOf(rows: readonly BoardRow[], query: BoardQuery, alphabet: Int32Array): Int32Array {
  const wanted = new Int32Array(rows.length);
  let count = 0;
  for (const [place, row] of rows.entries()) if (matches(row, query)) wanted[count++] = place;
  const places = wanted.subarray(0, count);
  const ranks = ranksOf(rows, places, query);
  const sign = query.descending ? -1 : 1;
  const at = (array: Int32Array | Float64Array, place: number) => array[place] ?? 0;
  return ranks === null
    ? places.sort((a, b) => sign * (at(alphabet, a) - at(alphabet, b)))
    : places.sort((a, b) => sign * (at(ranks, a) - at(ranks, b)) || at(alphabet, a) - at(alphabet, b));
}

/** Each row's place in the order of keys. */
export function alphabetOf(rows: readonly BoardRow[]): Int32Array {
  const order = Int32Array.from(rows, (_, place) => place);
  const keys = rows.map(sortKey);
  const byKey = order.sort((a, b) => ((keys[a] ?? "") < (keys[b] ?? "") ? -1 : 1));
  const ranks = new Int32Array(rows.length);
  for (const [rank, place] of byKey.entries()) ranks[place] = rank;
  return ranks;
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

/** null: by the key alone. Lower comes first. */
function ranksOf(rows: readonly BoardRow[], places: Int32Array, query: BoardQuery): Int32Array | Float64Array | null {
  const rank = rankOf(rows, places, query);
  if (rank === null) return null;
  const ranks = new Float64Array(rows.length);
  for (const place of places) {
    const row = rows[place];
    if (row !== undefined) ranks[place] = rank(row);
  }
  return ranks;
}

const VERDICT_RANK: Readonly<Record<Heap, number>> = { vulnerable: 0, open: 1, safe: 2 };

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
      const owners = [...new Set(rows.map(({ owner }) => owner ?? "\uffff"))].sort();
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
  const pattern = ({ cells }: BoardRow) => {
    let text = "";
    for (const code of cells) text += String(code & 7);
    return text.replace(/0+$/, "");
  };
  const sizes = new Map<string, number>();
  for (const place of places) {
    const row = rows[place];
    if (row === undefined) continue;
    const key = pattern(row);
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  const ordered = chain([...sizes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([key]) => key));
  const ranks = new Map(ordered.map((key, rank) => [key, rank]));
  return (row) => ranks.get(pattern(row)) ?? ordered.length;
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
