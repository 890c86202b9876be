/** Key exchanges that no server of our tests offers, and groups that OpenSSL would refuse. */

import { constants, createECDH, generateKeyPairSync, privateDecrypt, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ByteReader, ByteWriter, concat } from "../core/wire/bytes.ts";
import { encodeRsaParams, encodeServerKeyExchange } from "../core/wire/server-key-exchange.ts";
import { type Suite, suite as suiteFacts } from "../core/wire/suites.ts";
import { SSL30, TLS10, TLS12 } from "../core/wire/version.ts";
import { finiteFieldKey, OAKLEY_GROUP_2 } from "./finite-field.ts";
import { exchangeKeys, type KeyExchangeInput } from "./key-exchange.ts";

const random = { bytes: (length: number) => randomBytes(length), unit: () => 0.5 };

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;

function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return new ByteWriter().u8(tag).u8(0x83).vector24(concat(parts)).finish();
}

/** A certificate that is nothing but a place for a key: no version, empty names, no validity, no signature. */
function bareCertificate(spki: Uint8Array): Uint8Array {
  const empty = der(SEQUENCE);
  return der(SEQUENCE, der(SEQUENCE, der(INTEGER, Uint8Array.of(1)), empty, empty, empty, empty, spki));
}

function exchange(id: number, change: Partial<KeyExchangeInput>) {
  const suite = suiteFacts(id) as Suite;
  const unset = { certificate: null, serverKeyExchange: null, psk: null, random };
  return exchangeKeys({ suite, version: TLS12, offeredVersion: TLS12, ...unset, ...change });
}

/** The client's half and the secret; fails the test when there is none. */
function agreed(id: number, change: Partial<KeyExchangeInput>) {
  const result = exchange(id, change);
  if (!result.ok) throw new Error(result.why);
  return result;
}

describe("keys in certificates", () => {
  it("ECDH: the point in the certificate", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "secp384r1" });
    const certificate = bareCertificate(publicKey.export({ type: "spki", format: "der" }));
    const { clientKeyExchange, preMaster } = agreed(0xc004, { certificate });
    const server = createECDH("secp384r1");
    server.setPrivateKey(Buffer.from(privateKey.export({ format: "jwk" }).d ?? "", "base64url"));
    expect(server.computeSecret(new ByteReader(clientKeyExchange).vector8() ?? new Uint8Array(0))).toEqual(preMaster);
  });

  it("DH: group and public number in the certificate", () => {
    const server = finiteFieldKey(OAKLEY_GROUP_2, random);
    const { p, g } = OAKLEY_GROUP_2;
    const algorithm = der(SEQUENCE, der(INTEGER), der(SEQUENCE, der(INTEGER, Uint8Array.of(0), p), der(INTEGER, g)));
    const bits = der(BIT_STRING, Uint8Array.of(0), der(INTEGER, server?.publicKey ?? g));
    const { clientKeyExchange, preMaster } = agreed(0x0031, {
      certificate: bareCertificate(der(SEQUENCE, algorithm, bits)),
    });
    expect(server?.agree(new ByteReader(clientKeyExchange).vector16() ?? g)).toEqual(preMaster);
  });

  it.each([
    {
      what: "an elliptic-curve key for RSA",
      id: 0x002f,
      make: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
    },
    { what: "an RSA key for ECDH", id: 0xc004, make: () => generateKeyPairSync("rsa", { modulusLength: 512 }) },
    { what: "an RSA key for DH", id: 0x0031, make: () => generateKeyPairSync("rsa", { modulusLength: 512 }) },
  ])("$what: a reason, no exception", ({ id, make }) => {
    const spki = make().publicKey.export({ type: "spki", format: "der" });
    expect(exchange(id, { certificate: bareCertificate(spki) }).ok).toBe(false);
  });
});

describe("a temporary RSA key", () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 512 });
  const jwk = publicKey.export({ format: "jwk" });
  const rsa = { modulus: Buffer.from(jwk.n ?? "", "base64url"), exponent: Buffer.from(jwk.e ?? "", "base64url") };
  const signed = { algorithm: null, signature: Uint8Array.of(1, 2, 3) };
  const params = encodeRsaParams(rsa);
  const serverKeyExchange = encodeServerKeyExchange({ kind: "rsa_export", ...rsa, signed, params });

  it.each([
    { what: "an export suite", id: 0x0003, version: TLS10 },
    { what: "any RSA suite", id: 0x002f, version: TLS10 },
    { what: "SSL 3.0, which leaves out the length", id: 0x0003, version: SSL30 },
  ])("$what: the secret is encrypted under it", ({ id, version }) => {
    const { clientKeyExchange, preMaster } = agreed(id, { version, serverKeyExchange });
    const encrypted = version === SSL30 ? clientKeyExchange : new ByteReader(clientKeyExchange).vector16();
    const block = privateDecrypt(
      { key: privateKey, padding: constants.RSA_NO_PADDING },
      encrypted ?? new Uint8Array(0),
    );
    expect(block.subarray(0, 2)).toEqual(Buffer.of(0, 2));
    expect(block.subarray(-48)).toEqual(Buffer.from(preMaster));
    // The version is the offered one, not the negotiated one (RFC 5246 section 7.4.7.1).
    expect(preMaster.subarray(0, 2)).toEqual(Uint8Array.of(3, 3));
  });

  it("too short for a secret: a reason, no exception", () => {
    const short = { modulus: rsa.modulus.subarray(0, 40), exponent: rsa.exponent };
    const body = encodeServerKeyExchange({ kind: "rsa_export", ...short, signed, params: encodeRsaParams(short) });
    expect(exchange(0x0003, { version: TLS10, serverKeyExchange: body }).ok).toBe(false);
  });
});

describe("finite fields", () => {
  it("agrees in a field that OpenSSL would refuse, without leading zeros", () => {
    const field = { p: Uint8Array.of(0, 23), g: Uint8Array.of(5) };
    const [ours, theirs] = [finiteFieldKey(field, random), finiteFieldKey(field, random)];
    const shared = ours?.agree(theirs?.publicKey ?? field.g);
    expect(shared).toEqual(theirs?.agree(ours?.publicKey ?? field.g));
    expect(shared).toHaveLength(1);
  });

  it("computes what paper does: 5^3 mod 23 = 10, 8^3 mod 23 = 6", () => {
    const three = { bytes: (length: number) => new Uint8Array(length).fill(3, length - 1), unit: () => 0.5 };
    const key = finiteFieldKey({ p: Uint8Array.of(23), g: Uint8Array.of(5) }, three);
    expect(key?.publicKey).toEqual(Buffer.of(10));
    expect(key?.agree(Uint8Array.of(8))).toEqual(Buffer.of(6));
  });

  it.each([
    { what: "no modulus", p: new Uint8Array(0) },
    { what: "modulus 1", p: Uint8Array.of(1) },
    { what: "a modulus that would burn our time", p: new Uint8Array(2000).fill(255) },
  ])("refuses $what", ({ p }) => {
    expect(finiteFieldKey({ p, g: Uint8Array.of(2) }, random)).toBeNull();
  });

  it("refuses the public number 0", () => {
    expect(finiteFieldKey(OAKLEY_GROUP_2, random)?.agree(Uint8Array.of(0))).toBeNull();
  });
});
