/** The same bytes in other pieces on their way out: for devices and servers that look at one piece at a time (annex C: C-08). */

import { concat } from "../core/wire/bytes.ts";
import { encodeRecord } from "../core/wire/record.ts";
import type { StepResult, Talk } from "../profiles/talk.ts";
import { wholeRecords } from "./records.ts";
import { throughSteps } from "./steps.ts";
import type { Variation } from "./variation.ts";

/** Between two pieces, ms: the kernel joins what follows at once. */
const GAP_MS = 60;
/** Less than any hello. */
const PIECE_BYTES = 40;
/** Larger ones go in halves: nobody waits for thousands of pieces. */
const MOST_PIECES = 20;

function inPieces(value: string, cut: (bytes: Uint8Array) => readonly Uint8Array[]): Variation {
  return {
    value,
    times: 2,
    holdsRecords: false,
    apply: (talk) =>
      throughSteps(talk, function* (step) {
        let result: StepResult = { is: "done", at: 0 };
        if (step.do !== "send") return yield step;
        for (const [index, bytes] of cut(step.bytes).entries()) {
          if (index > 0) yield { do: "pause", ms: GAP_MS };
          result = yield { do: "send", bytes };
        }
        return result;
      }),
  };
}

export const RECORDS_APART = inPieces("every record in a segment of its own", (bytes) => {
  const records = wholeRecords(bytes)?.map(({ type, version, body }) => encodeRecord(type, version, body)) ?? [];
  return records.length === 0 ? [bytes] : records;
});

export const SMALL_SEGMENTS = inPieces("small segments", (bytes) => {
  const size = Math.max(PIECE_BYTES, Math.ceil(bytes.length / MOST_PIECES));
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  return pieces.length === 0 ? [bytes] : pieces;
});

/** What it sends without reading in between goes at once. */
export const SENT_AT_ONCE: Variation = {
  value: "one segment",
  times: 1,
  holdsRecords: false,
  apply: joined,
};

function joined<T>(talk: Talk<T>): Talk<T> {
  let held: Uint8Array[] = [];
  let at = 0;
  return throughSteps(talk, function* (step) {
    if (step.do === "send") {
      held.push(step.bytes);
      return { is: "done", at };
    }
    if (held.length > 0) yield { do: "send", bytes: concat(held) };
    held = [];
    const result: StepResult = yield step;
    at = result.at;
    return result;
  });
}
