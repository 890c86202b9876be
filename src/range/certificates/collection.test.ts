import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { HP_ILO2_ISSUER } from "./appliance.ts";
import { makeCertificate } from "../../tls/certificates/certificate.ts";
import { makeCertificates } from "./collection.ts";
import { generatePrivateKey } from "../../tls/certificates/keys.ts";

const ecKey = await generatePrivateKey("p256");
const rsaKey = await generatePrivateKey("rsa1024");

/** Length of a TLS Certificate message with this certificate alone: three lengths of three bytes, one type (RFC 5246 7.4.2). */
const messageLength = (der: Buffer) => 1 + 3 + 3 + 3 + der.length;

describe("every certificate of the collection", async () => {
  const collection = await makeCertificates();

  test.each(Object.entries(collection))("%s is read back as it was meant, and its key fits", (name, certificate) => {
    const x509 = new X509Certificate(certificate.certificatePem);
    expect(x509.raw.equals(certificate.der)).toBe(true);
    expect(x509.checkPrivateKey(certificate.key)).toBe(true);
    expect(x509.subject).toBe("CN=localhost");
    expect(x509.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1");
    expect(Date.parse(x509.validFrom)).toBeLessThan(Date.parse("2011-01-01"));
    expect(Date.parse(x509.validTo)).toBeGreaterThan(Date.parse("2049-01-01"));
    const issuer = name === "ecdhRsa" ? collection.rsa : certificate;
    expect(x509.verify(new X509Certificate(issuer.der).publicKey)).toBe(true);
  });

  test.each(Object.entries(collection))("%s makes a Certificate message on its own side of 0x80", (name, { der }) => {
    expect((messageLength(der) & 0xff) >= 0x80).toBe(name === "rsaHighLength");
  });
});

test.each([0x00, 0x01, 0x7f, 0x80, 0xff])("a Certificate message can be given the low byte %i", (lowByte) => {
  for (const key of [rsaKey, ecKey]) {
    const { der } = makeCertificate({ key, messageLengthLowByte: lowByte });
    expect(messageLength(der) & 0xff).toBe(lowByte);
    expect(new X509Certificate(der).verify(new X509Certificate(der).publicKey)).toBe(true);
  }
});

test("the issuer of an HP iLO 2 can be imitated", () => {
  const { der } = makeCertificate({ key: rsaKey, issuer: HP_ILO2_ISSUER, hash: "sha1" });
  expect(new X509Certificate(der).issuer).toBe("CN=Default Issuer (Do not trust)\nO=Hewlett-Packard Company\nOU=ISS");
});

test("the hash is the one asked for", () => {
  const rsaWithSha1 = Buffer.from("2a864886f70d010105", "hex");
  expect(makeCertificate({ key: rsaKey, hash: "sha1" }).der.includes(rsaWithSha1)).toBe(true);
  expect(makeCertificate({ key: rsaKey }).der.includes(rsaWithSha1)).toBe(false);
});

test("no two certificates have the same serial number", () => {
  const serials = [1, 2, 3].map(() => new X509Certificate(makeCertificate({ key: rsaKey }).der).serialNumber);
  expect(new Set(serials).size).toBe(3);
});
