/** How hard a run may press, and what it is run with. */

import type { DetectorIdentity } from "../core/model/observation.ts";
import type { Witness } from "../core/ports/witness.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { Observation, Verdict } from "../core/model/observation.ts";
import type { ScopeDecision } from "../core/model/scope.ts";
import type { TargetError, TargetResult } from "../core/model/target.ts";
import type { Clock, Random } from "../core/ports/clock.ts";
import type { Dialer } from "../core/ports/net.ts";
import type { Resolver } from "../core/ports/resolver.ts";
import type { NewRun, Store, StoredEndpoint } from "../core/ports/store.ts";
import type { ScopeQuestion } from "../core/scope.ts";
import type { SniMode } from "../inventory/expand.ts";
import type { PortPlan } from "../inventory/port-plan.ts";
import type { Said } from "./logbook.ts";
import type { Pack, ProbeOptions } from "../packs/pack.ts";

export interface Limits {
  /** Endpoints asked at once, over one connection each. */
  readonly concurrency: number;
  /** At once per address; on loopback per address and port, as there every port is another server. */
  readonly perHost: number;
  /** At once per /24 or /64; loopback is exempt. */
  readonly perNetwork: number;
  /** New connections per second; null: no limit. */
  readonly ratePerSecond: number | null;
  /** A random pause before each connection, up to this. */
  readonly jitterMs: number;
  /** Further tries of a connection that could not be opened, where trying again can help. */
  readonly retries: number;
  readonly retryPauseMs: number;
  /** Names resolved at once. */
  readonly resolutions: number;
  /** How long running connections may take to finish after a stop was asked for. */
  readonly drainMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  concurrency: 256,
  perHost: 2,
  perNetwork: 16,
  ratePerSecond: null,
  jitterMs: 0,
  retries: 1,
  retryPauseMs: 1_000,
  resolutions: 64,
  drainMs: 5_000,
};

/** What becomes of the list of targets. */
export interface Inventory {
  readonly resolver: Resolver;
  readonly ports: PortPlan;
  readonly sni: SniMode;
  /** Asked for every endpoint when it is planned and again before it is asked. */
  readonly decide: (question: ScopeQuestion) => ScopeDecision;
}

/** What happens during a run, in the order in which it happens. */
export type ScanEvent =
  | { readonly kind: "target_error"; readonly error: TargetError }
  /** `targets` were read so far, unreadable ones included; `complete`: these were all. */
  | { readonly kind: "ingested"; readonly targets: number; readonly complete: boolean }
  | { readonly kind: "observation"; readonly endpoint: StoredEndpoint; readonly observation: Observation }
  /** `settled` is false where the endpoint waits for the run to be resumed. */
  | {
      readonly kind: "verdict";
      readonly endpoint: StoredEndpoint;
      readonly verdict: Verdict;
      readonly settled: boolean;
    }
  /** The circuit breaker: a host that had answered no longer does, after a probe; nothing more is asked of it. */
  | { readonly kind: "host_stopped_answering"; readonly endpoint: Endpoint };

/** Decides from what was said so far; `left`: who has not been asked yet. Pure. */
export type ChooseNext = (said: readonly Said[], left: readonly DetectorIdentity[]) => DetectorIdentity | null;

export interface Scan {
  /** A new run, or one that the store has already: then it is resumed. */
  readonly run: NewRun;
  /** Must give the same targets in the same order when a run is resumed; what was read before is skipped. */
  readonly targets: AsyncIterable<TargetResult>;
  readonly store: Store;
  readonly pack: Pack;
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly random: Random;
  readonly inventory: Inventory;
  readonly probe: ProbeOptions;
  /** Other scanners, asked after our own detectors. */
  readonly witnesses: readonly Witness[];
  /** How often each of them is asked. */
  readonly repeats: number;
  /** Whom of them to ask next about an endpoint, instead of all: null when it is enough. Left out: everybody is asked. */
  readonly choose?: ChooseNext;
  /** What has to be done before the run counts as done, once everything was asked; false: it does not. */
  readonly beforeDone?: () => Promise<boolean>;
  readonly limits: Limits;
  /** A promise holds the endpoint back until it resolves: back-pressure from a slow reader. */
  readonly events: (event: ScanEvent) => void | Promise<void>;
  /** Stops the run politely: what is running may finish, everything is saved. */
  readonly signal: AbortSignal;
}
