/**
 * OpenSSL 1.0.1's ssl3_get_record: from received bytes to one record at a time, checked as there, in the buffer whose
 * leftovers an over-read brings to light.
 */

import { ALERT } from "../../core/wire/alert.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { MAX_PLAINTEXT } from "./framing.ts";
import type { Opening } from "./handshake.ts";
import type { HeartbeatRecord } from "./heartbeat.ts";
import { Inbound, RECORD_HEADER } from "./inbound.ts";
import { ReadBuffer } from "./read-buffer.ts";

/** What a protected record may be longer than its plaintext: SSL3_RT_MAX_ENCRYPTED_OVERHEAD. */
const MAX_OVERHEAD = 320;

export type Incoming =
  /** `memory`: the record's body as the library has it, not ending where the record does. */
  | { readonly kind: "record"; readonly type: number; readonly body: Uint8Array; readonly memory: HeartbeatRecord }
  /** A fatal alert is due, in a record of this version. */
  | { readonly kind: "refused"; readonly description: number; readonly version: number }
  /** The first bytes are no ClientHello in a TLS record: closed without an alert. */
  | { readonly kind: "not_tls" };

export class RecordReader {
  readonly #inbound = new Inbound();
  readonly #buffer = new ReadBuffer();
  /** What every record must carry; null: the ClientHello has not been read. */
  #version: number | null = null;
  #protection: Opening | null = null;
  /** Bytes of explicit IV or nonce before the ciphertext. */
  #explicit = 0;

  push(bytes: Uint8Array): void {
    this.#inbound.push(bytes);
  }

  /** From the next record on, exactly this version is accepted. */
  expect(version: number): void {
    this.#version = version;
  }

  /** From the next record on, records are protected; `explicit` bytes of each stand before the ciphertext. */
  protect(protection: Opening, explicit: number): void {
    this.#protection = protection;
    this.#explicit = explicit;
  }

  /** The next record that carries anything; null: more bytes are needed. */
  next(): Incoming | null {
    for (;;) {
      const header = this.#inbound.header();
      if (header === null) return null;
      const { type, version, length } = header;
      if (this.#version === null) {
        if (type !== CONTENT.handshake || version >> 8 !== 3) return { kind: "not_tls" };
      } else if (version !== this.#version) {
        const answered = version >> 8 === 3 ? version : this.#version;
        return { kind: "refused", description: ALERT.protocolVersion, version: answered };
      }
      if (length > MAX_PLAINTEXT + MAX_OVERHEAD) return this.#refuse(ALERT.recordOverflow, version);
      const record = this.#inbound.take();
      if (record === null) return null;
      this.#buffer.hold(record);
      const body = this.#open(type, version, record.subarray(RECORD_HEADER));
      if (body === null) return this.#refuse(ALERT.badRecordMac, version);
      if (body.length > MAX_PLAINTEXT) return this.#refuse(ALERT.recordOverflow, version);
      if (body.length > 0) return { kind: "record", type, body, memory: this.#memory(body) };
    }
  }

  #refuse(description: number, version: number): Incoming {
    return { kind: "refused", description, version: this.#version ?? version };
  }

  #open(type: number, version: number, body: Uint8Array): Uint8Array | null {
    return this.#protection === null ? body : this.#protection.open(type, version, body);
  }

  #memory(body: Uint8Array): HeartbeatRecord {
    const start = RECORD_HEADER + this.#explicit;
    this.#buffer.overwrite(start, body);
    return { length: body.length, read: (offset, length) => this.#buffer.read(start + offset, length) };
  }
}
