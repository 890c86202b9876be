/**
 * crosscheck as a library.
 *
 * ```ts
 * import { openResults, scan } from "crosscheck";
 *
 * const { run } = await scan({ targets: ["127.0.0.1:8443"], database: "incident.db" });
 * const results = await openResults("incident.db");
 * for (const { endpoint, verdict } of results.rows(run)) console.log(endpoint.address, verdict.outcome, verdict.reason);
 * results.close();
 * ```
 *
 * Everything beyond loopback needs a scope, here as on the command line.
 * @module
 */

export type { MatrixCell, MatrixRow } from "./core/matrix/matrix.ts";
export type { Endpoint } from "./core/model/endpoint.ts";
export type { Observation, Verdict } from "./core/model/observation.ts";
export {
  EVIDENCE_MEANING,
  type Evidence,
  type Finding,
  type Outcome,
  OUTCOMES,
  type Reason,
  type ReasonFacts,
  REASONS,
} from "./core/model/outcome.ts";
export type { Scope } from "./core/model/scope.ts";
export type { Transcript, TranscriptEvent } from "./core/model/transcript.ts";
export { type Run, type StoredObservation, StoreError } from "./core/ports/store.ts";
export { interpret } from "./packs/heartbleed/interpret.ts";
export { openResults, type Results } from "./app/results.ts";
export { scan, type ScanListener, type ScanOutcome, type ScanRequest } from "./app/scan.ts";
