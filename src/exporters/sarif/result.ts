/** One endpoint as a result. */

import { escapeTerminal } from "../../core/escape-terminal.ts";
import { percent } from "../../core/stats/percent.ts";
import { endpointKey, endpointPath } from "../place-uri.ts";
import type { Report, ReportEndpoint } from "../report.ts";
import { RULE_INDEX, ruleIds } from "./rules.ts";

/** GitHub shows the first thousand characters of a message. */
const MOST_TEXT = 1000;
const shown = (text: string, most = 300): string => escapeTerminal(text, most);

/**
 * An endpoint is no file. Its place is a logical location; the relative path beside it, with a region, is what GitHub insists on
 * (it refuses network addresses: github/codeql-action#754).
 */
export function result({ pack }: Report, each: ReportEndpoint) {
  const { endpoint, label, names, heap, word, probability, low, high, verdict, because, disagreement, at } = each;
  const rule = heap === "vulnerable" ? "vulnerable" : "open";
  const sure = `${word}, probability ${percent(probability)} (${percent(low)} to ${percent(high)})`;
  const text = shown(`${shown(label)}: ${sure}. ${shown(because, 600)}.`, MOST_TEXT);
  return {
    ruleId: ruleIds(pack)[rule],
    ruleIndex: RULE_INDEX[rule],
    // Of the spec: only a failure has a level.
    ...(rule === "vulnerable" ? { kind: "fail", level: "error" } : { kind: "open", level: "none" }),
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: endpointPath(endpoint) },
          region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
        },
        logicalLocations: [{ name: shown(label), fullyQualifiedName: shown(label), kind: "resource" }],
      },
    ],
    partialFingerprints: {
      primaryLocationLineHash: `${endpointKey(pack.id, endpoint)}:1`,
      "crosscheckEndpoint/v1": endpointKey(pack.id, endpoint),
    },
    properties: {
      word,
      probability: finite(probability),
      interval: { low: finite(low), high: finite(high), confidence: 0.9 },
      outcome: verdict.outcome,
      reason: verdict.reason,
      evidence: verdict.evidence,
      targets: names.slice(0, 20).map((name) => shown(name)),
      newestAnswer: at,
      missing: each.missing,
      notTested: each.untested,
      disagreement,
      said: [...each.cells].map(([detector, cell]) => ({
        detector: shown(detector),
        says: cell.text,
        reason: cell.reason,
        blindAs: cell.blind,
      })),
    },
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
