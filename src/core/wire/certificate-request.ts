/** CertificateRequest of TLS 1.2 and earlier (RFC 5246 section 7.4.4). */

import { ByteReader, ByteWriter, decodeU16List, encodeU16List } from "./bytes.ts";
import { TLS12 } from "./version.ts";

export interface CertificateRequest {
  /** Certificate types: 1 rsa_sign, 2 dss_sign, 64 ecdsa_sign, … */
  readonly types: readonly number[];
  /** Hash and signature pairs; null before TLS 1.2, where the field does not exist. */
  readonly signatureAlgorithms: readonly number[] | null;
  /** DER names of the authorities that the server accepts. */
  readonly authorities: readonly Uint8Array[];
}

/** The message's body, without the handshake header; its form follows from `signatureAlgorithms`. */
export function encodeCertificateRequest(request: CertificateRequest): Uint8Array {
  const writer = new ByteWriter().vector8(Uint8Array.from(request.types));
  if (request.signatureAlgorithms !== null) writer.vector16(encodeU16List(request.signatureAlgorithms));
  const authorities = new ByteWriter();
  for (const name of request.authorities) authorities.vector16(name);
  return writer.vector16(authorities.finish()).finish();
}

/** Reads the body in the form that belongs to the negotiated version; null when it is not exactly that. */
export function decodeCertificateRequest(body: Uint8Array, version: number): CertificateRequest | null {
  const reader = new ByteReader(body);
  const types = reader.vector8();
  const signatureAlgorithms = version >= TLS12 ? decodeU16List(reader.vector16() ?? ODD) : null;
  const list = reader.vector16();
  if (types === null || list === null || reader.remaining > 0) return null;
  if (version >= TLS12 && signatureAlgorithms === null) return null;
  const names = new ByteReader(list);
  const authorities: Uint8Array[] = [];
  while (names.remaining > 0) {
    const name = names.vector16();
    if (name === null) return null;
    authorities.push(name);
  }
  return { types: [...types], signatureAlgorithms, authorities };
}

/** Stands for a vector that is not there: no list of 16-bit numbers is one byte long. */
const ODD = new Uint8Array(1);
