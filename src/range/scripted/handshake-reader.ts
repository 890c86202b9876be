/** The client's handshake messages, with the type known as soon as the header is: OpenSSL refuses before it reads on. */

import { concat } from "../../core/wire/bytes.ts";
import type { HandshakeMessage } from "../../core/wire/handshake.ts";

const HEADER = 4;

export class HandshakeReader {
  #bytes: Uint8Array = new Uint8Array(0);

  push(body: Uint8Array): void {
    this.#bytes = concat([this.#bytes, body]);
  }

  /** Type and length of the next message; null: its header is not there. */
  next(): { readonly type: number; readonly length: number } | null {
    const [type, high, middle, low] = this.#bytes;
    if (type === undefined || high === undefined || middle === undefined || low === undefined) return null;
    return { type, length: (high << 16) | (middle << 8) | low };
  }

  /** Takes the next message off; null: not all of it is there. */
  take(): HandshakeMessage | null {
    const next = this.next();
    if (next === null || this.#bytes.length < HEADER + next.length) return null;
    const raw = this.#bytes.slice(0, HEADER + next.length);
    this.#bytes = this.#bytes.subarray(raw.length);
    return { type: next.type, body: raw.subarray(HEADER), raw };
  }
}
