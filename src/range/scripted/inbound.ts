/** Received bytes on their way into records: the header can be judged before the body is there, as OpenSSL does. */

import { concat } from "../../core/wire/bytes.ts";

export const RECORD_HEADER = 5;

export interface RecordHeader {
  readonly type: number;
  readonly version: number;
  /** Length of the body. */
  readonly length: number;
}

export class Inbound {
  #bytes: Uint8Array = new Uint8Array(0);

  push(bytes: Uint8Array): void {
    this.#bytes = concat([this.#bytes, bytes]);
  }

  /** The next record's header; null: not all of it is there. */
  header(): RecordHeader | null {
    const [type, major, minor, high, low] = this.#bytes;
    if (type === undefined || major === undefined || minor === undefined) return null;
    if (high === undefined || low === undefined) return null;
    return { type, version: (major << 8) | minor, length: (high << 8) | low };
  }

  /** Takes the next record off, header and body; null: not all of it is there. */
  take(): Uint8Array | null {
    const header = this.header();
    if (header === null || this.#bytes.length < RECORD_HEADER + header.length) return null;
    const record = this.#bytes.slice(0, RECORD_HEADER + header.length);
    this.#bytes = this.#bytes.subarray(record.length);
    return record;
  }
}
