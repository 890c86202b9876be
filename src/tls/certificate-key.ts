/**
 * The public key in a certificate, and nothing else of it: a handshake needs no more, and certificates too broken for
 * a validating parser must work too.
 */

import { createPublicKey, type KeyObject } from "node:crypto";
import { derChildren, derElements, TAG } from "../core/der/der.ts";
import { ByteWriter } from "../core/wire/bytes.ts";
import type { FiniteField } from "./finite-field.ts";

const BIT_STRING = 0x03;

/** The parts of a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). */
export interface CertificateKey {
  /** What stands inside the whole structure, DER. */
  readonly info: Uint8Array;
  /** What stands inside the algorithm's parameters; empty when there are none. */
  readonly parameters: Uint8Array;
  /** The key itself: for curves a point, for RSA and Diffie-Hellman a DER structure. */
  readonly bits: Uint8Array;
}

/** The key of a DER certificate; null when it cannot be found there. */
export function certificateKey(certificate: Uint8Array): CertificateKey | null {
  const toBeSigned = derChildren(derElements(certificate)?.[0], TAG.sequence)?.[0];
  const fields = derChildren(toBeSigned, TAG.sequence);
  // The version is optional; serial number, signature algorithm, issuer, validity and subject stand before the key.
  const info = fields?.[fields[0]?.tag === TAG.context0 ? 6 : 5];
  const [algorithm, bits] = derChildren(info, TAG.sequence) ?? [];
  if (info === undefined || bits?.tag !== BIT_STRING) return null;
  const parameters = derChildren(algorithm, TAG.sequence)?.[1]?.content ?? new Uint8Array(0);
  // The first byte of a bit string counts its unused bits: none in a key.
  return { info: info.content, parameters, bits: bits.content.subarray(1) };
}

/** That key for node:crypto; null when it does not accept it. */
export function importKey({ info }: CertificateKey): KeyObject | null {
  const length24 = 0x83;
  const spki = new ByteWriter().u8(TAG.sequence).u8(length24).vector24(info).finish();
  try {
    return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch {
    return null;
  }
}

/** A Diffie-Hellman certificate's group and public number (PKCS #3 or X9.42: both begin with p and g). */
export function finiteFieldParts(key: CertificateKey): (FiniteField & { readonly publicKey: Uint8Array }) | null {
  const [p, g] = derElements(key.parameters) ?? [];
  const [publicKey] = derElements(key.bits) ?? [];
  if (p?.tag !== TAG.integer || g?.tag !== TAG.integer || publicKey?.tag !== TAG.integer) return null;
  return { p: p.content, g: g.content, publicKey: publicKey.content };
}
