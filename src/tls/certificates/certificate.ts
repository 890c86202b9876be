/** X.509 certificates (RFC 5280) made at start-up, in memory: the range ships no keys. */

import { createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import {
  bitString,
  explicit,
  ia5String,
  implicit,
  integer,
  NULL_ELEMENT,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  utcTime,
  utf8String,
} from "./der.ts";
import { pem } from "./pem.ts";

/** Attribute types of a distinguished name (RFC 5280 appendix A.1). */
const ATTRIBUTE = {
  CN: "2.5.4.3",
  C: "2.5.4.6",
  L: "2.5.4.7",
  ST: "2.5.4.8",
  O: "2.5.4.10",
  OU: "2.5.4.11",
} as const;

/** A distinguished name, in order: `[["O", "Example"], ["CN", "localhost"]]`. */
export type Name = readonly (readonly [attribute: keyof typeof ATTRIBUTE, value: string])[];

export type SignatureHash = "sha1" | "sha256";

/** Signature algorithm by key type and hash (RFC 3279 2.2, RFC 4055 5, RFC 5758 3); only RSA has NULL parameters. */
const SIGNATURE_ALGORITHM: Readonly<Record<string, Readonly<Record<SignatureHash, Uint8Array>>>> = {
  rsa: {
    sha1: sequence(objectIdentifier("1.2.840.113549.1.1.5"), NULL_ELEMENT),
    sha256: sequence(objectIdentifier("1.2.840.113549.1.1.11"), NULL_ELEMENT),
  },
  dsa: {
    sha1: sequence(objectIdentifier("1.2.840.10040.4.3")),
    sha256: sequence(objectIdentifier("2.16.840.1.101.3.4.3.2")),
  },
  ec: {
    sha1: sequence(objectIdentifier("1.2.840.10045.4.1")),
    sha256: sequence(objectIdentifier("1.2.840.10045.4.3.2")),
  },
};

export interface CertificateOptions {
  /** Whose public half the certificate carries. */
  readonly key: KeyObject;
  /** Default: `CN=localhost`. */
  readonly subject?: Name;
  /** Default: the subject. */
  readonly issuer?: Name;
  /** Default: the certificate's own key. */
  readonly issuerKey?: KeyObject;
  /** Default: SHA-256. */
  readonly hash?: SignatureHash;
  /**
   * Wanted low byte of the length of a TLS Certificate message that carries this certificate alone, its four-byte
   * header included (RFC 5246 7.4.2): the record length that some detectors misread. Default: whatever it comes to.
   */
  readonly messageLengthLowByte?: number;
}

export interface Certificate {
  readonly der: Buffer;
  readonly certificatePem: string;
  /** PKCS #8, which OpenSSL reads since 0.9.5. */
  readonly privateKeyPem: string;
  readonly key: KeyObject;
}

/** Header of the handshake message (4), length of the list (3), length of the one certificate (3). */
const MESSAGE_OVERHEAD = 10;
/** ECDSA and DSA signatures vary by a few bytes, so a wanted length may take several signatures to hit. */
const MOST_ATTEMPTS = 100;

/** Makes and signs a certificate; throws when the key type is not one of RSA, DSA, EC. */
export function makeCertificate(options: CertificateOptions): Certificate {
  const der = certificateOfLength(options);
  return {
    der,
    certificatePem: pem("CERTIFICATE", der),
    privateKeyPem: options.key.export({ type: "pkcs8", format: "pem" }) as string,
    key: options.key,
  };
}

function certificateOfLength(options: CertificateOptions): Buffer {
  const wanted = options.messageLengthLowByte;
  let padding = 0;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const der = signedCertificate(options, padding);
    const missing = wanted === undefined ? 0 : (wanted - der.length - MESSAGE_OVERHEAD) & 0xff;
    if (missing === 0) return der;
    padding += missing;
  }
  throw new RangeError(`no certificate message of a length that ends in ${wanted}`);
}

function signedCertificate(options: CertificateOptions, padding: number): Buffer {
  const { key, subject = [["CN", "localhost"]], hash = "sha256" } = options;
  const issuerKey = options.issuerKey ?? key;
  const algorithm = SIGNATURE_ALGORITHM[issuerKey.asymmetricKeyType ?? ""]?.[hash];
  if (algorithm === undefined)
    throw new TypeError(`cannot sign a certificate with a ${issuerKey.asymmetricKeyType} key`);
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguishedName(options.issuer ?? subject),
    sequence(utcTime(NOT_BEFORE), utcTime(NOT_AFTER)),
    distinguishedName(subject),
    createPublicKey(key).export({ type: "spki", format: "der" }),
    explicit(3, sequence(subjectAlternativeName(), ...(padding > 0 ? [paddingExtension(padding)] : []))),
  );
  return sequence(toBeSigned, algorithm, bitString(sign(hash, toBeSigned, issuerKey)));
}

/** Fixed and far apart: a range that starts on a machine with a wrong clock must still work. */
const NOT_BEFORE = new Date("2010-01-01T00:00:00Z");
const NOT_AFTER = new Date("2049-12-31T23:59:59Z");

function distinguishedName(name: Name): Buffer {
  return sequence(
    ...name.map(([attribute, value]) => setOf(sequence(objectIdentifier(ATTRIBUTE[attribute]), utf8String(value)))),
  );
}

/** dNSName is [2] IA5String, iPAddress is [7] OCTET STRING (RFC 5280 4.2.1.6). */
function subjectAlternativeName(): Buffer {
  const names = sequence(implicit(2, Buffer.from("localhost")), implicit(7, Buffer.from([127, 0, 0, 1])));
  return sequence(objectIdentifier("2.5.29.17"), octetString(names));
}

/** A Netscape comment: the one harmless extension that holds any number of characters. */
function paddingExtension(length: number): Buffer {
  return sequence(objectIdentifier("2.16.840.1.113730.1.13"), octetString(ia5String(" ".repeat(length))));
}
