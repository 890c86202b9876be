/** What the beginning of a file shows: its format, and its columns where it is a table. */

import type { z } from "@hono/zod-openapi";
import { delimiterOf, readCsvRows } from "../../../documents/csv.ts";
import { decodeHead } from "../../../documents/decode.ts";
import { headOf } from "../../../documents/head.ts";
import { IMPORTERS } from "../../../importers/catalogue.ts";
import { recognise } from "../../import/recognise.ts";
import type { previewSchema } from "../schemas/import.ts";

export type Preview = z.infer<typeof previewSchema>;

const MOST_ROWS = 6;
const MOST_COLUMNS = 60;
const LONGEST_CELL = 200;

/** @param bytes of the file's beginning; what is cut at its end is not shown */
export async function previewOf(bytes: Uint8Array): Promise<Preview> {
  const text = decodeHead(bytes);
  const head = headOf(bytes, text);
  const found = recognise(head, null);
  const table = found.ok || head.kind !== "text" || text === null ? [] : await firstRows(text);
  const [columns = [], ...rows] = table;
  return {
    format: found.ok ? { id: found.importer.id, title: found.importer.title } : null,
    problem: found.ok ? null : found.problem,
    columns,
    rows,
    formats: IMPORTERS.map(({ id, title }) => ({ id, title })),
  };
}

async function firstRows(text: string): Promise<string[][]> {
  const rows: string[][] = [];
  // The last line may be cut.
  const whole = text.includes("\n") ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
  try {
    for await (const { cells } of readCsvRows(once(whole), { delimiter: delimiterOf, largestRow: 1 << 16 })) {
      rows.push(cells.slice(0, MOST_COLUMNS).map((cell) => cell.slice(0, LONGEST_CELL)));
      if (rows.length > MOST_ROWS) break;
    }
  } catch {
    // What is no table has no columns.
    return rows.length > 1 ? rows : [];
  }
  return rows;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
