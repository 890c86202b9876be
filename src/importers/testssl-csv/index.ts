/**
 * testssl.sh, `--csvfile`: the rows of its flat JSON as a table (report-formats.md, 3.12). It has no time, no version and
 * no row that says how the scan ended: a file that was cut off between two rows looks whole.
 */

import { type CsvRow, delimiterOf, readCsvRows } from "../../documents/csv.ts";
import { type ImportContext, type Importer, NO_TIME, type ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { splitTarget, testsslJudge } from "../testssl-json/judge.ts";
import { TESTSSL_CUT_ROW, TESTSSL_MAPPING, type TestsslRow } from "../testssl-json/verdict.ts";

export const testsslCsv: Importer = {
  id: "testssl-csv",
  title: "testssl.sh, CSV",
  detector: "testssl",
  lineage: "stafford",
  source: "report-formats.md, 3.12; github.com/testssl/testssl.sh",
  mapping: [...TESTSSL_MAPPING, TESTSSL_CUT_ROW],
  recognises: ({ kind, header }) =>
    kind === "text" && ["id", "fqdn/ip", "port", "severity", "finding"].every((name) => header.includes(name)),
  read: (document, context) => readTestsslCsv(document, context),
};

const LARGEST_ROW = 1 << 20;

async function* readTestsslCsv(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const judge = testsslJudge(cve);
  const end = (cut: boolean) => judge.end({ cut, interrupted: false, filtered: false }, NO_TIME);
  yield* untilBroken(rows(), () => [...end(true)]);

  async function* rows(): AsyncGenerator<ReportEvent> {
    let columns: ReadonlyMap<string, number> | null = null;
    for await (const row of readCsvRows(document, { delimiter: delimiterOf, largestRow: LARGEST_ROW })) {
      // The header again: files put together, or the next target of --append.
      if (columns === null || row.cells[columns.get("id") ?? 0]?.toLowerCase() === "id") {
        columns = new Map(row.cells.map((cell, index) => [cell.toLowerCase(), index]));
        continue;
      }
      const read = rowOf(row, columns);
      if (read.id !== "") yield* judge.row(read, NO_TIME);
      else yield { kind: "dropped", what: `line ${row.line}`, why: "expected a row with an id" };
    }
    yield* end(false);
  }
}

function rowOf({ cells, line }: CsvRow, columns: ReadonlyMap<string, number>): TestsslRow {
  const cell = (name: string): string => cells[columns.get(name) ?? Number.NaN] ?? "";
  const id = cell("id");
  return {
    ...splitTarget(cell("fqdn/ip")),
    id,
    severity: cell("severity"),
    finding: cell("finding"),
    cve: cell("cve"),
    port: cell("port"),
    place: `line ${line}, ${id}`,
    // A text that another cell follows was not cut off in the middle: "not vulnerable" of "not vulnerable , timed out".
    whole: cells.length > (columns.get("finding") ?? Number.NaN) + 1,
  };
}
