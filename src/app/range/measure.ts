/** Asks a detector about every condition, repeatedly, each time in a laboratory of its own: bans and queues of one do not meet another. */

import type { DetectorIdentity } from "../../core/model/observation.ts";
import type { Reason } from "../../core/model/outcome.ts";
import type { Witness } from "../../core/ports/witness.ts";
import { Semaphore } from "../../engine/semaphore.ts";
import { systemClock } from "../../io/system/clock.ts";
import type { Condition } from "../../range/conditions/condition.ts";
import { startScripted } from "../../range/scripted/start-scripted.ts";
import type { RangeServer } from "../../range/server.ts";
import type { SheetDetector, Tally } from "./sheet.ts";

/** Somebody who can be asked about all servers of a laboratory at once. */
export interface Candidate {
  readonly identity: DetectorIdentity;
  /** The reason of each answer, by server id. */
  ask(servers: readonly RangeServer[], signal: AbortSignal): Promise<ReadonlyMap<string, Reason>>;
}

/** @param atOnce questions at the same time: most of what tools do here is wait. */
export function witnessCandidate(witness: Witness, atOnce = witness.concurrency): Candidate {
  return {
    identity: witness.identity,
    async ask(servers, signal) {
      const limit = new Semaphore(atOnce);
      const answers = await Promise.all(
        servers.map(async ({ id, address, port, transport, serverName }) => {
          if (transport === "udp") return [id, "tool_not_applicable"] as const;
          const question = { address, port, serverName, name: null };
          const { finding } = await limit.run(() => witness.ask(question, signal));
          return [id, finding.reason] as const;
        }),
      );
      return new Map(answers);
    },
  };
}

export interface Measuring {
  readonly conditions: readonly Condition[];
  readonly repeats: number;
  readonly onRepeat: (candidate: DetectorIdentity, repeat: number) => void;
  readonly signal: AbortSignal;
}

/** Rejects when the laboratory cannot be started. What was interrupted is not counted. */
export async function measure(
  candidate: Candidate,
  { conditions, repeats, onRepeat, signal }: Measuring,
): Promise<SheetDetector> {
  const cells = new Map<string, Map<Reason, number>>();
  for (let repeat = 1; repeat <= repeats && !signal.aborted; repeat++) {
    const range = await startScripted(conditions);
    try {
      const reasons = await candidate.ask(range.servers, signal);
      for (const { id, condition } of range.servers) {
        const reason = reasons.get(id);
        if (reason === undefined || reason === "interrupted") continue;
        const cell = cells.get(condition) ?? new Map<Reason, number>();
        cell.set(reason, (cell.get(reason) ?? 0) + 1);
        cells.set(condition, cell);
      }
    } finally {
      await range.stop();
    }
    onRepeat(candidate.identity, repeat);
  }
  return {
    identity: candidate.identity,
    measuredAt: new Date(systemClock.now()).toISOString(),
    cells: Object.fromEntries([...cells].map(([id, cell]) => [id, Object.fromEntries(cell) as Tally])),
  };
}
