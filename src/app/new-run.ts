/** The record that a new run begins with. */

import type { NewRun, RunKind } from "../core/ports/store.ts";
import { systemClock } from "../io/system/clock.ts";
import type { Pack } from "../packs/pack.ts";
import { newRunId } from "./new-run-id.ts";
import { ownVersion } from "./own-version.ts";

export interface RunFacts {
  readonly pack: Pack;
  readonly vantage: string;
  /** Connections that must agree before a zero stands. */
  readonly draws: number;
  /** What resolves names. */
  readonly resolver: string;
  /** What resuming needs; kept as JSON. */
  readonly options: unknown;
  /** Default: one of its own. */
  readonly id?: string;
  /** Default: a scan. */
  readonly kind?: RunKind;
}

export async function newRun({ pack, vantage, resolver, draws, options, id, kind }: RunFacts): Promise<NewRun> {
  const now = systemClock.now();
  return {
    id: id ?? newRunId(now),
    kind: kind ?? "scan",
    pack: pack.id,
    vantage,
    version: await ownVersion(),
    resolver,
    draws,
    options: JSON.stringify(options),
    startedAt: new Date(now).toISOString(),
  };
}
