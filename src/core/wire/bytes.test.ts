/** Numbers and vectors at the edges of their fields; the general case is in test/properties/wire-round-trip.test.ts. */

import { describe, expect, test } from "vitest";
import { ByteReader, ByteWriter, concat, decodeU16List, encodeU16List, equal, fromHex, toHex } from "./bytes.ts";

describe("ByteReader", () => {
  test("reads numbers big-endian, the largest as positive numbers", () => {
    const reader = new ByteReader(fromHex("01 0203 040506 ffffffff"));
    expect([reader.u8(), reader.u16(), reader.u24(), reader.u32()]).toEqual([1, 0x0203, 0x040506, 0xffffffff]);
    expect(reader.remaining).toBe(0);
  });

  test.each([
    ["u8", ""],
    ["u16", "01"],
    ["u24", "0102"],
    ["u32", "010203"],
    ["vector8", "02 01"],
    ["vector16", "0002 01"],
    ["vector16", "00"],
    ["vector24", "000002 01"],
  ] as const)("%s of %j is null and moves nowhere", (method, hex) => {
    const bytes = fromHex(hex);
    const reader = new ByteReader(bytes);
    expect(reader[method]()).toBeNull();
    expect(reader.remaining).toBe(bytes.length);
  });

  test("hands out views, and the rest once", () => {
    const bytes = fromHex("02 aabb cc");
    const reader = new ByteReader(bytes);
    const vector = reader.vector8();
    expect(vector?.buffer).toBe(bytes.buffer);
    expect(toHex(vector ?? bytes)).toBe("aabb");
    expect(toHex(reader.rest())).toBe("cc");
    expect(reader.rest()).toHaveLength(0);
  });
});

describe("ByteWriter", () => {
  test("writes every kind of field", () => {
    const some = Uint8Array.of(9);
    const writer = new ByteWriter().u8(1).u16(2).u24(3).u32(0xfffffffe).bytes(some);
    writer.vector8(some).vector16(some).vector24(some);
    expect(toHex(writer.finish())).toBe("01 0002 000003 fffffffe 09 0109 000109 00000109".replaceAll(" ", ""));
  });

  test("grows beyond its first buffer without losing bytes", () => {
    const large = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    expect(new ByteWriter().u8(7).bytes(large).u8(8).finish()).toEqual(
      concat([Uint8Array.of(7), large, Uint8Array.of(8)]),
    );
  });

  test.each([
    ["u8", 256],
    ["u16", 65_536],
    ["u24", 16_777_216],
    ["u32", 4_294_967_296],
    ["u8", -1],
    ["u8", 1.5],
  ] as const)("%s refuses %d", (method, value) => {
    expect(() => new ByteWriter()[method](value)).toThrow(RangeError);
  });

  test.each([0, 1, 2, 3, 256])("what is finished does not change when more is written (room for %d)", (room) => {
    const writer = new ByteWriter(room).u16(0x0102);
    const finished = writer.finish();
    expect(toHex(writer.u8(3).finish())).toBe("010203");
    expect(toHex(finished)).toBe("0102");
  });

  test("refuses a vector that is longer than its length field can say", () => {
    expect(() => new ByteWriter().vector8(new Uint8Array(256))).toThrow(RangeError);
    expect(new ByteWriter().vector8(new Uint8Array(255)).finish()).toHaveLength(256);
  });
});

describe("hexadecimal and comparison", () => {
  test("both ways", () => {
    expect(toHex(Uint8Array.of(0, 15, 255))).toBe("000fff");
    expect(fromHex("00 0F\nff")).toEqual(Uint8Array.of(0, 15, 255));
    expect(fromHex("")).toHaveLength(0);
  });

  test.each(["0", "0g", "zz"])("%j is refused", (text) => {
    expect(() => fromHex(text)).toThrow(RangeError);
  });

  test("equal looks at length and at every byte", () => {
    expect(equal(fromHex("0102"), fromHex("0102"))).toBe(true);
    expect(equal(fromHex("0102"), fromHex("0103"))).toBe(false);
    expect(equal(fromHex("0102"), fromHex("010200"))).toBe(false);
    expect(equal(fromHex("010200"), fromHex("0102"))).toBe(false);
  });
});

test("lists of 16-bit numbers have an even number of bytes", () => {
  expect(toHex(encodeU16List([1, 0xc02f]))).toBe("0001c02f");
  expect(decodeU16List(fromHex("0001c02f"))).toEqual([1, 0xc02f]);
  expect(decodeU16List(fromHex("0001c0"))).toBeNull();
});
