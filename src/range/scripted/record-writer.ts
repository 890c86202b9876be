/** The way out of the library: messages into records, records through the handshake's write buffer. */

import { encodeRecord } from "../../core/wire/record.ts";
import { TLS10 } from "../../core/wire/version.ts";
import type { RecordProtection } from "../../tls/record-protection.ts";
import { pieces } from "../network/pieces.ts";
import { MAX_PLAINTEXT } from "./framing.ts";
import { WriteBuffer } from "./write-buffer.ts";

export class RecordWriter {
  readonly #out: (bytes: Uint8Array) => void;
  #buffer: WriteBuffer;
  #protection: RecordProtection | null = null;
  /** TLS 1.0 until a version is agreed on: what every client can read. */
  #version = TLS10;

  /** `bufferSize`: of the buffer that stands between library and socket until `unbuffer`. */
  constructor(bufferSize: number, out: (bytes: Uint8Array) => void) {
    this.#out = out;
    this.#buffer = new WriteBuffer(bufferSize, out);
  }

  /** What the following records carry in their headers. */
  useVersion(version: number): void {
    this.#version = version;
  }

  protect(protection: RecordProtection): void {
    this.#protection = protection;
  }

  /** Writes one message as records of at most 2^14 bytes. */
  write(type: number, message: Uint8Array): void {
    for (const body of pieces(message, MAX_PLAINTEXT)) this.#buffer.write(this.#record(type, body));
  }

  /** Writes a message up to its `limit`th byte on the wire, headers included. False: it was cut there. */
  writeAtMost(limit: number, type: number, message: Uint8Array): boolean {
    let left = limit;
    for (const body of pieces(message, MAX_PLAINTEXT)) {
      const record = this.#record(type, body);
      this.#buffer.write(record.subarray(0, left));
      if (record.length > left) return false;
      left -= record.length;
    }
    return true;
  }

  flush(): void {
    this.#buffer.flush();
  }

  /** Forgets what waits in the buffer. */
  discard(): void {
    this.#buffer.discard();
  }

  /** The handshake is over: flushes, and takes the buffer out of the way. */
  unbuffer(): void {
    this.#buffer.flush();
    this.#buffer = new WriteBuffer(0, this.#out);
  }

  #record(type: number, body: Uint8Array): Uint8Array {
    if (this.#protection === null) return encodeRecord(type, this.#version, body);
    return this.#protection.seal(type, this.#version, body);
  }
}
