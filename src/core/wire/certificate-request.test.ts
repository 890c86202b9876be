import { expect, test } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import { type CertificateRequest, decodeCertificateRequest, encodeCertificateRequest } from "./certificate-request.ts";
import { SSL30, TLS11, TLS12 } from "./version.ts";

const plain: CertificateRequest = { types: [1, 2], signatureAlgorithms: null, authorities: [fromHex("3000")] };

test.each<[string, CertificateRequest, number, string]>([
  ["TLS 1.1", plain, TLS11, "020102 0004 0002 3000"],
  ["SSL 3.0", { ...plain, authorities: [] }, SSL30, "020102 0000"],
  ["TLS 1.2", { ...plain, signatureAlgorithms: [0x0401, 0x0603] }, TLS12, "020102 0004 0401 0603 0004 0002 3000"],
  ["no algorithms in TLS 1.2", { ...plain, signatureAlgorithms: [] }, TLS12, "020102 0000 0004 0002 3000"],
])("%s, both ways", (_, request, version, hex) => {
  expect(toHex(encodeCertificateRequest(request))).toBe(hex.replaceAll(" ", ""));
  expect(decodeCertificateRequest(fromHex(hex), version)).toEqual(request);
});

test.each<[string, number, string]>([
  ["nothing", TLS12, ""],
  ["the form of TLS 1.1 in TLS 1.2", TLS12, "020102 0004 0002 3000"],
  ["the form of TLS 1.2 in TLS 1.1", TLS11, "020102 0004 0401 0603 0004 0002 3000"],
  ["half a signature algorithm", TLS12, "020102 0003 040106 0000"],
  ["something after it", TLS11, "020102 0000 00"],
  ["a name longer than the list", TLS11, "020102 0003 0002 30"],
])("refused: %s", (_, version, hex) => {
  expect(decodeCertificateRequest(fromHex(hex), version)).toBeNull();
});
