/** The rows that are on somebody's screen, as the API gives them. */

import type { z } from "@hono/zod-openapi";
import { cellCode } from "../../../core/board/cell-code.ts";
import { withoutDiscredited } from "../../../core/controls.ts";
import { columnOf, columnsOf, type Facet } from "../../../core/matrix/columns.ts";
import { matrixCells } from "../../../core/matrix/matrix.ts";
import type { Store } from "../../../core/ports/store.ts";
import { findPack } from "../../packs.ts";
import type { columnSchema, rowSchema } from "../schemas/common.ts";
import { cut, LONGEST_LABEL } from "../cut.ts";
import type { Board } from "./board.ts";
import type { BoardColumn } from "./columns.ts";
import type { LoadedRow } from "./load.ts";

export type ColumnView = z.infer<typeof columnSchema>;
export type RowView = z.infer<typeof rowSchema>;

function rowView(row: LoadedRow, cells: readonly number[]): RowView {
  const { key, names, owner, tag, outcome, reason, evidence, judged, muted } = row;
  return {
    key,
    names: names.map((name) => cut(name, LONGEST_LABEL)),
    owner: cut(owner, LONGEST_LABEL),
    tag: cut(tag, LONGEST_LABEL),
    verdict: { outcome, reason, evidence },
    judged,
    muted,
    cells: [...cells],
  };
}

function columnView({ detector, kind, lineage, versions, vantages, invalid }: BoardColumn, id: string): ColumnView {
  return {
    id,
    detector,
    kind,
    lineage,
    versions: [...versions],
    vantages: [...vantages],
    invalid: invalid.map((each) => ({ ...each })),
  };
}

export interface Window {
  readonly columns: readonly ColumnView[];
  readonly rows: readonly RowView[];
}

/** By detector: what the board holds. */
export function plainWindow(board: Board, rows: readonly LoadedRow[]): Window {
  const { columns } = board;
  return {
    columns: columns.map((column) => columnView(column, column.detector)),
    rows: rows.map((row) =>
      rowView(
        row,
        columns.map(({ place }) => row.cells[place] ?? 0),
      ),
    ),
  };
}

/** Columns that tell versions, vantages, runs or modes apart show every word, not only the latest: read for these rows alone. */
export function facetedWindow(store: Store, board: Board, rows: readonly LoadedRow[], by: readonly Facet[]): Window {
  const { campaign, discredited, columns } = board;
  if (campaign === null) return { columns: [], rows: [] };
  const native = findPack(campaign.pack).detectors.map(({ id }) => id);
  const known = new Map(columns.map((column) => [column.detector, column]));
  const answered = board.answered.filter(({ detector }) => known.has(detector));
  const described = new Map<string, ColumnView>();
  for (const each of answered) {
    const column = known.get(each.detector);
    const id = columnOf(each, by);
    if (column !== undefined && !described.has(id)) described.set(id, columnView(column, id));
  }
  const order = new Map(columns.map(({ detector }, place) => [detector, place]));
  const place = (id: string) => order.get(described.get(id)?.detector ?? "") ?? order.size;
  const ids = columnsOf(answered, by, native).toSorted((a, b) => place(a) - place(b));
  return {
    columns: ids.flatMap((id) => described.get(id) ?? []),
    rows: rows.map((row) => {
      const said = row.ids.flatMap((id) => store.currentObservationsOf(id));
      const cells = matrixCells(withoutDiscredited(said, discredited), (observation) => columnOf(observation, by));
      return rowView(
        row,
        ids.map((id) => {
          const cell = cells.get(id);
          return cell === undefined ? 0 : cellCode(cell);
        }),
      );
    }),
  };
}
