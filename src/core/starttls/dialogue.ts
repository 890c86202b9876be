/**
 * A dialogue: what one end says in a protocol's own words until TLS may begin on the connection. A generator that asks for
 * pieces of what the other end sends and says what to send; it touches no socket and cannot see past the piece it asked for.
 */

/** `through`: bytes up to and with the next `byte`; `take`: exactly `count` bytes. */
export type Need =
  | { readonly kind: "through"; readonly byte: number }
  | { readonly kind: "take"; readonly count: number }
  /** `mayBeAhead`: the other end may have said more than was read so far; otherwise it spoke out of turn. */
  | { readonly kind: "send"; readonly bytes: Uint8Array; readonly mayBeAhead: boolean };

/** Why TLS did not begin. The words are those of src/core/model/outcome.ts. */
export type DialogueFailure = "starttls_not_offered" | "starttls_refused" | "starttls_failed";
export type DialogueEnding = { readonly kind: "ready" } | { readonly kind: "failed"; readonly reason: DialogueFailure };

export type Dialogue = Generator<Need, DialogueEnding, Uint8Array>;
/** A part of a dialogue that gives a value. */
export type Part<T> = Generator<Need, T, Uint8Array>;

export const READY: DialogueEnding = { kind: "ready" };
export const NOT_OFFERED: DialogueEnding = { kind: "failed", reason: "starttls_not_offered" };
export const REFUSED: DialogueEnding = { kind: "failed", reason: "starttls_refused" };
/** What came is not what this protocol allows there. */
export const NOT_UNDERSTOOD: DialogueEnding = { kind: "failed", reason: "starttls_failed" };

const LF = 0x0a;
const encoder = new TextEncoder();
const latin1 = new TextDecoder("latin1");

/** Exactly `count` bytes. */
export function* take(count: number): Part<Uint8Array> {
  return yield { kind: "take", count };
}

/** Everything up to and with the next `byte`, as text, one character a byte. */
export function* through(byte: number): Part<string> {
  return latin1.decode(yield { kind: "through", byte });
}

/** One line without its ending. A bare LF ends a line too: what is read here decides nothing but whether to go on. */
export function* line(): Part<string> {
  return (yield* through(LF)).replace(/\r?\n$/, "");
}

/** Bytes on their way out; the other end must not have answered them already. */
export function* sendBytes(bytes: Uint8Array, mayBeAhead = false): Part<void> {
  yield { kind: "send", bytes, mayBeAhead };
}

/** Text on its way out, its CRLF added. */
export function* sendLine(text: string, mayBeAhead = false): Part<void> {
  yield* sendBytes(encoder.encode(`${text}\r\n`), mayBeAhead);
}

/** Text on its way out as it is. */
export function* sendText(text: string): Part<void> {
  yield* sendBytes(encoder.encode(text));
}
