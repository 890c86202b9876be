/**
 * Diffie-Hellman over any modulus. Own arithmetic, because OpenSSL refuses small and odd groups, and proves primality at
 * length for groups it does not know; with exponents of 256 bits it is as fast (2048 bit: 5 ms).
 */

import type { Random } from "../core/ports/clock.ts";
import { fromHex, toHex } from "../core/wire/bytes.ts";

/** A group: prime (whatever the peer says it is) and generator, unsigned big-endian. */
export interface FiniteField {
  readonly p: Uint8Array;
  readonly g: Uint8Array;
}

/** One side's key pair. */
export interface FiniteFieldKey {
  readonly publicKey: Uint8Array;
  /** The shared secret without leading zeros, as TLS wants it (RFC 5246 section 8.1.2); null when it is degenerate. */
  agree(peer: Uint8Array): Uint8Array | null;
}

/** The 1024-bit group of RFC 2409 section 6.2, which many servers had in 2014. */
export const OAKLEY_GROUP_2: FiniteField = {
  p: fromHex(`
    ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd
    ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed
    ee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff`),
  g: Uint8Array.of(2),
};

/** What OpenSSL accepts at most; more would let a peer burn our time. */
const MAX_MODULUS_BYTES = 1250;
const EXPONENT_BYTES = 32;

/** A new key in that group; null for a modulus that is trivial or too large. */
export function finiteFieldKey({ p, g }: FiniteField, random: Random): FiniteFieldKey | null {
  const modulus = fromBytes(p);
  if (modulus < 2n || toBytes(modulus).length > MAX_MODULUS_BYTES) return null;
  const exponent = fromBytes(random.bytes(EXPONENT_BYTES)) | 1n;
  return {
    publicKey: toBytes(power(fromBytes(g), exponent, modulus)),
    agree: (peer) => {
      const shared = power(fromBytes(peer), exponent, modulus);
      return shared === 0n ? null : toBytes(shared);
    },
  };
}

/** base^exponent modulo `modulus`. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function fromBytes(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

function toBytes(value: bigint): Uint8Array {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
}
