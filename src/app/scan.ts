/** The library's `scan`: the same engine, store and pack as the command line, with targets as texts. */

import type { Scope } from "../core/model/scope.ts";
import type { TargetResult } from "../core/model/target.ts";
import { DEFAULT_LIMITS, type Limits, type ScanEvent } from "../engine/options.ts";
import { runScan } from "../engine/run-scan.ts";
import type { SniMode } from "../inventory/expand.ts";
import { parseTarget } from "../inventory/parse-target.ts";
import { DEFAULT_PORT_PLAN, type PortPlan } from "../inventory/port-plan.ts";
import { systemResolver } from "../io/dns/resolver.ts";
import { openStore } from "../io/store/open-store.ts";
import { systemClock } from "../io/system/clock.ts";
import { systemRandom } from "../io/system/random.ts";
import type { ProbeOptions } from "../packs/pack.ts";
import { DEFAULT_PROBE_OPTIONS } from "./default-probe-options.ts";
import { newRun } from "./new-run.ts";
import { findPack } from "./packs.ts";
import { permission } from "./permission.ts";

/** Hears what happens, in order; a promise holds the scan back until it resolves. */
export type ScanListener = (event: ScanEvent) => void | Promise<void>;

export interface ScanRequest {
  /** As on the command line: `example.org`, `192.0.2.1:8443`, `https://…`, `192.0.2.0/28`, `NAME@ADDRESS`. */
  readonly targets: Iterable<string> | AsyncIterable<string>;
  /** Database file; created when it does not exist. */
  readonly database: string;
  /** Needed for anything beyond loopback. */
  readonly scope?: Scope | null;
  /** Where we ask from, for the record. */
  readonly vantage?: string;
  readonly ports?: PortPlan;
  readonly sni?: SniMode;
  readonly probe?: Partial<ProbeOptions>;
  readonly limits?: Partial<Limits>;
  readonly onEvent?: ScanListener;
  /** Stops politely: what is running may finish, everything is saved. */
  readonly signal?: AbortSignal;
}

export interface ScanOutcome {
  /** The run's id, for `openResults` and `crosscheck explain --run`. */
  readonly run: string;
  readonly state: "done" | "interrupted";
}

/** Rejects with a StoreError when the database cannot be used. A target that cannot be read is an event, not an error. */
export async function scan(request: ScanRequest): Promise<ScanOutcome> {
  const store = await openStore(request.database);
  try {
    const pack = findPack("heartbleed");
    const resolver = systemResolver();
    const { decide, dialer } = permission(request.scope ?? null, () => systemClock.now());
    const options = { probe: request.probe ?? {}, limits: request.limits ?? {} };
    const probe = { ...DEFAULT_PROBE_OPTIONS, ...request.probe };
    const vantage = request.vantage ?? "local";
    const run = await newRun({ pack, vantage, draws: probe.draws, resolver: resolver.description, options });
    const { state } = await runScan({
      run,
      targets: parseAll(request.targets),
      store,
      pack,
      dialer,
      clock: systemClock,
      random: systemRandom,
      inventory: { resolver, ports: request.ports ?? DEFAULT_PORT_PLAN, sni: request.sni ?? "auto", decide },
      probe,
      witnesses: [],
      repeats: 1,
      limits: { ...DEFAULT_LIMITS, ...request.limits },
      events: request.onEvent ?? (() => {}),
      signal: request.signal ?? new AbortController().signal,
    });
    return { run: run.id, state };
  } finally {
    store.close();
  }
}

async function* parseAll(targets: ScanRequest["targets"]): AsyncGenerator<TargetResult> {
  let line = 0;
  for await (const text of targets) yield parseTarget(text, { source: "targets", line: ++line });
}
