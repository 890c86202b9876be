/**
 * The tables of changes that were published beside the lists of heartbleed-masstest: one row for each site whose status
 * differed between two scans, the days in the header. Names are cut at twenty characters (show_changes.pl), and one of that
 * length may be the beginning of another: such rows say nothing about anybody.
 */

import type { MappingRow } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import { textLines } from "../../documents/lines.ts";
import { hostOf } from "../consoles/read.ts";
import { type Importer, NO_TIME, type ReportEvent, type ReportTime } from "../importer.ts";
import { MASSTEST_PORT, MASSTEST_PORT_NOTE } from "../masstest-json/index.ts";
import { STATUS_MAPPING, statusFinding } from "../masstest-list/row.ts";
import { untilBroken } from "../read.ts";

const CUT_AT = 20;
const MAPPING: readonly MappingRow[] = [
  ...STATUS_MAPPING.filter(({ reason }) => reason !== "host_not_scanned"),
  { prints: "N/A", reason: "host_not_scanned", why: "the site was not in that scan" },
];

export const masstestChanges: Importer = {
  id: "masstest-changes",
  title: "heartbleed-masstest, table of changes",
  detector: "masstest",
  lineage: "stafford",
  source: "report-formats.md, 3.7; github.com/musalbas/heartbleed-masstest, show_changes.pl",
  mapping: MAPPING,
  recognises: (head) => head.kind === "text" && datesOf(cellsOf(head.text.split(/\r?\n/)[0] ?? "")) !== null,
  read: (document) => untilBroken(rows(document)),
};

async function* rows(document: AsyncIterable<string>): AsyncGenerator<ReportEvent> {
  yield { kind: "fact", name: "note", value: MASSTEST_PORT_NOTE };
  let dates: readonly ReportTime[] = [];
  for await (const { number, text, ended } of textLines(document)) {
    const cells = cellsOf(text);
    const header = datesOf(cells);
    if (header !== null) {
      dates = header;
      continue;
    }
    const [name = "", ...statuses] = cells;
    if (name === "" || /^-+$/.test(name)) continue;
    if (statuses.length !== dates.length || !ended) {
      yield {
        kind: "dropped",
        what: `line ${number}`,
        why: "the row does not have a status for every day of the header",
      };
    } else if (name.length >= CUT_AT) {
      yield {
        kind: "dropped",
        what: `line ${number}: ${name}`,
        why: "names are cut at twenty characters, this may be one",
      };
    } else yield* answers(name, statuses, dates, number);
  }
}

function* answers(
  name: string,
  statuses: readonly string[],
  dates: readonly ReportTime[],
  line: number,
): Generator<ReportEvent> {
  yield { kind: "seen", what: "host", count: 1 };
  for (const [column, words] of statuses.entries()) {
    const time = dates[column] ?? NO_TIME;
    const found = words === "N/A" ? finding("host_not_scanned") : statusFinding(words, inAfternoon(time));
    if (found === null) {
      yield { kind: "dropped", what: `line ${line}: ${name}`, why: "the status is none of this tool's" };
      continue;
    }
    yield { kind: "seen", what: "check", count: 1 };
    yield {
      kind: "answer",
      host: hostOf(name),
      port: MASSTEST_PORT,
      transport: "tcp",
      serverName: null,
      finding: found,
      by: "probe",
      words,
      place: `line ${line}, column ${column + 2}`,
      time,
    };
  }
}

/** The header has days only: one on which the tool sent no valid request for half of it is such a day as a whole. */
const inAfternoon = ({ at, quality }: ReportTime): ReportTime => ({
  at: at === null ? null : at + 16 * 3_600_000,
  quality,
});

/** The cells of a row of a Markdown table; empty: no such row. */
function cellsOf(line: string): readonly string[] {
  const row = /^\|(.*)\|\s*$/.exec(line);
  return row === null ? [] : (row[1] ?? "").split("|").map((cell) => cell.trim());
}

/** The days of the header `| Website | 04/08/2014 | 04/12/2014 |`, month first; null: another row. */
function datesOf([first, ...rest]: readonly string[]): readonly ReportTime[] | null {
  if (first !== "Website" || rest.length === 0) return null;
  const dates = rest.map((cell) => /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(cell));
  if (dates.some((date) => date === null)) return null;
  return dates.map((date) => {
    const at = Date.parse(`${date?.[3]}-${date?.[1]}-${date?.[2]}T00:00:00Z`);
    return Number.isNaN(at) ? NO_TIME : { at, quality: "naive" };
  });
}
