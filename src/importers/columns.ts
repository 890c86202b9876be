/** CSV reports by the names of their columns, of which each product, version and export has its own. */

import { delimiterOf, readCsvRows } from "../documents/csv.ts";
import { DocumentProblem } from "../documents/problem.ts";

/** For each field the names its column may have, in lower case, in the order in which they are preferred. */
export type Columns<Field extends string> = Readonly<Record<Field, readonly string[]>>;

export interface TableRow<Field extends string> {
  readonly line: number;
  /** The first of the field's columns that is not empty; "": none is. */
  cell(field: Field): string;
  /**
   * Whether these fields are all there, none of them in a last cell that may go on: the last row of a file that was cut off
   * has no end, and neither has that of many a whole file.
   */
  certain(fields: readonly Field[]): boolean;
  /** Whether the line has an end: only then is it known that nothing else belongs to it. */
  readonly ended: boolean;
  /** Whether cells are missing, or something stands beyond the last column: then no cell is surely in its own. */
  readonly shifted: boolean;
}

/** Scanners write whole outputs into one cell. */
const LARGEST_ROW = 4 << 20;

/** Yields the rows below the header; a header that comes again, where files were put together, begins anew. */
export async function* readTable<Field extends string>(
  document: AsyncIterable<string>,
  columns: Columns<Field>,
): AsyncGenerator<TableRow<Field>> {
  let last = "";
  const watched = (async function* () {
    for await (const text of document) {
      last = text.at(-1) ?? last;
      yield text;
    }
  })();
  let header: readonly string[] | null = null;
  let first = "";
  let pending: { readonly cells: readonly string[]; readonly line: number } | null = null;
  const rows = (ended: boolean): readonly TableRow<Field>[] =>
    header === null || pending === null ? [] : [rowOf(pending.cells, pending.line, header, columns, ended)];
  try {
    for await (const { cells, line } of readCsvRows(watched, { delimiter: delimiterOf, largestRow: LARGEST_ROW })) {
      yield* rows(true);
      pending = null;
      if (header === null || cells.join() === first) {
        first = cells.join();
        header = cells.map((name) => name.toLowerCase());
      } else pending = { cells, line };
    }
  } catch (error) {
    // What stands before a stray quote has ended; what stands before bytes that are no text may not have.
    yield* rows(error instanceof DocumentProblem && !error.message.includes("UTF-8"));
    throw error;
  }
  yield* rows(last === "\n" || last === "\r");
}

function rowOf<Field extends string>(
  cells: readonly string[],
  line: number,
  header: readonly string[],
  columns: Columns<Field>,
  ended: boolean,
): TableRow<Field> {
  return {
    line,
    cell: (field) => columns[field].map((name) => cells[header.indexOf(name)] ?? "").find((cell) => cell !== "") ?? "",
    ended,
    shifted: cells.length < header.length || cells.slice(header.length).some((cell) => cell !== ""),
    certain: (fields) =>
      ended || fields.every((field) => columns[field].every((name) => header.indexOf(name) < cells.length - 1)),
  };
}

/** Whether a header has a column for each of the fields. */
export function hasColumns<Field extends string>(
  header: readonly string[],
  columns: Columns<Field>,
  fields: readonly Field[],
): boolean {
  return fields.every((field) => columns[field].some((name) => header.includes(name)));
}
