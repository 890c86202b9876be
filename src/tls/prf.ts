/** The pseudo-random functions of TLS 1.0 to 1.2, and the small hash helpers everything here is built from. */

import { createHash, createHmac } from "node:crypto";

/** The hashes the legacy protocols use, by node:crypto's names. */
export type HashName = "md5" | "sha1" | "sha256" | "sha384";

/** The digest of several parts, one after the other. */
export function hash(name: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  const h = createHash(name);
  for (const part of parts) h.update(part);
  return h.digest();
}

/** HMAC (RFC 2104) over several parts. */
export function hmac(name: HashName, key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const h = createHmac(name, key);
  for (const part of parts) h.update(part);
  return h.digest();
}

/** P_hash (RFC 2246 and RFC 5246, section 5). */
function expand(name: HashName, secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let a = seed;
  for (let at = 0; at < length; ) {
    a = hmac(name, secret, a);
    const piece = hmac(name, secret, a, seed).subarray(0, length - at);
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** Which PRF a connection uses: MD5 and SHA-1 combined before TLS 1.2, one hash of the suite's choice since. */
export type PrfKind = "md5_sha1" | "sha256" | "sha384";

/** PRF(secret, label, seed), `length` bytes of it. */
export function prf(kind: PrfKind, secret: Uint8Array, label: string, seed: Uint8Array, length: number): Uint8Array {
  const labelled = Buffer.concat([Buffer.from(label, "latin1"), seed]);
  if (kind !== "md5_sha1") return expand(kind, secret, labelled, length);
  // The halves share the middle byte of a secret of odd length.
  const half = Math.ceil(secret.length / 2);
  const out = expand("md5", secret.subarray(0, half), labelled, length);
  const other = expand("sha1", secret.subarray(secret.length - half), labelled, length);
  return out.map((byte, i) => byte ^ (other[i] as number));
}
