/** Reading as tools do that take what has come when their time is over: nothing that arrived is lost. */

import type { Over, StepResult, Talk } from "../talk.ts";

export interface Partial {
  readonly bytes: Uint8Array;
  /** Why it is less than asked for; null: it is all. */
  readonly how: Over | null;
}

/** Up to so many bytes, within so many milliseconds for all of them together. */
export function* receiveUpTo(count: number, timeoutMs: number): Talk<Partial> {
  const whole = new Uint8Array(count);
  let filled = 0;
  let left = timeoutMs;
  let since: number | null = null;
  while (filled < count) {
    const asked = left;
    const result: StepResult = yield { do: "receive", most: count - filled, timeoutMs: Math.max(0, asked) };
    if (result.is !== "data") {
      return { bytes: whole.subarray(0, filled), how: result.is === "over" ? result.how : "closed" };
    }
    whole.set(result.bytes, filled);
    filled += result.bytes.length;
    since ??= result.at;
    left = timeoutMs - (result.at - since);
  }
  return { bytes: whole, how: null };
}
