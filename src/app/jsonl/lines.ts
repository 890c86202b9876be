/**
 * Observations and verdicts as JSONL lines: plain objects with exactly the fields of the published schema. Field by
 * field on purpose: what an observation gains later is not published by accident.
 */

import type { Endpoint } from "../../core/model/endpoint.ts";
import type { Observation, Verdict } from "../../core/model/observation.ts";
import type { JsonlLine, ObservationLine, VerdictLine } from "./schema.ts";

/** `target`: what the user typed. Transcripts stay in the database: a line says what was concluded, not every byte. */
export function toObservationLine(observation: Observation, target: string): ObservationLine {
  return {
    type: "observation",
    target,
    ...endpointFields(observation.endpoint),
    ...answerFields(observation),
    detector: observation.detector,
    version: observation.version,
    lineage: observation.lineage,
    vantage: observation.vantage,
    run: observation.run,
    mode: observation.mode,
    attempt: observation.attempt,
    startedAt: observation.startedAt,
    durationMs: observation.durationMs,
    detail: observation.detail,
  };
}

/** `names`: every target that led to the endpoint, the first one typed first. */
export function toVerdictLine(
  verdict: Verdict,
  { names, run }: { readonly names: readonly string[]; readonly run: string },
): VerdictLine {
  const { serverName, address } = verdict.endpoint;
  return {
    type: "verdict",
    target: names[0] ?? serverName ?? address ?? "",
    ...endpointFields(verdict.endpoint),
    ...answerFields(verdict),
    run,
    names: [...names],
    restsOn: verdict.restsOn,
    tally: { ...verdict.tally },
  };
}

const endpointFields = ({ address, port, serverName }: Endpoint) => ({ address, port, serverName });

const answerFields = ({ pack, outcome, reason, evidence }: Observation | Verdict) => ({
  pack,
  outcome,
  reason,
  evidence,
});

/** One line of the stream, with its line end. */
export function toJsonl(line: JsonlLine): string {
  return `${JSON.stringify(line)}\n`;
}
