/** A family: the servers that one genuine binary runs, started and stopped together. */

import type { CertificateCollection } from "../certificates/collection.ts";
import type { RangeServer } from "../server.ts";

export interface FamilyContext {
  /** The family's place among all; keeps its addresses apart from the others'. */
  readonly place: number;
  readonly cacheFolder: string;
  readonly certificates: CertificateCollection;
  /** Hears, in one sentence each, what did not go as planned. */
  readonly onNotice: (text: string) => void;
}

/** What a visit to one server found: `problem` is null when it served its page. */
export interface Liveness {
  readonly id: string;
  readonly problem: string | null;
}

export interface RunningFamily {
  readonly servers: readonly RangeServer[];
  /** Fetches the page of every server over TLS, with a client of the same library. */
  alive(): Promise<readonly Liveness[]>;
  stop(): Promise<void>;
}

export interface Family {
  /** First part of its servers' ids: `node-0.10.1`, `openssl-1.0.1f`. */
  readonly id: string;
  /** Rejects when none of its servers can run here; the message says why. */
  start(context: FamilyContext): Promise<RunningFamily>;
}
