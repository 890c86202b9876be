/**
 * What one service allows us, shared by everybody who asks it: how many assessments at once, how long between two new ones,
 * and pauses that it asked for. New assessments begin one after the other, each when the one before was answered. Who
 * follows an assessment that was begun is never held back.
 */

import type { Clock } from "../../core/ports/clock.ts";
import type { ServiceLimits } from "../../core/ports/service.ts";

export interface ServiceLimiter {
  /** For one conversation. */
  place(): ServicePlace;
  learn(limits: ServiceLimits): void;
  /** Nobody begins anything new for this long. */
  pause(ms: number): void;
}

export interface ServicePlace {
  /** Waits until a new assessment may begin, also once more; false: the signal came first. After true, say `begun`. */
  begin(signal: AbortSignal): Promise<boolean>;
  /** The request that begins it was answered, or failed. */
  begun(accepted: boolean): void;
  leave(): void;
}

/** When others use up all that our address is allowed, we look again after this time, and the service decides. */
const OTHERS_MS = 30_000;
/** Beyond what the service asks for between two assessments. */
const MARGIN_MS = 100;

/** @param most assessments at once, whatever the service would allow. */
export function createServiceLimiter(clock: Clock, most: number): ServiceLimiter {
  let allowed = most;
  /** Places taken, and how many of them the service has accepted and so counts itself. */
  let taken = 0;
  let accepted = 0;
  /** Assessments of others behind our address. */
  let others = 0;
  let coolOffMs = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  /** Whether a request that begins one is under way. */
  let beginning = false;
  let waiting: (() => void)[] = [];

  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  };
  /** Resolves at the next change, or at the signal. */
  const change = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const finish = (): void => {
        signal.removeEventListener("abort", finish);
        resolve();
      };
      signal.addEventListener("abort", finish, { once: true });
      waiting.push(finish);
    });

  const takePlace = async (signal: AbortSignal): Promise<boolean> => {
    while (!signal.aborted) {
      if (taken < Math.min(most, allowed - others)) {
        taken++;
        return true;
      }
      if (taken > 0) await change(signal);
      else {
        await clock.sleep(OTHERS_MS, signal);
        others = 0;
        wake();
      }
    }
    return false;
  };
  const takeTurn = async (signal: AbortSignal): Promise<boolean> => {
    while (!signal.aborted) {
      const ms = notBefore - clock.monotonic();
      if (beginning) await change(signal);
      else if (ms > 0) await clock.sleep(ms, signal);
      else {
        beginning = true;
        return true;
      }
    }
    return false;
  };

  return {
    place() {
      let inside = false;
      let counted = false;
      return {
        async begin(signal) {
          inside ||= await takePlace(signal);
          return inside && (await takeTurn(signal));
        },
        begun(ok) {
          beginning = false;
          notBefore = Math.max(notBefore, clock.monotonic() + coolOffMs);
          if (ok && !counted) {
            counted = true;
            accepted++;
          }
          wake();
        },
        leave() {
          if (inside) taken--;
          if (counted) accepted--;
          inside = false;
          counted = false;
          wake();
        },
      };
    },
    learn(limits) {
      if (limits.most !== undefined) allowed = Math.max(1, limits.most);
      if (limits.current !== undefined) others = Math.max(0, limits.current - accepted);
      if (limits.coolOffMs !== undefined) coolOffMs = limits.coolOffMs + MARGIN_MS;
      wake();
    },
    pause(ms) {
      notBefore = Math.max(notBefore, clock.monotonic() + ms);
    },
  };
}
