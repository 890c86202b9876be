/** Reads the stored transcripts of a run with today's eyes: what would be concluded now, beside what was. */

import type { Finding } from "../core/model/outcome.ts";
import type { Store, StoredObservation } from "../core/ports/store.ts";
import type { Pack } from "../packs/pack.ts";
import { findingOf } from "./logbook.ts";

export interface Reinterpretation {
  readonly observation: StoredObservation;
  readonly old: Finding;
  readonly now: Finding;
  readonly changed: boolean;
}

export interface Reinterpreting {
  readonly store: Store;
  readonly pack: Pack;
  readonly run: string;
  /** Reads what another scanner printed, as kept; null: it cannot be read again. */
  readonly readForeign: (raw: Uint8Array) => Finding | null;
  /** Appends each changed reading as an observation of its own, marked as a reading of the old one. */
  readonly save: boolean;
}

/** Every observation that has transcripts or a program's output, each in its latest reading. Lazy. */
export function* reinterpret(reinterpreting: Reinterpreting): Generator<Reinterpretation> {
  const { store, run } = reinterpreting;
  for (const { id } of store.endpoints(run)) {
    for (const observation of store.currentObservationsOf(id)) {
      const read = readAgain(reinterpreting, observation);
      if (read !== null) yield read;
    }
  }
  store.flush();
}

function readAgain(task: Reinterpreting, observation: StoredObservation): Reinterpretation | null {
  return observation.provenance === null ? readOwnAgain(task, observation) : readForeignAgain(task, observation);
}

/** A program's output; a report is imported again as a whole. */
function readForeignAgain(
  { store, readForeign, save }: Reinterpreting,
  observation: StoredObservation,
): Reinterpretation | null {
  const hash = observation.provenance?.raw ?? null;
  const raw = hash === null ? null : store.raw(hash);
  const now = raw === null ? null : readForeign(raw);
  if (now === null) return null;
  const old = findingOf(observation);
  const changed = now.reason !== old.reason || now.detail !== old.detail;
  if (save && changed) {
    const { endpointId, id, detector, version, lineage, ...facts } = observation;
    const identity = { id: detector, kind: "tool", version, lineage } as const;
    store.append(endpointId, identity, { ...facts, ...now, detector, version, lineage, transcripts: [] }, id);
  }
  return { observation, old, now, changed };
}

function readOwnAgain({ store, pack, save }: Reinterpreting, observation: StoredObservation): Reinterpretation | null {
  const identity = pack.detectors.find(({ id }) => id === observation.detector);
  if (identity === undefined || observation.transcriptHash === null) return null;
  const stored = store.transcripts(observation.transcriptHash);
  const old = findingOf(observation);
  // Transcripts that cannot be read are no reason to say anything new.
  if (!stored.ok) return { observation, old, now: old, changed: false };
  const { transcripts } = stored;
  const now = pack.interpret(observation.detector, transcripts);
  const changed = now.reason !== old.reason || now.detail !== old.detail;
  if (save && changed) {
    const { id: detector, version, lineage } = identity;
    const { endpointId, id, ...facts } = observation;
    store.append(endpointId, identity, { ...facts, ...now, detector, version, lineage, transcripts }, id);
  }
  return { observation, old, now, changed };
}
