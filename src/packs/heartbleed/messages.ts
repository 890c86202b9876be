/**
 * The heartbeat messages of the Heartbleed pack and the recognition of what comes back (RFC 6520 section 4).
 *
 * - `control`: a well-formed request. Every stack with heartbeats answers it.
 * - `overclaim`: carries 24 bytes and claims 25, without padding. A sound stack discards it; stacks that are merely
 *   lenient about padding (GnuTLS before April 2014) refuse it too. It is long enough to get past a repair that only
 *   looks whether a message could hold any payload and padding at all. The 25th byte lies inside the region of OpenSSL's read buffer that our
 *   own control has just filled, so a vulnerable server hands our own byte back to us.
 * - `bigControl`: well-formed, with an answer of more than 8192 bytes. OpenSSL holds its writes back in a buffer of 4096
 *   bytes until the handshake is done; an answer of that size fills and flushes the buffer and passes whole
 *   (crypto/bio/bf_buff.c). It brings out the answers before it and is itself the sign of life after the probe.
 * - `overread` (rung 3, opt-in): claims 4096 bytes and carries none.
 */

import type { HeartbeatClass } from "../../core/model/transcript.ts";
import { encodeHeartbeat } from "../../core/wire/heartbeat.ts";

const REQUEST = 1;
const RESPONSE = 2;
/** RFC 6520 section 4: padding of at least 16 bytes, in requests and in answers. */
const PADDING = 16;

/** Longer than the probe's claim, so that the byte beyond the probe is one of the control's. */
const CONTROL_PAYLOAD = 32;
export const OVERCLAIM_PAYLOAD = 24;
/** Twice what OpenSSL buffers: with less, the end of the answer would stay behind. */
export const BIG_PAYLOAD = 8192;
/** The smallest round claim whose answer passes the 4096-byte buffer. */
const OVERREAD_CLAIM = 4096;
/** No answer that we recognise is longer: bytes beyond need not be kept even for a moment. */
export const LONGEST_KEPT = 3 + BIG_PAYLOAD + PADDING;

/** Random bytes one conversation needs for its payloads. */
export const MARKER_BYTES = CONTROL_PAYLOAD + OVERCLAIM_PAYLOAD;

/** Heartbeat message bodies, without record headers. */
export interface Questions {
  readonly control: Uint8Array;
  readonly overclaim: Uint8Array;
  readonly bigControl: Uint8Array;
  readonly overread: Uint8Array;
}

const NONE = new Uint8Array(0);
/** What follows the marker in the big control: the rest of its payload, and the padding. */
const ZEROS = new Uint8Array(BIG_PAYLOAD - CONTROL_PAYLOAD + PADDING);

/** Builds one conversation's messages from its random marker. */
export function questions(marker: Uint8Array): Questions {
  const controlPayload = marker.subarray(0, CONTROL_PAYLOAD);
  return {
    control: encodeHeartbeat(REQUEST, CONTROL_PAYLOAD, controlPayload, ZEROS.subarray(0, PADDING)),
    overclaim: encodeHeartbeat(REQUEST, OVERCLAIM_PAYLOAD + 1, marker.subarray(CONTROL_PAYLOAD, MARKER_BYTES), NONE),
    bigControl: encodeHeartbeat(REQUEST, BIG_PAYLOAD, controlPayload, ZEROS),
    overread: encodeHeartbeat(REQUEST, OVERREAD_CLAIM, NONE, NONE),
  };
}

/**
 * Says what a heartbeat message in an answer is, from its first bytes and its full length; the caller throws the bytes
 * away afterwards. `body` may be cut at LONGEST_KEPT, `length` is the whole message's length.
 */
export function classifyAnswer(body: Uint8Array, length: number, asked: Questions): HeartbeatClass {
  if (isOneOf(body, length, asked)) return "echo";
  const type = body[0];
  if (type === REQUEST) return "request";
  if (type !== RESPONSE || body.length < 3) return "other";
  const claimed = claimedLength(body);
  if (claimed === OVERREAD_CLAIM && length > 3 + PADDING) return "overread_answer";
  if (claimed === OVERCLAIM_PAYLOAD + 1 && length >= 3 + claimed) {
    // With or without padding: whoever sends one byte more than it was given has read it somewhere.
    return carries(body, asked.overclaim, OVERCLAIM_PAYLOAD) ? "overclaim_answer" : "other";
  }
  if (length < 3 + claimed + PADDING) return "other";
  switch (claimed) {
    case CONTROL_PAYLOAD:
      return carries(body, asked.control, CONTROL_PAYLOAD) ? "control_answer" : "other";
    case BIG_PAYLOAD:
      return carries(body, asked.bigControl, BIG_PAYLOAD) ? "control_answer" : "other";
    default:
      return "other";
  }
}

/** The payload length a heartbeat message claims; 0 when the message is too short to claim anything. */
export function claimedLength(body: Uint8Array): number {
  return body.length < 3 ? 0 : ((body[1] ?? 0) << 8) | (body[2] ?? 0);
}

function isOneOf(body: Uint8Array, length: number, asked: Questions): boolean {
  return Object.values(asked).some(
    (question: Uint8Array) => question.length === length && startsWith(body, question, 0, length),
  );
}

/** Does the answer begin its payload with the first `count` payload bytes of the question? */
function carries(body: Uint8Array, question: Uint8Array, count: number): boolean {
  return startsWith(body, question, 3, 3 + count);
}

function startsWith(a: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  if (a.length < to || b.length < to) return false;
  for (let i = from; i < to; i++) if (a[i] !== b[i]) return false;
  return true;
}
