import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FILLER, ReadBuffer } from "./read-buffer.ts";

describe("the read buffer", () => {
  test("keeps the tail of a longer, earlier record behind a short one", () => {
    const buffer = new ReadBuffer();
    buffer.hold(Uint8Array.of(1, 2, 3, 4, 5, 6));
    buffer.hold(Uint8Array.of(9, 9));
    expect(buffer.read(0, 6)).toEqual({ bytes: Uint8Array.of(9, 9, 3, 4, 5, 6), foreign: 0 });
  });

  test("serves marked filler, and counts it, beyond everything it ever held", () => {
    const buffer = new ReadBuffer();
    buffer.hold(Uint8Array.of(1, 2, 3));
    const { bytes, foreign } = buffer.read(1, 6);
    expect(bytes).toEqual(Uint8Array.of(2, 3, ...FILLER.subarray(2, 6)));
    expect(foreign).toBe(4);
  });

  test("replaces ciphertext by the plaintext that it was decrypted to", () => {
    const buffer = new ReadBuffer();
    buffer.hold(Uint8Array.of(1, 2, 3, 4, 5));
    buffer.overwrite(2, Uint8Array.of(8, 8));
    expect(buffer.read(0, 5).bytes).toEqual(Uint8Array.of(1, 2, 8, 8, 5));
  });

  test("is foreign exactly where no record has ever reached", () => {
    const records = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 });
    fc.assert(
      fc.property(records, fc.nat(80), fc.nat(80), (held, offset, length) => {
        const buffer = new ReadBuffer();
        for (const record of held) buffer.hold(record);
        const reach = Math.max(0, ...held.map((record) => record.length));
        const own = Math.max(0, Math.min(reach, offset + length) - offset);
        expect(buffer.read(offset, length).foreign).toBe(length - own);
      }),
    );
  });
});
