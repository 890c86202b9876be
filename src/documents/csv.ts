/** CSV as a stream of rows: strict about quotes, bounded, and with sentences of its own for what is wrong. */

import { CsvError, type CsvErrorCode, type Options, Parser } from "csv-parse";
import { NotUtf8 } from "./decode.ts";
import { DocumentProblem } from "./problem.ts";

export interface CsvRow {
  /** Without the space around them. */
  readonly cells: readonly string[];
  /** The line the row ends on. */
  readonly line: number;
}

export interface CsvOptions {
  /** The delimiter, chosen by the beginning of the document, which holds its first line. */
  readonly delimiter: (head: string) => string;
  /** Bytes in one row; also what ends a quote that is never closed. */
  readonly largestRow: number;
}

const DELIMITERS = [",", ";", "\t"] as const;

/** The delimiter that the first line with anything on it uses most; the comma when it uses none. */
export function delimiterOf(text: string): "," | ";" | "\t" {
  const line = firstLine(text);
  const uses = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, next) => (uses(next) > uses(best) ? next : best));
}

export function firstLine(text: string): string {
  return /[^\r\n]*/.exec(text.trimStart())?.[0] ?? "";
}

/**
 * Yields every row that is not empty. Throws a DocumentProblem where the text stops being CSV or UTF-8; every row before that
 * has been yielded by then.
 */
export async function* readCsvRows(document: AsyncIterable<string>, options: CsvOptions): AsyncGenerator<CsvRow> {
  let line = 0;
  try {
    for await (const row of parseRows(document, options)) {
      line = row.line;
      if (row.cells.some((cell) => cell !== "")) yield row;
    }
  } catch (error) {
    if (error instanceof NotUtf8) throw new DocumentProblem(error.message, line + 1);
    if (error instanceof CsvError) throw new DocumentProblem(sentence(error.code, options.largestRow), line + 1);
    throw error;
  }
}

async function* parseRows(document: AsyncIterable<string>, options: CsvOptions): AsyncGenerator<CsvRow> {
  const rows: CsvRow[] = [];
  const newParser = () => parserInto(rows, options.delimiter(head), options.largestRow);
  let parser: Parser | null = null;
  let head = "";
  let broken: unknown = null;
  try {
    for await (const text of document) {
      head += text;
      // The delimiter is chosen by the whole header line.
      if (parser === null && !/[\r\n]/.test(head.trimStart()) && head.length < options.largestRow) continue;
      parser ??= newParser();
      yield* feed(parser, head, rows);
      head = "";
    }
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    broken = error;
  }
  // The parser keeps the last row until it knows what follows: also before the bytes that are no text.
  parser ??= newParser();
  yield* feed(parser, head, rows);
  yield* feed(parser, null, rows);
  if (broken !== null) throw broken;
}

/** Gives the parser the next text (null: the end) and yields every row it completed, also when it then fails. */
async function* feed(parser: Parser, text: string | null, rows: CsvRow[]): AsyncGenerator<CsvRow> {
  const error = await new Promise<Error | null | undefined>((done) => {
    if (text === null) parser.end(done);
    else parser.write(text, done);
  });
  yield* rows.splice(0);
  if (error) throw error;
}

/** The rows are collected by a callback, because a stream that fails would drop those not yet taken from it. */
function parserInto(rows: CsvRow[], delimiter: string, largestRow: number): Parser {
  const options: Options = {
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: largestRow,
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

const STRAY_QUOTE = "a quote stands inside a field; quote the whole field and double the quotes in it";

/** Sentences of our own, because the library's quote the file's content. */
function sentence(code: CsvErrorCode, largestRow: number): string {
  const sentences: Readonly<Partial<Record<CsvErrorCode, string>>> = {
    CSV_QUOTE_NOT_CLOSED: "a quote is opened here or further on and never closed",
    CSV_MAX_RECORD_SIZE: `expected rows of at most ${largestRow} bytes; is a quote never closed?`,
    INVALID_OPENING_QUOTE: STRAY_QUOTE,
    CSV_INVALID_CLOSING_QUOTE: STRAY_QUOTE,
  };
  return sentences[code] ?? "expected CSV";
}
