/** SEED (RFC 4269), whose suites OpenSSL 1.0.1 offers by default and OpenSSL 3 no longer does. */

import type { BlockCipher } from "./block.ts";

const ROUNDS = 16;

/**
 * The substitution S(x) = A * x^n + b over GF(2^8) with the polynomial x^8 + x^6 + x^5 + x + 1.
 * `columns[i]` is what bit i of x^n contributes.
 */
function substitution(columns: readonly number[], exponent: number, constant: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, x) => {
    const y = power(x, exponent);
    return columns.reduce((sum, column, bit) => ((y >> bit) & 1 ? sum ^ column : sum), constant);
  });
}

function power(x: number, exponent: number): number {
  let y = 1;
  for (let bit = 7; bit >= 0; bit--) {
    y = multiply(y, y);
    if ((exponent >> bit) & 1) y = multiply(y, x);
  }
  return y;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product <<= 1;
    if (product & 0x100) product ^= 0x163;
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

const S1 = substitution([0x2c, 0xd0, 0x69, 0xc2, 0x41, 0x44, 0x58, 0xe2], 247, 0xa9);
const S2 = substitution([0xd0, 0x2a, 0xe1, 0x2c, 0x21, 0x30, 0xa2, 0x6c], 251, 0x38);

/** The function G (RFC 4269 section 2.2), as four tables: what each byte of the word contributes. */
const G = [0, 1, 2, 3].map((index) => {
  const masks = [0xfc, 0xf3, 0xcf, 0x3f];
  return Uint32Array.from({ length: 256 }, (_, x) => {
    const y = ((index % 2 === 0 ? S1 : S2)[x] as number) >>> 0;
    const z = [0, 1, 2, 3].map((to) => y & (masks[(index + to) & 3] as number));
    return z.reduce((word, byte, to) => (word | (byte << (8 * to))) >>> 0, 0);
  });
}) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

function g(x: number): number {
  return (
    ((G[0][x & 0xff] as number) ^
      (G[1][(x >>> 8) & 0xff] as number) ^
      (G[2][(x >>> 16) & 0xff] as number) ^
      (G[3][x >>> 24] as number)) >>>
    0
  );
}

/** SEED with a 16-byte key. */
export function seed(key: Uint8Array): BlockCipher {
  const subkeys = expand(key);
  const order = Array.from({ length: ROUNDS }, (_, round) => round);
  const reversed = order.toReversed();
  return {
    blockLength: 16,
    encrypt: (data, offset) => crypt(data, offset, subkeys, order),
    decrypt: (data, offset) => crypt(data, offset, subkeys, reversed),
  };
}

/** Two subkeys a round (RFC 4269 section 2.3). */
function expand(key: Uint8Array): Uint32Array {
  const view = new DataView(key.buffer, key.byteOffset, 16);
  let [a, b, c, d] = [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  const subkeys = new Uint32Array(2 * ROUNDS);
  let constant = 0x9e3779b9;
  for (let round = 0; round < ROUNDS; round++) {
    subkeys[2 * round] = g((a + c - constant) >>> 0);
    subkeys[2 * round + 1] = g((b - d + constant) >>> 0);
    if (round % 2 === 0) [a, b] = [(a >>> 8) | (b << 24), (b >>> 8) | (a << 24)];
    else [c, d] = [(c << 8) | (d >>> 24), (d << 8) | (c >>> 24)];
    constant = ((constant << 1) | (constant >>> 31)) >>> 0;
  }
  return subkeys;
}

function crypt(data: Uint8Array, offset: number, subkeys: Uint32Array, rounds: readonly number[]): void {
  const view = new DataView(data.buffer, data.byteOffset + offset, 16);
  let [l0, l1, r0, r1] = [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  for (const round of rounds) {
    let c = r0 ^ (subkeys[2 * round] as number);
    let d = g((c ^ r1 ^ (subkeys[2 * round + 1] as number)) >>> 0);
    c = g((c + d) >>> 0);
    d = g((d + c) >>> 0);
    [l0, l1, r0, r1] = [r0, r1, l0 ^ (c + d), l1 ^ d];
  }
  // The last round's exchange of the halves is undone.
  view.setUint32(0, r0);
  view.setUint32(4, r1);
  view.setUint32(8, l0);
  view.setUint32(12, l1);
}
