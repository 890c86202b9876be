/** What a scan in these tests is made of, the real parts: dialer, store, clock; only pack and targets are made up. */

import { isIP } from "node:net";
import type { Target, TargetResult } from "../../../src/core/model/target.ts";
import type { Resolver } from "../../../src/core/ports/resolver.ts";
import type { NewRun, Store } from "../../../src/core/ports/store.ts";
import { DEFAULT_LIMITS, type Limits, type Scan, type ScanEvent } from "../../../src/engine/options.ts";
import { FIRST_PORT_ONLY } from "../../../src/inventory/port-plan.ts";
import { createDialer } from "../../../src/io/net/dialer.ts";
import { systemClock } from "../../../src/io/system/clock.ts";
import { systemRandom } from "../../../src/io/system/random.ts";
import { PROBE, tinyPack } from "./tiny-pack.ts";

export const LIMITS: Limits = { ...DEFAULT_LIMITS, perHost: 99, retryPauseMs: 5 };

export function newRun(id: string): NewRun {
  return {
    id,
    kind: "scan",
    pack: tinyPack.id,
    vantage: "here",
    version: "0",
    resolver: "none",
    draws: 1,
    options: "{}",
    startedAt: new Date().toISOString(),
  };
}

/** Many endpoints on one server of 127.0.0.1: as many names. */
export function manyNames(count: number, port: number): readonly TargetResult[] {
  return Array.from({ length: count }, (_, index) => targetAt(`h${index + 1}.example`, port, index + 1));
}

/** A target `address:port` or `name:port`. */
export function targetAt(host: string, port: number, line = 1): TargetResult {
  const isAddress = isIP(host) !== 0;
  const target: Target = {
    text: `${host}:${port}`,
    at: { source: "test", line },
    name: isAddress ? null : host,
    address: isAddress ? host : null,
    cidr: null,
    port,
    owner: null,
    tag: null,
  };
  return { ok: true, target };
}

async function* streamOf(targets: Iterable<TargetResult>): AsyncGenerator<TargetResult> {
  yield* targets;
}

/** A scan over `store`, everything else as given or harmless; its events are gathered. */
export function scanOf(
  store: Store,
  targets: Iterable<TargetResult>,
  given: Partial<Scan> = {},
): Scan & { readonly told: ScanEvent[] } {
  const told: ScanEvent[] = [];
  return {
    run: newRun("run"),
    targets: streamOf(targets),
    store,
    pack: tinyPack,
    dialer: createDialer({ allowed: () => ({ allowed: true }) }),
    clock: systemClock,
    random: systemRandom,
    inventory: {
      resolver: MADE_UP,
      ports: FIRST_PORT_ONLY,
      sni: "auto",
      decide: () => ({ allowed: true }),
    },
    probe: PROBE,
    witnesses: [],
    repeats: 1,
    limits: LIMITS,
    events: (event) => void told.push(event),
    signal: new AbortController().signal,
    ...given,
    told,
  };
}

/** Every name is at 127.0.0.1, so that one server can be many endpoints; names that begin with "gone." are nowhere. */
const MADE_UP: Resolver = {
  description: "made up",
  async resolve(name) {
    return name.startsWith("gone.")
      ? { kind: "failure", reason: "dns_failure", detail: "no such name" }
      : { kind: "addresses", addresses: ["127.0.0.1"] };
  },
};
