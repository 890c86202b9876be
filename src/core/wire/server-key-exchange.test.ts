/** Every form of ServerKeyExchange by the byte; that signed bytes are the right ones is in server-flight.io.test.ts. */

import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import { decodeServerKeyExchange, encodeServerKeyExchange, type ServerKeyExchange } from "./server-key-exchange.ts";
import { ALL_SUITES, type KeyExchange, suite } from "./suites.ts";
import { SSL30, TLS10, TLS11, TLS12 } from "./version.ts";

/** Any suite of a key exchange: the form depends on nothing else. */
function suiteOf(keyExchange: KeyExchange): number {
  const found = ALL_SUITES.find((candidate) => candidate.keyExchange === keyExchange);
  if (found === undefined) throw new Error(`no suite with ${keyExchange}`);
  return found.id;
}

const DHE = "0002 f1f2 0001 02 0002 a1a2";
const ECDHE = "03 0017 03 04b1b2";
const RSA = "0002 c1c2 0003 010001";
const OLD = "0002 5151";
const NEW = "0401 0002 5151";
const dhe = { p: fromHex("f1f2"), g: fromHex("02"), publicKey: fromHex("a1a2") };
const ecdhe = { group: 23, publicKey: fromHex("04b1b2") };
const rsa = { modulus: fromHex("c1c2"), exponent: fromHex("010001") };
const oldSigned = { algorithm: null, signature: fromHex("5151") };
const newSigned = { algorithm: 0x0401, signature: fromHex("5151") };
const hint = fromHex("6869");

describe("each form, both ways", () => {
  test.each<[string, KeyExchange, number, string, ServerKeyExchange]>([
    [
      "DHE in SSL 3.0",
      "DHE_RSA",
      SSL30,
      `${DHE} ${OLD}`,
      { kind: "dhe", ...dhe, signed: oldSigned, params: fromHex(DHE) },
    ],
    [
      "DHE in TLS 1.1",
      "DHE_DSS",
      TLS11,
      `${DHE} ${OLD}`,
      { kind: "dhe", ...dhe, signed: oldSigned, params: fromHex(DHE) },
    ],
    [
      "DHE in TLS 1.2",
      "DHE_RSA",
      TLS12,
      `${DHE} ${NEW}`,
      { kind: "dhe", ...dhe, signed: newSigned, params: fromHex(DHE) },
    ],
    ["anonymous DH in TLS 1.0", "DH_anon", TLS10, DHE, { kind: "dhe", ...dhe, signed: null, params: fromHex(DHE) }],
    ["anonymous DH in TLS 1.2", "DH_anon", TLS12, DHE, { kind: "dhe", ...dhe, signed: null, params: fromHex(DHE) }],
    [
      "ECDHE in TLS 1.0",
      "ECDHE_RSA",
      TLS10,
      `${ECDHE} ${OLD}`,
      { kind: "ecdhe", ...ecdhe, signed: oldSigned, params: fromHex(ECDHE) },
    ],
    [
      "ECDHE in TLS 1.2",
      "ECDHE_ECDSA",
      TLS12,
      `${ECDHE} ${NEW}`,
      { kind: "ecdhe", ...ecdhe, signed: newSigned, params: fromHex(ECDHE) },
    ],
    ["anonymous ECDH", "ECDH_anon", TLS12, ECDHE, { kind: "ecdhe", ...ecdhe, signed: null, params: fromHex(ECDHE) }],
    [
      "RSA export",
      "RSA_EXPORT",
      SSL30,
      `${RSA} ${OLD}`,
      { kind: "rsa_export", ...rsa, signed: oldSigned, params: fromHex(RSA) },
    ],
    [
      "a temporary key for plain RSA",
      "RSA",
      TLS12,
      `${RSA} ${NEW}`,
      { kind: "rsa_export", ...rsa, signed: newSigned, params: fromHex(RSA) },
    ],
    ["PSK", "PSK", TLS12, "0002 6869", { kind: "psk", hint }],
    ["PSK, no hint", "PSK", TLS10, "0000", { kind: "psk", hint: new Uint8Array(0) }],
    ["RSA_PSK", "RSA_PSK", TLS12, "0002 6869", { kind: "psk", hint }],
    ["DHE_PSK", "DHE_PSK", TLS12, `0002 6869 ${DHE}`, { kind: "dhe_psk", hint, ...dhe }],
    ["ECDHE_PSK", "ECDHE_PSK", TLS12, `0002 6869 ${ECDHE}`, { kind: "ecdhe_psk", hint, ...ecdhe }],
    ["SRP is left as it is", "SRP_SHA", TLS12, "0102", { kind: "other", body: fromHex("0102") }],
    ["an explicit curve is left as it is", "ECDHE_RSA", TLS12, "01 0102", { kind: "other", body: fromHex("010102") }],
  ])("%s", (_, keyExchange, version, hex, message) => {
    expect(decodeServerKeyExchange(fromHex(hex), suiteOf(keyExchange), version)).toEqual(message);
    expect(toHex(encodeServerKeyExchange(message))).toBe(hex.replaceAll(" ", ""));
  });
});

test("the message of a suite nobody knows is left as it is", () => {
  expect(suite(0xeeee)).toBeUndefined();
  expect(decodeServerKeyExchange(fromHex("00"), 0xeeee, TLS12)).toEqual({ kind: "other", body: fromHex("00") });
});

describe("refused", () => {
  test.each<[string, KeyExchange, number, string]>([
    ["nothing", "DHE_RSA", TLS12, ""],
    ["nothing for a curve", "ECDHE_RSA", TLS12, ""],
    ["no signature", "DHE_RSA", TLS12, DHE],
    ["the signature of TLS 1.1 in TLS 1.2", "ECDHE_RSA", TLS12, `${ECDHE} ${OLD}`],
    ["the signature of TLS 1.2 in TLS 1.1", "ECDHE_RSA", TLS11, `${ECDHE} ${NEW}`],
    ["a signed anonymous exchange", "DH_anon", TLS12, `${DHE} ${NEW}`],
    ["something after it", "PSK", TLS12, "0000 00"],
    ["half a hint", "PSK", TLS12, "0002 68"],
    ["a hint and half of the parameters", "DHE_PSK", TLS12, "0000 0002 f1f2"],
    ["a hint and an explicit curve", "ECDHE_PSK", TLS12, "0000 01 0017 03 04b1b2"],
    ["a static key", "DH_RSA", TLS12, `${DHE} ${NEW}`],
    ["a static curve", "ECDH_ECDSA", TLS12, `${ECDHE} ${NEW}`],
    ["TLS 1.3, which has no such message", "TLS13", TLS12, `${ECDHE} ${NEW}`],
  ])("%s", (_, keyExchange, version, hex) => {
    expect(decodeServerKeyExchange(fromHex(hex), suiteOf(keyExchange), version)).toBeNull();
  });
});
