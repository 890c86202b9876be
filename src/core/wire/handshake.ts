/** Handshake messages (RFC 5246 section 7.4): four bytes of header, then a body, split over records at will. */

import { ByteWriter } from "./bytes.ts";
import { FrameCutter } from "./frames.ts";

/** Handshake message types. */
export const HANDSHAKE = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
  certificateUrl: 21,
  certificateStatus: 22,
  supplementalData: 23,
  keyUpdate: 24,
  nextProtocol: 67,
} as const;

/** One message. `raw` is header and body together, as the transcript hash wants them. */
export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
  readonly raw: Uint8Array;
}

const HEADER = 4;
const DEFAULT_MAX_BYTES = 2 ** 18;

/** One message with its header. @throws RangeError for a body beyond 2^24 - 1 bytes. */
export function encodeHandshake(type: number, body: Uint8Array): Uint8Array {
  return new ByteWriter(HEADER + body.length).u8(type).vector24(body).finish();
}

/** Puts messages together from the bodies of handshake records. A message longer than `maxBytes` is a final defect. */
export class HandshakeAssembler {
  readonly #cutter: FrameCutter<HandshakeMessage>;
  #defect: "oversized" | null = null;

  constructor(maxBytes: number = DEFAULT_MAX_BYTES) {
    this.#cutter = new FrameCutter({
      measure: (bytes, at, have) => {
        if (have < HEADER) return 0;
        const length = (bytes[at + 1] ?? 0) * 65536 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
        if (length <= maxBytes) return HEADER + length;
        this.#defect = "oversized";
        return -1;
      },
      frame: (bytes, start, end) => ({
        type: bytes[start] ?? 0,
        body: bytes.subarray(start + HEADER, end),
        raw: bytes.subarray(start, end),
      }),
    });
  }

  /** Set once a message announced more than `maxBytes`; nothing is read after it. */
  get defect(): "oversized" | null {
    return this.#defect;
  }

  /** Bytes held of a message that is not complete. */
  get pending(): number {
    return this.#cutter.pending;
  }

  /** The messages completed by one record's body, in order. */
  push(recordBody: Uint8Array): readonly HandshakeMessage[] {
    return this.#cutter.push(recordBody);
  }
}
