/**
 * How sslscan reads, in its two ways (reference/detectors.md, 2.10). Versions 2.x call recv once for a header and once for a
 * body, and put the length together from characters that have a sign on most machines; 1.11.12 did neither.
 */

import { pause, receive, receiveExactly, type Received, type Talk } from "../talk.ts";

export interface Reader {
  /** Whether a short read is continued. */
  readonly continues: boolean;
  /** Whether characters have a sign where it was built. */
  readonly signed: boolean;
}

/** Of its sockets. */
export const TIMEOUT_MS = 3000;
const HEADER = 5;
/**
 * Hello and request arrive together, so flight and answer leave together, and a real sslscan that reads too much mostly finds
 * both (never missed on genuine OpenSSL, in half of the runs on a simulator). Without this our event loop would always win.
 */
const LAG_MS = 2;

export interface Piece {
  readonly type: number;
  /** Bytes that came; as many as the record has only where the reader goes on reading. */
  readonly length: number;
}

/** What it takes for the next record; null: nothing, or not enough of it. */
export function* readPiece({ continues, signed }: Reader): Talk<Piece | null> {
  const read = (count: number): Talk<Received> =>
    continues ? receiveExactly(count, TIMEOUT_MS) : receive(count, TIMEOUT_MS);
  const header = yield* read(HEADER);
  if (!header.ok || header.bytes.length < HEADER) return null;
  const [type = 0, , , high = 0, low = 0] = header.bytes;
  const length = lengthOf(high, low, signed);
  if (length === 0) return null;
  if (length > (high << 8) + low) yield* pause(LAG_MS);
  const body = yield* read(length);
  return body.ok ? { type, length: body.bytes.length } : null;
}

/** A low byte with its highest bit set fills the high byte with ones: 0x03, 0x94 become 0xff94. */
export function lengthOf(high: number, low: number, signed: boolean): number {
  return ((signed && low >= 0x80 ? 0xff : high) << 8) | low;
}
