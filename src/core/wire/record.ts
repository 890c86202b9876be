/** The record layer (RFC 5246 section 6.2): five bytes of header, then up to 2^14 + 2048 bytes of body. */

import { ByteWriter } from "./bytes.ts";
import { FrameCutter } from "./frames.ts";

/** Content types. */
export const CONTENT = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
  heartbeat: 24,
} as const;

/** One record; `body` is a view of the received bytes wherever possible. */
export interface TlsRecord {
  readonly type: number;
  readonly version: number;
  readonly body: Uint8Array;
}

/** Why a byte stream is not a stream of TLS records. */
export type RecordDefect = "not_tls" | "sslv2" | "oversized";

const HEADER = 5;
/** The most a protected record may carry (RFC 5246 section 6.2.3). */
const MAX_BODY = 2 ** 14 + 2048;
/** Message types with which an SSL 2.0 peer can begin: error, CLIENT-HELLO, SERVER-HELLO. */
const SSLV2_OPENINGS: ReadonlySet<number | undefined> = new Set([0, 1, 4]);

/** One record as bytes. @throws RangeError for a body beyond 2^16 - 1 bytes. */
export function encodeRecord(type: number, version: number, body: Uint8Array): Uint8Array {
  return new ByteWriter(HEADER + body.length).u8(type).u16(version).vector16(body).finish();
}

/**
 * Reads records from a stream that arrives in any pieces: byte by byte gives the same as all at once. Bodies are views
 * of the pushed bytes, so these must not be overwritten. A defect is final.
 */
export class RecordDecoder {
  readonly #cutter: FrameCutter<TlsRecord>;
  #defect: RecordDefect | null = null;
  #started = false;

  constructor() {
    this.#cutter = new FrameCutter({
      measure: (bytes, at, have) => this.#measure(bytes, at, have),
      frame: (bytes, start, end) => {
        this.#started = true;
        return { type: bytes[start] ?? 0, version: u16(bytes, start + 1), body: bytes.subarray(start + HEADER, end) };
      },
    });
  }

  /** Why nothing more is read: the bytes are no TLS records, or a record is longer than any may be. */
  get defect(): RecordDefect | null {
    return this.#defect;
  }

  /** Bytes held of a record that is not complete. */
  get pending(): number {
    return this.#cutter.pending;
  }

  /** The records completed by `bytes`, in order. */
  push(bytes: Uint8Array): readonly TlsRecord[] {
    return this.#cutter.push(bytes);
  }

  /** Judges each header byte as early as it can be judged, so that plain text is known by its first byte. */
  #measure(bytes: Uint8Array, at: number, have: number): number {
    const type = bytes[at] ?? 0;
    if (type < CONTENT.changeCipherSpec || type > CONTENT.heartbeat) {
      if (this.#started || type < 0x80) return this.#fail("not_tls");
      // An SSL 2.0 header is two bytes with the top bit set; the message type follows.
      if (have < 3) return 0;
      return this.#fail(SSLV2_OPENINGS.has(bytes[at + 2]) ? "sslv2" : "not_tls");
    }
    if (have > 1 && bytes[at + 1] !== 3) return this.#fail("not_tls");
    if (have < HEADER) return 0;
    const length = u16(bytes, at + 3);
    return length > MAX_BODY ? this.#fail("oversized") : HEADER + length;
  }

  #fail(defect: RecordDefect): -1 {
    this.#defect = defect;
    return -1;
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}
