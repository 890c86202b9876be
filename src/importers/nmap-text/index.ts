/** nmap, normal output (`-oN`, or a copy of its screen): only for when the XML is gone. */

import type { ImportContext, Importer, ReportEvent } from "../importer.ts";
import { NMAP_MAPPING } from "../nmap/index.ts";
import { readTextReport } from "../read.ts";
import { NmapTextReader } from "./reader.ts";

const FIRST_LINE = /^(?:# Nmap \S+ scan initiated |Starting Nmap \S+ \(? ?https?:)/;
/** A copied screen begins with the prompt, the command and what a shell or sudo says. */
const MOST_PREFACE_LINES = 20;

export const nmapText: Importer = {
  id: "nmap-text",
  title: "nmap, normal output (-oN)",
  detector: "nmap",
  lineage: "nmap",
  source: "report-formats.md 3.9",
  mapping: [
    ...NMAP_MAPPING,
    { prints: "Skipping host … due to host timeout", reason: "scan_interrupted" },
    { prints: "an end without the line `Nmap done`", reason: "report_truncated" },
  ],
  // Grepable output begins with the same line.
  recognises: ({ kind, text }) =>
    kind === "text" &&
    text.split(/\r?\n/, MOST_PREFACE_LINES).some((line) => FIRST_LINE.test(line.trimStart())) &&
    !/^Host: .*\t(?:Status|Ports): /m.test(text),
  read,
};

function read(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const reader = new NmapTextReader(cve);
  return readTextReport(document, reader, () =>
    reader.done ? null : "expected the line with which nmap says that it is done",
  );
}
