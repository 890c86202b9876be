/** Asks a detector about every condition, repeatedly, each time in a laboratory of its own: bans and queues of one do not meet another. */

import type { DetectorIdentity } from "../../core/model/observation.ts";
import type { Reason } from "../../core/model/outcome.ts";
import type { Witness } from "../../core/ports/witness.ts";
import { Semaphore } from "../../engine/semaphore.ts";
import { systemClock } from "../../io/system/clock.ts";
import type { Condition } from "../../range/conditions/condition.ts";
import { type KeyMaker, keyMaker, startScripted } from "../../range/scripted/start-scripted.ts";
import type { RangeServer } from "../../range/server.ts";
import type { SheetDetector, Tally } from "./sheet.ts";

/** Somebody who can be asked about all servers of a laboratory at once. */
export interface Candidate {
  readonly identity: DetectorIdentity;
  /** Repeats at the same time, each in its own laboratory, so that one slow answer does not hold up all that could be asked; default: 1. */
  readonly laboratories?: number;
  /** The reason of each answer, by server id; `onAnswer` hears of each as it comes. */
  ask(
    servers: readonly RangeServer[],
    signal: AbortSignal,
    onAnswer?: () => void,
  ): Promise<ReadonlyMap<string, Reason>>;
}

/** @param atOnce questions at the same time, in all laboratories together: most of what tools do here is wait. */
export function witnessCandidate(witness: Witness, atOnce = witness.concurrency): Candidate {
  const limit = new Semaphore(atOnce);
  /** How long it took last, by condition: what took long is asked first the next time, so that nobody waits for it at the end. */
  const took = new Map<string, number>();
  const slowness = ({ condition }: RangeServer) => took.get(condition) ?? 0;
  return {
    identity: witness.identity,
    laboratories: 3,
    async ask(servers, signal, onAnswer) {
      const reasonOf = async ({ address, port, transport, serverName, condition }: RangeServer): Promise<Reason> => {
        if (transport === "udp") return "tool_not_applicable";
        const question = { address, port, serverName, name: null };
        const { finding, durationMs } = await limit.run(() => witness.ask(question, signal));
        took.set(condition, durationMs);
        return finding.reason;
      };
      const answers = await Promise.all(
        servers
          .toSorted((a, b) => slowness(b) - slowness(a))
          .map(async (server) => {
            const reason = await reasonOf(server);
            onAnswer?.();
            return [server.id, reason] as const;
          }),
      );
      return new Map(answers);
    },
  };
}

export interface Measuring {
  readonly conditions: readonly Condition[];
  readonly repeats: number;
  /** The keys of the servers, by repeat; default: fresh ones for each laboratory. */
  readonly keys?: (repeat: number) => KeyMaker;
  readonly onAnswer?: (candidate: DetectorIdentity) => void;
  readonly onRepeat: (candidate: DetectorIdentity, repeat: number) => void;
  readonly signal: AbortSignal;
}

/** The same for all detectors, fresh for each repeat: making keys and certificates is nearly all that a laboratory costs. */
export function keysByRepeat(): (repeat: number) => KeyMaker {
  const made = new Map<number, KeyMaker>();
  return (repeat) => {
    const keys = made.get(repeat) ?? keyMaker();
    made.set(repeat, keys);
    return keys;
  };
}

/** Rejects when a laboratory cannot be started. What was interrupted is not counted. */
export async function measure(
  candidate: Candidate,
  { conditions, repeats, keys = keyMaker, onAnswer, onRepeat, signal }: Measuring,
): Promise<SheetDetector> {
  const cells = new Map<string, Map<Reason, number>>();
  const waiting = Array.from({ length: repeats }, (_, index) => index + 1);
  let done = 0;
  const measureNext = async (): Promise<void> => {
    for (let repeat = waiting.shift(); repeat !== undefined && !signal.aborted; repeat = waiting.shift()) {
      const range = await startScripted(conditions, 1, keys(repeat));
      try {
        const reasons = await candidate.ask(range.servers, signal, () => onAnswer?.(candidate.identity));
        count(cells, range.servers, reasons);
      } finally {
        await range.stop();
      }
      onRepeat(candidate.identity, ++done);
    }
  };
  const all = await Promise.allSettled(Array.from({ length: candidate.laboratories ?? 1 }, measureNext));
  for (const each of all) if (each.status === "rejected") throw each.reason;
  return {
    identity: candidate.identity,
    measuredAt: new Date(systemClock.now()).toISOString(),
    cells: Object.fromEntries([...cells].map(([id, cell]) => [id, Object.fromEntries(cell) as Tally])),
  };
}

function count(
  cells: Map<string, Map<Reason, number>>,
  servers: readonly RangeServer[],
  reasons: ReadonlyMap<string, Reason>,
): void {
  for (const { id, condition } of servers) {
    const reason = reasons.get(id);
    if (reason === undefined || reason === "interrupted") continue;
    const cell = cells.get(condition) ?? new Map<Reason, number>();
    cell.set(reason, (cell.get(reason) ?? 0) + 1);
    cells.set(condition, cell);
  }
}
