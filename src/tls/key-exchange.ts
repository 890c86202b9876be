/** The client's side of the key exchanges of SSL 3.0 to TLS 1.2 (RFC 5246 section 7.4.7, RFC 8422, 4279, 5489). */

import { constants, createPublicKey, type KeyObject, publicEncrypt } from "node:crypto";
import type { Random } from "../core/ports/clock.ts";
import { ByteWriter, concat } from "../core/wire/bytes.ts";
import { groupName } from "../core/wire/groups.ts";
import { decodeServerKeyExchange, type ServerKeyExchange } from "../core/wire/server-key-exchange.ts";
import { type KeyExchange, type Suite, suiteName } from "../core/wire/suites.ts";
import { SSL30 } from "../core/wire/version.ts";
import { type CertificateKey, certificateKey, finiteFieldParts, importKey } from "./certificate-key.ts";
import { curveKey, type EphemeralKey, ephemeralKey } from "./ephemeral.ts";
import { type FiniteField, finiteFieldKey } from "./finite-field.ts";

/** A pre-shared key and the name it goes by. */
export interface Psk {
  readonly identity: Uint8Array;
  readonly key: Uint8Array;
}

/** What a client knows when the server's flight is complete. */
export interface KeyExchangeInput {
  readonly suite: Suite;
  /** The negotiated version, and the one our ClientHello offered (which an RSA pre-master secret repeats). */
  readonly version: number;
  readonly offeredVersion: number;
  /** The server's own certificate, DER; null when it sent none. */
  readonly certificate: Uint8Array | null;
  /** The body of ServerKeyExchange; null when there was none. */
  readonly serverKeyExchange: Uint8Array | null;
  readonly psk: Psk | null;
  readonly random: Random;
}

export type KeyExchangeResult =
  | { readonly ok: true; readonly clientKeyExchange: Uint8Array; readonly preMaster: Uint8Array }
  | { readonly ok: false; readonly why: string };

/** The key exchanges that `exchangeKeys` can do. */
export const COMPLETABLE_KEY_EXCHANGES: ReadonlySet<KeyExchange> = new Set<KeyExchange>([
  "RSA",
  "RSA_EXPORT",
  "DH_RSA",
  "DH_DSS",
  "DHE_RSA",
  "DHE_DSS",
  "DH_anon",
  "ECDH_RSA",
  "ECDH_ECDSA",
  "ECDHE_RSA",
  "ECDHE_ECDSA",
  "ECDH_anon",
  "PSK",
  "RSA_PSK",
  "DHE_PSK",
  "ECDHE_PSK",
]);

/** Bytes of secret that one exchange gave, and how they are told to the server. */
interface Agreement {
  readonly secret: Uint8Array;
  readonly message: Uint8Array;
}

/** A reason why an exchange cannot be done, in words. */
class Impossible {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/** The body of ClientKeyExchange and the pre-master secret. Certificates and signatures are not verified. */
export function exchangeKeys(input: KeyExchangeInput): KeyExchangeResult {
  const kind = input.suite.keyExchange;
  const params = serverParams(input);
  if (params instanceof Impossible) return { ok: false, why: params.why };
  const withPsk = kind === "PSK" || kind.endsWith("_PSK");
  if (withPsk && input.psk === null) return { ok: false, why: `${input.suite.name} needs a pre-shared key` };

  const agreement = kind === "PSK" ? null : agree(input, params);
  if (agreement instanceof Impossible) return { ok: false, why: agreement.why };
  if (!withPsk || input.psk === null) {
    if (agreement === null) return { ok: false, why: `${input.suite.name} is not supported` };
    return { ok: true, clientKeyExchange: agreement.message, preMaster: agreement.secret };
  }
  const { identity, key } = input.psk;
  const other = agreement?.secret ?? new Uint8Array(key.length);
  return {
    ok: true,
    clientKeyExchange: concat([new ByteWriter().vector16(identity).finish(), agreement?.message ?? new Uint8Array(0)]),
    preMaster: new ByteWriter().vector16(other).vector16(key).finish(),
  };
}

/** What ServerKeyExchange says; null when there was none. */
function serverParams({ suite, version, serverKeyExchange }: KeyExchangeInput): ServerKeyExchange | Impossible | null {
  if (serverKeyExchange === null) return null;
  const decoded = decodeServerKeyExchange(serverKeyExchange, suite.id, version);
  return decoded ?? new Impossible(`malformed ServerKeyExchange for ${suiteName(suite.id)}`);
}

function agree(input: KeyExchangeInput, params: ServerKeyExchange | null): Agreement | Impossible {
  if (params === null || params.kind === "psk") return agreeWithCertificate(input);
  if (params.kind === "rsa_export") return encryptSecret(input, temporaryRsaKey(params.modulus, params.exponent));
  if (params.kind === "dhe" || params.kind === "dhe_psk") return agreeInFiniteField(input, params, params.publicKey);
  if (params.kind === "other") return new Impossible("the server describes its key in a form that is not supported");
  return agreeOnCurve(ephemeralKey(params.group), params.publicKey, groupName(params.group));
}

/** The exchanges whose server key stands in the certificate: RSA, static DH and static ECDH. */
function agreeWithCertificate(input: KeyExchangeInput): Agreement | Impossible {
  if (input.certificate === null) return new Impossible("the server sent neither a certificate nor a key");
  const key = certificateKey(input.certificate);
  if (key === null) return new Impossible("no public key found in the server's certificate");
  const { keyExchange } = input.suite;
  if (keyExchange.startsWith("RSA")) return encryptSecret(input, importKey(key));
  if (keyExchange.startsWith("DH_")) return agreeWithFiniteFieldCertificate(input, key);
  if (keyExchange.startsWith("ECDH_")) return agreeWithCurveCertificate(key);
  return new Impossible("the server did not send the key that its suite needs");
}

const WRONG_KEY = new Impossible("the server's certificate does not hold the key that its suite needs");

function agreeWithFiniteFieldCertificate(input: KeyExchangeInput, key: CertificateKey): Agreement | Impossible {
  const parts = finiteFieldParts(key);
  return parts === null ? WRONG_KEY : agreeInFiniteField(input, parts, parts.publicKey);
}

function agreeWithCurveCertificate(key: CertificateKey): Agreement | Impossible {
  const curve = importKey(key)?.asymmetricKeyDetails?.namedCurve;
  return curve === undefined ? WRONG_KEY : agreeOnCurve(curveKey(curve), key.bits, curve);
}

function agreeOnCurve(key: EphemeralKey | null, peer: Uint8Array, name: string): Agreement | Impossible {
  if (key === null) return new Impossible(`the group ${name} is not supported`);
  const secret = key.agree(peer);
  if (secret === null) return new Impossible(`the server's key is no point of ${name}`);
  return { secret, message: new ByteWriter().vector8(key.publicKey).finish() };
}

function agreeInFiniteField(input: KeyExchangeInput, field: FiniteField, peer: Uint8Array): Agreement | Impossible {
  const key = finiteFieldKey(field, input.random);
  const secret = key?.agree(peer) ?? null;
  if (key === null || secret === null) return new Impossible("the server's Diffie-Hellman group cannot be used");
  return { secret, message: new ByteWriter().vector16(key.publicKey).finish() };
}

const PRE_MASTER_LENGTH = 48;

/** RSA: our secret, under the server's key. SSL 3.0 leaves out the length that TLS writes before it. */
function encryptSecret(input: KeyExchangeInput, key: KeyObject | null): Agreement | Impossible {
  if (key === null) return new Impossible("the server's RSA key cannot be used");
  const secret = new ByteWriter()
    .u16(input.offeredVersion)
    .bytes(input.random.bytes(PRE_MASTER_LENGTH - 2))
    .finish();
  const encrypted = rsaEncrypt(key, secret);
  if (encrypted === null) return new Impossible("the server's RSA key cannot encrypt a pre-master secret");
  return { secret, message: input.version === SSL30 ? encrypted : new ByteWriter().vector16(encrypted).finish() };
}

function rsaEncrypt(key: KeyObject, secret: Uint8Array): Uint8Array | null {
  try {
    return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, secret);
  } catch {
    return null; // not an RSA key, or one shorter than 59 bytes
  }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function temporaryRsaKey(modulus: Uint8Array, exponent: Uint8Array): KeyObject | null {
  try {
    const key = { kty: "RSA", n: base64url(modulus), e: base64url(exponent) };
    return createPublicKey({ key, format: "jwk" });
  } catch {
    return null;
  }
}
