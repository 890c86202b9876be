/** When the next connection may be opened: rate limit and jitter. */

import type { Clock, Random } from "../core/ports/clock.ts";
import type { Limits } from "./options.ts";

export class Pacer {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #limits: Limits;
  #next = 0;

  constructor(clock: Clock, random: Random, limits: Limits) {
    this.#clock = clock;
    this.#random = random;
    this.#limits = limits;
  }

  /** Resolves when a connection may be opened, `atLeastMs` from now or later; early when the signal says stop. */
  async turn(atLeastMs: number, signal: AbortSignal): Promise<void> {
    const pause = atLeastMs + this.#random.unit() * this.#limits.jitterMs + this.#queue();
    if (pause > 0) await this.#clock.sleep(pause, signal);
  }

  /** Takes the next free place in the rate limit's queue; how long until then, ms. */
  #queue(): number {
    if (this.#limits.ratePerSecond === null) return 0;
    const now = this.#clock.monotonic();
    const place = Math.max(now, this.#next);
    this.#next = place + 1000 / this.#limits.ratePerSecond;
    return place - now;
  }
}
