/**
 * Galois/Counter Mode (NIST SP 800-38D) over any block cipher that node:crypto has in counter mode: OpenSSL has Camellia,
 * but not Camellia-GCM (RFC 6367), which GnuTLS and others negotiate.
 */

import { createCipheriv } from "node:crypto";
import { concat, equal, fromHex, toHex } from "../../core/wire/bytes.ts";
import type { AeadTransform } from "./bulk.ts";

const BLOCK = 16;
/** x^128 + x^7 + x^2 + x + 1 with the bits in GCM's order: the coefficient of 1 comes first. */
const REDUCTION = 0xe1n << 120n;

/** GCM with 12-byte nonces and 16-byte tags; `counterMode` is node:crypto's name, e.g. "camellia-128-ctr". */
export function gcm(counterMode: string, key: Uint8Array): AeadTransform {
  const counter = (start: Uint8Array, data: Uint8Array): Uint8Array =>
    createCipheriv(counterMode, key, start).update(data);
  const hashKey = toNumber(counter(new Uint8Array(BLOCK), new Uint8Array(BLOCK)));

  /** Encrypts or decrypts; the first block of the keystream is kept for the tag. */
  const apply = (nonce: Uint8Array, data: Uint8Array): { readonly mask: Uint8Array; readonly text: Uint8Array } => {
    const start = concat([nonce, Uint8Array.of(0, 0, 0, 1)]);
    const stream = counter(start, concat([new Uint8Array(BLOCK), data]));
    return { mask: stream.subarray(0, BLOCK), text: stream.subarray(BLOCK) };
  };
  const tag = (mask: Uint8Array, additional: Uint8Array, sealed: Uint8Array): Uint8Array => {
    const lengths = new DataView(new ArrayBuffer(BLOCK));
    lengths.setBigUint64(0, BigInt(8 * additional.length));
    lengths.setBigUint64(8, BigInt(8 * sealed.length));
    const hashed = hash(hashKey, [additional, sealed, new Uint8Array(lengths.buffer)]);
    return fromHex((hashed ^ toNumber(mask)).toString(16).padStart(2 * BLOCK, "0"));
  };

  return {
    seal: (nonce, additional, plaintext) => {
      const { mask, text } = apply(nonce, plaintext);
      return concat([text, tag(mask, additional, text)]);
    },
    open: (nonce, additional, sealed) => {
      const body = sealed.subarray(0, Math.max(0, sealed.length - BLOCK));
      const { mask, text } = apply(nonce, body);
      return equal(sealed.subarray(body.length), tag(mask, additional, body)) ? text : null;
    },
  };
}

/** GHASH over the parts, each padded to whole blocks. */
function hash(key: bigint, parts: readonly Uint8Array[]): bigint {
  let sum = 0n;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += BLOCK) {
      const block = new Uint8Array(BLOCK);
      block.set(part.subarray(at, at + BLOCK));
      sum = multiply(sum ^ toNumber(block), key);
    }
  }
  return sum;
}

/** Multiplication in GF(2^128), bit by bit: records of this cipher are few. */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let power = b;
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= power;
    power = power & 1n ? (power >> 1n) ^ REDUCTION : power >> 1n;
  }
  return product;
}

function toNumber(block: Uint8Array): bigint {
  return BigInt(`0x${toHex(block)}`);
}
