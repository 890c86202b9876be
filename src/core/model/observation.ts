/** One answer of one detector about one endpoint: immutable once made (design, rule 3). */

import type { Endpoint } from "./endpoint.ts";
import type { Evidence, Outcome, Reason } from "./outcome.ts";
import type { Transcript } from "./transcript.ts";

export const DETECTOR_KINDS = ["native", "tool", "service", "report", "profile"] as const;

/** A detector as it is known in the matrix: what answered, in which version, and whose code it carries. */
export interface DetectorIdentity {
  /** e.g. "heartbleed/flight". */
  readonly id: string;
  readonly kind: (typeof DETECTOR_KINDS)[number];
  readonly version: string;
  /** Whose code or bytes it carries; the same lineage is not a second witness. */
  readonly lineage: string;
}

/** How well the time of a foreign answer is known: written with its zone, without one, or taken from the file or from us. */
export const TIME_QUALITIES = ["zone", "naive", "file", "none"] as const;
export type TimeQuality = (typeof TIME_QUALITIES)[number];

/** Where a foreign answer comes from, so that the claim can be replayed (design, rule 7). */
export interface Provenance {
  /** SHA-256 of the raw output or of the original report, hexadecimal; null: there is none. */
  readonly raw: string | null;
  /** Where in it: `ReportHost 192.0.2.1, plugin 73412`, `line 12`. */
  readonly place: string;
  /** The tool's own words, bounded, without memory. */
  readonly words: string;
  /** The command that ran, the program first; null: none did, or a report does not say. */
  readonly argv: readonly string[] | null;
  /** How it ended: `exit 0`, `signal SIGKILL`, `timed out`; null: nothing ran. */
  readonly exit: string | null;
  /** Whether the raw output was cut at the limit. */
  readonly truncated: boolean;
  readonly time: TimeQuality;
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
  /** Of a foreign answer; null: our own, which has transcripts. */
  readonly provenance: Provenance | null;
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
