/**
 * OpenVEX 0.2.0: whether each endpoint is affected. Open is `under_investigation`, never `not_affected`; a cleared one is stated with
 * its time and its ground, not with a justification, because nobody looked inside. The first statement says what is not known.
 */

import { escapeTerminal } from "../../core/escape-terminal.ts";
import { percent } from "../../core/stats/percent.ts";
import type { Exporter } from "../exporter.ts";
import { endpointIri } from "../place-uri.ts";
import type { Report, ReportEndpoint } from "../report.ts";
import { doubtsOf } from "../uncertainty.ts";

export const openvex: Exporter = {
  id: "openvex",
  mediaType: "application/json",
  extension: "openvex.json",
  binary: false,
  description: "OpenVEX 0.2.0: affected, not affected or under investigation, endpoint by endpoint",
  *render(report) {
    const { id, generatedAt, version } = report;
    const head = {
      "@context": "https://openvex.dev/ns/v0.2.0",
      "@id": `urn:uuid:${id}`,
      author: "crosscheck, a program; not signed",
      role: "Scanner cross-check",
      timestamp: generatedAt,
      version: 1,
      tooling: `crosscheck ${version}, policy ${report.policy.name}`,
    };
    yield `${JSON.stringify(head).slice(0, -1)},"statements":[\n${JSON.stringify(doubtStatement(report))}`;
    for (const each of report.endpoints()) yield `,\n${JSON.stringify(statement(report, each))}`;
    yield "\n]}\n";
  },
};

const vulnerability = ({ pack }: Report) => ({ name: pack.cve, description: pack.title });

/** About the report as a whole. */
function doubtStatement(report: Report) {
  const text = doubtsOf(report)
    .map((doubt) => doubt.text)
    .join(" ");
  return {
    vulnerability: vulnerability(report),
    timestamp: report.generatedAt,
    products: [{ "@id": `urn:uuid:${report.id}` }],
    status: "under_investigation",
    status_notes: `Not an endpoint: what this report does not know. ${escapeTerminal(text, 4000)}`,
  };
}

function statement(report: Report, each: ReportEndpoint) {
  const { endpoint, label, heap, word, probability, low, high, because, at, clearedForDays } = each;
  const number = `${percent(probability)}, ${percent(low)} to ${percent(high)}`;
  const notes = `${escapeTerminal(label, 300)}: ${word}, probability of being vulnerable ${number}. ${escapeTerminal(because)}.`;
  const base = {
    vulnerability: vulnerability(report),
    // When it was known to be so; whoever reads a cleared one must see how old that is.
    timestamp: at !== null && Number.isFinite(Date.parse(at)) ? new Date(at).toISOString() : report.generatedAt,
    products: [{ "@id": endpointIri(endpoint) }],
  };
  switch (heap) {
    case "vulnerable":
      return {
        ...base,
        status: "affected",
        status_notes: notes,
        action_statement: "Repair the software, then replace keys and certificates.",
      };
    case "open":
      return { ...base, status: "under_investigation", status_notes: notes };
    case "safe": {
      const holds = `Asked from outside, newest answer ${at ?? "unknown"}; holds for ${Math.floor(clearedForDays ?? 0)} days.`;
      return { ...base, status: "not_affected", status_notes: notes, impact_statement: holds };
    }
  }
}
