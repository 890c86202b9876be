/**
 * Qualys VM and VMDR, CSV: scan results, asset and template reports, lists of assets' vulnerabilities, the API's list of
 * detections (report-formats.md 3.4). Lines about the report stand before the column names; only findings are listed, and
 * nothing says what was asked without an answer.
 */

import type { MappingRow } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import { type CsvRow, delimiterOf, readCsvRows } from "../../documents/csv.ts";
import { type ImportContext, type Importer, NO_TIME, type ReportEvent } from "../importer.ts";
import { type QualysLedger, qualysLedger } from "../qualys-xml/ledger.ts";
import { QUALYS_FINDINGS } from "../qualys-xml/mapping.ts";
import { hostsOf, qualysRow, silenceOf } from "../qualys-xml/row.ts";
import { qualysTime } from "../qualys-xml/time.ts";
import { untilBroken } from "../read.ts";
import { cellOf, type Column, isLongEnough, type Layout, layoutOf } from "./columns.ts";

const MAPPING: readonly MappingRow[] = [
  ...QUALYS_FINDINGS,
  { prints: "a host or a port without a row of 42430", reason: "no_negative_in_format" },
  { prints: "an IP Status that says not alive", reason: "host_dead" },
  { prints: "an IP Status that says not scanned", reason: "host_not_scanned" },
  { prints: "a row with the status Fixed, and the file is cut off", reason: "report_truncated" },
];

const LARGEST_ROW = 4 << 20;
/** Column names come after a few lines on the report, of scan results after those on the scan and its targets. */
const MOST_PREFACE_LINES = 60;

export const qualysCsv: Importer = {
  id: "qualys-csv",
  title: "Qualys VM and VMDR, CSV",
  detector: "qualys",
  lineage: "qualys",
  source: "report-formats.md 3.4",
  mapping: MAPPING,
  recognises: ({ kind, text }) => kind === "text" && text.split(/\r?\n|\r/, MOST_PREFACE_LINES).some(isColumnNames),
  read: (document, context) => readQualysCsv(document, context),
};

function isColumnNames(line: string): boolean {
  return layoutOf(line.split(delimiterOf(line)).map((cell) => cell.trim().replace(/^"|"$/g, ""))) !== null;
}

async function* readQualysCsv(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const ledger = qualysLedger(cve);
  let layout: Layout | null = null;
  let checks = 0;
  /** `open`: the API's frame around the rows has begun and not ended. */
  let frame: "none" | "open" | "closed" = "none";

  yield { kind: "fact", name: "tool", value: "Qualys VM" };
  yield* untilBroken(rows(), () => [...end(true)]);

  async function* rows(): AsyncGenerator<ReportEvent> {
    for await (const row of readCsvRows(document, { delimiter: delimiterOfRows, largestRow: LARGEST_ROW })) {
      const mark = /^-+(BEGIN|END)_RESPONSE_BODY_CSV/.exec(row.cells[0] ?? "")?.[1];
      if (mark !== undefined) frame = mark === "BEGIN" ? "open" : "closed";
      const names = layoutOf(row.cells);
      // Column names again: files put together.
      if (names !== null) layout = names;
      else if (layout !== null && mark === undefined && frame !== "closed") yield* useRow(row, layout);
    }
    yield* end(frame === "open");
    if (frame === "open") yield { kind: "broken", problem: "expected ----END_RESPONSE_BODY_CSV", line: null };
    else if (layout === null) yield { kind: "broken", problem: "expected a line of column names with QID", line: null };
  }

  function* useRow(row: CsvRow, columns: Layout): Generator<ReportEvent> {
    const cell = (column: Column) => cellOf(row, columns, column);
    const hosts = hostsOf([cell("address"), cell("address6")], cell("name"));
    const silent = silenceOf(cell("ipStatus"));
    if (silent !== null) for (const host of hosts) ledger.host(host).silent ??= silent;
    const why =
      hosts.length === 0
        ? "expected an address or a name"
        : !isLongEnough(row, columns)
          ? `expected ${columns.width} cells as in the line of column names, found ${row.cells.length}`
          : !/^\d{1,9}$/.test(cell("qid")) && silent === null
            ? "expected a QID"
            : null;
    if (why !== null) {
      yield { kind: "dropped", what: `line ${row.line}`, why };
      return;
    }
    checks++;
    if (cell("qid") !== "") yield* answers(row, columns, ledger, hosts);
  }

  function* end(cut: boolean): Generator<ReportEvent> {
    let hosts = 0;
    yield* ledger.end((place) => finding(place.host.silent ?? "no_negative_in_format"), cut);
    for (const { places } of ledger.hosts()) {
      hosts++;
      yield { kind: "seen", what: "port", count: [...places.values()].filter(({ port }) => port !== null).length };
    }
    yield { kind: "seen", what: "host", count: hosts };
    yield { kind: "seen", what: "check", count: checks };
  }
}

function* answers(
  row: CsvRow,
  layout: Layout,
  ledger: QualysLedger,
  hosts: ReturnType<typeof hostsOf>,
): Generator<ReportEvent> {
  const cell = (column: Column) => cellOf(row, layout, column);
  const yes = (column: Column) => /^(?:yes|true|1)$/i.test(cell(column));
  const fixed = /^fixed$/i.test(cell("status")) ? qualysTime(cell("fixed")) : NO_TIME;
  const written = {
    qid: cell("qid"),
    type: cell("type"),
    severity: cell("severity"),
    port: cell("port"),
    protocol: cell("protocol"),
    ssl: cell("ssl"),
    status: cell("status"),
    ignored: yes("ignored") || yes("disabled"),
    cves: cell("cves"),
    title: cell("title"),
    result: "",
  };
  for (const host of hosts) {
    const made = qualysRow(written, {
      host,
      place: `line ${row.line}, QID ${written.qid}`,
      time: fixed.at === null ? qualysTime(cell("found")) : fixed,
      certain: hosts.length === 1 && row.cells.length >= layout.width,
    });
    yield* ledger.row(made);
  }
}

/** The lines before the column names need not have any delimiter. */
function delimiterOfRows(head: string): "," | ";" | "\t" {
  return delimiterOf(head.split(/\r?\n|\r/, MOST_PREFACE_LINES).find(isColumnNames) ?? head);
}
