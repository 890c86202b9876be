/** The real clock. */

import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../core/ports/clock.ts";

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  /** Resolves after `ms`, or early when the signal says so: whoever sleeps looks at the signal anyway. */
  async sleep(ms, signal) {
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
