/**
 * Between the socket and the transcript: follows the record framing of what arrives, lets everything pass except
 * heartbeat records, and replaces each of these by its length and class the moment it is complete. A heartbeat payload
 * lives only until it has been classified and never reaches the transcript.
 */

import type { HeartbeatClass } from "../../core/model/transcript.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { claimedLength, LONGEST_KEPT } from "./messages.ts";

/** A heartbeat record as it may be remembered. */
export interface HeartbeatSeen {
  readonly recordVersion: number;
  readonly length: number;
  /** How much of the body arrived; less than `length` only when the connection ended inside it. */
  readonly received: number;
  readonly messageType: number | null;
  readonly claimed: number | null;
  readonly class: HeartbeatClass;
}

export interface TapSink {
  /** Bytes of anything but heartbeat records, in order. A view: copy to keep. */
  bytes(bytes: Uint8Array): void;
  heartbeat(seen: HeartbeatSeen): void;
}

const HEADER = 5;

/** Incremental: feed segments as they arrive, in order; `end` reports a heartbeat record cut short. */
export class HeartbeatTap {
  readonly #sink: TapSink;
  readonly #classify: (body: Uint8Array, length: number) => HeartbeatClass;
  readonly #header = new Uint8Array(HEADER);
  #headerFill = 0;
  #remaining = 0;
  #heartbeat = false;
  #body: Uint8Array | null = null;
  #bodyFill = 0;
  /** Once the bytes are no TLS records, framing means nothing: everything passes. */
  #raw = false;

  constructor(classify: (body: Uint8Array, length: number) => HeartbeatClass, sink: TapSink) {
    this.#classify = classify;
    this.#sink = sink;
  }

  push(segment: Uint8Array): void {
    let at = 0;
    let passFrom = this.#insideHeartbeatHeader() ? segment.length : 0;
    const pass = (to: number) => {
      if (to > passFrom) this.#sink.bytes(segment.subarray(passFrom, to));
    };
    while (at < segment.length && !this.#raw) {
      if (this.#remaining > 0) {
        const take = Math.min(this.#remaining, segment.length - at);
        if (this.#heartbeat) this.#keep(segment.subarray(at, at + take));
        this.#remaining -= take;
        at += take;
        if (this.#heartbeat) passFrom = at;
        if (this.#remaining === 0 && this.#heartbeat) this.#report();
        continue;
      }
      if (this.#headerFill === 0) {
        const first = segment[at] ?? 0;
        if (first < CONTENT.changeCipherSpec || first > CONTENT.heartbeat) {
          this.#raw = true;
          break;
        }
        if (first === CONTENT.heartbeat) {
          pass(at);
          passFrom = segment.length;
        }
      }
      const take = Math.min(HEADER - this.#headerFill, segment.length - at);
      this.#header.set(segment.subarray(at, at + take), this.#headerFill);
      this.#headerFill += take;
      at += take;
      if (this.#headerFill === HEADER) {
        if (this.#header[0] === CONTENT.heartbeat) passFrom = at;
        this.#begin();
      }
    }
    pass(segment.length);
  }

  /** The connection is over: a heartbeat record that has begun is reported as far as it came. */
  end(): void {
    if (this.#heartbeat && this.#remaining > 0) this.#report();
  }

  #insideHeartbeatHeader(): boolean {
    return this.#headerFill > 0 && this.#header[0] === CONTENT.heartbeat;
  }

  #begin(): void {
    this.#headerFill = 0;
    this.#heartbeat = this.#header[0] === CONTENT.heartbeat;
    this.#remaining = ((this.#header[3] ?? 0) << 8) | (this.#header[4] ?? 0);
    if (!this.#heartbeat) return;
    this.#body = new Uint8Array(Math.min(this.#remaining, LONGEST_KEPT));
    this.#bodyFill = 0;
    if (this.#remaining === 0) this.#report();
  }

  #keep(piece: Uint8Array): void {
    const body = this.#body;
    if (body === null || this.#bodyFill >= body.length) return;
    const part = piece.subarray(0, body.length - this.#bodyFill);
    body.set(part, this.#bodyFill);
    this.#bodyFill += part.length;
  }

  #report(): void {
    const body = this.#body ?? new Uint8Array(0);
    const length = ((this.#header[3] ?? 0) << 8) | (this.#header[4] ?? 0);
    const kept = body.subarray(0, this.#bodyFill);
    const complete = this.#remaining === 0;
    this.#sink.heartbeat({
      recordVersion: ((this.#header[1] ?? 0) << 8) | (this.#header[2] ?? 0),
      length,
      received: length - this.#remaining,
      messageType: kept[0] ?? null,
      claimed: kept.length >= 3 ? claimedLength(kept) : null,
      class: complete || kept.length === LONGEST_KEPT ? this.#classify(kept, length) : "incomplete",
    });
    body.fill(0);
    this.#body = null;
    this.#heartbeat = false;
    this.#remaining = 0;
  }
}
