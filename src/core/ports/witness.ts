/** Somebody else's scanner or service as the engine sees it: asked about one endpoint, answers with a finding. */

import type { DetectorIdentity, Provenance } from "../model/observation.ts";
import type { Finding } from "../model/outcome.ts";
import type { StartTlsProtocol } from "../starttls/protocols.ts";

/** What a witness is asked about. The address was checked against the scope; it is the only one that may be contacted. */
export interface WitnessQuestion {
  readonly address: string;
  readonly port: number;
  /** The name to send as SNI; null: none. */
  readonly serverName: string | null;
  /** The name that led here, also where it is not sent; null: none. */
  readonly name: string | null;
  /** The protocol that comes before TLS; null or left out: none. */
  readonly startTls?: StartTlsProtocol | null;
}

export interface WitnessAnswer {
  readonly finding: Finding;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Without the hash of the raw output, which the store gives. */
  readonly provenance: Omit<Provenance, "raw">;
  /** The raw output, freed of memory; null: nothing ran. */
  readonly raw: Uint8Array | null;
}

export interface Witness {
  readonly identity: DetectorIdentity;
  /** Questions at once. */
  readonly concurrency: number;
  /** Never rejects: whatever goes wrong is a finding. */
  ask(question: WitnessQuestion, signal: AbortSignal): Promise<WitnessAnswer>;
}
