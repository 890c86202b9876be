/** One sheet as XML, row by row: header frozen, filter on every column. No cell is ever a formula. */

import { looksLikeFormula, xmlText } from "./xml-text.ts";
import { type Style, styleIndex } from "./styles.ts";

export interface CellValue {
  readonly value: string | number | null;
  readonly style: Style;
}

export interface Sheet {
  readonly name: string;
  /** Titles with their widths, in characters. */
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  /** Columns that stay in sight. */
  readonly frozen: number;
  readonly rows: Iterable<readonly CellValue[]>;
}

/** Text of others or of ours: the style guards what looks like a formula. */
export const text = (value: string, style: Style = "text"): CellValue =>
  style === "text" && looksLikeFormula(value) ? { value, style: "guarded" } : { value, style };
/** No number where it is none. */
export const number = (value: number, style: "number" | "percent" = "number"): CellValue =>
  Number.isFinite(value) ? { value, style } : { value: "unknown", style: "text" };
export const EMPTY: CellValue = { value: null, style: "plain" };

export function* sheetXml({ columns, frozen, rows }: Sheet): Generator<string> {
  const corner = `${letters(frozen)}2`;
  const pane =
    frozen === 0
      ? 'ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
      : `xSplit="${frozen}" ySplit="1" topLeftCell="${corner}" activePane="bottomRight"`;
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ${pane} state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="14"/><cols>${widths.join("")}</cols><sheetData>`;
  let row = 1;
  yield rowXml(
    row,
    columns.map(({ title }) => ({ value: title, style: "head" })),
  );
  for (const cells of rows) yield rowXml(++row, cells);
  const all = `A1:${letters(Math.max(0, columns.length - 1))}${row}`;
  // Signs are text: without the last element a spreadsheet would mark every 1 and 0 as a number stored as text.
  yield `</sheetData><autoFilter ref="${all}"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors></worksheet>`;
}

function rowXml(row: number, cells: readonly CellValue[]): string {
  const written = cells.map(({ value, style }, column) => {
    if (value === null) return "";
    const place = `r="${letters(column)}${row}" s="${styleIndex(style)}"`;
    if (typeof value === "number") return `<c ${place}><v>${value}</v></c>`;
    return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${xmlText(value)}</t></is></c>`;
  });
  return `<row r="${row}">${written.join("")}</row>`;
}

/** 0 is A, 25 is Z, 26 is AA. */
export function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}
