/** The observations of one endpoint in one run: what is stored and told, and what the pack and the verdict look back on. */

import { type Judged, judge } from "../core/judge.ts";
import type { DetectorIdentity, Observation, Provenance } from "../core/model/observation.ts";
import type { Finding, Reason } from "../core/model/outcome.ts";
import type { Transcript } from "../core/model/transcript.ts";
import type { WitnessAnswer } from "../core/ports/witness.ts";
import type { Store, StoredEndpoint, StoredObservation } from "../core/ports/store.ts";
import type { Pack, RungResult } from "../packs/pack.ts";
import type { Scan } from "./options.ts";

/** Who answers where no detector of the pack was asked. */
export const INVENTORY: DetectorIdentity = own("inventory");
export const ENGINE: DetectorIdentity = own("engine");

/** Answers that say nothing about the endpoint: a resumed run asks again as if they had not been. */
const TO_BE_ASKED_AGAIN: ReadonlySet<Reason> = new Set(["interrupted", "local_resources"]);

/** What was run for an observation. */
export interface Exchange {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly transcripts: readonly Transcript[];
  /** Of a foreign answer. */
  readonly provenance?: Provenance;
}

/** What was said of an endpoint so far. */
export type Said = Judged & Pick<Observation, "version" | "lineage">;

export class Logbook {
  readonly stored: StoredEndpoint;
  readonly #scan: Pick<Scan, "store" | "pack" | "run" | "events" | "clock">;
  readonly #observations: Said[];

  /** @param earlier what is stored of this endpoint already, when a run is resumed. */
  constructor(
    scan: Pick<Scan, "store" | "pack" | "run" | "events" | "clock">,
    stored: StoredEndpoint,
    earlier: readonly StoredObservation[],
  ) {
    this.#scan = scan;
    this.stored = stored;
    this.#observations = [...earlier];
  }

  get empty(): boolean {
    return this.#observations.length === 0;
  }

  /** Appends an observation of a connection, or of nothing having been connected to. */
  async add(identity: DetectorIdentity, found: Finding, exchange?: Exchange): Promise<void> {
    const { run, pack, store, events, clock } = this.#scan;
    const observation: Observation = {
      endpoint: this.stored.endpoint,
      pack: pack.id,
      detector: identity.id,
      version: identity.version,
      lineage: identity.lineage,
      vantage: run.vantage,
      run: run.id,
      mode: "automatic",
      attempt: 1 + this.times(identity.id),
      startedAt: exchange?.startedAt ?? new Date(clock.now()).toISOString(),
      durationMs: exchange?.durationMs ?? 0,
      ...found,
      transcripts: exchange?.transcripts ?? [],
      provenance: exchange?.provenance ?? null,
    };
    const { id: detector, version, lineage } = identity;
    this.#observations.push({ ...found, detector, version, lineage });
    store.append(this.stored.id, identity, observation);
    await events({ kind: "observation", endpoint: this.stored, observation });
  }

  /** Appends what another scanner answered, and keeps its output. */
  async addForeign(identity: DetectorIdentity, answer: WitnessAnswer): Promise<void> {
    const { finding, startedAt, durationMs, provenance } = answer;
    const raw = answer.raw === null ? null : this.#scan.store.keepRaw(answer.raw);
    await this.add(identity, finding, { startedAt, durationMs, transcripts: [], provenance: { ...provenance, raw } });
  }

  /** Why everything so far came out as it did. */
  get reasons(): readonly Reason[] {
    return this.#observations.map(({ reason }) => reason);
  }

  get said(): readonly Said[] {
    return this.#observations;
  }

  /** How often a detector has answered. */
  times(detector: string): number {
    return this.#observations.filter((earlier) => earlier.detector === detector).length;
  }

  /** Gives the verdict. Not settled: the endpoint stays open, a resumed run asks it again. */
  async conclude(settled: boolean): Promise<void> {
    const { store, pack, run, events } = this.#scan;
    const verdict = judge(this.stored.endpoint, pack.id, this.#observations, run.draws);
    if (settled) store.finish(this.stored.id);
    await events({ kind: "verdict", endpoint: this.stored, verdict, settled });
  }
}

/** Stored observations as the pack's `next` knows them. One whose transcript cannot be read counts as not asked. */
export function pastOf(earlier: readonly StoredObservation[], pack: Pack, store: Store): readonly RungResult[] {
  return earlier.flatMap((observation) => {
    const { detector, attempt, reason, transcriptHash } = observation;
    const ofPack = pack.detectors.some(({ id }) => id === detector);
    if (!ofPack || transcriptHash === null || TO_BE_ASKED_AGAIN.has(reason)) return [];
    const read = store.transcripts(transcriptHash);
    const transcript = read.ok ? read.transcripts.at(-1) : undefined;
    return transcript === undefined ? [] : [{ detector, attempt, finding: findingOf(observation), transcript }];
  });
}

export function findingOf({ outcome, reason, evidence, detail }: StoredObservation): Finding {
  return { outcome, reason, evidence, detail };
}

function own(id: string): DetectorIdentity {
  return { id, kind: "native", version: "1", lineage: "crosscheck" };
}
