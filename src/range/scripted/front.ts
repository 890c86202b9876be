/**
 * What a server remembers between connections: whose turn it is behind a balancer, who is banned, how many are inside, whether it
 * still lives.
 */

import type { Dials } from "../conditions/dials.ts";

/** What a new connection meets. */
export type Admission =
  | { readonly kind: "served"; readonly dials: Dials }
  /** "wait": nothing for now, ask again when somebody has left. */
  | { readonly kind: "reset" | "fin" | "silence" | "wait" };

/** A starved connection gets its share of a busy host: little at a time, seldom. */
const STARVED: Partial<Dials> = {
  helloDelayMs: 500,
  flightSegments: { bytes: 400, gapMs: 250 },
  answerSegments: { bytes: 400, gapMs: 250 },
};

export class Front {
  readonly #dials: Dials;
  /** Which turn each source has got, where a source keeps its back end. */
  readonly #turns = new Map<string, number>();
  #connections = 0;
  /** Connections served and not over. */
  #inside = 0;
  /** When each banned source was last seen, ms. */
  readonly #banned = new Map<string, number>();
  #lockedUp = false;

  constructor(dials: Dials) {
    this.#dials = dials;
  }

  /** Decides about a connection from `source` at `now` (ms, any fixed origin). One that is served must `leave` when it is over. */
  admit(source: string, now: number): Admission {
    if (this.#lockedUp) return { kind: "silence" };
    const { ban, crowd } = this.#dials;
    const beyond = crowd !== null && this.#inside >= crowd.atOnce ? crowd.beyond : null;
    if (beyond === "wait" || beyond === "reset") return { kind: beyond };
    const seen = this.#banned.get(source);
    if (ban !== null && seen !== undefined && now - seen < ban.quietMs) {
      this.#banned.set(source, now);
      return { kind: ban.as };
    }
    this.#banned.delete(source);
    if (ban?.after === "connection") this.#banned.set(source, now);
    this.#inside++;
    const dials = this.#backEnd(source);
    return { kind: "served", dials: beyond === "starve" ? { ...dials, ...STARVED } : dials };
  }

  /** A connection that was served is over. */
  leave(): void {
    this.#inside--;
  }

  /** A heartbeat came from `source`. */
  heartbeat(source: string, now: number): void {
    if (this.#dials.ban?.after === "heartbeat") this.#banned.set(source, now);
  }

  /** From now on nobody gets an answer. */
  lockUp(): void {
    this.#lockedUp = true;
  }

  /** The pool's first back end is as the dials say. */
  #backEnd(source: string): Dials {
    const { pool } = this.#dials;
    if (pool === null) return this.#dials;
    const turn = pool.by === "source" ? this.#turnOf(source) : this.#connections++;
    return turn % pool.size === 0 ? this.#dials : { ...this.#dials, ...pool.others };
  }

  #turnOf(source: string): number {
    const turn = this.#turns.get(source) ?? this.#turns.size;
    this.#turns.set(source, turn);
    return turn;
  }
}
