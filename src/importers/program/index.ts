/** A file of answer lines of the program protocol (docs/program-protocol.md): whatever made them, each names its detector. */

import { own, ownText } from "../../documents/json.ts";
import { textLines } from "../../documents/lines.ts";
import { hostOf } from "../consoles/read.ts";
import { type Importer, NO_TIME, type ReportEvent, type ReportTime } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { PROGRAM_MAPPING, parsedLine, programAnswer } from "./answer.ts";

/** How a detector may be called. */
const DETECTOR = /^[a-z0-9][a-z0-9_.-]{0,63}$/i;

export const program: Importer = {
  id: "program",
  title: "Answer lines of the program protocol",
  detector: "program",
  lineage: "program",
  source: "docs/program-protocol.md",
  mapping: PROGRAM_MAPPING,
  recognises: (head) => {
    if (head.kind !== "json") return false;
    const first = parsedLine(head.text.trimStart().split(/\r?\n/, 1)[0] ?? "");
    return programAnswer(first) !== null && own(first, "outcome") !== undefined && own(first, "type") === undefined;
  },
  read: (document) => untilBroken(lines(document)),
};

async function* lines(document: AsyncIterable<string>): AsyncGenerator<ReportEvent> {
  for await (const { number, text, ended } of textLines(document)) {
    if (text.trim() === "") continue;
    const value = parsedLine(text);
    if (value === undefined && !ended) {
      yield { kind: "broken", problem: "the last line is cut off", line: number };
      continue;
    }
    yield* answer(value, number);
  }
}

function* answer(value: unknown, line: number): Generator<ReportEvent> {
  const read = programAnswer(value);
  if (read === null) {
    yield { kind: "dropped", what: `line ${line}`, why: "expected a JSON object with address and port" };
    return;
  }
  const detector = own(value, "detector");
  if (detector !== undefined && (typeof detector !== "string" || !DETECTOR.test(detector))) {
    yield { kind: "dropped", what: `line ${line}`, why: "expected the name of a detector: letters, digits, . _ -" };
    return;
  }
  yield { kind: "seen", what: "host", count: 1 };
  yield { kind: "seen", what: "check", count: 1 };
  yield {
    kind: "answer",
    ...(typeof detector === "string" ? { detector } : {}),
    host: hostOf(read.address),
    port: read.port,
    transport: "tcp",
    serverName: read.serverName ?? null,
    finding: read.finding,
    by: read.by,
    words: read.words,
    place: `line ${line}`,
    time: timeOf(ownText(value, "time")),
  };
}

/** ISO 8601 with a zone; without one the time is taken as it is. */
function timeOf(text: string | null): ReportTime {
  const parts = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.exec(text ?? "");
  if (parts === null) return NO_TIME;
  const at = Date.parse(parts[1] === undefined ? `${text}Z` : (text ?? ""));
  return Number.isNaN(at) ? NO_TIME : { at, quality: parts[1] === undefined ? "naive" : "zone" };
}
