/** The server's side of the key exchanges: its half of the keys, and the pre-master secret out of the client's half. */

import { constants, createECDH, type ECDH, type KeyObject, privateDecrypt } from "node:crypto";
import type { Random } from "../core/ports/clock.ts";
import { ByteReader, ByteWriter, concat } from "../core/wire/bytes.ts";
import {
  encodeDheParams,
  encodeEcdheParams,
  encodeServerKeyExchange,
  type ServerKeyExchange,
  type SignedPart,
} from "../core/wire/server-key-exchange.ts";
import type { KeyExchange, Suite } from "../core/wire/suites.ts";
import { SSL30 } from "../core/wire/version.ts";
import { ephemeralKey } from "./ephemeral.ts";
import { type FiniteField, finiteFieldKey, OAKLEY_GROUP_2 } from "./finite-field.ts";
import type { Psk } from "./key-exchange.ts";
import { signHandshake } from "./signature.ts";

/** What a server has: nothing at all is enough for anonymous suites. */
export interface ServerIdentity {
  /** DER, its own certificate first. */
  readonly chain: readonly Uint8Array[];
  readonly privateKey: KeyObject | null;
  readonly psk: Psk | null;
  /** The group of DHE suites; null: 1024 bit, as servers had in 2014. */
  readonly finiteField: FiniteField | null;
}

/** What one handshake's server key is made for. */
export interface ServerKeyInput {
  readonly suite: Suite;
  readonly version: number;
  readonly identity: ServerIdentity;
  /** The curve of ECDHE suites. */
  readonly group: number;
  /** TLS 1.2: hash and signature as one number. */
  readonly signatureAlgorithm: number;
  readonly clientRandom: Uint8Array;
  readonly serverRandom: Uint8Array;
  readonly random: Random;
}

/** A server's half of one exchange. */
export interface ServerKey {
  /** The body of ServerKeyExchange; null when the exchange has none. */
  readonly message: Uint8Array | null;
  /** The pre-master secret from the body of ClientKeyExchange; null when that is malformed. */
  preMaster(clientKeyExchange: Uint8Array): Uint8Array | null;
}

/** Takes the client's half off a ClientKeyExchange and gives the secret that both then share. */
type Agree = (reader: ByteReader) => Uint8Array | null;

/** The type of private key that a suite needs, by the last word of its key exchange; other suites need none. */
const NEEDED_KEY: Readonly<Record<string, string>> = { RSA: "rsa", EXPORT: "rsa", DSS: "dsa", ECDSA: "ec" };

function hasNeededKey(kind: KeyExchange, { privateKey }: ServerIdentity): boolean {
  // Of static ECDH the last word is who signed the certificate.
  if (kind === "ECDH_RSA") return privateKey?.asymmetricKeyType === "ec";
  const needed = kind === "RSA_PSK" ? "rsa" : NEEDED_KEY[kind.slice(kind.lastIndexOf("_") + 1)];
  return needed === undefined || privateKey?.asymmetricKeyType === needed;
}

/** Makes the server's half; null when this identity cannot do that suite. */
export function serverKey(input: ServerKeyInput): ServerKey | null {
  const { suite, identity } = input;
  const kind = suite.keyExchange;
  if (!hasNeededKey(kind, identity)) return null;
  if (kind === "PSK" || kind.endsWith("_PSK")) return identity.psk && pskKey(input, identity.psk);
  const half = halfFor(kind, input);
  if (half === null) return null;
  const { params, agree } = half;
  const message = params === null ? null : signedMessage(input, params);
  if (params !== null && message === null) return null;
  return { message, preMaster: (body) => whole(new ByteReader(body), agree) };
}

type Params = Extract<ServerKeyExchange, { readonly kind: "dhe" | "ecdhe" }>;

interface Half {
  /** null: the certificate holds the key. */
  readonly params: Params | null;
  readonly agree: Agree;
}

function halfFor(kind: KeyExchange, input: ServerKeyInput): Half | null {
  const exchange = kind.replace(/_(RSA|DSS|ECDSA|anon|PSK|EXPORT)$/, "");
  switch (exchange) {
    case "RSA":
      return rsaHalf(input);
    case "DHE":
    case "DH":
      return kind === "DH_RSA" || kind === "DH_DSS" ? null : dheHalf(input);
    case "ECDHE":
    case "ECDH":
      return kind === "ECDH_RSA" || kind === "ECDH_ECDSA" ? staticEcdhHalf(input) : ecdheHalf(input);
    default:
      return null;
  }
}

function dheHalf({ identity, random }: ServerKeyInput): Half | null {
  const field = identity.finiteField ?? OAKLEY_GROUP_2;
  const key = finiteFieldKey(field, random);
  if (key === null) return null;
  const dhe = { ...field, publicKey: key.publicKey };
  return {
    params: { kind: "dhe", ...dhe, signed: null, params: encodeDheParams(dhe) },
    agree: (reader) => attempt(reader.vector16(), (peer) => key.agree(peer)),
  };
}

function ecdheHalf({ group }: ServerKeyInput): Half | null {
  const key = ephemeralKey(group);
  if (key === null) return null;
  const ecdhe = { group, publicKey: key.publicKey };
  return {
    params: { kind: "ecdhe", ...ecdhe, signed: null, params: encodeEcdheParams(ecdhe) },
    agree: (reader) => attempt(reader.vector8(), (peer) => key.agree(peer)),
  };
}

/** The certificate's key is the server's half (RFC 4492 sections 2.1 and 2.3). */
function staticEcdhHalf({ identity }: ServerKeyInput): Half | null {
  const scalar = identity.privateKey?.export({ format: "jwk" }).d;
  if (identity.privateKey?.asymmetricKeyDetails?.namedCurve !== "prime256v1" || scalar === undefined) return null;
  const key = createECDH("prime256v1");
  key.setPrivateKey(scalar, "base64url");
  return { params: null, agree: (reader) => attempt(reader.vector8(), (peer) => ecdhSecret(key, peer)) };
}

function ecdhSecret(key: ECDH, peer: Uint8Array): Uint8Array | null {
  try {
    return key.computeSecret(peer);
  } catch {
    return null; // not a point of the curve
  }
}

function rsaHalf({ identity, version }: ServerKeyInput): Half | null {
  const key = identity.privateKey;
  if (key === null) return null;
  // SSL 3.0 leaves out the length.
  const encrypted = (reader: ByteReader): Uint8Array | null => (version === SSL30 ? reader.rest() : reader.vector16());
  return { params: null, agree: (reader) => attempt(encrypted(reader), (data) => rsaDecrypt(key, data)) };
}

/** Identity first, then what the other exchange adds (RFC 4279, RFC 5489); whatever name the client gives is accepted. */
function pskKey(input: ServerKeyInput, psk: Psk): ServerKey | null {
  const plain = input.suite.keyExchange === "PSK";
  const half = plain ? null : halfFor(input.suite.keyExchange, input);
  if (half === null && !plain) return null;
  const params = half?.params ?? null;
  const hint = new ByteWriter().vector16(new Uint8Array(0)).finish();
  return {
    message: params === null ? null : concat([hint, params.params]),
    preMaster: (body) =>
      whole(new ByteReader(body), (reader) => {
        if (reader.vector16() === null) return null;
        const other = half === null ? new Uint8Array(psk.key.length) : half.agree(reader);
        return other && new ByteWriter().vector16(other).vector16(psk.key).finish();
      }),
  };
}

/** The result of `read`, provided that it used up the message. */
function whole(reader: ByteReader, read: Agree): Uint8Array | null {
  const result = read(reader);
  return reader.remaining === 0 ? result : null;
}

function attempt(data: Uint8Array | null, use: (data: Uint8Array) => Uint8Array | null): Uint8Array | null {
  return data === null ? null : use(data);
}

/** PKCS #1 v1.5 by hand, because Node 20 refuses it. It is no secret here whether the padding was right. */
function rsaDecrypt(key: KeyObject, encrypted: Uint8Array): Uint8Array | null {
  let block: Uint8Array;
  try {
    block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted);
  } catch {
    return null; // not as long as the modulus
  }
  const end = block.indexOf(0, 2);
  return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : null;
}

/** ServerKeyExchange with its parameters signed, unless the suite is anonymous; null when there is no key to sign with. */
function signedMessage(input: ServerKeyInput, params: Params): Uint8Array | null {
  if (input.suite.keyExchange.endsWith("_anon")) return encodeServerKeyExchange(params);
  const signed = signature(input, concat([input.clientRandom, input.serverRandom, params.params]));
  return signed && encodeServerKeyExchange({ ...params, signed });
}

function signature({ identity, version, signatureAlgorithm }: ServerKeyInput, data: Uint8Array): SignedPart | null {
  const key = identity.privateKey;
  return key && signHandshake(key, version, signatureAlgorithm, data);
}
