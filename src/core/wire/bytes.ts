/** Reading and writing the presentation language of TLS (RFC 8446 section 3): big-endian numbers and length-prefixed vectors. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Joins byte strings into one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Whether two byte strings are the same. Not constant-time: never use it on secrets. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Lower-case hexadecimal, without separators. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Bytes from hexadecimal; white space is ignored. @throws RangeError when the text is not pairs of hexadecimal digits. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, "");
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) throw new RangeError("not pairs of hexadecimal digits");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * Reads forward over bytes it does not own. Every method gives null, and moves nowhere, when not enough bytes remain,
 * so a decoder reads all its fields and checks once. What it hands out are views, not copies.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many bytes have not been read yet. */
  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number | null {
    return this.#number(1);
  }

  u16(): number | null {
    return this.#number(2);
  }

  u24(): number | null {
    return this.#number(3);
  }

  u32(): number | null {
    return this.#number(4);
  }

  /** The next `length` bytes. */
  take(length: number): Uint8Array | null {
    if (length > this.remaining) return null;
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** Everything that has not been read yet. */
  rest(): Uint8Array {
    const rest = this.#bytes.subarray(this.#at);
    this.#at = this.#bytes.length;
    return rest;
  }

  /** A vector with a one-byte length. */
  vector8(): Uint8Array | null {
    return this.#vector(1);
  }

  /** A vector with a two-byte length. */
  vector16(): Uint8Array | null {
    return this.#vector(2);
  }

  /** A vector with a three-byte length. */
  vector24(): Uint8Array | null {
    return this.#vector(3);
  }

  #number(width: number): number | null {
    if (width > this.remaining) return null;
    let value = 0;
    // Multiplication, not shifts: a 32-bit number must not turn negative.
    for (const end = this.#at + width; this.#at < end; this.#at++) value = value * 256 + (this.#bytes[this.#at] ?? 0);
    return value;
  }

  #vector(width: number): Uint8Array | null {
    const start = this.#at;
    const length = this.#number(width);
    const body = length === null ? null : this.take(length);
    if (body === null) this.#at = start;
    return body;
  }
}

/** The first number that does not fit so many bytes. */
const NUMBER_LIMITS = [0, 2 ** 8, 2 ** 16, 2 ** 24, 2 ** 32];

/**
 * Writes forward into a growing buffer. @throws RangeError when a number or a vector does not fit its field: that is a
 * mistake in our own code, and a wrapped length would put a different message on the wire than the one asked for.
 */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** @param room bytes there is room for at once; who knows the length beforehand spares copies of it. */
  constructor(room = 256) {
    this.#bytes = new Uint8Array(room);
  }

  u8(value: number): this {
    return this.#number(value, 1);
  }

  u16(value: number): this {
    return this.#number(value, 2);
  }

  u24(value: number): this {
    return this.#number(value, 3);
  }

  u32(value: number): this {
    return this.#number(value, 4);
  }

  bytes(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** A vector with a one-byte length. */
  vector8(bytes: Uint8Array): this {
    return this.u8(bytes.length).bytes(bytes);
  }

  /** A vector with a two-byte length. */
  vector16(bytes: Uint8Array): this {
    return this.u16(bytes.length).bytes(bytes);
  }

  /** A vector with a three-byte length. */
  vector24(bytes: Uint8Array): this {
    return this.u24(bytes.length).bytes(bytes);
  }

  /** What has been written so far; writing on does not change it. */
  finish(): Uint8Array {
    // A full array is never written to again: the next byte moves to a larger one.
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }

  #number(value: number, width: number): this {
    if (!Number.isInteger(value) || value < 0 || value >= (NUMBER_LIMITS[width] ?? 0)) {
      throw new RangeError(`${value} does not fit ${width} byte(s)`);
    }
    this.#reserve(width);
    for (let shift = 8 * (width - 1); shift >= 0; shift -= 8) this.#bytes[this.#length++] = value >>> shift;
    return this;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#length + more, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** A list of 16-bit numbers as bytes, without a length: cipher suites, groups, signature schemes. */
export function encodeU16List(values: readonly number[]): Uint8Array {
  const writer = new ByteWriter(2 * values.length);
  for (const value of values) writer.u16(value);
  return writer.finish();
}

/** The reverse of `encodeU16List`; null for an odd number of bytes. */
export function decodeU16List(bytes: Uint8Array): readonly number[] | null {
  if (bytes.length % 2 !== 0) return null;
  const values: number[] = [];
  for (let i = 0; i < bytes.length; i += 2) values.push((bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0));
  return values;
}
