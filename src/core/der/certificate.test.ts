/** Certificates as appliances write them, built by hand; real ones are in certificate.io.test.ts. */

import { describe, expect, test } from "vitest";
import { concat, fromHex, toHex } from "../wire/bytes.ts";
import { certificateNames } from "./certificate.ts";
import { commonName, organization, organizationalUnit } from "./name.ts";

/** One DER element; `wide` writes the length in more bytes than needed. */
function der(tag: number, parts: readonly Uint8Array[], wide = false): Uint8Array {
  const content = concat(parts);
  const short = !wide && content.length < 128;
  const length = short ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return concat([Uint8Array.of(tag, ...length), content]);
}

function attribute(oid: string, tag: number, value: string): Uint8Array {
  const text = der(tag, [new TextEncoder().encode(value)]);
  return der(0x31, [der(0x30, [der(0x06, [fromHex(oid)]), text])]);
}

const CN = "550403";
const O = "55040a";
const OU = "55040b";

const issuer = der(0x30, [attribute(CN, 0x13, "Default Issuer (Do not trust)"), attribute(OU, 0x13, "ISS")]);
const subject = der(0x30, [
  attribute(O, 0x13, "Hewlett-Packard Company"),
  attribute(OU, 0x13, "ISS"),
  attribute(CN, 0x13, "first"),
  attribute(CN, 0x16, "ILO1234"),
]);
const version = der(0xa0, [fromHex("020102")]);
const serial = der(0x02, [fromHex("00ff01")]);
const algorithm = der(0x30, [der(0x06, [fromHex("2a864886f70d010105")])]);
const validity = der(0x30, [
  der(0x17, [new TextEncoder().encode("140407000000Z")]),
  der(0x18, [new TextEncoder().encode("20500101000000Z")]),
]);

function certificate(fields: readonly Uint8Array[], wide = false): Uint8Array {
  return der(0x30, [der(0x30, fields, wide), algorithm], wide);
}

test("names, serial number and validity", () => {
  const names = certificateNames(certificate([version, serial, algorithm, issuer, validity, subject]));
  expect(names?.issuer).toEqual([
    { oid: "2.5.4.3", value: "Default Issuer (Do not trust)" },
    { oid: "2.5.4.11", value: "ISS" },
  ]);
  expect(names).toMatchObject({
    serialNumber: "00ff01",
    notBefore: "2014-04-07T00:00:00Z",
    notAfter: "2050-01-01T00:00:00Z",
  });
  const name = names?.subject ?? [];
  expect([commonName(name), organization(name), organizationalUnit(name)]).toEqual([
    "ILO1234",
    "Hewlett-Packard Company",
    "ISS",
  ]);
  expect(organization(names?.issuer ?? [])).toBeNull();
});

describe("still recognised", () => {
  const broken = der(0x30, [der(0x17, [fromHex("00")])]);
  test.each([
    ["version 1, which says nothing about its version", certificate([serial, algorithm, issuer, validity, subject])],
    ["lengths in more bytes than needed", certificate([version, serial, algorithm, issuer, validity, subject], true)],
    ["dates that are none", certificate([version, serial, algorithm, issuer, broken, subject])],
    ["a serial number that is no number", certificate([version, der(0x05, []), algorithm, issuer, validity, subject])],
    [
      "bytes after the certificate's end",
      concat([certificate([serial, algorithm, issuer, validity, subject]), fromHex("0500")]),
    ],
  ])("%s", (_, bytes) => {
    expect(commonName(certificateNames(bytes)?.subject ?? [])).toBe("ILO1234");
  });

  test("unusable dates are null, not guesses", () => {
    const names = certificateNames(certificate([version, serial, algorithm, issuer, broken, subject]));
    expect([names?.notBefore, names?.notAfter]).toEqual([null, null]);
  });
});

test("attributes that are not text are left out", () => {
  const odd = der(0x30, [der(0x31, [der(0x30, [der(0x06, [fromHex(CN)]), der(0x02, [fromHex("05")])])])]);
  expect(certificateNames(certificate([serial, algorithm, issuer, validity, odd]))?.subject).toEqual([]);
});

describe("refused", () => {
  const whole = certificate([version, serial, algorithm, issuer, validity, subject]);
  test.each([
    ["nothing", new Uint8Array(0)],
    ["one byte cut off", whole.subarray(0, -1)],
    ["a subject missing", certificate([version, serial, algorithm, issuer, validity])],
    ["a name that is no sequence", certificate([version, serial, algorithm, issuer, validity, algorithm])],
    ["an indefinite length", fromHex(`3080${toHex(whole.subarray(4))}0000`)],
    ["more than 256 kB", concat([whole, fromHex("048400040000"), new Uint8Array(2 ** 18)])],
  ])("%s", (_, bytes) => {
    expect(certificateNames(bytes)).toBeNull();
  });
});
