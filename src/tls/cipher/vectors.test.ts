/** Published test vectors of the ciphers written here. */

import { assert, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { type BlockCipher, cbcDecrypt, cbcEncrypt } from "./block.ts";
import { idea } from "./idea.ts";
import { rc2 } from "./rc2.ts";
import { Rc4 } from "./rc4.ts";
import { seed } from "./seed.ts";

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (data: Uint8Array): string => Buffer.from(data).toString("hex");

describe("RC4", () => {
  it.each([
    { key: "0102030405", offset: 0, stream: "b2396305f03dc027ccc3524a0a1118a8" },
    { key: "0102030405", offset: 16, stream: "6982944f18fc82d589c403a47a0d0919" },
    { key: "0102030405", offset: 4096, stream: "ff25b58995996707e51fbdf08b34d875" },
    { key: "0102030405060708090a0b0c0d0e0f10", offset: 0, stream: "9ac7cc9a609d1ef7b2932899cde41b97" },
    { key: "0102030405060708090a0b0c0d0e0f10", offset: 16, stream: "5248c4959014126a6e8a84f11d1a9e1c" },
  ])("RFC 6229: key $key at $offset", ({ key, offset, stream }) => {
    const rc4 = Rc4.keyed(bytes(key));
    rc4.apply(new Uint8Array(offset));
    expect(hex(rc4.apply(new Uint8Array(16)))).toBe(stream);
  });

  it("a copy goes its own way", () => {
    const rc4 = Rc4.keyed(bytes("0102030405"));
    rc4.clone().apply(new Uint8Array(100));
    expect(hex(rc4.apply(new Uint8Array(16)))).toBe("b2396305f03dc027ccc3524a0a1118a8");
  });
});

const ZERO_16 = "00".repeat(16);
const COUNT_16 = "000102030405060708090a0b0c0d0e0f";

describe.each<{ source: string; cipher: BlockCipher; plain: string; sealed: string }>([
  ...(
    [
      ["0000000000000000", 63, "0000000000000000", "ebb773f993278eff"],
      ["ffffffffffffffff", 64, "ffffffffffffffff", "278b27e42e2f0d49"],
      ["3000000000000000", 64, "1000000000000001", "30649edf9be7d2c2"],
      ["88", 64, "0000000000000000", "61a8a244adacccf0"],
      ["88bca90e90875a", 64, "0000000000000000", "6ccf4308974c267f"],
      ["88bca90e90875a7f0f79c384627bafb2", 64, "0000000000000000", "1a807d272bbe5db1"],
      ["88bca90e90875a7f0f79c384627bafb2", 128, "0000000000000000", "2269552ab0f85ca6"],
      [
        "88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e",
        129,
        "0000000000000000",
        "5b78d3a43dfff1f1",
      ],
    ] as const
  ).map(([key, bits, plain, sealed]) => ({
    source: `RC2, RFC 2268: key ${key}, ${bits} bits`,
    cipher: rc2(bytes(key), bits),
    plain,
    sealed,
  })),
  {
    source: "IDEA, the example of its authors",
    cipher: idea(bytes("00010002000300040005000600070008")),
    plain: "0000000100020003",
    sealed: "11fbed2b01986de5",
  },
  ...(
    [
      [ZERO_16, COUNT_16, "5ebac6e0054e166819aff1cc6d346cdb"],
      [COUNT_16, ZERO_16, "c11f22f20140505084483597e4370f43"],
      ["4706480851e61be85d74bfb3fd956185", "83a2f8a288641fb9a4e9a5cc2f131c7d", "ee54d13ebcae706d226bc3142cd40d4a"],
      ["28dbc3bc49ffd87dcfa509b11d422be7", "b41e6be2eba84a148e2eed84593c5ec7", "9b9b7bfcd1813cb95d0b3618f40f5122"],
    ] as const
  ).map(([key, plain, sealed]) => ({ source: `SEED, RFC 4269: key ${key}`, cipher: seed(bytes(key)), plain, sealed })),
])("$source", ({ cipher, plain, sealed }) => {
  it("encrypts", () => {
    const block = bytes(plain);
    cipher.encrypt(block, 0);
    expect(hex(block)).toBe(sealed);
  });

  it("decrypts", () => {
    const block = bytes(sealed);
    cipher.decrypt(block, 0);
    expect(hex(block)).toBe(plain);
  });
});

describe.each([
  { name: "RC2", make: (key: Uint8Array) => rc2(key, 128) },
  { name: "IDEA", make: idea },
  { name: "SEED", make: seed },
])("$name in CBC mode", ({ make }) => {
  it("leaves its input alone, a Buffer too", () => {
    const cipher = make(new Uint8Array(16));
    const iv = new Uint8Array(cipher.blockLength);
    const input = Buffer.alloc(32, 7);
    cbcEncrypt(cipher, iv, input);
    cbcDecrypt(cipher, iv, input);
    expect(input).toEqual(Buffer.alloc(32, 7));
  });

  it("decryption undoes encryption for every key, IV and length", () => {
    const key = uint8Array({ minLength: 16, maxLength: 16 });
    assert(
      property(key, key, uint8Array({ maxLength: 80 }), (k, ivSource, data) => {
        const cipher = make(k);
        const iv = ivSource.subarray(0, cipher.blockLength);
        const whole = data.subarray(0, data.length - (data.length % cipher.blockLength));
        expect(cbcDecrypt(cipher, iv, cbcEncrypt(cipher, iv, whole))).toEqual(whole);
      }),
    );
  });
});
