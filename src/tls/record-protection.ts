/** The protection of records in one direction of a connection, SSL 3.0 to TLS 1.2; usable by either side. */

import type { Random } from "../core/ports/clock.ts";
import { concat, equal } from "../core/wire/bytes.ts";
import { encodeRecord } from "../core/wire/record.ts";
import { SSL30, TLS10 } from "../core/wire/version.ts";
import type { AeadCipher, CbcTransform } from "./cipher/bulk.ts";
import { Rc4 } from "./cipher/rc4.ts";
import { type DirectionKeys, type SessionSecrets, type SuiteProtection, suiteProtection } from "./key-schedule.ts";
import { type HashName, hmac } from "./prf.ts";
import { ssl3Mac } from "./ssl3.ts";

/** What a record's protection covers besides its content. */
interface Header {
  readonly sequence: number;
  readonly type: number;
  readonly version: number;
}

/** One way of protecting record bodies. `open` gives null, and changes nothing, when the body is not authentic. */
interface Codec {
  seal(header: Header, plaintext: Uint8Array): Uint8Array;
  open(header: Header, body: Uint8Array): Uint8Array | null;
}

/**
 * Seals, or opens, the records of one direction in order. A record that does not open leaves no trace: the next
 * genuine one still does, whatever was injected between them.
 */
export class RecordProtection {
  readonly #codec: Codec;
  #sequence = 0;

  private constructor(codec: Codec) {
    this.#codec = codec;
  }

  /** null when the suite cannot be used with that version or by us. `random` makes explicit IVs. */
  static create(
    { suite, version }: Pick<SessionSecrets, "suite" | "version">,
    keys: DirectionKeys,
    random: Random,
  ): RecordProtection | null {
    const protection = suiteProtection(suite, version);
    if (protection === null) return null;
    return new RecordProtection(codecFor(protection, version, keys, random));
  }

  /** The whole record, header included. `plaintext`: at most 2^14 bytes. */
  seal(type: number, version: number, plaintext: Uint8Array): Uint8Array {
    const body = this.#codec.seal({ sequence: this.#sequence++, type, version }, plaintext);
    return encodeRecord(type, version, body);
  }

  /** The plaintext of a record's body; null when it does not decrypt or its MAC is wrong. */
  open(type: number, version: number, body: Uint8Array): Uint8Array | null {
    const plaintext = this.#codec.open({ sequence: this.#sequence, type, version }, body);
    if (plaintext !== null) this.#sequence++;
    return plaintext;
  }
}

function codecFor(protection: SuiteProtection, version: number, keys: DirectionKeys, random: Random): Codec {
  if (protection.mac === null) return aeadCodec(protection.bulk, keys);
  const { bulk, mac } = protection;
  const authenticator = new Authenticator(mac, version, keys.mac);
  if (bulk.kind === "stream") return streamCodec(Rc4.keyed(keys.key), authenticator);
  if (bulk.kind === "cbc") {
    const blocks = new BlockPadding(bulk.blockLength, version);
    const transform = bulk.key(keys.key);
    return version <= TLS10
      ? chainedCbcCodec(transform, blocks, authenticator, keys.iv)
      : explicitCbcCodec(transform, blocks, authenticator, random);
  }
  return {
    seal: (h, plaintext) => authenticator.append(h, plaintext),
    open: (h, body) => authenticator.remove(h, body),
  };
}

/** MAC-then-encrypt's first half: appends a MAC to the plaintext and takes it off again. */
class Authenticator {
  readonly #name: HashName;
  readonly #version: number;
  readonly #secret: Uint8Array;

  constructor(name: HashName, version: number, secret: Uint8Array) {
    this.#name = name;
    this.#version = version;
    this.#secret = secret;
  }

  append(header: Header, plaintext: Uint8Array): Uint8Array {
    return concat([plaintext, this.#mac(header, plaintext)]);
  }

  /** null when the data is shorter than a MAC or carries a wrong one. (Time may leak: nothing here is secret.) */
  remove(header: Header, data: Uint8Array): Uint8Array | null {
    const length = data.length - this.#secret.length;
    if (length < 0) return null;
    const plaintext = data.subarray(0, length);
    return equal(data.subarray(length), this.#mac(header, plaintext)) ? plaintext : null;
  }

  #mac(header: Header, plaintext: Uint8Array): Uint8Array {
    if (this.#version !== SSL30)
      return hmac(this.#name, this.#secret, pseudoHeader(header, plaintext.length), plaintext);
    const short = pseudoHeader(header, plaintext.length);
    // SSL 3.0 does not cover the version.
    return ssl3Mac(this.#name, this.#secret, short.subarray(0, 9), short.subarray(11), plaintext);
  }
}

/** Sequence number, type, version, length: what a MAC or AEAD covers before the content (RFC 5246 section 6.2.3). */
function pseudoHeader({ sequence, type, version }: Header, length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(13));
  view.setBigUint64(0, BigInt(sequence));
  view.setUint8(8, type);
  view.setUint16(9, version);
  view.setUint16(11, length);
  return new Uint8Array(view.buffer);
}

/** Padding to whole blocks: one byte at the end tells how many padding bytes stand before it. */
class BlockPadding {
  readonly #blockLength: number;
  readonly #version: number;

  constructor(blockLength: number, version: number) {
    this.#blockLength = blockLength;
    this.#version = version;
  }

  get blockLength(): number {
    return this.#blockLength;
  }

  /** True for a body that can be decrypted at all. */
  fits(body: Uint8Array): boolean {
    return body.length > 0 && body.length % this.#blockLength === 0;
  }

  add(data: Uint8Array): Uint8Array {
    const count = this.#blockLength - 1 - (data.length % this.#blockLength);
    return concat([data, new Uint8Array(count + 1).fill(count)]);
  }

  /** null when the padding is malformed: SSL 3.0 bounds its length only, TLS fixes every byte. */
  remove(data: Uint8Array): Uint8Array | null {
    const count = data.at(-1);
    if (count === undefined || count + 1 > data.length) return null;
    const padding = data.subarray(data.length - 1 - count);
    const sound = this.#version === SSL30 ? count < this.#blockLength : padding.every((byte) => byte === count);
    return sound ? data.subarray(0, data.length - 1 - count) : null;
  }
}

function streamCodec(initial: Rc4, authenticator: Authenticator): Codec {
  let state = initial;
  return {
    seal: (header, plaintext) => state.apply(authenticator.append(header, plaintext)),
    open: (header, body) => {
      const advanced = state.clone();
      const plaintext = authenticator.remove(header, advanced.apply(body));
      if (plaintext !== null) state = advanced;
      return plaintext;
    },
  };
}

/** CBC of SSL 3.0 and TLS 1.0: the last block of a record is the IV of the next. */
function chainedCbcCodec(
  transform: CbcTransform,
  blocks: BlockPadding,
  authenticator: Authenticator,
  first: Uint8Array,
): Codec {
  let iv = first;
  return {
    seal: (header, plaintext) => {
      const body = transform.encrypt(iv, blocks.add(authenticator.append(header, plaintext)));
      iv = body.subarray(body.length - blocks.blockLength);
      return body;
    },
    open: (header, body) => {
      if (!blocks.fits(body)) return null;
      const data = blocks.remove(transform.decrypt(iv, body));
      const plaintext = data === null ? null : authenticator.remove(header, data);
      if (plaintext !== null) iv = body.subarray(body.length - blocks.blockLength);
      return plaintext;
    },
  };
}

/** CBC of TLS 1.1 and 1.2: every record brings its own IV. */
function explicitCbcCodec(
  transform: CbcTransform,
  blocks: BlockPadding,
  authenticator: Authenticator,
  random: Random,
): Codec {
  return {
    seal: (header, plaintext) => {
      const iv = random.bytes(blocks.blockLength);
      return concat([iv, transform.encrypt(iv, blocks.add(authenticator.append(header, plaintext)))]);
    },
    open: (header, body) => {
      const iv = body.subarray(0, blocks.blockLength);
      const sealed = body.subarray(blocks.blockLength);
      if (!blocks.fits(sealed)) return null;
      const data = blocks.remove(transform.decrypt(iv, sealed));
      return data === null ? null : authenticator.remove(header, data);
    },
  };
}

function sequenceBytes(header: Header): Uint8Array {
  return pseudoHeader(header, 0).subarray(0, 8);
}

/** GCM and CCM send half of the nonce with the record (RFC 5288, RFC 6655); ChaCha20 mixes it in (RFC 7905). */
function aeadCodec(bulk: AeadCipher, { key, iv }: DirectionKeys): Codec {
  const transform = bulk.key(key);
  const { explicitIv, tagLength } = bulk;
  const nonceOf = (header: Header, sent: Uint8Array): Uint8Array =>
    explicitIv > 0 ? concat([iv, sent]) : mixInto(iv, sequenceBytes(header));
  return {
    seal: (header, plaintext) => {
      const sent = sequenceBytes(header).subarray(0, explicitIv);
      const sealed = transform.seal(nonceOf(header, sent), pseudoHeader(header, plaintext.length), plaintext);
      return concat([sent, sealed]);
    },
    open: (header, body) => {
      const length = body.length - explicitIv - tagLength;
      if (length < 0) return null;
      const nonce = nonceOf(header, body.subarray(0, explicitIv));
      return transform.open(nonce, pseudoHeader(header, length), body.subarray(explicitIv));
    },
  };
}

/** The fixed part of a nonce with the sequence number mixed into its last eight bytes. */
function mixInto(iv: Uint8Array, sequence: Uint8Array): Uint8Array {
  const at = iv.length - sequence.length;
  return iv.map((byte, i) => byte ^ (sequence[i - at] ?? 0));
}
