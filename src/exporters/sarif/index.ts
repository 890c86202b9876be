/**
 * SARIF 2.1.0 (OASIS, 27 March 2020) that GitHub accepts as well: what is vulnerable as failures, what is open as open, and nothing of
 * what was cleared, because GitHub shows every result as an alert. What is not known stands in the invocation's notifications.
 */

import { escapeTerminal } from "../../core/escape-terminal.ts";
import type { Exporter } from "../exporter.ts";
import type { Report, ReportEndpoint } from "../report.ts";
import { doubtsOf } from "../uncertainty.ts";
import { result } from "./result.ts";
import { rules } from "./rules.ts";

/** GitHub takes no more results in a run, and no more runs in a file. */
const MOST_RESULTS = 25_000;
const MOST_RUNS = 20;

export const sarif: Exporter = {
  id: "sarif",
  mediaType: "application/sarif+json",
  extension: "sarif",
  binary: false,
  description: "SARIF 2.1.0, for GitHub code scanning and others: what is vulnerable and what is open",
  render: (report) => sarifLog(report, MOST_RESULTS),
};

/** @param most results in a run */
export function* sarifLog(report: Report, most: number): Generator<string> {
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[';
  const { heaps } = report.counts;
  const results = unsettled(report)[Symbol.iterator]();
  const runs = Math.min(MOST_RUNS, Math.max(1, Math.ceil((heaps.vulnerable + heaps.open) / most)));
  for (let run = 1; run <= runs; run++) {
    yield `${run === 1 ? "" : ","}\n${runHead(report, run)}`;
    for (let written = 0; written < most; written++) {
      const next = results.next();
      if (next.done === true) break;
      yield `${written === 0 ? "" : ","}\n${JSON.stringify(result(report, next.value))}`;
    }
    yield "\n]}";
  }
  yield "\n]}\n";
}

/** Vulnerable ones first: a consumer that stops early has seen them. */
function* unsettled(report: Report): Generator<ReportEndpoint> {
  for (const each of report.endpoints()) if (each.heap !== "safe") yield each;
}

/** A run up to the beginning of its results. */
function runHead(report: Report, run: number): string {
  const { id, pack, version, generatedAt, counts, policy } = report;
  const finished = report.runs.every(({ state }) => state === "done");
  const head = {
    tool: {
      driver: {
        name: "crosscheck",
        version,
        semanticVersion: version,
        shortDescription: { text: "Tells which hosts are really vulnerable when scanners disagree." },
        rules: rules(pack),
      },
    },
    // GitHub takes one upload for each category: several runs need several.
    automationDetails: { id: `crosscheck/${pack.id}/${run}`, guid: id },
    columnKind: "utf16CodeUnits",
    invocations: [
      {
        executionSuccessful: finished,
        endTimeUtc: generatedAt,
        toolExecutionNotifications: doubtsOf(report).map(({ id: doubt, count, text }) => ({
          level: count === 0 ? "none" : "warning",
          message: { text: escapeTerminal(text) },
          descriptor: { id: `doubt/${doubt}` },
        })),
      },
    ],
    properties: {
      policy: policy.name,
      counts: { endpoints: counts.endpoints, ...counts.heaps },
      disagreements: counts.disagreements,
      summary: report.summary.map((line) => escapeTerminal(line)),
    },
  };
  return `${JSON.stringify(head).slice(0, -1)},"results":[`;
}
