/**
 * Moves endpoints from the store to whoever asks them. Holds a few times as many as may run at once, so that there is
 * always one that no limit stops; everything else stays in the store.
 */

import type { StoredEndpoint } from "../core/ports/store.ts";
import { placeOf } from "./ask-endpoint.ts";
import { Bell } from "./bell.ts";
import { limitsOf } from "./host-keys.ts";
import { Limiter } from "./limiter.ts";
import type { Limits } from "./options.ts";

/** Endpoints held, running or waiting for a limit, per endpoint that may run at once. */
const HELD_PER_RUNNING = 4;

export class Scheduler {
  readonly #take: (most: number) => readonly StoredEndpoint[];
  readonly #limits: Limits;
  readonly #most: number;
  readonly #limiter: Limiter<StoredEndpoint>;
  readonly #bell = new Bell();
  #held = 0;
  /** Whether endpoints may still be added to the store. */
  #filling = true;
  /** Whether the store may have endpoints that have not been taken. */
  #more = true;

  /** @param take fetches waiting endpoints. @param ask must not reject. */
  constructor(
    take: (most: number) => readonly StoredEndpoint[],
    ask: (stored: StoredEndpoint) => Promise<void>,
    limits: Limits,
  ) {
    this.#take = take;
    this.#limits = limits;
    this.#most = HELD_PER_RUNNING * limits.concurrency;
    this.#limiter = new Limiter(async (stored) => {
      await ask(stored);
      this.#held -= 1;
      this.#bell.ring();
    });
  }

  /** New endpoints are in the store. */
  added(): void {
    this.#more = true;
    this.#bell.ring();
  }

  /** No further endpoints will come. */
  filled(): void {
    this.#filling = false;
    this.#bell.ring();
  }

  /** Resolves when everything has been asked, or when the signal stops it: then what is held is still to be drained. */
  async run(stopping: AbortSignal): Promise<void> {
    stopping.addEventListener("abort", () => this.#bell.ring(), { once: true });
    while (!stopping.aborted && (this.#more || this.#filling || this.#held > 0)) {
      // In large helpings: each is a transaction.
      if (this.#more && this.#held <= this.#most / 2) this.#fetch();
      else await this.#bell.wait();
    }
  }

  /** Resolves when nothing is held any more. Whoever asks must let go quickly once the run is being stopped. */
  async drained(): Promise<void> {
    while (this.#held > 0) await this.#bell.wait();
  }

  #fetch(): void {
    const room = this.#most - this.#held;
    const page = this.#take(room);
    this.#more = page.length === room;
    this.#held += page.length;
    for (const stored of page) this.#limiter.offer(stored, limitsOf(placeOf(stored), this.#limits));
  }
}
