/** What all versions of sslyze send: a hello and, at once behind it, Mozilla's request, whose filler they look for in what comes back. */

import { CONTENT, encodeRecord } from "../../core/wire/record.ts";

const FILLER = 1;
/** As many as go with a type and a length into the largest record; the padding that a request must have does not. */
const FILLED = 16_381;

/** Claims what it carries, and has no padding: only what is lenient, or does not check, answers. */
export function mozillaRequest(version: number): Uint8Array {
  const body = new Uint8Array(3 + FILLED).fill(FILLER);
  body.set([1, FILLED >> 8, FILLED & 0xff]);
  return encodeRecord(CONTENT.heartbeat, version, body);
}

/** Claims nothing and carries `carried`. */
export function emptyRequest(version: number, carried: number): Uint8Array {
  return encodeRecord(CONTENT.heartbeat, version, Uint8Array.from([1, 0, 0, ...new Uint8Array(carried).fill(FILLER)]));
}

/** Whether so many of the filler's bytes stand side by side. */
export function holdsFiller(bytes: Uint8Array, count: number): boolean {
  let run = 0;
  return bytes.some((byte) => {
    run = byte === FILLER ? run + 1 : 0;
    return run === count;
  });
}
