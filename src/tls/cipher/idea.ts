/** IDEA (Lai and Massey, 1991), whose suites OpenSSL 1.0.1 offers and OpenSSL 3 no longer does. */

import type { BlockCipher } from "./block.ts";

const ROUNDS = 8;
/** Six subkeys a round and four for the output transformation. */
const SUBKEYS = 6 * ROUNDS + 4;

/** IDEA with a 16-byte key. */
export function idea(key: Uint8Array): BlockCipher {
  const forward = expand(key);
  const backward = invert(forward);
  return {
    blockLength: 8,
    encrypt: (data, offset) => crypt(data, offset, forward),
    decrypt: (data, offset) => crypt(data, offset, backward),
  };
}

/** Multiplication modulo 2^16 + 1, where the word 0 stands for 2^16. */
function multiply(a: number, b: number): number {
  return (((a === 0 ? 0x10000 : a) * (b === 0 ? 0x10000 : b)) % 0x10001) & 0xffff;
}

/** The multiplicative inverse: a^(p - 2) modulo the prime p = 2^16 + 1. */
function inverse(a: number): number {
  let result = a;
  for (let bit = 0; bit < 15; bit++) result = multiply(multiply(result, result), a);
  return result;
}

/** The subkeys are the key's 16-bit words, and again after each rotation of the key by 25 bits to the left. */
function expand(key: Uint8Array): Uint16Array {
  const bits = 128;
  let value = key.reduce((n, byte) => (n << 8n) | BigInt(byte), 0n);
  const subkeys = new Uint16Array(SUBKEYS);
  for (let i = 0; i < SUBKEYS; i++) {
    if (i > 0 && i % 8 === 0) value = BigInt.asUintN(bits, (value << 25n) | (value >> 103n));
    subkeys[i] = Number((value >> BigInt(bits - 16 - 16 * (i % 8))) & 0xffffn);
  }
  return subkeys;
}

/** Decryption is encryption with the subkeys inverted and in reverse order. */
function invert(k: Uint16Array): Uint16Array {
  const out = new Uint16Array(SUBKEYS);
  const at = (i: number): number => k[i] as number;
  for (let round = 0; round <= ROUNDS; round++) {
    const from = 6 * (ROUNDS - round);
    const to = 6 * round;
    // In the inner rounds the two middle words have changed places.
    const swapped = round > 0 && round < ROUNDS;
    out[to] = inverse(at(from));
    out[to + 1] = -at(from + (swapped ? 2 : 1));
    out[to + 2] = -at(from + (swapped ? 1 : 2));
    out[to + 3] = inverse(at(from + 3));
    if (round < ROUNDS) {
      out[to + 4] = at(from - 2);
      out[to + 5] = at(from - 1);
    }
  }
  return out;
}

function crypt(data: Uint8Array, offset: number, k: Uint16Array): void {
  const view = new DataView(data.buffer, data.byteOffset + offset, 8);
  const key = (i: number): number => k[i] as number;
  let a = view.getUint16(0);
  let b = view.getUint16(2);
  let c = view.getUint16(4);
  let d = view.getUint16(6);
  for (let at = 0; at < 6 * ROUNDS; at += 6) {
    a = multiply(a, key(at));
    b = (b + key(at + 1)) & 0xffff;
    c = (c + key(at + 2)) & 0xffff;
    d = multiply(d, key(at + 3));
    const s = multiply(a ^ c, key(at + 4));
    const t = multiply(((b ^ d) + s) & 0xffff, key(at + 5));
    const u = (s + t) & 0xffff;
    a ^= t;
    d ^= u;
    [b, c] = [c ^ t, b ^ u];
  }
  // The last round's exchange of the middle words is undone.
  view.setUint16(0, multiply(a, key(48)));
  view.setUint16(2, c + key(49));
  view.setUint16(4, b + key(50));
  view.setUint16(6, multiply(d, key(51)));
}
