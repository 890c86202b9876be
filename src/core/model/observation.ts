/** One answer of one detector about one endpoint: immutable once made (design, rule 3). */

import type { Endpoint } from "./endpoint.ts";
import type { Evidence, Outcome, Reason } from "./outcome.ts";
import type { Transcript } from "./transcript.ts";

/** A detector as it is known in the matrix: what answered, in which version, and whose code it carries. */
export interface DetectorIdentity {
  /** e.g. "heartbleed/flight". */
  readonly id: string;
  readonly kind: "native" | "tool" | "service" | "report" | "profile";
  readonly version: string;
  /** Whose code or bytes it carries; the same lineage is not a second witness. */
  readonly lineage: string;
}

export interface Observation {
  readonly endpoint: Endpoint;
  readonly pack: string;
  readonly detector: string;
  readonly version: string;
  readonly lineage: string;
  readonly vantage: string;
  readonly run: string;
  readonly mode: "automatic" | "manual";
  /** Which repetition of the same question this is, from 1. */
  readonly attempt: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly evidence: Evidence;
  readonly detail: string;
  readonly transcripts: readonly Transcript[];
}

/** Our judgement of one endpoint for one pack: a view of its observations. */
export interface Verdict {
  readonly endpoint: Endpoint;
  readonly pack: string;
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly evidence: Evidence;
  /** One sentence: what it rests on. */
  readonly restsOn: string;
  /** How many observations say 1, 0 and ?. */
  readonly tally: { readonly vulnerable: number; readonly not_vulnerable: number; readonly unknown: number };
}
