/** RC2 (RFC 2268), needed for the 40-bit export suites that OpenSSL 3 no longer offers. */

import type { BlockCipher } from "./block.ts";

/** PITABLE: a permutation of 0..255 drawn from the digits of pi (RFC 2268 section 2). */
const PI = Uint8Array.from(
  (
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32" +
    "bd8f40eb86b77b0bf09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626" +
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a" +
    "961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731" +
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2e" +
    "c5f3db47e5a59c770aa62068fe7fc1ad"
  ).match(/../g) ?? [],
  (hex) => Number.parseInt(hex, 16),
);

/** Rotations of the four words in a mixing round. */
const ROTATE = [1, 2, 3, 5] as const;

/** RC2 with a key of 1 to 128 bytes of which `effectiveBits` count. */
export function rc2(key: Uint8Array, effectiveBits: number): BlockCipher {
  const k = expand(key, effectiveBits);
  const sub = (i: number): number => k[i] as number;

  const encryptWords = (r: Uint16Array): void => {
    for (let round = 0; round < 16; round++) {
      for (let i = 0; i < 4; i++) {
        const [b, c, d] = [word(r, i + 1), word(r, i + 2), word(r, i + 3)];
        const mixed = (word(r, i) + sub(4 * round + i) + (d & c) + (~d & b)) & 0xffff;
        r[i] = rotateLeft(mixed, ROTATE[i] as number);
      }
      if (round === 4 || round === 10) for (let i = 0; i < 4; i++) r[i] = word(r, i) + sub(word(r, i + 3) & 63);
    }
  };
  const decryptWords = (r: Uint16Array): void => {
    for (let round = 15; round >= 0; round--) {
      if (round === 4 || round === 10) for (let i = 3; i >= 0; i--) r[i] = word(r, i) - sub(word(r, i + 3) & 63);
      for (let i = 3; i >= 0; i--) {
        const [b, c, d] = [word(r, i + 1), word(r, i + 2), word(r, i + 3)];
        r[i] = rotateLeft(word(r, i), 16 - (ROTATE[i] as number)) - sub(4 * round + i) - (d & c) - (~d & b);
      }
    }
  };
  return {
    blockLength: 8,
    encrypt: (data, offset) => onWords(data, offset, encryptWords),
    decrypt: (data, offset) => onWords(data, offset, decryptWords),
  };
}

function pi(i: number): number {
  return PI[i & 0xff] as number;
}

/** Key expansion (RFC 2268 section 2): 64 words. */
function expand(key: Uint8Array, effectiveBits: number): Uint16Array {
  const l = new Uint8Array(128);
  l.set(key);
  const at = (i: number): number => l[i] as number;
  for (let i = key.length; i < 128; i++) l[i] = pi(at(i - 1) + at(i - key.length));
  const effectiveBytes = Math.ceil(effectiveBits / 8);
  const mask = 0xff >> (8 * effectiveBytes - effectiveBits);
  l[128 - effectiveBytes] = pi(at(128 - effectiveBytes) & mask);
  for (let i = 127 - effectiveBytes; i >= 0; i--) l[i] = pi(at(i + 1) ^ at(i + effectiveBytes));
  return Uint16Array.from({ length: 64 }, (_, i) => at(2 * i) | (at(2 * i + 1) << 8));
}

/** Words are counted modulo 4: the three after word i are also the three before it. */
function word(r: Uint16Array, i: number): number {
  return r[i & 3] as number;
}

function rotateLeft(value: number, by: number): number {
  return ((value << by) | (value >>> (16 - by))) & 0xffff;
}

/** Runs a transformation on a block read as four little-endian words. */
function onWords(data: Uint8Array, offset: number, transform: (r: Uint16Array) => void): void {
  const view = new DataView(data.buffer, data.byteOffset + offset, 8);
  const r = Uint16Array.from({ length: 4 }, (_, i) => view.getUint16(2 * i, true));
  transform(r);
  for (let i = 0; i < 4; i++) view.setUint16(2 * i, word(r, i), true);
}
