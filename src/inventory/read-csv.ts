/** CSV lists: a header line says which column is what; one target per row. */

import { CsvError, type CsvErrorCode, type Options, Parser } from "csv-parse";
import type { TargetResult } from "../core/model/target.ts";
import { type ColumnMapping, type Columns, delimiterOf, findColumns } from "./columns.ts";
import { composeTarget } from "./compose-target.ts";
import { decodeUtf8, NotUtf8 } from "./decode.ts";
import { failure } from "./failure.ts";

/** More than any row of an inventory; also what ends a quote that is never closed. */
const LARGEST_ROW = 64 * 1024;
const STRAY_QUOTE = "a quote stands inside a field; quote the whole field and double the quotes in it";

interface Row {
  readonly cells: readonly string[];
  /** The line the row ends on. */
  readonly line: number;
}

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
  let line = 0;
  try {
    for await (const row of readRows(chunks)) {
      line = row.line;
      if (row.cells.every((cell) => cell === "")) continue;
      if (header !== null) {
        yield readRow(source, row, header.width, header.columns);
        continue;
      }
      const columns = findColumns(row.cells, mapping);
      if (!columns.ok) {
        yield failure(source, line, columns.problem, row.cells.join(","));
        return;
      }
      header = { width: row.cells.length, columns: columns.value };
    }
  } catch (error) {
    yield failure(source, line + 1, `${describe(error)}; nothing is read from here on`);
  }
}

function readRow(source: string, { cells, line }: Row, width: number, columns: Columns): TargetResult {
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

async function* readRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  const rows: Row[] = [];
  let parser: Parser | null = null;
  let head = "";
  let broken: NotUtf8 | null = null;
  try {
    for await (const text of decodeUtf8(chunks)) {
      head += text;
      // The delimiter is chosen by the whole header line.
      if (parser === null && !/[\r\n]/.test(head.trimStart()) && head.length < LARGEST_ROW) continue;
      parser ??= newParser(delimiterOf(head), rows);
      yield* feed(parser, head, rows);
      head = "";
    }
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    broken = error;
  }
  // The parser keeps the last row until it knows what follows: also before the bytes that are no text.
  parser ??= newParser(delimiterOf(head), rows);
  yield* feed(parser, head, rows);
  yield* feed(parser, null, rows);
  if (broken !== null) throw broken;
}

/** Gives the parser the next text (null: the end) and yields every row it completed, also when it then fails. */
async function* feed(parser: Parser, text: string | null, rows: Row[]): AsyncGenerator<Row> {
  const error = await new Promise<Error | null | undefined>((done) => {
    if (text === null) parser.end(done);
    else parser.write(text, done);
  });
  yield* rows.splice(0);
  if (error) throw error;
}

/** The rows are collected by a callback, because a stream that fails would drop those not yet taken from it. */
function newParser(delimiter: string, rows: Row[]): Parser {
  const options: Options = {
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: LARGEST_ROW,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    on_record: (cells: string[], { lines }) => {
      rows.push({ cells: cells.map((cell) => cell.trim()), line: lines });
      return null;
    },
  };
  const parser = new Parser(options);
  // Errors reach `feed` through the callbacks of write and end; without a listener they would end the process as well.
  parser.on("error", () => undefined);
  return parser;
}

/** Sentences of our own, because the library's quote the file's content. */
const SENTENCES: Readonly<Partial<Record<CsvErrorCode, string>>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is opened here or further on and never closed",
  CSV_MAX_RECORD_SIZE: `expected rows of at most ${LARGEST_ROW} bytes; is a quote never closed?`,
  INVALID_OPENING_QUOTE: STRAY_QUOTE,
  CSV_INVALID_CLOSING_QUOTE: STRAY_QUOTE,
};

/** What is wrong with the content; an error of the input itself is passed on. */
function describe(error: unknown): string {
  if (error instanceof NotUtf8) return error.message;
  if (error instanceof CsvError) return SENTENCES[error.code] ?? "expected CSV";
  throw error;
}
