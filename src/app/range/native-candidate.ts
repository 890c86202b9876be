/** The native detector as a whole: the ladder and its judgement, as in a scan. */

import type { ScanEvent } from "../../engine/options.ts";
import { openStore } from "../../io/store/open-store.ts";
import type { ProbeOptions } from "../../packs/pack.ts";
import { newRun } from "../new-run.ts";
import { findPack } from "../packs.ts";
import type { Candidate } from "./measure.ts";
import { scanRange } from "./scan-range.ts";

export function nativeCandidate(probe: ProbeOptions, vantage: string): Candidate {
  const pack = findPack("heartbleed");
  return {
    identity: { id: pack.id, kind: "native", version: pack.detectors[0]?.version ?? "", lineage: "crosscheck" },
    async ask(servers, signal, onAnswer) {
      const store = await openStore(":memory:");
      try {
        const run = await newRun({ pack, vantage, draws: probe.draws, resolver: "none", options: {} });
        const events = (event: ScanEvent) => {
          if (event.kind === "verdict") onAnswer?.();
        };
        const verdicts = await scanRange({ run, store, servers, pack, probe, events, signal });
        return new Map([...verdicts].map(([id, { reason }]) => [id, reason]));
      } finally {
        store.close();
      }
    },
  };
}
