/** sslscan, text: what it prints on a screen. */

import { plainLine } from "../consoles/line.ts";
import type { Importer } from "../importer.ts";
import { readTextReport } from "../read.ts";
import { SSLSCAN_MAPPING } from "../sslscan/index.ts";
import { SslscanText, TESTING } from "./reader.ts";

export const sslscanText: Importer = {
  id: "sslscan-text",
  title: "sslscan, text",
  detector: "sslscan",
  lineage: "stafford",
  source: "report-formats.md 3.13; detectors.md 2.10",
  mapping: [
    ...SSLSCAN_MAPPING,
    { prints: "another line in the section Heartbleed", reason: "tool_output_unreadable" },
    { prints: "an end inside the section Heartbleed", reason: "report_truncated" },
  ],
  recognises: ({ kind, text }) => kind === "text" && text.split(/\r?\n/).some((line) => TESTING.test(plainLine(line))),
  read: (document, { cve }) => readTextReport(document, new SslscanText(cve)),
};
