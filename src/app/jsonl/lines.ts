/**
 * Observations and verdicts as JSONL lines: plain objects with exactly the fields of the published schema. Field by
 * field on purpose: what an observation gains later is not published by accident.
 */

import type { Endpoint } from "../../core/model/endpoint.ts";
import type { Observation, Provenance, Verdict } from "../../core/model/observation.ts";
import type { ImportSummary } from "../../engine/import-summary.ts";
import type { FileImported } from "../import/import-file.ts";
import type { JsonlLine, ObservationLine, ReportLine, VerdictLine } from "./schema.ts";

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
    provenance: observation.provenance === null ? null : provenanceFields(observation.provenance),
    detail: observation.detail,
  };
}

const provenanceFields = ({ raw, place, words, argv, exit, truncated, time }: Provenance) => ({
  raw,
  place,
  words,
  argv,
  exit,
  truncated,
  time,
});

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

/** What became of an imported file. */
export function toReportLine(file: string, imported: FileImported): ReportLine {
  if (imported.kind === "known") {
    const { report } = imported;
    const summary = JSON.parse(report.summary) as ImportSummary;
    return reportFields(file, report.run, true, report.sha256, report.redactions, summary);
  }
  const { run, kept, summary } = imported;
  return reportFields(file, run, false, kept.sha256, kept.redactions, summary);
}

function reportFields(
  file: string,
  run: string,
  known: boolean,
  sha256: string,
  redactions: number,
  summary: ImportSummary,
): ReportLine {
  const { importer, title, facts, hosts, ports, checks, outcomes, reasons, matches, ambiguous, dropped, broken } =
    summary;
  return {
    type: "report",
    file,
    run,
    known,
    sha256,
    importer,
    title,
    facts: [...facts],
    hosts,
    ports,
    checks,
    outcomes: { ...outcomes },
    reasons: { ...reasons },
    matches: { ...matches },
    ambiguous: [...ambiguous],
    dropped: [...dropped],
    broken,
    redactions,
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
