/**
 * The way from the server's socket to the client: when which piece leaves. Pure: it is told the time and gives back
 * actions with the time they are due; order is never changed, so what is late makes what follows late too.
 */

import type { Dials, Segments } from "../conditions/dials.ts";
import { pieces } from "../network/pieces.ts";

/** Something the socket does. `at`: milliseconds on the connection's clock. */
export type WireAction =
  | { readonly at: number; readonly kind: "send"; readonly bytes: Uint8Array }
  | { readonly at: number; readonly kind: "fin" | "reset" };

/** Which delays and cuts apply: to the first flight, between it and the first heartbeat, from the first heartbeat on. */
export type Phase = "flight" | "handshake" | "answer";

type DeliveryDials = Pick<Dials, "helloDelayMs" | "answerDelayMs" | "flightSegments" | "answerSegments">;

export class Delivery {
  readonly #dials: DeliveryDials;
  #phase: Phase = "flight";
  #due: WireAction[] = [];
  /** When the latest action is due. */
  #last = 0;
  #over = false;

  constructor(dials: DeliveryDials) {
    this.#dials = dials;
  }

  enter(phase: Phase): void {
    this.#phase = phase;
  }

  send(bytes: Uint8Array, now: number): void {
    const cut: Segments = this.#segments() ?? { bytes: bytes.length, gapMs: 0 };
    for (const [index, piece] of pieces(bytes, cut.bytes).entries())
      this.#schedule({ kind: "send", bytes: piece }, index === 0 ? 0 : cut.gapMs, now);
  }

  fin(now: number): void {
    this.#schedule({ kind: "fin" }, 0, now);
    this.#over = true;
  }

  reset(now: number): void {
    this.#schedule({ kind: "reset" }, 0, now);
    this.#over = true;
  }

  /** Nothing leaves any more, the connection stays open. */
  silence(): void {
    this.#over = true;
  }

  /** Takes back what has been decided since the last `take`. */
  discard(): void {
    this.#due = [];
  }

  /** What has been decided since the last call. */
  take(): readonly WireAction[] {
    const due = this.#due;
    this.#due = [];
    return due;
  }

  #segments(): Segments | null {
    return this.#phase === "answer" ? this.#dials.answerSegments : this.#dials.flightSegments;
  }

  #latency(): number {
    if (this.#phase === "flight") return this.#dials.helloDelayMs;
    return this.#phase === "answer" ? this.#dials.answerDelayMs : 0;
  }

  #schedule(
    what: { readonly kind: "send"; readonly bytes: Uint8Array } | { readonly kind: "fin" | "reset" },
    gapMs: number,
    now: number,
  ): void {
    if (this.#over) return;
    this.#last = Math.max(now + this.#latency(), this.#last + gapMs);
    this.#due.push({ ...what, at: this.#last });
  }
}
