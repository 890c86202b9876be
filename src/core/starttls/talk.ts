/**
 * Runs a dialogue over bytes as they arrive: keeps what was not asked for yet, within limits. Total: whatever comes, the
 * dialogue goes on, is ready or has failed, and it stays so.
 *
 * Nothing that stood behind the go-ahead in plain text is ever handed to TLS (CVE-2011-0411 is that mistake on the
 * server's side): an end that speaks before the first TLS message is not one whose answers prove anything.
 */

import { concat } from "../wire/bytes.ts";
import type { Dialogue, DialogueEnding, DialogueFailure } from "./dialogue.ts";

/** Longest piece that is waited for. The longest legal lines are those of IMAP servers, a few kB (RFC 7162 section 4). */
export const LONGEST_PIECE = 8192;
/** All that is read of a dialogue. */
export const MOST_BYTES = 65_536;
/** Pieces read: a dialogue of empty lines ends too. */
const MOST_PIECES = 2000;

export interface TalkStep {
  /** To be sent now, in order. */
  readonly send: readonly Uint8Array[];
  /** null: more bytes are waited for. */
  readonly ending: DialogueEnding | null;
}

export class Talk {
  readonly #dialogue: Dialogue;
  readonly #side: "client" | "server";
  #buffer: Uint8Array = new Uint8Array(0);
  #received = 0;
  #pieces = 0;
  /** What the dialogue waits for. */
  #need:
    | { readonly kind: "through"; readonly byte: number }
    | { readonly kind: "take"; readonly count: number }
    | null = null;
  #ending: DialogueEnding | null = null;

  /** "server": its client may be ahead, with its ClientHello behind the last piece; only a server must not be. */
  constructor(dialogue: Dialogue, side: "client" | "server" = "client") {
    this.#dialogue = dialogue;
    this.#side = side;
  }

  get ending(): DialogueEnding | null {
    return this.#ending;
  }

  /** The connection is there: the end that speaks first speaks. Called once. */
  start(): TalkStep {
    const send: Uint8Array[] = [];
    this.#resume(new Uint8Array(0), send);
    return { send, ending: this.#ending };
  }

  receive(bytes: Uint8Array): TalkStep {
    const send: Uint8Array[] = [];
    if (this.#ending === null) {
      this.#received += bytes.length;
      this.#buffer = concat([this.#buffer, bytes]);
      this.#read(send);
    }
    return { send, ending: this.#ending };
  }

  /** Bytes that came behind the last piece: on the client's side always none once the dialogue is ready. */
  rest(): Uint8Array {
    return this.#buffer;
  }

  #read(send: Uint8Array[]): void {
    while (this.#ending === null && this.#need !== null) {
      const end = this.#need.kind === "take" ? this.#need.count : this.#buffer.indexOf(this.#need.byte) + 1;
      if (end > LONGEST_PIECE) return this.#fail("starttls_failed");
      const complete = this.#need.kind === "take" ? this.#buffer.length >= end : end > 0;
      if (!complete) {
        const tooMuch = this.#buffer.length > LONGEST_PIECE || this.#received > MOST_BYTES;
        return tooMuch ? this.#fail("starttls_failed") : undefined;
      }
      this.#pieces++;
      if (this.#pieces > MOST_PIECES) return this.#fail("starttls_failed");
      const piece = this.#buffer.slice(0, end);
      this.#buffer = this.#buffer.subarray(end);
      this.#resume(piece, send);
    }
  }

  /** Lets the dialogue go on until it waits again. */
  #resume(piece: Uint8Array, send: Uint8Array[]): void {
    let next = this.#dialogue.next(piece);
    while (next.done !== true && next.value.kind === "send") {
      if (this.#isAhead() && !next.value.mayBeAhead) return this.#fail("starttls_failed");
      send.push(next.value.bytes);
      next = this.#dialogue.next(new Uint8Array(0));
    }
    if (next.done !== true) {
      this.#need = next.value.kind === "send" ? null : next.value;
    } else if (next.value.kind === "ready" && this.#isAhead()) {
      this.#fail("starttls_failed");
    } else {
      this.#ending = next.value;
    }
  }

  /** The other end said more than it was asked. */
  #isAhead(): boolean {
    return this.#side === "client" && this.#buffer.length > 0;
  }

  #fail(reason: DialogueFailure): void {
    this.#ending = { kind: "failed", reason };
  }
}
