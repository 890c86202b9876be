/** Keys of the grid pattern (WAI-ARIA): where the focus goes. Pure. */

export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** null: the key does not move the focus. Never outside the grid. */
export function moved(
  { row, column }: GridPlace,
  key: string,
  control: boolean,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): GridPlace | null {
  if (rows < 1 || columns < 1) return null;
  const at = (toRow: number, toColumn: number): GridPlace => ({
    row: Math.min(rows - 1, Math.max(0, toRow)),
    column: Math.min(columns - 1, Math.max(0, toColumn)),
  });
  switch (key) {
    case "ArrowUp":
      return at(row - 1, column);
    case "ArrowDown":
      return at(row + 1, column);
    case "ArrowLeft":
      return at(row, column - 1);
    case "ArrowRight":
      return at(row, column + 1);
    case "PageUp":
      return at(row - 10, column);
    case "PageDown":
      return at(row + 10, column);
    case "Home":
      return at(control ? 0 : row, 0);
    case "End":
      return at(control ? rows - 1 : row, columns - 1);
    default:
      return null;
  }
}
