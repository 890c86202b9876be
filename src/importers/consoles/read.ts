/** Console outputs of tools that print one line for each target, as events. */

import { textLines } from "../../documents/lines.ts";
import type { ReportEvent, ReportHost } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { type ConsoleVerdict, plainLine } from "./line.ts";

/** Reads line by line; `verdictOf` tells a verdict from everything else, which is prose, progress or a dump. */
export function readConsole(
  document: AsyncIterable<string>,
  verdictOf: (line: string) => ConsoleVerdict | null,
  assumedPort: string,
): AsyncGenerator<ReportEvent> {
  return untilBroken(verdicts(document, verdictOf, assumedPort));
}

async function* verdicts(
  document: AsyncIterable<string>,
  verdictOf: (line: string) => ConsoleVerdict | null,
  assumedPort: string,
): AsyncGenerator<ReportEvent> {
  let assumed = false;
  for await (const { number, text } of textLines(document)) {
    const verdict = verdictOf(plainLine(text));
    if (verdict === null) continue;
    const { host, port } = verdict.target;
    if (host === "") {
      yield {
        kind: "dropped",
        what: `line ${number}: ${verdict.words}`,
        why: "the line does not say which host it means",
      };
      continue;
    }
    if (port === null && !assumed) {
      assumed = true;
      yield {
        kind: "fact",
        name: "note",
        value: `where no port is written, the tool's own default ${assumedPort} is meant`,
      };
    }
    yield { kind: "seen", what: "host", count: 1 };
    yield { kind: "seen", what: "check", count: 1 };
    yield {
      kind: "answer",
      host: hostOf(host),
      port: port ?? assumedPort,
      transport: "tcp",
      serverName: null,
      finding: verdict.finding,
      by: "probe",
      words: verdict.words,
      place: `line ${number}`,
      time: verdict.time,
    };
  }
}

/** What was typed as the target: numbers make an address, letters a name. */
export function hostOf(text: string): ReportHost {
  return /^[\d.]+$|:/.test(text) ? { address: text, name: null } : { address: null, name: text };
}
