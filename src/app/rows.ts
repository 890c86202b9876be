/** A run's rows out of the store, one endpoint at a time. */

import { judge } from "../core/judge.ts";
import { matrixCells, type MatrixRow } from "../core/matrix/matrix.ts";
import type { Run, Store, StoredEndpoint } from "../core/ports/store.ts";

export function* rowsOf(store: Store, run: Run): Generator<MatrixRow> {
  for (const endpoint of store.endpoints(run.id)) yield rowOf(store, run, endpoint);
}

export function rowOf(store: Store, run: Pick<Run, "pack" | "draws">, stored: StoredEndpoint): MatrixRow {
  const observations = store.currentObservationsOf(stored.id);
  const { endpoint } = stored;
  return {
    endpoint,
    names: namesOf(store, stored),
    verdict: judge(endpoint, run.pack, observations, run.draws),
    cells: matrixCells(observations),
  };
}

/** What the user typed that led here, without repetitions. */
export function namesOf(store: Store, stored: StoredEndpoint): readonly string[] {
  return [...new Set(store.targetsOf(stored.id).map((target) => target.text))];
}
