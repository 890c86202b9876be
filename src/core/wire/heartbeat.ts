/** Heartbeat messages (RFC 6520 section 4), also those that claim more than they carry. */

import { ByteWriter } from "./bytes.ts";

/** Heartbeat message types. */
export const HEARTBEAT = { request: 1, response: 2 } as const;

/** Type and payload length. */
const HEADER = 3;

/** A heartbeat message as it arrived, honest or not. */
export interface HeartbeatMessage {
  readonly type: number;
  /** The payload length that the message claims. */
  readonly claimed: number;
  /** How many bytes really follow the three bytes of header: payload and padding together. */
  readonly carried: number;
  /** The first min(claimed, carried) bytes carried. */
  readonly payload: Uint8Array;
  /** How many bytes are left for padding. */
  readonly padding: number;
}

/** A message whose claim need not be the payload's length: what a sender claims is what is being tested. */
export function encodeHeartbeat(type: 1 | 2, claimed: number, payload: Uint8Array, padding: Uint8Array): Uint8Array {
  const length = HEADER + payload.length + padding.length;
  return new ByteWriter(length).u8(type).u16(claimed).bytes(payload).bytes(padding).finish();
}

/** The body of an unprotected heartbeat record; null when it is shorter than the header. */
export function decodeHeartbeat(body: Uint8Array): HeartbeatMessage | null {
  const [type, high, low] = body;
  if (type === undefined || high === undefined || low === undefined) return null;
  const claimed = high * 256 + low;
  const carried = body.length - HEADER;
  const payload = body.subarray(HEADER, HEADER + Math.min(claimed, carried));
  return { type, claimed, carried, payload, padding: carried - payload.length };
}
