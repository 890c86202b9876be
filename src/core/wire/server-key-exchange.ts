/**
 * ServerKeyExchange of SSL 3.0 to TLS 1.2. The message does not say what it is: the suite decides which fields it has,
 * the version how it is signed (RFC 5246 section 7.4.3, RFC 4279, RFC 5489, RFC 8422 section 5.4; RSA: RFC 2246).
 */

import { ByteReader, ByteWriter } from "./bytes.ts";
import { suite as suiteFacts } from "./suites.ts";
import { TLS12 } from "./version.ts";

/** A signature over both randoms and the parameters. */
export interface SignedPart {
  /** Hash and signature as one number; null before TLS 1.2, where the certificate's key decides. */
  readonly algorithm: number | null;
  readonly signature: Uint8Array;
}

/** Finite-field Diffie-Hellman parameters, big-endian numbers. */
export interface DheParams {
  readonly p: Uint8Array;
  readonly g: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Elliptic-curve Diffie-Hellman parameters on a named curve. */
export interface EcdheParams {
  readonly group: number;
  readonly publicKey: Uint8Array;
}

/** What authenticates the parameters: `params` are the very bytes that were signed; anonymous suites do not sign. */
interface Authenticated {
  readonly signed: SignedPart | null;
  readonly params: Uint8Array;
}

interface Hint {
  /** PSK identity hint, often empty. */
  readonly hint: Uint8Array;
}

export type ServerKeyExchange =
  | ({ readonly kind: "dhe" } & DheParams & Authenticated)
  | ({ readonly kind: "ecdhe" } & EcdheParams & Authenticated)
  | ({ readonly kind: "rsa_export"; readonly modulus: Uint8Array; readonly exponent: Uint8Array } & Authenticated)
  | ({ readonly kind: "psk" } & Hint)
  | ({ readonly kind: "dhe_psk" } & Hint & DheParams)
  | ({ readonly kind: "ecdhe_psk" } & Hint & EcdheParams)
  /** A form that is not read here: an unknown suite, SRP, a password, an explicit curve. */
  | { readonly kind: "other"; readonly body: Uint8Array };

const NAMED_CURVE = 3;

/** Reads the body as the suite and version demand; null when it is not exactly that, or the suite has no such message. */
export function decodeServerKeyExchange(body: Uint8Array, suite: number, version: number): ServerKeyExchange | null {
  const reader = new ByteReader(body);
  const keyExchange = suiteFacts(suite)?.keyExchange;
  switch (keyExchange) {
    case "DHE_RSA":
    case "DHE_DSS":
    case "DH_anon": {
      const dhe = readDhe(reader);
      return dhe && authenticated({ kind: "dhe", ...dhe }, body, reader, signs(keyExchange), version);
    }
    case "ECDHE_RSA":
    case "ECDHE_ECDSA":
    case "ECDH_anon": {
      if (body.length > 0 && body[0] !== NAMED_CURVE) return { kind: "other", body };
      const ecdhe = readEcdhe(reader);
      return ecdhe && authenticated({ kind: "ecdhe", ...ecdhe }, body, reader, signs(keyExchange), version);
    }
    // Old OpenSSL servers could be told to use temporary keys for any RSA suite.
    case "RSA":
    case "RSA_EXPORT": {
      const modulus = reader.vector16();
      const exponent = reader.vector16();
      if (modulus === null || exponent === null) return null;
      return authenticated({ kind: "rsa_export", modulus, exponent }, body, reader, true, version);
    }
    case "PSK":
    case "RSA_PSK": {
      const hint = reader.vector16();
      return hint && whole({ kind: "psk", hint }, reader);
    }
    case "DHE_PSK": {
      const hint = reader.vector16();
      const dhe = readDhe(reader);
      return hint && dhe && whole({ kind: "dhe_psk", hint, ...dhe }, reader);
    }
    case "ECDHE_PSK": {
      const hint = reader.vector16();
      const ecdhe = readEcdhe(reader);
      return hint && ecdhe && whole({ kind: "ecdhe_psk", hint, ...ecdhe }, reader);
    }
    case "NULL":
    case "DH_RSA":
    case "DH_DSS":
    case "ECDH_RSA":
    case "ECDH_ECDSA":
    case "KRB5":
    case "GOST":
    case "TLS13":
      return null;
    case "SRP_SHA":
    case "SRP_SHA_RSA":
    case "SRP_SHA_DSS":
    case "FORTEZZA_KEA":
    case "ECCPWD":
    case undefined:
      return { kind: "other", body };
  }
}

/** The message's body, without the handshake header. `params` is written as it stands, being what was signed. */
export function encodeServerKeyExchange(message: ServerKeyExchange): Uint8Array {
  switch (message.kind) {
    case "dhe":
    case "ecdhe":
    case "rsa_export":
      return encodeAuthenticated(message);
    case "psk":
      return new ByteWriter().vector16(message.hint).finish();
    case "dhe_psk":
      return new ByteWriter().vector16(message.hint).bytes(encodeDheParams(message)).finish();
    case "ecdhe_psk":
      return new ByteWriter().vector16(message.hint).bytes(encodeEcdheParams(message)).finish();
    case "other":
      return message.body;
  }
}

/** ServerDHParams: what a DHE suite signs. */
export function encodeDheParams(dhe: DheParams): Uint8Array {
  return new ByteWriter().vector16(dhe.p).vector16(dhe.g).vector16(dhe.publicKey).finish();
}

/** ServerECDHParams with a named curve: what an ECDHE suite signs. */
export function encodeEcdheParams(ecdhe: EcdheParams): Uint8Array {
  return new ByteWriter().u8(NAMED_CURVE).u16(ecdhe.group).vector8(ecdhe.publicKey).finish();
}

/** ServerRSAParams: what an RSA suite with a temporary key signs. */
export function encodeRsaParams(rsa: { readonly modulus: Uint8Array; readonly exponent: Uint8Array }): Uint8Array {
  return new ByteWriter().vector16(rsa.modulus).vector16(rsa.exponent).finish();
}

function encodeAuthenticated({ params, signed }: Authenticated): Uint8Array {
  const writer = new ByteWriter().bytes(params);
  if (signed === null) return writer.finish();
  if (signed.algorithm !== null) writer.u16(signed.algorithm);
  return writer.vector16(signed.signature).finish();
}

function signs(keyExchange: string): boolean {
  return !keyExchange.endsWith("_anon");
}

function readDhe(reader: ByteReader): DheParams | null {
  const p = reader.vector16();
  const g = reader.vector16();
  const publicKey = reader.vector16();
  return p && g && publicKey && { p, g, publicKey };
}

function readEcdhe(reader: ByteReader): EcdheParams | null {
  const curveType = reader.u8();
  const group = reader.u16();
  const publicKey = reader.vector8();
  return curveType === NAMED_CURVE && group !== null && publicKey !== null ? { group, publicKey } : null;
}

/** Completes a message whose parameters have just been read from the start of `body`. */
function authenticated<Fields extends object>(
  fields: Fields,
  body: Uint8Array,
  reader: ByteReader,
  signing: boolean,
  version: number,
): (Fields & Authenticated) | null {
  const params = body.subarray(0, body.length - reader.remaining);
  if (!signing) return whole({ ...fields, signed: null, params }, reader);
  const algorithm = version >= TLS12 ? reader.u16() : null;
  const signature = reader.vector16();
  // Where there was no room for the algorithm there is none for a signature.
  if (signature === null) return null;
  return whole({ ...fields, signed: { algorithm, signature }, params }, reader);
}

/** The message, provided that nothing follows it. */
function whole<Message>(message: Message, reader: ByteReader): Message | null {
  return reader.remaining === 0 ? message : null;
}
