/** CSV lists: a header line says which column is what; one target per row. */

import type { TargetResult } from "../core/model/target.ts";
import { type CsvRow, delimiterOf, readCsvRows } from "../documents/csv.ts";
import { decodeUtf8 } from "../documents/decode.ts";
import { DocumentProblem } from "../documents/problem.ts";
import { type ColumnMapping, type Columns, findColumns } from "./columns.ts";
import { composeTarget } from "./compose-target.ts";
import { failure } from "./failure.ts";

/** More than any row of an inventory. */
const LARGEST_ROW = 64 * 1024;

/**
 * Reads a CSV file as it arrives, delimited by whichever of comma, semicolon and tab the header line uses most.
 * A bad row is an error and the next row is read; where the file stops being CSV, an error ends it.
 */
export async function* readCsv(
  source: string,
  chunks: AsyncIterable<Uint8Array>,
  mapping: ColumnMapping | null,
): AsyncGenerator<TargetResult> {
  let header: { readonly width: number; readonly columns: Columns } | null = null;
  try {
    for await (const row of readCsvRows(decodeUtf8(chunks), { delimiter: delimiterOf, largestRow: LARGEST_ROW })) {
      if (header !== null) {
        yield readRow(source, row, header.width, header.columns);
        continue;
      }
      const columns = findColumns(row.cells, mapping);
      if (!columns.ok) {
        yield failure(source, row.line, columns.problem, row.cells.join(","));
        return;
      }
      header = { width: row.cells.length, columns: columns.value };
    }
  } catch (error) {
    if (!(error instanceof DocumentProblem)) throw error;
    yield failure(source, error.line ?? 0, `${error.message}; nothing is read from here on`);
  }
}

function readRow(source: string, { cells, line }: CsvRow, width: number, columns: Columns): TargetResult {
  const text = cells.join(",");
  if (cells.length !== width) {
    return failure(source, line, `expected ${width} fields as in the header line, found ${cells.length}`, text);
  }
  const filled = Object.entries(columns).flatMap(([field, index]) => {
    const cell = cells[index] ?? "";
    return cell === "" ? [] : [[field, cell]];
  });
  return composeTarget(Object.fromEntries(filled), text, { source, line });
}
