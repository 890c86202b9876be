/** Signatures of handshakes, SSL 3.0 to TLS 1.2, made by either side. */

import { constants, type KeyObject, privateEncrypt, sign } from "node:crypto";
import { ByteWriter, concat } from "../core/wire/bytes.ts";
import type { SignedPart } from "../core/wire/server-key-exchange.ts";
import { SSL30, TLS12 } from "../core/wire/version.ts";
import { hash } from "./prf.ts";
import { ssl3CertificateVerify } from "./ssl3.ts";

/** A signature's number in TLS 1.2, by node:crypto's key type. */
export const SIGNATURE: Readonly<Record<string, number>> = { rsa: 1, dsa: 2, ec: 3 };
const HASHES: Readonly<Record<number, string>> = { 1: "md5", 2: "sha1", 4: "sha256", 5: "sha384", 6: "sha512" };

/**
 * Signs `data` as the version wants it. `algorithm`: TLS 1.2's number of hash and signature; it does not matter before.
 * null: there is no such hash.
 */
export function signHandshake(key: KeyObject, version: number, algorithm: number, data: Uint8Array): SignedPart | null {
  if (version >= TLS12) {
    const name = HASHES[algorithm >> 8];
    return name === undefined ? null : { algorithm, signature: sign(name, data, key) };
  }
  if (key.asymmetricKeyType !== "rsa") return { algorithm: null, signature: sign("sha1", data, key) };
  return { algorithm: null, signature: signBare(key, concat([hash("md5", data), hash("sha1", data)])) };
}

/** The body of CertificateVerify (RFC 5246 section 7.4.8; RFC 6101 section 5.6.8) by an RSA key; null: no such hash. */
export function certificateVerify(
  key: KeyObject,
  version: number,
  algorithm: number,
  master: Uint8Array,
  messages: Uint8Array,
): Uint8Array | null {
  const signed: SignedPart | null =
    version === SSL30
      ? { algorithm: null, signature: signBare(key, ssl3CertificateVerify(master, messages)) }
      : signHandshake(key, version, algorithm, messages);
  if (signed === null) return null;
  const writer = new ByteWriter();
  if (signed.algorithm !== null) writer.u16(signed.algorithm);
  return writer.vector16(signed.signature).finish();
}

/** RSA signs MD5 and SHA-1 together, without saying so in a DigestInfo (RFC 2246 section 7.4.3). */
function signBare(key: KeyObject, digest: Uint8Array): Uint8Array {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digest);
}
