/**
 * One direction of a network between client and server, as seen from user space: when which piece arrives. Pure: it is told the
 * time and a source of chance. Order is kept, as TCP keeps it: what is late makes everything behind it late.
 *
 * A loss is not a gap, because TCP mends it: the lost piece arrives one retransmission time-out later (200 ms, Linux's
 * TCP_RTO_MIN; RFC 6298 would say 1 s), twice that much later again when it is lost again, and so on. Not modelled: fast
 * retransmission (three segments behind the lost one bring it sooner), congestion windows, loss of the handshake of TCP itself.
 */

import type { Network } from "../conditions/dials.ts";
import { pieces } from "./pieces.ts";

export const RETRANSMISSION_MS = 200;
/** Then it arrives, whatever the dial says: 12.6 s late at most. */
export const MOST_LOSSES = 6;

/** What arrives, and when: milliseconds on the clock of whoever asked. */
export interface Arrival {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What carries bytes in one direction. `now` never goes back. */
export interface Way {
  /** In order; nothing of it before what was carried earlier. */
  carry(bytes: Uint8Array, now: number): readonly Arrival[];
  /** When the other side learns of an end. */
  end(now: number): number;
}

export class NetworkWay implements Way {
  readonly #network: Network;
  readonly #chance: () => number;
  #last = 0;

  /** `chance`: uniform in [0, 1). */
  constructor(network: Network, chance: () => number) {
    this.#network = network;
    this.#chance = chance;
  }

  carry(bytes: Uint8Array, now: number): readonly Arrival[] {
    const { mss } = this.#network;
    const cut = mss === null ? [bytes] : pieces(bytes, Math.max(1, Math.floor(mss)));
    return cut.map((piece) => ({ at: this.#arrival(now), bytes: piece }));
  }

  /** A FIN is a segment like any other. */
  end(now: number): number {
    return this.#arrival(now);
  }

  #arrival(now: number): number {
    const { latencyMs, jitterMs } = this.#network;
    const jitter = jitterMs > 0 ? this.#chance() * jitterMs : 0;
    this.#last = Math.max(this.#last, now + latencyMs + jitter + this.#lossMs());
    return this.#last;
  }

  #lossMs(): number {
    const { lossPercent } = this.#network;
    let late = 0;
    for (let lost = 0; lost < MOST_LOSSES && this.#chance() * 100 < lossPercent; lost++)
      late += RETRANSMISSION_MS * 2 ** lost;
    return late;
  }
}
