/** What the contest asks of its client process, and what comes back. */

import type { Replay } from "./replay.ts";

/** Where all endpoints of the contest listen. */
export const ADDRESS = "127.0.0.1";

/** Conversations at once, for everybody who lets us choose. */
export const CONCURRENCY = 32;

/** `record` makes the conversation that `replay` repeats; the others are described in client.ts. */
export type Job =
  | { readonly kind: "flights" | "ladder"; readonly ports: readonly number[]; readonly times: number }
  | { readonly kind: "replay"; readonly ports: readonly number[]; readonly times: number; readonly replay: Replay }
  | { readonly kind: "record"; readonly ports: readonly number[] };

export interface JobResult {
  /** User and system time of the client process, ms. */
  readonly cpuMs: number;
  /** Conclusive verdicts; for a replay, conversations that ran to their end. */
  readonly conclusive: number;
  readonly replay: Replay | null;
}
