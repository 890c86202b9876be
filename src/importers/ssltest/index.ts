/**
 * Saved output of ssltest.py. It names neither host nor port (reference/report-formats.md, 3.7), so nothing in it can become an
 * answer: every verdict is shown as what could not be used. Running the script through crosscheck is the way to keep its answers.
 */

import { textLines } from "../../documents/lines.ts";
import { plainLine } from "../consoles/line.ts";
import type { Importer, ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { isSsltestVerdict } from "./conversation.ts";

export const ssltest: Importer = {
  id: "ssltest",
  title: "ssltest.py (Stafford), console output",
  detector: "ssltest",
  lineage: "stafford",
  source: "report-formats.md, 3.7",
  mapping: [],
  recognises: (head) =>
    head.kind === "text" && /^Sending Client Hello\.\.\.\r?\nWaiting for Server Hello\.\.\./m.test(head.text),
  read: (document) => untilBroken(dropped(document)),
};

async function* dropped(document: AsyncIterable<string>): AsyncGenerator<ReportEvent> {
  for await (const { number, text } of textLines(document)) {
    const line = plainLine(text);
    if (!isSsltestVerdict(line)) continue;
    yield { kind: "seen", what: "check", count: 1 };
    yield {
      kind: "dropped",
      what: `line ${number}: ${line}`,
      why: "the output of ssltest.py names neither host nor port: let crosscheck run the script",
    };
  }
}
