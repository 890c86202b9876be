/** The bare bytes of a conversation: what is sent, and how much is to be received before the next sending. */

import type { Transcript } from "../src/core/model/transcript.ts";
import { concat } from "../src/core/wire/bytes.ts";

export interface ReplayStep {
  /** Silence before the sending, ms: nudges come after one, and two writes at once would be one to the server. */
  readonly pauseMs: number;
  readonly send: Uint8Array;
  /** Bytes to receive before the next step. */
  readonly expect: number;
}
export type Replay = readonly ReplayStep[];

const RECORD_HEADER = 5;

export function replayOf(transcript: Transcript): Replay {
  const steps: { pauseMs: number; send: Uint8Array; expect: number }[] = [];
  let sentAt = 0;
  for (const event of transcript.events) {
    const last = steps.at(-1);
    if (event.kind === "sent") {
      const pauseMs = last === undefined || last.expect > 0 ? 0 : Math.round(event.at - sentAt);
      if (last === undefined || last.expect > 0 || pauseMs > 0) steps.push({ pauseMs, send: event.bytes, expect: 0 });
      else last.send = concat([last.send, event.bytes]);
      sentAt = event.at;
    } else if (last !== undefined) {
      if (event.kind === "received") last.expect += event.bytes.length;
      if (event.kind === "heartbeat") last.expect += RECORD_HEADER + event.received;
    }
  }
  return steps;
}

/**
 * Of several recordings of one conversation, made one after the other, the shortest with the least to wait for: signatures and keys
 * vary by a few bytes, a slow moment may cost a nudge, and a replay must never wait for a byte that does not come.
 */
export function mostFrugal(replays: readonly Replay[]): Replay {
  const steps = Math.min(...replays.map((replay) => replay.length));
  const [first = [], ...others] = replays.filter((replay) => replay.length === steps);
  return first.map((step, index) => ({
    ...step,
    expect: Math.min(step.expect, ...others.map((other) => other[index]?.expect ?? 0)),
  }));
}

/** As the floor reads it: per step u32 pause, u32 length (little endian), the bytes, u32 bytes to receive. */
export function encodeReplay(replay: Replay): Uint8Array {
  const u32 = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);
  return concat(replay.flatMap(({ pauseMs, send, expect }) => [u32(pauseMs, send.length), send, u32(expect)]));
}
