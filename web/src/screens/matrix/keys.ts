/** What a key does in the grid (WAI-ARIA Authoring Practices, Grid Pattern). Pure: a key and a place in, what follows out. */

/** A cell. Row -1 is the row of column headers. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Grid {
  readonly rows: number;
  readonly columns: number;
  /** Rows in sight: what a page is. */
  readonly page: number;
}

export interface Pressed {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
}

export type Deed =
  | { readonly kind: "go"; readonly to: Place; readonly select: boolean }
  | { readonly kind: "open" | "select" | "select-to" | "select-all" | "sort" | "leave" };

/** null: the key is none of the grid's. */
export function deedOf({ key, ctrl, shift }: Pressed, at: Place, grid: Grid): Deed | null {
  const to = moved(key, ctrl, at, grid);
  if (to !== null) return { kind: "go", to, select: shift && to.row !== at.row };
  switch (key) {
    case "Enter":
      return { kind: "open" };
    case " ":
      return { kind: shift ? "select-to" : "select" };
    case "Escape":
      return { kind: "leave" };
    case "a":
      return ctrl ? { kind: "select-all" } : null;
    case "s":
      return ctrl ? null : { kind: "sort" };
    default:
      return null;
  }
}

function moved(key: string, ctrl: boolean, { row, column }: Place, { rows, columns, page }: Grid): Place | null {
  const place = (toRow: number, toColumn: number): Place => ({
    row: Math.max(-1, Math.min(rows - 1, toRow)),
    column: Math.max(0, Math.min(columns - 1, toColumn)),
  });
  const step = Math.max(1, page - 1);
  switch (key) {
    case "ArrowUp":
      return place(ctrl ? Math.min(row, 0) : row - 1, column);
    case "ArrowDown":
      return place(ctrl ? rows - 1 : row + 1, column);
    case "ArrowLeft":
      return place(row, ctrl ? 0 : column - 1);
    case "ArrowRight":
      return place(row, ctrl ? columns - 1 : column + 1);
    case "Home":
      return ctrl ? place(0, 0) : place(row, 0);
    case "End":
      return ctrl ? place(rows - 1, columns - 1) : place(row, columns - 1);
    case "PageUp":
      return place(row < 0 ? row : Math.max(0, row - step), column);
    case "PageDown":
      return place(row + step, column);
    default:
      return null;
  }
}
