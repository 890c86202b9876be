/** Records of a connection, cut out of what arrives so that they can be changed one by one; what is no record passes as it is. */

import { concat } from "../core/wire/bytes.ts";
import { CONTENT, encodeRecord, RecordDecoder, type TlsRecord } from "../core/wire/record.ts";

/** What becomes of one record: itself, another, several, none. */
export type Edit = (record: TlsRecord) => readonly TlsRecord[];

const HEADER = 5;
const EMPTY = new Uint8Array(0);

export function encodeAll(records: readonly TlsRecord[]): Uint8Array {
  return concat(records.map(({ type, version, body }) => encodeRecord(type, version, body)));
}

/** The records that `bytes` consist of; null: they are not whole records. */
export function wholeRecords(bytes: Uint8Array): readonly TlsRecord[] | null {
  const decoder = new RecordDecoder();
  const records = decoder.push(bytes);
  return decoder.defect === null && decoder.pending === 0 ? records : null;
}

/**
 * The bytes of one direction, in any pieces, through an edit. A record is held until it is whole, or until somebody stops waiting
 * for the rest of it (`release`). From ChangeCipherSpec on, or where it is no TLS, nothing is changed.
 */
export class EditedStream {
  readonly #edit: Edit;
  #held: Uint8Array = EMPTY;
  #ready: Uint8Array = EMPTY;
  /** Bytes still to come of a record that was released before it was whole. */
  #owed = 0;
  #raw = false;

  constructor(edit: Edit) {
    this.#edit = edit;
  }

  push(bytes: Uint8Array): void {
    this.#held = concat([this.#held, bytes]);
    this.#passOwed();
    while (!this.#raw && this.#held.length >= HEADER) {
      const [type = 0, major = 0, minor = 0, high = 0, low = 0] = this.#held;
      if (type < CONTENT.changeCipherSpec || type > CONTENT.heartbeat || major !== 3) break;
      const end = HEADER + (high << 8) + low;
      if (this.#held.length < end) return;
      const record = { type, version: (major << 8) | minor, body: this.#held.slice(HEADER, end) };
      this.#held = this.#held.slice(end);
      if (type === CONTENT.changeCipherSpec) {
        this.#raw = true;
        this.#ready = concat([this.#ready, encodeAll([record])]);
      } else this.#ready = concat([this.#ready, encodeAll(this.#edit(record))]);
    }
    if (this.#held.length >= HEADER) this.#raw = true;
    if (!this.#raw) return;
    this.#ready = concat([this.#ready, this.#held]);
    this.#held = EMPTY;
  }

  /** At most so many bytes that are through; null: none. */
  take(most: number): Uint8Array | null {
    if (this.#ready.length === 0) return null;
    const taken = this.#ready.slice(0, most);
    this.#ready = this.#ready.slice(most);
    return taken;
  }

  /** Lets go of what there is of a record; false: there is nothing of one. */
  release(): boolean {
    if (this.#held.length === 0) return false;
    const [, , , high = 0, low = 0] = this.#held;
    if (this.#held.length >= HEADER) this.#owed = HEADER + (high << 8) + low - this.#held.length;
    else this.#raw = true;
    this.#ready = concat([this.#ready, this.#held]);
    this.#held = EMPTY;
    return true;
  }

  #passOwed(): void {
    const passed = Math.min(this.#owed, this.#held.length);
    if (passed === 0) return;
    this.#ready = concat([this.#ready, this.#held.slice(0, passed)]);
    this.#held = this.#held.slice(passed);
    this.#owed -= passed;
  }
}

/** Headers of records as soon as they are there: a tool may never read the rest. */
export class HeaderReader {
  #header: number[] = [];
  #left = 0;

  push(bytes: Uint8Array): readonly { readonly type: number; readonly version: number; readonly length: number }[] {
    const found = [];
    let at = 0;
    while (at < bytes.length) {
      const skipped = Math.min(this.#left, bytes.length - at);
      this.#left -= skipped;
      at += skipped;
      const byte = bytes[at];
      if (byte === undefined) break;
      at++;
      this.#header.push(byte);
      if (this.#header.length < 5) continue;
      const [type = 0, major = 0, minor = 0, high = 0, low = 0] = this.#header;
      this.#header = [];
      this.#left = (high << 8) | low;
      found.push({ type, version: (major << 8) | minor, length: this.#left });
    }
    return found;
  }
}
