/** A table for people: aligned columns that fit the terminal. Every cell is escaped here, so no caller can forget it. */

import { escapeTerminal } from "./escape-terminal.ts";
import { noPaint, type Paint, type Style } from "./paint.ts";
import { displayWidth, pad, truncate } from "./width.ts";

export interface Column {
  readonly title: string;
  /** "left" unless told. */
  readonly align?: "left" | "right";
  /** Never narrower than this, however narrow the terminal: 6 unless told, or the widest cell where that is less. */
  readonly minWidth?: number;
}

export type Cell = string | { readonly text: string; readonly style: Style };

export interface TableOptions {
  /** Columns of the terminal; null: as wide as it takes (files, pipes). */
  readonly width: number | null;
  readonly paint?: Paint;
}

const GAP = 2;
const MIN_WIDTH = 6;

/** The lines of a table, title line first, without line ends. A missing cell is an empty one. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, paint = noPaint }: TableOptions,
): readonly string[] {
  const texts = rows.map((row) => columns.map((_, i) => escapeTerminal(textOf(row[i]))));
  const natural = columns.map((column, i) =>
    texts.reduce((most, row) => Math.max(most, displayWidth(row[i] ?? "")), displayWidth(column.title)),
  );
  const widths = width === null ? natural : fit(columns, natural, width);
  const line = (cells: readonly string[], styles: (i: number) => Style | null) =>
    columns
      .map((column, i) => {
        const columnWidth = widths[i] ?? 0;
        const padded = pad(truncate(cells[i] ?? "", columnWidth), columnWidth, column.align);
        // Nothing is gained by blanks at the end of a line.
        const text = i === columns.length - 1 ? padded.trimEnd() : padded;
        const style = styles(i);
        return style === null || text === "" ? text : paint(style, text);
      })
      .join(" ".repeat(GAP))
      .trimEnd();
  const title = line(
    columns.map((column) => column.title),
    () => "bold",
  );
  return [title, ...texts.map((row, r) => line(row, (i) => styleOf(rows[r]?.[i])))];
}

const textOf = (cell: Cell | undefined): string => (typeof cell === "object" ? cell.text : (cell ?? ""));
const styleOf = (cell: Cell | undefined): Style | null => (typeof cell === "object" ? cell.style : null);

/** Takes columns from the widest until the table fits, or nothing more can be taken. */
function fit(columns: readonly Column[], natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  const least = columns.map((column, i) => Math.min(natural[i] ?? 0, column.minWidth ?? MIN_WIDTH));
  let excess = widths.reduce((sum, one) => sum + one, 0) + GAP * (columns.length - 1) - width;
  for (; excess > 0; excess -= 1) {
    let widest = -1;
    for (const [i, one] of widths.entries()) {
      if (one > (least[i] ?? 0) && one > (widths[widest] ?? 0)) widest = i;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
