/** The library's view of a database: runs, verdicts with their matrix cells, observations and transcripts. Read only. */

import type { MatrixRow } from "../core/matrix/matrix.ts";
import type { Run, StoredObservation, TranscriptsRead } from "../core/ports/store.ts";
import { openStore } from "../io/store/open-store.ts";
import { rowsOf } from "./rows.ts";

export interface Results {
  /** Newest first. */
  runs(): readonly Run[];
  /** One row per endpoint, lazily: a run may have more endpoints than memory. Empty for an unknown run. */
  rows(run: string): Iterable<MatrixRow>;
  /** Oldest first. */
  observations(run: string): Iterable<StoredObservation>;
  transcripts(observation: StoredObservation): TranscriptsRead;
  close(): void;
}

/** Rejects with a StoreError when the file is not a database of ours or cannot be opened. */
export async function openResults(database: string): Promise<Results> {
  const store = await openStore(database);
  return {
    runs: () => store.runs(),
    rows: (id) => {
      const run = store.run(id);
      return run === null ? [] : rowsOf(store, run);
    },
    observations: (run) => store.observations(run),
    transcripts: ({ transcriptHash }) =>
      transcriptHash === null ? { ok: true, transcripts: [] } : store.transcripts(transcriptHash),
    close: () => store.close(),
  };
}
