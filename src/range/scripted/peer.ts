/** One end of a connection without its socket: bytes and time in, actions out. */

import type { WireAction } from "./delivery.ts";

/** What to do now, and when to be woken (on the connection's clock, ms); null: not at all. */
export interface Reaction {
  readonly actions: readonly WireAction[];
  readonly wakeAt: number | null;
}

/** A server's half of one connection. `now` never goes back. */
export interface Peer {
  /** The connection has been accepted. */
  open(now: number): Reaction;
  receive(bytes: Uint8Array, now: number): Reaction;
  /** The time asked for with `wakeAt` has come, and all that was sent has left. */
  wake(now: number): Reaction;
  /** The client will send nothing more. */
  end(now: number): Reaction;
}

export const NO_REACTION: Reaction = { actions: [], wakeAt: null };

/** Sends at once. */
export function send(bytes: Uint8Array, now: number): Reaction {
  return { actions: [{ at: now, kind: "send", bytes }], wakeAt: null };
}

/** Sends, if there is anything, and closes. */
export function finish(bytes: Uint8Array, now: number): Reaction {
  const fin: WireAction = { at: now, kind: "fin" };
  return { actions: bytes.length === 0 ? [fin] : [{ at: now, kind: "send", bytes }, fin], wakeAt: null };
}
