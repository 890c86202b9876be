/**
 * Targets into the store: read as a stream, resolved several at once, expanded to endpoints, committed in small
 * batches in the order of the list, so that "the first n targets are in the store" is all a resumed run must know.
 */

import type { TargetResult } from "../core/model/target.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Resolution } from "../core/ports/resolver.ts";
import type { PlannedEndpoint, Run, Store } from "../core/ports/store.ts";
import { type Expansion, expandTarget } from "../inventory/expand.ts";
import { Batch } from "./batch.ts";
import type { Inventory, ScanEvent } from "./options.ts";
import { orderedMap } from "./ordered-map.ts";

export interface Ingestion {
  readonly run: Run;
  readonly targets: AsyncIterable<TargetResult>;
  readonly store: Store;
  readonly clock: Clock;
  readonly inventory: Inventory;
  /** Names resolved at once. */
  readonly resolutions: number;
  readonly events: (event: ScanEvent) => void | Promise<void>;
  readonly signal: AbortSignal;
}

/** Reads the list from where the run stands to its end; `stored` is called whenever new endpoints are in the store. */
export async function ingest(ingestion: Ingestion, stored: () => void): Promise<void> {
  const { run, store, clock, inventory, events, signal } = ingestion;
  if (run.targetsComplete) return;
  const batch = new Batch(store, clock, run.id, run.targetsRead, stored);
  const resolved = orderedMap(
    skip(ingestion.targets, run.targetsRead),
    ingestion.resolutions,
    async (result) => ({ result, resolution: await resolutionOf(result, inventory, signal) }),
    signal,
  );
  let ordinal = run.targetsRead;
  for await (const { result, resolution } of resolved) {
    ordinal += 1;
    if (result.ok) {
      for (const expansion of expandTarget(result.target, resolution, inventory.ports, inventory.sni)) {
        if (signal.aborted) return;
        batch.add(ordinal, result.target, planned(expansion, resolution, inventory));
        if (batch.full) await commit();
      }
    } else {
      batch.addError(ordinal, result.error);
      await events({ kind: "target_error", error: result.error });
    }
    batch.finished(ordinal);
    if (batch.full) await commit();
  }
  batch.commit(!signal.aborted);
  await events({ kind: "ingested", targets: ordinal, complete: !signal.aborted });

  async function commit(): Promise<void> {
    batch.commit();
    await events({ kind: "ingested", targets: ordinal, complete: false });
    // Lets running probes have the processor.
    await clock.sleep(0);
  }
}

async function* skip(targets: AsyncIterable<TargetResult>, count: number): AsyncGenerator<TargetResult> {
  let skipped = 0;
  for await (const target of targets) {
    if (skipped >= count) yield target;
    else skipped += 1;
  }
}

async function resolutionOf(
  result: TargetResult,
  { resolver }: Inventory,
  signal: AbortSignal,
): Promise<Resolution | null> {
  if (!result.ok) return null;
  const { name, address, cidr } = result.target;
  return name !== null && address === null && cidr === null ? await resolver.resolve(name, signal) : null;
}

function planned(expansion: Expansion, resolution: Resolution | null, { decide }: Inventory): PlannedEndpoint {
  const { address } = expansion.endpoint;
  const { name, resolved } = expansion;
  return {
    ...expansion,
    permitted: address !== null && decide({ address, name, resolved }).allowed,
    unresolved: address === null ? unresolvedFrom(resolution) : null,
  };
}

function unresolvedFrom(resolution: Resolution | null): PlannedEndpoint["unresolved"] {
  if (resolution?.kind !== "failure") return { reason: "dns_no_address", detail: "" };
  return { reason: resolution.reason, detail: resolution.detail };
}
