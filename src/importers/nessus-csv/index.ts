/**
 * The tables of Nessus, Tenable.io and Tenable.sc (report-formats.md, 3.1). They have no policy, no targets and no ends of
 * hosts: what they do not list proves nothing.
 */

import type { MappingRow } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import { readTable, type TableRow } from "../columns.ts";
import type { ImportContext, Importer, ReportAnswer, ReportEvent, ReportHost } from "../importer.ts";
import { checksFor, PING, SCAN_INFORMATION } from "../nessus/checks.ts";
import { factEvents, readScanInformation } from "../nessus/scan-information.ts";
import { parseTime } from "../times/parse-time.ts";
import { foundPlaces } from "../found-places.ts";
import { untilBroken } from "../read.ts";
import { portIn, seenPlaces } from "../seen-places.ts";
import { COLUMNS, type Field, isTenable, singleOf } from "./columns.ts";
import { isFixed, verdictOf } from "./row.ts";

const MAPPING: readonly MappingRow[] = [
  { prints: "a line of plugin 73412, or of another probe with the CVE", reason: "finding_reported" },
  { prints: "such a line, accepted as a risk", reason: "finding_excepted" },
  {
    prints: "any other line with the CVE, or of a check type that is not remote",
    reason: "version_reported",
    why: "it reads a banner or a package",
  },
  {
    prints: "a line of the probe in the state Fixed, or mitigated after it was last observed",
    reason: "repair_reported",
  },
  { prints: "any other line with the CVE in the state Fixed", reason: "negative_without_ground" },
  { prints: "the state Fixed, and another line with a finding there, or no port", reason: "host_ambiguous" },
  { prints: "the state Fixed in a line with more or fewer cells than columns", reason: "tool_output_unreadable" },
  { prints: "the state Fixed in a line or a file that ends too early", reason: "report_truncated" },
  { prints: "10180 says that the host is considered as dead", reason: "host_dead" },
  { prints: "a host or a port without a line of the probe", reason: "no_negative_in_format" },
];

export const nessusCsv: Importer = {
  id: "nessus-csv",
  title: "Nessus, Tenable.io and Tenable.sc, CSV",
  detector: "nessus",
  lineage: "nessus",
  source: "report-formats.md, 3.1; docs.tenable.com, Findings Export Fields and Associated CSV Keys",
  mapping: MAPPING,
  recognises: ({ kind, header }) => kind === "text" && isTenable(header),
  read(document: AsyncIterable<string>, context: ImportContext): AsyncGenerator<ReportEvent> {
    const table = nessusTable(context);
    return untilBroken(
      (async function* (): AsyncGenerator<ReportEvent> {
        yield { kind: "fact", name: "tool", value: "Nessus" };
        for await (const row of readTable(document, COLUMNS)) yield* table.row(row);
        yield* table.end(true);
      })(),
      () => [...table.end(false)],
    );
  },
};

function nessusTable({ cve }: ImportContext) {
  const probes = new Set(checksFor(cve).probes);
  const seen = seenPlaces();
  const said = new Set<string>();
  /** Repairs wait until the file ends: another line may have a finding there. */
  const zeros: ReportAnswer[] = [];
  const found = foundPlaces();

  return {
    *row(row: TableRow<Field>): Generator<ReportEvent> {
      const place = `line ${row.line}`;
      const host = hostOf(row);
      const plugin = row.cell("plugin");
      if (host.address === null && host.name === null) {
        yield { kind: "dropped", what: place, why: "expected a line with a host" };
        return;
      }
      if (!row.certain(["address", "host", "port", "protocol"])) {
        yield { kind: "dropped", what: place, why: "the line was cut off in its host or port" };
        return;
      }
      const at = portIn(row.cell("port"), row.cell("protocol"));
      const verdict = verdictOf(row, cve, probes);
      const own = parseTime((isFixed(row) && row.cell("fixed")) || row.cell("seen"));
      const record = seen.see(host, at, own, place);
      if (plugin === SCAN_INFORMATION) {
        const information = readScanInformation(row.cell("output"));
        yield* factEvents(information, said);
        if (record.time.at === null) record.time = information.started;
      } else if (plugin === PING && /considered as dead/i.test(row.cell("output"))) record.silence = "host_dead";
      if (verdict === null) return;
      if (verdict.by === "probe") seen.answer(record, at);
      const answer: ReportAnswer = {
        kind: "answer",
        host,
        ...at,
        serverName: null,
        ...verdict,
        words: row.cell("title"),
        place: `${place}, plugin ${plugin}`,
        time: own.at === null ? record.time : own,
      };
      if (verdict.finding.outcome === "not_vulnerable") {
        zeros.push(answer);
        return;
      }
      found.note(answer);
      yield answer;
    },
    *end(complete: boolean): Generator<ReportEvent> {
      for (const zero of zeros) {
        if (!complete) yield { ...zero, finding: finding("report_truncated", "the file ends too early") };
        else if (found.has(zero) || found.has({ ...zero, host: { address: null, name: zero.host.name } }))
          yield { ...zero, finding: finding("host_ambiguous", "another line has a finding there") };
        else yield zero;
      }
      yield* seen.end();
    },
  };
}

/** The column Host holds what the operator typed, an address or a name. */
function hostOf(row: TableRow<Field>): ReportHost {
  const host = singleOf(row.cell("host"));
  const address = singleOf(row.cell("address"));
  if (address !== "") return { address, name: host === "" || host === address ? null : host };
  const typed = /^[\d.]+$|:/.test(host);
  return { address: typed ? host : null, name: typed || host === "" ? null : host };
}
