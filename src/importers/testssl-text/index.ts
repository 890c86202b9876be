/** testssl.sh, what it shows on the screen and writes with `--logfile`: for when neither JSON nor CSV was kept (report-formats.md, 3.12). */

import { plainLine } from "../consoles/line.ts";
import type { ImportContext, Importer, ReportEvent } from "../importer.ts";
import { readTextReport } from "../read.ts";
import { TESTSSL_CUT_ROW, TESTSSL_MAPPING } from "../testssl-json/verdict.ts";
import { TestsslScreen } from "./screen.ts";
import { frameOf } from "./line.ts";

export const testsslText: Importer = {
  id: "testssl-text",
  title: "testssl.sh, screen or log file",
  detector: "testssl",
  lineage: "stafford",
  source: "report-formats.md, 3.12; github.com/testssl/testssl.sh",
  mapping: [
    // Its line of the target always has a port.
    ...TESTSSL_MAPPING.filter(({ reason }) => reason !== "host_ambiguous"),
    TESTSSL_CUT_ROW,
    { prints: "no line of the check, and the next target without the line Done", reason: "scan_interrupted" },
  ],
  recognises: ({ kind, text }) =>
    kind === "text" && text.split(/\r?\n/).some((line) => frameOf(plainLine(line))?.begins === true),
  read,
};

function read(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const screen = new TestsslScreen(cve);
  return readTextReport(document, screen, () => screen.missing());
}
