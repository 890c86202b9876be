/** A talk without a network: the other end is a list of what it does after each thing that is sent. */

import type { Reading } from "../profile.ts";
import type { Over, Step, StepResult, Talk } from "../talk.ts";

/** What the other end does: bytes that arrive, `ms` of silence before what follows, or the end. */
export type Act = Uint8Array | { readonly ms: number } | Over;

/**
 * @param scenes what the other end does on each connection, in order: before the first send, after the first, after the
 *   second …; a connection without a scene is refused.
 */
export function rehearse(
  talk: Talk<Reading>,
  scenes: readonly (readonly (readonly Act[])[])[],
): {
  readonly reading: Reading;
  readonly sent: readonly Uint8Array[];
  readonly connections: number;
  readonly at: number;
} {
  const sent: Uint8Array[] = [];
  let at = 0;
  let connections = 0;
  let scene: (readonly Act[])[] = [];
  let coming: Act[] = [];
  let next = talk.next();
  while (next.done !== true) next = talk.next(answer(next.value));
  return { reading: next.value, sent, connections, at };

  function answer(step: Step): StepResult {
    switch (step.do) {
      case "connect": {
        const given = scenes[connections++];
        if (given === undefined) return { is: "over", at, how: "refused" };
        scene = [...given];
        coming = [...(scene.shift() ?? [])];
        return { is: "done", at };
      }
      case "send":
        sent.push(step.bytes);
        coming.push(...(scene.shift() ?? []));
        return { is: "done", at };
      case "pause":
        at += step.ms;
        return { is: "done", at };
      case "close":
        return { is: "done", at };
      case "receive":
        return receive(step.most, step.timeoutMs);
    }
  }

  function receive(most: number, timeoutMs: number): StepResult {
    let left = timeoutMs;
    for (let act = coming[0]; act !== undefined; act = coming[0]) {
      if (typeof act === "string") return { is: "over", at, how: act };
      if (act instanceof Uint8Array) {
        if (act.length <= most) coming.shift();
        else coming[0] = act.subarray(most);
        return { is: "data", at, bytes: act.subarray(0, most) };
      }
      const waited = Math.min(left, act.ms);
      at += waited;
      left -= waited;
      if (waited < act.ms) {
        coming[0] = { ms: act.ms - waited };
        return { is: "over", at, how: "timeout" };
      }
      coming.shift();
    }
    at += left;
    return { is: "over", at, how: "timeout" };
  }
}
