/** The JSON file of heartbleed-masstest: host → what it said last, and what it had said before. */

import { readJson } from "../../documents/json.ts";
import { hostOf } from "../consoles/read.ts";
import type { Importer, ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { MASSTEST_MAPPING, masstestAnswers } from "./record.ts";

/** The tool's default; the file does not say which port was asked. */
export const MASSTEST_PORT = "443";
export const MASSTEST_PORT_NOTE = `the format does not say which port was asked: ${MASSTEST_PORT}, the tool's default, is assumed`;

export const masstestJson: Importer = {
  id: "masstest-json",
  title: "heartbleed-masstest, JSON",
  detector: "masstest",
  lineage: "stafford",
  source: "report-formats.md, 3.7; github.com/musalbas/heartbleed-masstest, ssltest.py",
  mapping: MASSTEST_MAPPING,
  recognises: (head) => head.kind === "json" && FIRST_RECORD.test(head.text),
  read: (document) => untilBroken(records(document)),
};

/** The first record, whatever the order of its keys: `last_scan` and `first_scan` belong to no other format. */
const FIRST_RECORD = /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\{[^{}]{0,4000}?"(?:last_scan|first_scan)"\s*:/;

async function* records(document: AsyncIterable<string>): AsyncGenerator<ReportEvent> {
  yield { kind: "fact", name: "note", value: MASSTEST_PORT_NOTE };
  let count = 0;
  for await (const { path, value } of readJson(document, ["$.*"])) {
    const host = typeof path[0] === "string" ? path[0] : "";
    count++;
    if (typeof value !== "object" || value === null || Array.isArray(value) || host === "") {
      yield { kind: "dropped", what: `record ${count}`, why: "expected the name of a host with its record" };
      continue;
    }
    yield { kind: "seen", what: "host", count: 1 };
    for (const { finding, words, time } of masstestAnswers(value)) {
      yield { kind: "seen", what: "check", count: 1 };
      yield {
        kind: "answer",
        host: hostOf(host),
        port: MASSTEST_PORT,
        transport: "tcp",
        serverName: null,
        finding,
        by: "probe",
        words,
        place: `record ${count}`,
        time,
      };
    }
  }
}
