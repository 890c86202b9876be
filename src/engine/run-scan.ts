/**
 * A run: targets stream into the store while endpoints stream out of it, are asked under limits, and observations go
 * back. The store is the only queue, so that memory depends on the concurrency and not on the number of targets, and
 * a run that was killed at any moment can be resumed.
 */

import { type Run, StoreError } from "../core/ports/store.ts";
import { type Asking, askEndpoint } from "./ask-endpoint.ts";
import { witnessesOf } from "./ask-witnesses.ts";
import { Breaker } from "./breaker.ts";
import { ingest } from "./ingest.ts";
import type { Scan } from "./options.ts";
import { Pacer } from "./pacer.ts";
import { Scheduler } from "./scheduler.ts";

export interface ScanResult {
  /** `interrupted`: stopped, or this machine could not ask everything; the run can be resumed. */
  readonly state: "done" | "interrupted";
}

/** Runs or resumes a scan. Rejects when the store fails, when a listener throws, or when the targets cannot be read. */
export async function runScan(scan: Scan): Promise<ScanResult> {
  const { store, clock, limits, signal } = scan;
  const { run, resumed } = openRun(scan);
  const halt = new AbortController();
  const stopping = AbortSignal.any([signal, halt.signal]);
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    halt.abort();
  };
  const asking: Asking = {
    ...scan,
    witnesses: witnessesOf(scan.witnesses, scan.repeats, scan.choose ?? null),
    pacer: new Pacer(clock, scan.random, limits),
    breaker: new Breaker(),
    resumed,
    stopping,
    stopped: halt.signal,
  };
  const scheduler = new Scheduler(
    (most) => store.take(run.id, most),
    (stored) => askEndpoint(asking, stored).catch(fail),
    limits,
  );
  const ingested = ingest({ ...scan, run, resolutions: limits.resolutions, signal: stopping }, () => scheduler.added())
    .catch(fail)
    .finally(() => scheduler.filled());

  await scheduler.run(stopping).catch(fail);
  const drained = new AbortController();
  void clock.sleep(limits.drainMs, drained.signal).then(() => halt.abort());
  await scheduler.drained();
  drained.abort();
  await ingested;
  if (failures.length > 0) throw failures[0];
  const complete = (await scan.beforeDone?.()) ?? true;
  return { state: closeRun(scan, complete) };
}

function openRun({ store, run, pack }: Scan): { readonly run: Run; readonly resumed: boolean } {
  const known = store.run(run.id);
  if (known === null) {
    store.createRun(run);
  } else {
    if (known.pack !== pack.id) throw new StoreError("failed", `Run ${run.id} is one of the pack ${known.pack}.`);
    store.requeue(run.id);
    store.setRunState(run.id, "running", null);
  }
  const opened = store.run(run.id);
  if (opened === null) throw new StoreError("failed", `Run ${run.id} could not be created.`);
  return { run: opened, resumed: known !== null };
}

function closeRun({ store, run, clock }: Scan, finished: boolean): ScanResult["state"] {
  const { endpoints, endpointsDone } = store.counts(run.id);
  const complete = finished && store.run(run.id)?.targetsComplete === true && endpoints === endpointsDone;
  const state = complete ? "done" : "interrupted";
  store.setRunState(run.id, state, new Date(clock.now()).toISOString());
  return state;
}
