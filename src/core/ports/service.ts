/**
 * Asking a remote service as a conversation without IO: the service's client says what to request, how long to wait and
 * when it is done; whoever runs it owns the network and the clock. Polling, cool-down and error handling are pure that way.
 */

import type { Finding } from "../model/outcome.ts";

/** Why a request has no answer, whatever the service is. `out_of_time`: the limit for the whole conversation. */
export const SERVICE_FAILURES = [
  "timed_out",
  "unreachable",
  "too_large",
  "redirected",
  "stopped",
  "out_of_time",
] as const;
export type ServiceFailure = (typeof SERVICE_FAILURES)[number];

/** What happened. `at`: wall-clock time, milliseconds since 1970. */
export type ServiceEvent =
  | { readonly kind: "begin"; readonly at: number }
  | {
      readonly kind: "answer";
      readonly at: number;
      readonly status: number;
      /** By lower-case name. */
      readonly headers: Readonly<Record<string, string>>;
      /** UTF-8 with wrong bytes replaced. */
      readonly body: string;
    }
  | {
      readonly kind: "failed";
      readonly at: number;
      readonly why: ServiceFailure;
      /** In words; may be empty. */
      readonly what: string;
    }
  /** The wait is over. */
  | { readonly kind: "waited"; readonly at: number };

/** What the service allows this client; a field that is missing is not known. */
export interface ServiceLimits {
  /** Assessments at once, everybody's behind this client's address together. */
  readonly most?: number;
  /** Assessments under way, ours among them. */
  readonly current?: number;
  /** Between two new assessments. */
  readonly coolOffMs?: number;
}

export interface ServiceRequest {
  readonly kind: "request";
  readonly limits?: ServiceLimits;
  readonly method: "GET" | "POST";
  /** Path and query, below the service's address: a conversation cannot lead anywhere else. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether it may start new work there: such a request waits until the limits allow it. */
  readonly startsWork: boolean;
}

export interface ServiceWait {
  readonly kind: "wait";
  readonly limits?: ServiceLimits;
  readonly ms: number;
  /** Added by chance, from nothing to this much, so that clients do not come back all at the same moment. */
  readonly spreadMs: number;
  /** Whether the service wants to be left alone by everybody who waits to start new work. */
  readonly everybody: boolean;
}

export interface ServiceReading {
  readonly finding: Finding;
  /** The service's own words that decided, bounded. */
  readonly words: string;
}

export interface ServiceDone {
  readonly kind: "done";
  readonly limits?: ServiceLimits;
  readonly reading: ServiceReading;
  /** The body that decided; null: there was none. */
  readonly raw: string | null;
  /** When the service itself says that it looked, ms since 1970; null: it does not say. */
  readonly assessedAt: number | null;
  /** The version of the service's engine; null: not known. */
  readonly version: string | null;
  /** What the service wants people to read. */
  readonly notes: readonly string[];
}

/** What comes next. `limits`: what the answer before told about them. */
export type ServiceStep = ServiceRequest | ServiceWait | ServiceDone;

/** Begins with the event "begin"; each step is followed by exactly one event, until "done". Total. */
export interface ServiceConversation {
  next(event: ServiceEvent): ServiceStep;
}

/** Runs conversations with one service: they share what it allows. */
export type RunService = (conversation: ServiceConversation, signal: AbortSignal) => Promise<ServiceResult>;

/** What came of a conversation. */
export interface ServiceResult {
  readonly reading: ServiceReading;
  /** The body that decided, as UTF-8; null: there was none. */
  readonly raw: Uint8Array | null;
  readonly assessedAt: number | null;
  readonly version: string | null;
  readonly notes: readonly string[];
  /** The requests, in order and without their headers: `GET https://…`. Repetitions are counted, not listed. */
  readonly requests: readonly string[];
  /** When the service was first asked about the host, or else when we began; ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
}
