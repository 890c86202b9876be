/** A request's row query as the board understands it. */

import type { z } from "@hono/zod-openapi";
import type { BoardQuery } from "../../../core/board/query.ts";
import { ApiError } from "../problem.ts";
import type { rowQuery } from "../schemas/matrix.ts";
import type { Board } from "./board.ts";

export type RowQuery = z.infer<z.ZodObject<typeof rowQuery>>;

/** Throws where a detector is named that nobody knows. */
export function boardQuery(board: Board, query: RowQuery): BoardQuery {
  return {
    text: query.q ?? "",
    heaps: query.heap,
    split: query.split,
    reasons: query.reason,
    owner: query.owner ?? null,
    cell: query.cell === undefined ? null : cellOf(board, query.cell),
    ...(query.found !== undefined &&
      query.found !== "" && {
        found: [...new Set(query.found.split(","))].map((detector) => placeOf(board, detector, "query.found")),
      }),
    muted: query.muted,
    sort: query.sort,
    descending: query.desc,
    sortColumn: query.sort === "column" ? placeOf(board, query.column ?? "", "query.column") : 0,
  };
}

function cellOf(board: Board, text: string): BoardQuery["cell"] {
  const colon = text.lastIndexOf(":");
  const says = text.slice(colon + 1) as "1" | "0" | "?" | "none";
  return { column: placeOf(board, text.slice(0, colon), "query.cell"), says };
}

function placeOf(board: Board, detector: string, where: string): number {
  const place = board.placeOf(detector);
  if (place !== null) return place;
  throw new ApiError("bad_request", `${where}: no detector ${detector} has answered`, [
    { where, expected: "a detector of the matrix" },
  ]);
}
