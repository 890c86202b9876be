/** The lists that heartbleed-masstest prints and that were published in April 2014; vulnerable names stand in them twice. */

import { textLines } from "../../documents/lines.ts";
import { plainLine } from "../consoles/line.ts";
import { hostOf } from "../consoles/read.ts";
import type { Importer, ReportEvent } from "../importer.ts";
import { MASSTEST_PORT, MASSTEST_PORT_NOTE } from "../masstest-json/index.ts";
import { untilBroken } from "../read.ts";
import { isLogLine, listRow, STATUS_MAPPING, statusFinding } from "./row.ts";

export const masstestList: Importer = {
  id: "masstest-list",
  title: "heartbleed-masstest, printed list",
  detector: "masstest",
  lineage: "stafford",
  source: "report-formats.md, 3.7; github.com/musalbas/heartbleed-masstest, scans",
  mapping: STATUS_MAPPING,
  recognises: (head) => head.kind === "text" && head.text.split(/\r?\n/).some(isOurs),
  read: (document) => untilBroken(rows(document)),
};

function isOurs(line: string): boolean {
  const row = listRow(plainLine(line));
  return row === null ? isLogLine(line) : statusFinding(row.words) !== null;
}

async function* rows(document: AsyncIterable<string>): AsyncGenerator<ReportEvent> {
  yield { kind: "fact", name: "note", value: MASSTEST_PORT_NOTE };
  const said = new Set<string>();
  for await (const { number, text } of textLines(document)) {
    const line = plainLine(text);
    yield* disclaimer(line);
    if (isLogLine(line)) {
      yield { kind: "dropped", what: `line ${number}`, why: "the tool's log names no host; import its JSON file" };
      continue;
    }
    const row = listRow(line);
    if (row === null) continue;
    const finding = statusFinding(row.words, row.time);
    if (finding === null) {
      yield { kind: "dropped", what: `line ${number}`, why: "the status is none of this tool's" };
      continue;
    }
    const key = `${row.name} ${row.words} ${row.time.at}`;
    if (said.has(key)) continue;
    said.add(key);
    yield { kind: "seen", what: "host", count: 1 };
    yield { kind: "seen", what: "check", count: 1 };
    yield {
      kind: "answer",
      host: hostOf(row.name),
      port: MASSTEST_PORT,
      transport: "tcp",
      serverName: null,
      finding,
      by: "probe",
      words: row.words,
      place: `line ${number}`,
      time: row.time,
    };
  }
}

/** `This scan was performed around April 8, 11:30 UTC.`: the only date of the first lists, without a year. */
function* disclaimer(line: string): Generator<ReportEvent> {
  const around = /performed around ([\w ,:]{4,40}UTC)/.exec(line);
  if (around !== null) yield { kind: "fact", name: "started", value: around[1] ?? "" };
}
