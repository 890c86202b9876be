/** The CSV report of OpenVAS and Greenbone: a line for each result (report-formats.md, 3.14). It has no status, no filter, no ends. */

import type { MappingRow } from "../../core/claims.ts";
import { type Columns, hasColumns, readTable, type TableRow } from "../columns.ts";
import type { ImportContext, Importer, ReportEvent } from "../importer.ts";
import { parseTime } from "../times/parse-time.ts";
import { probesFor } from "../openvas-xml/checks.ts";
import { verdictOf } from "../openvas-xml/result.ts";
import { untilBroken } from "../read.ts";
import { portIn, type SeenPlaces, seenPlaces } from "../seen-places.ts";

const MAPPING: readonly MappingRow[] = [
  { prints: "a line of NVT 103936 or 105010, or with the CVE from a check that asked", reason: "finding_reported" },
  {
    prints: "any other line with the CVE, or of the CVE scanner",
    reason: "version_reported",
    why: "its quality of detection says that it read a banner, a package or a list of products",
  },
  { prints: "such a line with Severity False Positive", reason: "finding_disputed" },
  { prints: "such a line with Severity Log or Debug", reason: "potential_finding" },
  { prints: "such a line with Severity Error", reason: "check_failed" },
  { prints: "a host or a port without such a line", reason: "no_negative_in_format" },
];

type Field = "address" | "name" | "port" | "protocol" | "cvss" | "severity" | "qod" | "title" | "oid" | "cves" | "time";
const COLUMNS: Columns<Field> = {
  address: ["ip", "ip address", "host"],
  name: ["hostname", "host name"],
  port: ["port"],
  protocol: ["port protocol", "protocol"],
  cvss: ["cvss"],
  severity: ["severity", "threat"],
  qod: ["qod"],
  title: ["nvt name"],
  oid: ["nvt oid"],
  cves: ["cves", "cve"],
  time: ["timestamp"],
};

export const openvasCsv: Importer = {
  id: "openvas-csv",
  title: "OpenVAS / Greenbone, CSV report",
  detector: "openvas",
  lineage: "openvas",
  source: "report-formats.md, 3.14",
  mapping: MAPPING,
  recognises: ({ kind, header }) => kind === "text" && hasColumns(header, COLUMNS, ["address", "port", "title", "oid"]),
  read(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
    const seen = seenPlaces();
    return untilBroken(readRows(document, cve, seen), () => [...seen.end()]);
  },
};

async function* readRows(document: AsyncIterable<string>, cve: string, seen: SeenPlaces): AsyncGenerator<ReportEvent> {
  const probes = probesFor(cve);
  yield { kind: "fact", name: "tool", value: "OpenVAS / Greenbone" };
  for await (const row of readTable(document, COLUMNS)) yield* eventsOf(row, cve, probes, seen);
  yield* seen.end();
}

function* eventsOf(
  row: TableRow<Field>,
  cve: string,
  probes: ReadonlySet<string>,
  seen: SeenPlaces,
): Generator<ReportEvent> {
  const host = { address: row.cell("address") || null, name: row.cell("name") || null };
  const place = `line ${row.line}`;
  if (host.address === null && host.name === null) {
    yield { kind: "dropped", what: place, why: "expected a line with a host" };
    return;
  }
  if (!row.certain(["address", "name", "port", "protocol"])) {
    yield { kind: "dropped", what: place, why: "the line was cut off in its host or port" };
    return;
  }
  const at = portIn(row.cell("port"), row.cell("protocol"));
  const time = parseTime(row.cell("time"));
  const record = seen.see(host, at, time, place);
  const facts = {
    oid: row.cell("oid"),
    family: "",
    qod: row.cell("qod"),
    qodType: "",
    cves: row.cell("cves"),
    delta: "",
  };
  const levels = { threat: row.cell("severity"), severity: row.cell("cvss"), originalThreat: "", originalSeverity: "" };
  const verdict = verdictOf({ ...facts, ...levels }, cve, probes);
  if (verdict === null) return;
  if (verdict.by === "probe") seen.answer(record, at);
  const words = row.cell("title");
  const where = `${place}, NVT ${facts.oid}`;
  yield { kind: "answer", host, ...at, serverName: null, ...verdict, words, place: where, time };
}
