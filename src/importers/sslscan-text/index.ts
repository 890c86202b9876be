/** sslscan, text: what it prints on a screen. */

import type { Importer } from "../importer.ts";
import { readTextReport } from "../read.ts";
import { SSLSCAN_MAPPING } from "../sslscan/index.ts";
import { SslscanText, TESTING, withoutColours } from "./reader.ts";

export const sslscanText: Importer = {
  id: "sslscan-text",
  title: "sslscan, text",
  detector: "sslscan",
  lineage: "stafford",
  source: "report-formats.md 3.13; detectors.md 2.10",
  mapping: [
    ...SSLSCAN_MAPPING,
    { prints: "another line in the section Heartbleed", reason: "tool_output_unreadable" },
    { prints: "an end inside the section Heartbleed, or before it", reason: "report_truncated" },
  ],
  recognises: ({ kind, text }) =>
    kind === "text" &&
    withoutColours(text)
      .split(/\r?\n/)
      .some((line) => TESTING.test(line.trimEnd())),
  read: (document, { cve }) => readTextReport(document, new SslscanText(cve)),
};
