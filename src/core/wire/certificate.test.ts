import { expect, test } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import { decodeCertificate, encodeCertificate } from "./certificate.ts";

test.each([
  ["two certificates", "00000a 000003 aabbcc 000001 dd", ["aabbcc", "dd"]],
  ["an empty list", "000000", []],
  ["an empty certificate", "000003 000000", [""]],
])("%s, both ways", (_, hex, chain) => {
  expect(decodeCertificate(fromHex(hex))?.map(toHex)).toEqual(chain);
  expect(encodeCertificate(chain.map(fromHex))).toEqual(fromHex(hex));
});

test.each([
  ["nothing", ""],
  ["one byte after the list", "000000 00"],
  ["a certificate longer than the list", "000004 000002 aa"],
  ["half a length", "000002 0000"],
])("refused: %s", (_, hex) => {
  expect(decodeCertificate(fromHex(hex))).toBeNull();
});
