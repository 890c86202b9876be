/** Reading that keeps what came when the rest does not come: the opposite of `receiveExactly`. */

import { type Over, receive, type Talk } from "../talk.ts";

export interface Gathered {
  readonly bytes: Uint8Array;
  /** Why there are fewer bytes than asked for; null: there are not. */
  readonly ended: Over | null;
}

/** As many bytes as asked for, or all that came before the end or before a wait of `timeoutMs`. */
export function* gather(count: number, timeoutMs: number): Talk<Gathered> {
  const whole = new Uint8Array(count);
  let filled = 0;
  while (filled < count) {
    const part = yield* receive(count - filled, timeoutMs);
    if (!part.ok) return { bytes: whole.subarray(0, filled), ended: part.how };
    whole.set(part.bytes, filled);
    filled += part.bytes.length;
  }
  return { bytes: whole, ended: null };
}
