/** One endpoint of a report as plain fields, for JSON and CSV. Field by field: what the model gains is not published by accident. */

import type { Report, ReportEndpoint } from "../report.ts";
import { doubtsOf } from "../uncertainty.ts";

export function endpointFields(each: ReportEndpoint) {
  const { endpoint, label, names, heap, word, probability, low, high, verdict, because, missing, clearedForDays } =
    each;
  const { address, port, transport, serverName } = endpoint;
  return {
    endpoint: label,
    address,
    port,
    transport,
    serverName,
    names,
    heap,
    word,
    probability,
    interval: { low, high, confidence: 0.9 },
    outcome: verdict.outcome,
    reason: verdict.reason,
    evidence: verdict.evidence,
    because,
    missing,
    clearedForDays,
    notTested: each.untested,
    newestAnswer: each.at,
    disagreement: each.disagreement,
    cells: Object.fromEntries(each.cells),
  };
}

/** All of a report but its endpoints. */
export function reportFields(report: Report) {
  const { id, title, pack, generatedAt, version, policy, runs, vantages, columns, counts, estimates, summary } = report;
  const untested = Object.fromEntries(counts.untested);
  return {
    id,
    title,
    pack,
    generatedAt,
    version,
    policy,
    runs,
    vantages,
    detectors: columns,
    counts: { ...counts, untested },
    estimates,
    summary,
    notKnown: doubtsOf(report),
  };
}
