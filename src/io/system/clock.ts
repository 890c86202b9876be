/** The real clock. */

import { setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../core/ports/clock.ts";

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  /** Resolves after `ms`, or early when the signal says so: whoever sleeps looks at the signal anyway. */
  async sleep(ms, signal) {
    // Hundreds sleep with one signal: that is no leak to warn about.
    if (signal !== undefined) setMaxListeners(0, signal);
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
