/** The report for programs and spreadsheets: JSON, JSON Lines, CSV. Each carries what is not known. */

import { csvRow } from "../../core/csv.ts";
import { escapeTerminal } from "../../core/escape-terminal.ts";
import type { Exporter } from "../exporter.ts";
import type { Report } from "../report.ts";
import { doubtsOf } from "../uncertainty.ts";
import { endpointFields, reportFields } from "./endpoint-fields.ts";

export const json: Exporter = {
  id: "json",
  mediaType: "application/json",
  extension: "json",
  binary: false,
  description: "one JSON object: the report with its endpoints",
  *render(report) {
    yield `${JSON.stringify({ report: reportFields(report) }).slice(0, -1)},"endpoints":[`;
    let separator = "\n";
    for (const each of report.endpoints()) {
      yield separator + JSON.stringify(endpointFields(each));
      separator = ",\n";
    }
    yield "\n]}\n";
  },
};

export const jsonl: Exporter = {
  id: "jsonl",
  mediaType: "application/x-ndjson",
  extension: "jsonl",
  binary: false,
  description: "a line for the report, then a line for each endpoint",
  *render(report) {
    yield `${JSON.stringify({ type: "report", ...reportFields(report) })}\n`;
    for (const each of report.endpoints()) yield `${JSON.stringify({ type: "endpoint", ...endpointFields(each) })}\n`;
  },
};

export const csv: Exporter = {
  id: "csv",
  mediaType: "text/csv; charset=utf-8",
  extension: "csv",
  binary: false,
  description: "a row for each endpoint, then what is not known; nothing a spreadsheet would calculate",
  render: csvRows,
};

const COLUMNS = ["endpoint", "targets", "word", "probability", "low", "high", "outcome", "reason", "evidence"] as const;
const LAST = ["says 1", "says 0", "cause", "not tested", "newest answer", "because"] as const;
const safe = (text: string): string => escapeTerminal(text);

/** What is not known follows as rows of the same width, marked in the first column. */
function* csvRows(report: Report): Generator<string> {
  yield csvRow([...COLUMNS, ...report.columns.map(({ id }) => safe(id)), ...LAST]);
  for (const each of report.endpoints()) {
    const { verdict, disagreement } = each;
    yield csvRow([
      safe(each.label),
      safe(each.names.join(" ")),
      each.word,
      each.probability,
      each.low,
      each.high,
      verdict.outcome,
      verdict.reason,
      verdict.evidence,
      ...report.columns.map(({ id }) => each.cells.get(id)?.text ?? null),
      safe(disagreement?.vulnerable.join(" ") ?? ""),
      safe(disagreement?.notVulnerable.join(" ") ?? ""),
      safe(disagreement === null ? "" : (disagreement.cause ?? "not explained")),
      each.untested,
      each.at,
      safe(each.because),
    ]);
  }
  for (const { id, text } of doubtsOf(report)) {
    const empty = [...COLUMNS.slice(2), ...report.columns, ...LAST.slice(1)].map(() => null);
    yield csvRow(["(not known)", id, ...empty, safe(text)]);
  }
}
