/**
 * What one service allows us, shared by everybody who asks it: how many assessments at once, how long between two new ones,
 * and pauses that it asked for. Who follows an assessment that was begun is never held back.
 */

import type { Clock } from "../../core/ports/clock.ts";
import type { ServiceLimits } from "../../core/ports/service.ts";

export interface ServiceLimiter {
  /** Waits until a new assessment may begin and takes its place; false: the signal came first. */
  enter(signal: AbortSignal): Promise<boolean>;
  /** Waits until the one who has a place already may begin again; false: the signal came first. */
  again(signal: AbortSignal): Promise<boolean>;
  leave(): void;
  learn(limits: ServiceLimits): void;
  /** Nobody begins anything new for this long. */
  pause(ms: number): void;
}

/** When others use up all that our address is allowed, we look again after this time, and the service decides. */
const OTHERS_MS = 30_000;
/** Beyond what the service asks for between two assessments: clocks differ. */
const MARGIN_MS = 100;

/** @param most assessments at once, whatever the service would allow. */
export function createServiceLimiter(clock: Clock, most: number): ServiceLimiter {
  let allowed = most;
  let running = 0;
  /** Assessments of others behind our address. */
  let others = 0;
  let coolOffMs = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  let waiting: (() => void)[] = [];

  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  };
  /** Resolves at the next change of the numbers, or at the signal. */
  const change = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const finish = (): void => {
        signal.removeEventListener("abort", finish);
        resolve();
      };
      signal.addEventListener("abort", finish, { once: true });
      waiting.push(finish);
    });
  const again = async (signal: AbortSignal): Promise<boolean> => {
    while (!signal.aborted) {
      const ms = notBefore - clock.monotonic();
      if (ms <= 0) {
        notBefore = clock.monotonic() + coolOffMs;
        return true;
      }
      await clock.sleep(ms, signal);
    }
    return false;
  };

  return {
    again,
    async enter(signal) {
      while (!signal.aborted) {
        if (running < Math.min(most, allowed - others)) {
          running++;
          if (await again(signal)) return true;
          running--;
          wake();
          return false;
        }
        if (running > 0) await change(signal);
        else {
          await clock.sleep(OTHERS_MS, signal);
          others = 0;
          wake();
        }
      }
      return false;
    },
    leave() {
      running--;
      wake();
    },
    learn(limits) {
      if (limits.most !== undefined) allowed = Math.max(1, limits.most);
      if (limits.current !== undefined) others = Math.max(0, limits.current - running);
      if (limits.coolOffMs !== undefined) coolOffMs = limits.coolOffMs + MARGIN_MS;
      wake();
    },
    pause(ms) {
      notBefore = Math.max(notBefore, clock.monotonic() + ms);
    },
  };
}
