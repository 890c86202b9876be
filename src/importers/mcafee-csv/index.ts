/**
 * McAfee Vulnerability Manager, CSV: one row for each result at a host, known by its column FaultlineID. What a row with
 * another result than Vulnerable means is not documented, so it is no zero (report-formats.md 3.5).
 */

import { type CsvRow, delimiterOf, readCsvRows } from "../../documents/csv.ts";
import { type ImportContext, type Importer, type ReportEvent, type ReportHost } from "../importer.ts";
import { MVM_MAPPING, mvmLedger, mvmPort, namesCve } from "../mcafee-xml/ledger.ts";
import { parseTime } from "../times/parse-time.ts";
import { untilBroken } from "../read.ts";

const LARGEST_ROW = 1 << 20;

const NAMES = {
  fid: ["faultlineid", "faultline id"],
  address: ["ip address", "ipaddress", "ip", "asset ip address"],
  name: ["dns name", "dnsname", "host name", "hostname", "dns", "netbios name", "nbname", "system name"],
  title: [
    "faultlineid title",
    "faultline id title",
    "faultline title",
    "vulnerability name",
    "vuln name",
    "vulnname",
    "name",
  ],
  cve: ["cve", "cves", "cve id", "cve number"],
  result: ["result", "status"],
  risk: ["risk", "risk level", "severity"],
  port: ["port"],
  protocol: ["protocol"],
  time: ["last detected time", "last detected", "scan date"],
} as const satisfies Record<string, readonly string[]>;
type Column = keyof typeof NAMES;
const COLUMNS = Object.keys(NAMES) as readonly Column[];
type Layout = ReadonlyMap<Column, number>;

export const mcafeeCsv: Importer = {
  id: "mcafee-csv",
  title: "McAfee Vulnerability Manager, CSV",
  detector: "mcafee-vm",
  lineage: "mcafee-vm",
  source: "report-formats.md 3.5",
  mapping: [
    ...MVM_MAPPING,
    { prints: "a row with the CVE and another result than Vulnerable", reason: "negative_without_ground" },
  ],
  recognises: ({ kind, header }) => kind === "text" && layoutOf(header) !== null,
  read: (document, context) => readMvmCsv(document, context),
};

/** null: this is no line of column names of this format. */
function layoutOf(cells: readonly string[]): Layout | null {
  const names = cells.map((cell) => cell.trim().toLowerCase().replaceAll("_", " "));
  const at = new Map<Column, number>();
  for (const column of COLUMNS) {
    const index = NAMES[column].map((name) => names.indexOf(name)).find((each) => each >= 0);
    if (index !== undefined) at.set(column, index);
  }
  return at.has("fid") && at.has("cve") && (at.has("address") || at.has("name")) ? at : null;
}

async function* readMvmCsv(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const ledger = mvmLedger();
  let layout: Layout | null = null;
  let width = 0;
  yield { kind: "fact", name: "tool", value: "McAfee Vulnerability Manager" };
  yield* untilBroken(rows(), () => [...ledger.end()]);

  async function* rows(): AsyncGenerator<ReportEvent> {
    for await (const row of readCsvRows(document, { delimiter: delimiterOf, largestRow: LARGEST_ROW })) {
      const names = layoutOf(row.cells);
      if (names !== null) {
        layout = names;
        width = row.cells.length;
      } else if (layout === null) break;
      else yield* useRow(row, layout);
    }
    yield* ledger.end();
    yield { kind: "seen", what: "host", count: ledger.hostCount() };
    if (layout === null) yield { kind: "broken", problem: "expected a line of column names with FaultlineID", line: 1 };
  }

  function* useRow(row: CsvRow, columns: Layout): Generator<ReportEvent> {
    const cell = (column: Column): string => (row.cells[columns.get(column) ?? Number.NaN] ?? "").trim();
    const host: ReportHost = { address: cell("address") || null, name: cell("name") || null };
    const why =
      row.cells.length < width
        ? `expected ${width} cells as in the line of column names, found ${row.cells.length}`
        : host.address === null && host.name === null
          ? "expected an address or a name"
          : null;
    if (why !== null) {
      yield { kind: "dropped", what: `line ${row.line}`, why };
      return;
    }
    const port = mvmPort(cell("port"));
    const transport = /^udp$/i.test(cell("protocol")) ? "udp" : "tcp";
    ledger.shown(host, port, transport);
    yield { kind: "seen", what: "check", count: 1 };
    if (!namesCve(cell("cve"), cve)) return;
    yield* ledger.found({
      host,
      port,
      transport,
      name: cell("title"),
      risk: cell("risk"),
      result: cell("result"),
      place: `line ${row.line}, FID ${cell("fid")}`,
      time: parseTime(cell("time")),
    });
  }
}
