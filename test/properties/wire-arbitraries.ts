/** What the property tests of the wire codec are fed with: well-formed values, hostile bytes, and ways to cut a stream. */

import fc from "fast-check";
import type { CertificateRequest } from "../../src/core/wire/certificate-request.ts";
import type { ClientHello } from "../../src/core/wire/client-hello.ts";
import { concat } from "../../src/core/wire/bytes.ts";
import type { Extension } from "../../src/core/wire/extensions.ts";
import { encodeHandshake, HANDSHAKE } from "../../src/core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../../src/core/wire/record.ts";
import type { ServerHello } from "../../src/core/wire/server-hello.ts";
import {
  encodeDheParams,
  encodeEcdheParams,
  encodeRsaParams,
  type ServerKeyExchange,
} from "../../src/core/wire/server-key-exchange.ts";
import { ALL_SUITES, type KeyExchange } from "../../src/core/wire/suites.ts";
import { SSL30, TLS10, TLS11, TLS12 } from "../../src/core/wire/version.ts";

export const u8 = fc.integer({ min: 0, max: 0xff });
export const u16 = fc.integer({ min: 0, max: 0xffff });
export const version = fc.constantFrom(SSL30, TLS10, TLS11, TLS12);

export function bytes(maxLength: number, minLength = 0): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength, maxLength });
}

const random = bytes(32, 32);
const sessionId = bytes(32);
const extension: fc.Arbitrary<Extension> = fc.record({ type: u16, data: bytes(40) });
const extensions = fc.option(fc.array(extension, { maxLength: 6 }));

export const clientHello: fc.Arbitrary<ClientHello> = fc.record({
  version: u16,
  random,
  sessionId,
  suites: fc.array(u16, { minLength: 1, maxLength: 400 }),
  compressions: fc.array(u8, { minLength: 1, maxLength: 5 }),
  extensions,
});

export const serverHello: fc.Arbitrary<ServerHello> = fc.record({
  version: u16,
  random,
  sessionId,
  suite: fc.oneof(fc.constantFrom(...ALL_SUITES.map(({ id }) => id)), u16),
  compression: u8,
  extensions,
});

export const chain = fc.array(bytes(300), { maxLength: 4 });

/** A request, and the version in whose form it is. */
export const certificateRequest: fc.Arbitrary<{ version: number; request: CertificateRequest }> = version.chain((v) =>
  fc.record({
    version: fc.constant(v),
    request: fc.record({
      types: fc.array(u8, { maxLength: 10 }),
      signatureAlgorithms: v >= TLS12 ? fc.array(u16, { maxLength: 10 }) : fc.constant(null),
      authorities: fc.array(bytes(60), { maxLength: 4 }),
    }),
  }),
);

/** A key exchange, with a suite and a version in whose form it is. */
export interface KeyExchangeCase {
  readonly suite: number;
  readonly version: number;
  readonly message: ServerKeyExchange;
}

function suiteWith(...keyExchanges: readonly KeyExchange[]): fc.Arbitrary<number> {
  return fc.constantFrom(
    ...ALL_SUITES.filter(({ keyExchange }) => keyExchanges.includes(keyExchange)).map(({ id }) => id),
  );
}

const number = bytes(40);
const dheParams = fc.record({ p: number, g: number, publicKey: number });
const ecdheParams = fc.record({ group: u16, publicKey: bytes(140) });
const rsaParams = fc.record({ modulus: number, exponent: number });

function signedIn(v: number) {
  return fc.record({ algorithm: v >= TLS12 ? u16 : fc.constant(null), signature: bytes(80) });
}

function keyExchangeIn(v: number): fc.Arbitrary<KeyExchangeCase> {
  const signed = signedIn(v);
  const of = (suites: fc.Arbitrary<number>, message: fc.Arbitrary<ServerKeyExchange>) =>
    fc.record({ suite: suites, version: fc.constant(v), message });
  return fc.oneof(
    of(
      suiteWith("DHE_RSA", "DHE_DSS"),
      fc.tuple(dheParams, signed).map(([p, s]) => ({ kind: "dhe", ...p, signed: s, params: encodeDheParams(p) })),
    ),
    of(
      suiteWith("DH_anon"),
      dheParams.map((p) => ({ kind: "dhe", ...p, signed: null, params: encodeDheParams(p) })),
    ),
    of(
      suiteWith("ECDHE_RSA", "ECDHE_ECDSA"),
      fc.tuple(ecdheParams, signed).map(([p, s]) => ({ kind: "ecdhe", ...p, signed: s, params: encodeEcdheParams(p) })),
    ),
    of(
      suiteWith("ECDH_anon"),
      ecdheParams.map((p) => ({ kind: "ecdhe", ...p, signed: null, params: encodeEcdheParams(p) })),
    ),
    of(
      suiteWith("RSA", "RSA_EXPORT"),
      fc
        .tuple(rsaParams, signed)
        .map(([p, s]) => ({ kind: "rsa_export", ...p, signed: s, params: encodeRsaParams(p) })),
    ),
    of(suiteWith("PSK", "RSA_PSK"), fc.record({ kind: fc.constant("psk"), hint: number })),
    of(
      suiteWith("DHE_PSK"),
      fc.tuple(number, dheParams).map(([hint, p]) => ({ kind: "dhe_psk", hint, ...p })),
    ),
    of(
      suiteWith("ECDHE_PSK"),
      fc.tuple(number, ecdheParams).map(([hint, p]) => ({ kind: "ecdhe_psk", hint, ...p })),
    ),
    of(suiteWith("SRP_SHA", "ECCPWD"), fc.record({ kind: fc.constant("other"), body: bytes(40) })),
  );
}

export const keyExchange: fc.Arbitrary<KeyExchangeCase> = version.chain(keyExchangeIn);

/** One well-formed record of any type. */
export const record: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.constantFrom(...Object.values(CONTENT)), version, bytes(300))
  .map(([type, v, body]) => encodeRecord(type, v, body));

/** One well-formed handshake message of any type. */
export const handshakeMessage: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.constantFrom(...Object.values(HANDSHAKE)), bytes(300))
  .map(([type, body]) => encodeHandshake(type, body));

/** Bytes, sometimes with a beginning that gets further into a decoder than noise would. */
export const hostile: fc.Arbitrary<Uint8Array> = fc.oneof(
  bytes(600),
  fc.tuple(fc.array(record, { maxLength: 3 }), bytes(60)).map(([records, tail]) => concat([...records, tail])),
  fc
    .tuple(fc.array(handshakeMessage, { maxLength: 4 }), bytes(60))
    .map(([messages, tail]) => encodeRecord(CONTENT.handshake, TLS12, concat([...messages, tail]))),
);

/** `stream` cut at arbitrary points, empty pieces included. */
export function cuts(stream: Uint8Array): fc.Arbitrary<readonly Uint8Array[]> {
  return fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 12 }).map((points) => {
    const ends = [...points.toSorted((a, b) => a - b), stream.length];
    return ends.map((end, i) => stream.subarray(ends[i - 1] ?? 0, end));
  });
}

/** `stream` in pieces of one byte. */
export function singleBytes(stream: Uint8Array): readonly Uint8Array[] {
  return Array.from(stream, (_, i) => stream.subarray(i, i + 1));
}
