/** Every transcript of an endpoint that a reading now rests on, each once; what cannot be read is left out. */

import type { Transcript } from "../core/model/transcript.ts";
import type { Store } from "../core/ports/store.ts";

/** @param ids of the endpoint, one for each run that has it */
export function transcriptsAt(
  store: Pick<Store, "currentObservationsOf" | "transcripts">,
  ids: readonly number[],
): readonly Transcript[] {
  const observations = ids.flatMap((id) => store.currentObservationsOf(id));
  const hashes = new Set(observations.flatMap(({ transcriptHash }) => transcriptHash ?? []));
  return [...hashes].flatMap((hash) => {
    const read = store.transcripts(hash);
    return read.ok ? read.transcripts : [];
  });
}
