/**
 * Handshake messages of DTLS (RFC 6347 section 4.2): each is numbered and may be sent in fragments, which may come
 * twice, overlap, or come in any order.
 */

import { ByteReader, ByteWriter } from "./bytes.ts";
import type { HandshakeMessage } from "./handshake.ts";
import { encodeHandshake } from "./handshake.ts";

export interface HandshakeFragment {
  readonly type: number;
  /** Length of the whole message's body. */
  readonly length: number;
  /** message_seq. */
  readonly sequence: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Handshake header of TLS, message_seq, fragment_offset and fragment_length. */
const HEADER = 12;

/** One fragment with its header. @throws RangeError for a number that does not fit its field. */
export function encodeFragment({ type, length, sequence, offset, bytes }: HandshakeFragment): Uint8Array {
  return new ByteWriter(HEADER + bytes.length).u8(type).u24(length).u16(sequence).u24(offset).vector24(bytes).finish();
}

/** A message as fragments of at most `most` body bytes each; an empty body is one fragment. */
export function fragmentsOf(
  type: number,
  sequence: number,
  body: Uint8Array,
  most: number,
): readonly HandshakeFragment[] {
  const step = Math.max(1, Math.floor(most));
  const fragments: HandshakeFragment[] = [];
  for (let offset = 0; offset === 0 || offset < body.length; offset += step) {
    fragments.push({ type, length: body.length, sequence, offset, bytes: body.subarray(offset, offset + step) });
  }
  return fragments;
}

/** The fragments in a record's body; null when the body is not exactly that. */
export function decodeFragments(body: Uint8Array): readonly HandshakeFragment[] | null {
  const reader = new ByteReader(body);
  const fragments: HandshakeFragment[] = [];
  while (reader.remaining > 0) {
    const type = reader.u8();
    const length = reader.u24();
    const sequence = reader.u16();
    const offset = reader.u24();
    const bytes = reader.vector24();
    if (type === null || length === null || sequence === null || offset === null || bytes === null) return null;
    if (offset + bytes.length > length) return null;
    fragments.push({ type, length, sequence, offset, bytes });
  }
  return fragments;
}

/** Longest message put together, as `HandshakeAssembler`: no honest server's Certificate is longer. */
const MAX_MESSAGE = 2 ** 18;
/** How far ahead of the next message fragments are kept, and how many bytes in all. */
const MAX_AHEAD = 16;
const MAX_HELD = 2 ** 19;

interface Partial {
  readonly type: number;
  readonly body: Uint8Array;
  /** Which bytes have come. */
  readonly have: Uint8Array;
  missing: number;
}

/**
 * Puts messages together and gives them out in the order of their numbers, each once. What contradicts an earlier fragment,
 * is too long or too far ahead is dropped: on UDP anybody may have sent it.
 */
export class FragmentAssembler {
  readonly #partial = new Map<number, Partial>();
  #next: number;
  #held = 0;

  /** `first`: the number of the first message wanted. */
  constructor(first: number) {
    this.#next = first;
  }

  /** The messages completed by this fragment; usually none or one. */
  push(fragment: HandshakeFragment): readonly HandshakeMessage[] {
    const { sequence } = fragment;
    if (sequence < this.#next || sequence >= this.#next + MAX_AHEAD) return [];
    const partial = this.#partial.get(sequence) ?? this.#begin(fragment);
    if (partial === null || partial.type !== fragment.type || partial.body.length !== fragment.length) return [];
    fill(partial, fragment);
    return this.#complete();
  }

  #begin({ type, length, sequence }: HandshakeFragment): Partial | null {
    if (length > MAX_MESSAGE || this.#held + length > MAX_HELD) return null;
    this.#held += length;
    const partial = { type, body: new Uint8Array(length), have: new Uint8Array(length), missing: length };
    this.#partial.set(sequence, partial);
    return partial;
  }

  #complete(): readonly HandshakeMessage[] {
    const done: HandshakeMessage[] = [];
    for (;;) {
      const partial = this.#partial.get(this.#next);
      if (partial === undefined || partial.missing > 0) return done;
      this.#partial.delete(this.#next);
      this.#held -= partial.body.length;
      this.#next++;
      done.push({ type: partial.type, body: partial.body, raw: encodeHandshake(partial.type, partial.body) });
    }
  }
}

/** The first to send a byte decides it. */
function fill(partial: Partial, { offset, bytes }: HandshakeFragment): void {
  for (let i = 0; i < bytes.length; i++) {
    if (partial.have[offset + i] === 1) continue;
    partial.have[offset + i] = 1;
    partial.body[offset + i] = bytes[i] ?? 0;
    partial.missing--;
  }
}
