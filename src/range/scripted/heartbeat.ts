/**
 * Heartbleed itself: what each library does with a heartbeat record (RFC 6520). The vulnerable and the repaired code
 * differ in nothing but two comparisons.
 */

import { ALERT } from "../../core/wire/alert.ts";
import { concat } from "../../core/wire/bytes.ts";
import { TLS10, TLS11 } from "../../core/wire/version.ts";
import type { HeartbeatCode } from "../conditions/dials.ts";
import type { BufferRead } from "./read-buffer.ts";

const REQUEST = 1;
const RESPONSE = 2;
/** Message type and payload_length. */
const HEADER = 3;
/** Padding that a message must carry, and that every answer carries. */
const PADDING = 16;

/** A heartbeat record as the library has it: its length, and memory that does not end where the record does. */
export interface HeartbeatRecord {
  readonly length: number;
  /** Reads `length` bytes at `offset` from the start of the message. */
  read(offset: number, length: number): BufferRead;
}

export type HeartbeatReaction =
  /** `foreign`: how many bytes of `message` were never sent by this client. */
  | { readonly kind: "answer"; readonly message: Uint8Array; readonly foreign: number }
  | { readonly kind: "discard" }
  | { readonly kind: "fatal_alert"; readonly description: number }
  | { readonly kind: "fin" | "reset" | "clear_text" | "locks_up" };

/** What one library does. `padding` makes that many random bytes. */
type Reaction = (
  record: HeartbeatRecord,
  version: number,
  padding: (length: number) => Uint8Array,
) => HeartbeatReaction;

const discard: HeartbeatReaction = { kind: "discard" };

/** Type and claimed length. A record shorter than that is no obstacle: the rest is read from behind it. */
function header(record: HeartbeatRecord): { readonly type: number; readonly claimed: number } {
  const [type = 0, high = 0, low = 0] = record.read(0, HEADER).bytes;
  return { type, claimed: (high << 8) | low };
}

/** Copies as much payload as was claimed: the flaw, wherever nobody compared the claim with the record's length. */
function answer(record: HeartbeatRecord, padding: (length: number) => Uint8Array): HeartbeatReaction {
  const { type, claimed } = header(record);
  if (type !== REQUEST) return discard;
  const payload = record.read(HEADER, claimed);
  const head = Uint8Array.of(RESPONSE, claimed >> 8, claimed & 0xff);
  return { kind: "answer", message: concat([head, payload.bytes, padding(PADDING)]), foreign: payload.foreign };
}

const REACTIONS: Readonly<Record<HeartbeatCode, Reaction>> = {
  over_reads: (record, _version, padding) => answer(record, padding),

  bounds_checked: (record, _version, padding) => {
    if (HEADER + PADDING > record.length) return discard;
    if (HEADER + header(record).claimed + PADDING > record.length) return discard;
    return answer(record, padding);
  },

  // TLS 1.0 and 1.1 tell the receiver to ignore record types it does not know (RFC 4346, 6); the others do not.
  not_built: (_record, version) =>
    version === TLS10 || version === TLS11 ? discard : { kind: "fatal_alert", description: ALERT.unexpectedMessage },

  lenient_padding: (record, _version, padding) =>
    record.length <= HEADER || header(record).claimed > record.length - HEADER
      ? { kind: "fatal_alert", description: ALERT.recordOverflow }
      : answer(record, padding),

  echo: (record) => ({ kind: "answer", message: record.read(0, record.length).bytes, foreign: 0 }),
  fatal_alert: () => ({ kind: "fatal_alert", description: ALERT.unexpectedMessage }),
  fin: () => ({ kind: "fin" }),
  reset: () => ({ kind: "reset" }),
  clear_text: () => ({ kind: "clear_text" }),
  locks_up: () => ({ kind: "locks_up" }),
};

/** What a server with this heartbeat code does about one record. */
export function reactToHeartbeat(
  code: HeartbeatCode,
  record: HeartbeatRecord,
  version: number,
  padding: (length: number) => Uint8Array,
): HeartbeatReaction {
  return REACTIONS[code](record, version, padding);
}
