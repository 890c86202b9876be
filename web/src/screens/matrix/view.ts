/** What the matrix shows and how, as it stands in the address. Equal views have equal addresses; what cannot be read is left out. */

import { HEAPS, type Heap } from "../../../../src/core/board/board-row.ts";
import { type Sort, SORTS } from "../../../../src/core/board/query.ts";

/** What columns may be unfolded into, beside the detector. */
export const UNFOLDINGS = ["version", "vantage", "run", "mode"] as const;
export type Unfolding = (typeof UNFOLDINGS)[number];

export const MUTED = ["show", "hide", "only"] as const;

export interface View {
  readonly q: string;
  readonly heaps: readonly Heap[];
  readonly split: boolean;
  readonly reasons: readonly string[];
  /** Empty: all. */
  readonly owner: string;
  /** `DETECTOR:1`, `DETECTOR:0`, `DETECTOR:?` or `DETECTOR:none`; empty: all. */
  readonly cell: string;
  /** Exactly these detectors call it vulnerable, joined by commas; empty: all. */
  readonly found: string;
  readonly muted: (typeof MUTED)[number];
  readonly sort: Sort;
  /** The detector that `column` sorts by. */
  readonly column: string;
  readonly descending: boolean;
  readonly by: readonly Unfolding[];
}

export const WHOLE: View = {
  q: "",
  heaps: [],
  split: false,
  reasons: [],
  owner: "",
  cell: "",
  found: "",
  muted: "show",
  sort: "endpoint",
  column: "",
  descending: false,
  by: [],
};

export type ViewQuery = Readonly<Record<string, string>>;

export function viewOf(query: ViewQuery): View {
  const sort = SORTS.find((each) => each === query["sort"]) ?? "endpoint";
  const column = query["column"] ?? "";
  const sorted = sort === "column" && column === "" ? "endpoint" : sort;
  return {
    q: (query["q"] ?? "").slice(0, 200),
    heaps: among(HEAPS, query["heap"]),
    split: query["split"] === "true",
    reasons: listed(query["reason"]),
    owner: (query["owner"] ?? "").slice(0, 200),
    cell: /^.{1,200}:(1|0|\?|none)$/s.test(query["cell"] ?? "") ? (query["cell"] ?? "") : "",
    found: (query["found"] ?? "").slice(0, 2000),
    muted: MUTED.find((each) => each === query["muted"]) ?? "show",
    sort: sorted,
    column: sorted === "column" ? column.slice(0, 200) : "",
    descending: query["desc"] === "true",
    by: among(UNFOLDINGS, query["by"]),
  };
}

/** Only what differs from the whole matrix, in a fixed order. */
export function queryOf(view: View): ViewQuery {
  const all: readonly (readonly [string, string])[] = [
    ["q", view.q],
    ["heap", view.heaps.join(",")],
    ["split", view.split ? "true" : ""],
    ["reason", view.reasons.join(",")],
    ["owner", view.owner],
    ["cell", view.cell],
    ["found", view.found],
    ["muted", view.muted === "show" ? "" : view.muted],
    ["sort", view.sort === "endpoint" ? "" : view.sort],
    ["column", view.sort === "column" ? view.column : ""],
    ["desc", view.descending ? "true" : ""],
    ["by", view.by.join(",")],
  ];
  return Object.fromEntries(all.filter(([, value]) => value !== ""));
}

/** What says which rows there are, in which order: without how the columns are unfolded. */
export function rowQueryOf(view: View): ViewQuery {
  return queryOf({ ...view, by: [] });
}

/** Whether rows are left out. */
export function isFiltered(view: View): boolean {
  return Object.keys(queryOf({ ...view, ...order(WHOLE) })).length > 0;
}

const order = ({ sort, column, descending, by }: View) => ({ sort, column, descending, by });

/** A second click on what is sorted by turns the order round. */
export function sortedBy(view: View, sort: Sort, column = ""): View {
  const same = view.sort === sort && view.column === column;
  return { ...view, sort, column, descending: same ? !view.descending : false };
}

/** A list with a member more, or less where it was there. */
export function toggled<T>(list: readonly T[], member: T): readonly T[] {
  return list.includes(member) ? list.filter((each) => each !== member) : [...list, member];
}

function among<T extends string>(known: readonly T[], text: string | undefined): readonly T[] {
  const wanted = listed(text);
  return known.filter((each) => wanted.includes(each));
}

function listed(text: string | undefined): readonly string[] {
  return [...new Set((text ?? "").split(",").filter((each) => each !== ""))];
}
