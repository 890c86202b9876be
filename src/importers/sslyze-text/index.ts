/** sslyze, what it shows on the screen: for when neither JSON nor XML was kept (report-formats.md, 3.10). */

import { plainLine } from "../consoles/line.ts";
import type { Importer } from "../importer.ts";
import { readTextReport } from "../read.ts";
import { SSLYZE_MAPPING } from "../sslyze-json/verdict.ts";
import { SCAN_RESULTS, SslyzeScreen } from "./screen.ts";

export const sslyzeText: Importer = {
  id: "sslyze-text",
  title: "sslyze, screen",
  detector: "sslyze",
  lineage: "mozilla",
  source: "report-formats.md, 3.10; github.com/nabla-c0d3/sslyze, console_output.py",
  mapping: [
    ...SSLYZE_MAPPING,
    {
      prints: "Not vulnerable, and no list of suites that shows TLS 1.0, 1.1 or 1.2 and the lack of TLS 1.3",
      reason: "tls_not_shown",
      why: "to a server of TLS 1.3 nothing is sent, and the words are the same",
    },
    {
      prints: "OpenSSL Heartbleed: NOT vulnerable",
      reason: "negative_without_ground",
      why: "version 0.9 says so after an empty answer too",
    },
    { prints: "the screen ends early", reason: "report_truncated" },
  ],
  recognises: ({ kind, text }) =>
    kind === "text" && text.split(/\r?\n/).some((line) => SCAN_RESULTS.test(plainLine(line))),
  read: (document, { cve }) => readTextReport(document, new SslyzeScreen(cve)),
};
