/** Qualys VM: a scan's results, a report on assets, and the API's list of detections, as XML (report-formats.md 3.4). */

import type { MappingRow } from "../../core/claims.ts";
import type { ImportContext, Importer, ReportEvent } from "../importer.ts";
import { readXmlReport } from "../read.ts";
import { qualysHandler } from "./handler.ts";
import { QUALYS_FINDINGS, QUALYS_GATES } from "./mapping.ts";

const ROOTS = ["SCAN", "ASSET_DATA_REPORT", "HOST_LIST_VM_DETECTION_OUTPUT"];

const MAPPING: readonly MappingRow[] = [
  ...QUALYS_FINDINGS,
  ...QUALYS_GATES,
  { prints: "a list of detections without a row of 42430", reason: "no_negative_in_format" },
  {
    prints: "an address in scope without an element, in an asset report; a scan that names no targets",
    reason: "no_record_of_check",
  },
  { prints: "the file ends before a place's last row", reason: "report_truncated" },
  { prints: "Included or excluded categories, a status left out, no summary of the filter", reason: "report_filtered" },
];

export const qualysXml: Importer = {
  id: "qualys-xml",
  title: "Qualys VM, XML (scan results, asset data report, list of detections)",
  detector: "qualys",
  lineage: "qualys",
  source: "report-formats.md 3.4",
  mapping: MAPPING,
  recognises: ({ root, text }) =>
    root !== null &&
    ROOTS.includes(root) &&
    // Others may call their root element SCAN too.
    (root !== "SCAN" ||
      /<!DOCTYPE\s+SCAN\s+SYSTEM\s+["'][^"']*scan-1\.dtd["']|<SCAN\s[^>]*\bvalue\s*=\s*["']scan\//.test(text)),
  async *read(document: AsyncIterable<string>, context: ImportContext): AsyncGenerator<ReportEvent> {
    yield { kind: "fact", name: "tool", value: "Qualys VM" };
    yield* readXmlReport(document, ROOTS, qualysHandler(context));
  },
};
