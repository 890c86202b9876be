/**
 * The heartbeats of the DTLS rung. A round is one datagram with three requests: a well-formed one (control), one that claims a
 * byte more than it carries (probe), a well-formed one. Nothing on the way can lose the probe and deliver the controls, and the byte
 * beyond the probe is the first of the record behind it: a vulnerable server hands back our own.
 *
 * Every request of a conversation has a length of its own, by which its answer is known. None claims anywhere near 16 365 bytes, above
 * which a vulnerable OpenSSL aborts (detectors.md, section 1).
 */

import type { HeartbeatClass } from "../../core/model/transcript.ts";
import { encodeHeartbeat } from "../../core/wire/heartbeat.ts";
import { claimedLength } from "./messages.ts";

const REQUEST = 1;
const RESPONSE = 2;
/** RFC 6520 section 4: at least that much padding, in requests and in answers. */
const PADDING = 16;
const HEADER = 3;

/** Payload bytes of the first control and of the probe in the first round. */
const SHORTEST = 32;
/** Lengths a round takes up: control, probe (its claim), control, and one between rounds. */
const LENGTHS = 4;
/** Most rounds of one conversation. */
export const MOST_ROUNDS = 8;
/** Rounds in which both controls must be answered, and the probe must not, before that is called a refusal. */
export const ROUNDS_WANTED = 3;

/** Random bytes one conversation needs for its payloads. */
export const DTLS_MARKER_BYTES = SHORTEST + LENGTHS * MOST_ROUNDS;

/** Payload bytes that the probe of a round carries; it claims one more. */
export function carriedBy(round: number): number {
  return SHORTEST + LENGTHS * round;
}

/** The three heartbeat messages of a round (from 0), without record headers. */
export function roundMessages(
  round: number,
  marker: Uint8Array,
): { readonly before: Uint8Array; readonly probe: Uint8Array; readonly after: Uint8Array } {
  const carried = carriedBy(round);
  const control = (length: number): Uint8Array =>
    encodeHeartbeat(REQUEST, length, marker.subarray(0, length), new Uint8Array(PADDING));
  return {
    before: control(carried),
    probe: encodeHeartbeat(REQUEST, carried + 1, marker.subarray(0, carried), new Uint8Array(0)),
    after: control(carried + 2),
  };
}

/** Which request an answer with this claim is an answer to; null: none that this rung ever sends. */
export function requestOf(
  claimed: number,
): { readonly round: number; readonly which: "before" | "probe" | "after" } | null {
  const round = Math.floor((claimed - SHORTEST) / LENGTHS);
  const which = (["before", "probe", "after"] as const)[(claimed - SHORTEST) % LENGTHS];
  return round < 0 || round >= MOST_ROUNDS || which === undefined ? null : { round, which };
}

/** Says what a heartbeat message in a whole record is; the caller throws its bytes away afterwards. */
export function classifyDtlsAnswer(body: Uint8Array, marker: Uint8Array): HeartbeatClass {
  const type = body[0];
  const claimed = claimedLength(body);
  if (type === REQUEST) return begins(body, marker, SHORTEST) ? "echo" : "request";
  const request = requestOf(claimed);
  if (type !== RESPONSE || request === null) return "other";
  if (request.which === "probe") {
    // Whoever sends one byte more than it was given has read it somewhere, with or without padding.
    const more = body.length >= HEADER + claimed && begins(body, marker, claimed - 1);
    return more ? "overclaim_answer" : "other";
  }
  return body.length >= HEADER + claimed + PADDING && begins(body, marker, claimed) ? "control_answer" : "other";
}

function begins(body: Uint8Array, marker: Uint8Array, count: number): boolean {
  if (body.length < HEADER + count) return false;
  for (let i = 0; i < count; i++) if (body[HEADER + i] !== marker[i]) return false;
  return true;
}
