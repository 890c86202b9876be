/**
 * What a scan would do, without connecting to anything: the targets are ingested as in a real run, into a store that
 * is thrown away, so that duplicates are merged and memory stays flat here too. Only names are asked of the network.
 */

import type { Scan } from "./options.ts";
import { ingest } from "./ingest.ts";

export type Planning = Pick<
  Scan,
  | "run"
  | "targets"
  | "store"
  | "pack"
  | "clock"
  | "inventory"
  | "probe"
  | "limits"
  | "events"
  | "signal"
  | "witnesses"
  | "repeats"
>;

export interface Plan {
  readonly targets: number;
  readonly targetErrors: number;
  /** All endpoints: those that would be asked, in two stages, and those that cannot or may not be. */
  readonly endpoints: number;
  readonly first: number;
  readonly further: number;
  readonly unresolved: number;
  readonly outOfScope: number;
  /** Our own that these options allow. */
  readonly detectors: readonly string[];
  /** Other scanners that would be asked about the endpoints where something is, each with its version: `nmap 7.93`. */
  readonly witnesses: readonly string[];
  /** Most answers that these can be asked for. */
  readonly mostQuestions: number;
  /** Most connections the run can make, retries left aside. */
  readonly mostConnections: number;
}

/** @param planning its store must be one to throw away. */
export async function planScan(planning: Planning): Promise<Plan> {
  const { store, run: newRun, pack, inventory, limits, probe, witnesses, repeats } = planning;
  store.createRun(newRun);
  const run = store.run(newRun.id);
  if (run !== null) await ingest({ ...planning, run, resolutions: limits.resolutions }, () => {});
  const count = { first: 0, further: 0, unresolved: 0, outOfScope: 0 };
  for (const { endpoint, stage, name, resolved } of store.endpoints(newRun.id)) {
    const { address } = endpoint;
    if (address === null) count.unresolved += 1;
    else if (!inventory.decide({ address, name, resolved }).allowed) count.outOfScope += 1;
    else if (stage === 1) count.first += 1;
    else count.further += 1;
  }
  const { targets, targetErrors, endpoints } = store.counts(newRun.id);
  return {
    targets,
    targetErrors,
    endpoints,
    ...count,
    detectors: pack.detectorsFor(probe),
    witnesses: witnesses.map(({ identity: { id, version } }) => `${id} ${version}`),
    mostQuestions: (count.first + count.further) * witnesses.length * repeats,
    mostConnections: (count.first + count.further) * pack.maxConnections(probe),
  };
}
