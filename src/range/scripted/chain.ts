/** Certificate chains of a wanted length: what a detector's reader has to get through before its answer comes. */

import { createPublicKey, type KeyObject } from "node:crypto";
import { makeCertificate, type Name } from "../../tls/certificates/certificate.ts";
import {
  bitString,
  explicit,
  integer,
  NULL_ELEMENT,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  utcTime,
  utf8String,
} from "../../tls/certificates/der.ts";
import type { CertificateDial } from "../conditions/dials.ts";

/** Handshake header, length of the list, and the lengths of two certificates. */
const OVERHEAD = 4 + 3 + 3 + 3;
const SHA256_WITH_RSA = sequence(objectIdentifier("1.2.840.113549.1.1.11"), NULL_ELEMENT);
const NETSCAPE_COMMENT = objectIdentifier("2.16.840.1.113730.1.13");

/** Long enough that an RSA certificate's record length has a low byte below 0x80, as condition C01 wants it. */
const RANGE_NAME: Name = [
  ["O", "crosscheck range"],
  ["CN", "localhost"],
];

/** What has been made, by key and dial: servers, and laboratories that share keys, mostly differ in other things. */
const made = new WeakMap<KeyObject, Map<string, readonly Uint8Array[]>>();

/** The DER chain for a server with that key. @throws RangeError when the wanted length is too short for two certificates. */
export function makeChain(key: KeyObject, dial: CertificateDial): readonly Uint8Array[] {
  const ofKey = made.get(key) ?? new Map<string, readonly Uint8Array[]>();
  made.set(key, ofKey);
  const name = JSON.stringify(dial);
  const chain = ofKey.get(name) ?? freshChain(key, dial);
  ofKey.set(name, chain);
  return chain;
}

function freshChain(key: KeyObject, dial: CertificateDial): readonly Uint8Array[] {
  const subject = dial.name ?? RANGE_NAME;
  const { der } = makeCertificate(
    dial.lowByte === null ? { key, subject } : { key, subject, messageLengthLowByte: dial.lowByte },
  );
  if (dial.recordLength === null) return [der];
  return [der, fillerCertificate(key, dial.recordLength - OVERHEAD - der.length, dial.fill)];
}

/** A certificate of exactly `length` bytes, most of them `fill`. Well-formed, so that clients parse it, and signed by nobody. */
function fillerCertificate(key: KeyObject, length: number, fill: number): Buffer {
  let filling = 0;
  // A few rounds, because the lengths of lengths grow too.
  for (let round = 0; round < 4; round++) {
    const der = certificateAround(key, Buffer.alloc(filling, fill));
    const missing = length - der.length;
    if (missing === 0) return der;
    filling = Math.max(0, filling + missing);
  }
  throw new RangeError(`no filler certificate of ${length} bytes`);
}

function certificateAround(key: KeyObject, comment: Buffer): Buffer {
  const name = sequence(setOf(sequence(objectIdentifier("2.5.4.3"), utf8String("filler"))));
  const tbs = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(Buffer.of(1)),
    SHA256_WITH_RSA,
    name,
    sequence(utcTime(new Date("2010-01-01")), utcTime(new Date("2049-12-31"))),
    name,
    createPublicKey(key).export({ type: "spki", format: "der" }),
    explicit(3, sequence(sequence(NETSCAPE_COMMENT, octetString(comment)))),
  );
  return sequence(tbs, SHA256_WITH_RSA, bitString(Buffer.alloc(256, 1)));
}
