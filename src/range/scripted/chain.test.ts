import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { encodeCertificate } from "../../core/wire/certificate.ts";
import { generatePrivateKey } from "../../tls/certificates/keys.ts";
import { makeChain } from "./chain.ts";

const key = await generatePrivateKey("rsa1024");
const plain = { name: null, lowByte: null, recordLength: null, fill: 0 };
const HANDSHAKE_HEADER = 4;

describe("certificate chains", () => {
  test.each([2004, 3604, 5004])("a record of exactly %i bytes, every certificate well-formed", (recordLength) => {
    const chain = makeChain(key, { ...plain, recordLength, fill: 0x18 });
    expect(HANDSHAKE_HEADER + encodeCertificate(chain).length).toBe(recordLength);
    for (const der of chain) expect(new X509Certificate(der).raw).toEqual(Buffer.from(der));
  });

  test("filled with the wanted byte", () => {
    const chain = makeChain(key, { ...plain, recordLength: 3604, fill: 0x18 });
    expect(Buffer.concat(chain).includes(Buffer.alloc(1000, 0x18))).toBe(true);
  });

  test.each([0x14, 0x94])("a record length that ends in %i", (lowByte) => {
    const chain = makeChain(key, { ...plain, lowByte });
    expect((HANDSHAKE_HEADER + encodeCertificate(chain).length) & 0xff).toBe(lowByte);
  });

  test("carries the wanted name", () => {
    const chain = makeChain(key, { ...plain, name: [["CN", "ILOUSE0123ABCD"]] });
    expect(new X509Certificate(chain[0] ?? "").subject).toBe("CN=ILOUSE0123ABCD");
  });

  test("a length too short for two certificates is an error", () => {
    expect(() => makeChain(key, { ...plain, recordLength: 600 })).toThrow(RangeError);
  });
});
