/** Scans servers of the range in this process, with the real engine, dialer and pack, and gathers what was concluded. */

import { findPack } from "../../src/app/packs.ts";
import { scanRange } from "../../src/app/range/scan-range.ts";
import type { Verdict } from "../../src/core/model/observation.ts";
import type { Store } from "../../src/core/ports/store.ts";
import { openStore } from "../../src/io/store/open-store.ts";
import type { Pack, ProbeOptions } from "../../src/packs/pack.ts";
import type { RangeServer } from "../../src/range/server.ts";

/** What `scan` uses when nothing is said. */
export const DEFAULT_PROBE: ProbeOptions = {
  draws: 3,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 3000,
  quickMs: 5000,
  patientMs: 20_000,
  psk: null,
};

/** The id of the run that `scanServers` makes. */
export const RUN = "range";

interface Choices {
  readonly probe?: ProbeOptions;
  readonly pack?: Pack;
  /** Where to; default: nowhere that stays. */
  readonly store?: Store;
}

/** Verdicts by server id. */
export async function scanServers(
  servers: readonly RangeServer[],
  { probe = DEFAULT_PROBE, pack = findPack("heartbleed"), store }: Choices = {},
): Promise<ReadonlyMap<string, Verdict>> {
  const kept = store ?? (await openStore(":memory:"));
  const run = {
    id: RUN,
    kind: "scan" as const,
    pack: pack.id,
    vantage: "test",
    version: "0",
    resolver: "none",
    draws: probe.draws,
    options: "{}",
    startedAt: new Date().toISOString(),
  };
  try {
    return await scanRange({ run, store: kept, servers, pack, probe, signal: new AbortController().signal });
  } finally {
    if (store === undefined) kept.close();
  }
}

/** `not_vulnerable malformed_discarded_control_answered`: a verdict in two words, for comparing many at once. */
export function inShort(verdict: Verdict | undefined): string {
  return verdict === undefined ? "no verdict" : `${verdict.outcome} ${verdict.reason}`;
}
