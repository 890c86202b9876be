/** Scans servers of the range through the same engine, store and pack as any other targets. */

import type { TargetResult } from "../../core/model/target.ts";
import type { Verdict } from "../../core/model/observation.ts";
import type { Witness } from "../../core/ports/witness.ts";
import type { NewRun, Store } from "../../core/ports/store.ts";
import { DEFAULT_LIMITS, type Limits, type ScanEvent } from "../../engine/options.ts";
import { runScan } from "../../engine/run-scan.ts";
import { FIRST_PORT_ONLY } from "../../inventory/port-plan.ts";
import { systemClock } from "../../io/system/clock.ts";
import { systemRandom } from "../../io/system/random.ts";
import type { Pack, ProbeOptions } from "../../packs/pack.ts";
import type { RangeServer } from "../../range/server.ts";
import { permission } from "../permission.ts";

export interface RangeScan {
  readonly run: NewRun;
  readonly store: Store;
  readonly servers: readonly RangeServer[];
  readonly pack: Pack;
  readonly probe: ProbeOptions;
  readonly witnesses?: readonly Witness[];
  readonly limits?: Partial<Limits>;
  readonly events?: (event: ScanEvent) => void;
  readonly signal: AbortSignal;
}

/** The verdict on each server, by its id. Nothing but loopback can be reached: there is no scope. */
export async function scanRange(scan: RangeScan): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  const { decide, dialer } = permission(null, () => systemClock.now());
  await runScan({
    run: scan.run,
    targets: targetsOf(scan.servers),
    store: scan.store,
    pack: scan.pack,
    dialer,
    clock: systemClock,
    random: systemRandom,
    inventory: { resolver: NO_NAMES, ports: FIRST_PORT_ONLY, sni: "auto", decide },
    probe: scan.probe,
    witnesses: scan.witnesses ?? [],
    repeats: 1,
    limits: { ...DEFAULT_LIMITS, ...scan.limits },
    events: (event) => {
      if (event.kind === "verdict") verdicts.set(event.endpoint.targetText, event.verdict);
      scan.events?.(event);
    },
    signal: scan.signal,
  });
  return verdicts;
}

/** Every server of the range is given by address. */
const NO_NAMES = {
  description: "none",
  resolve: async (name: string) =>
    ({ kind: "failure", reason: "dns_failure", detail: `${name} was not to be resolved` }) as const,
};

async function* targetsOf(servers: readonly RangeServer[]): AsyncGenerator<TargetResult> {
  let line = 0;
  for (const { id, address, port, transport, serverName, truth, startTls = null } of servers) {
    line++;
    const at = { source: "range", line };
    const target = { text: id, at, name: serverName, address, cidr: null, port, transport, owner: null, tag: truth };
    yield { ok: true, target: startTls === null ? target : { ...target, startTls } };
  }
}
