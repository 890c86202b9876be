/** Records by the byte, and what is recognised as no TLS. Any segmentation: test/properties/wire-segmentation.test.ts. */

import { describe, expect, test } from "vitest";
import { concat, fromHex, toHex } from "./bytes.ts";
import { CONTENT, encodeRecord, RecordDecoder } from "./record.ts";
import { TLS12 } from "./version.ts";

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

test("a record is type, version, length and body", () => {
  expect(toHex(encodeRecord(CONTENT.alert, TLS12, fromHex("0228")))).toBe("15030300020228");
});

test("a whole record is a view of the bytes that came, not a copy", () => {
  const bytes = encodeRecord(CONTENT.handshake, TLS12, new Uint8Array(100));
  const [record] = new RecordDecoder().push(bytes);
  expect(record?.body.buffer).toBe(bytes.buffer);
});

test("bodies are plain byte arrays, also when a subclass such as Node's Buffer is pushed", () => {
  class Chunk extends Uint8Array {}
  const bytes = Chunk.from(encodeRecord(CONTENT.alert, TLS12, fromHex("0228")));
  const [whole] = new RecordDecoder().push(bytes);
  expect(whole?.body.constructor).toBe(Uint8Array);
});

test("a record in two pieces is put together, and what was held is let go", () => {
  const bytes = encodeRecord(CONTENT.handshake, TLS12, fromHex("0102030405"));
  const decoder = new RecordDecoder();
  expect(decoder.push(bytes.subarray(0, 7))).toEqual([]);
  expect(decoder.pending).toBe(7);
  expect(decoder.push(bytes.subarray(7))).toEqual([{ type: 22, version: TLS12, body: fromHex("0102030405") }]);
  expect(decoder.pending).toBe(0);
});

test("bodies already handed out are not touched by what comes later", () => {
  const one = encodeRecord(CONTENT.handshake, TLS12, fromHex("0101"));
  const two = encodeRecord(CONTENT.handshake, TLS12, fromHex("0202"));
  const decoder = new RecordDecoder();
  decoder.push(one.subarray(0, 3));
  const [first] = decoder.push(one.subarray(3));
  decoder.push(two.subarray(0, 3));
  decoder.push(two.subarray(3));
  expect(toHex(first?.body ?? one)).toBe("0101");
});

test("an empty record is a record", () => {
  expect(new RecordDecoder().push(fromHex("1603010000"))).toEqual([
    { type: 22, version: 0x0301, body: new Uint8Array(0) },
  ]);
});

describe("defects", () => {
  const alert = fromHex("15030100020228");
  test.each([
    ["an HTTP answer", ascii("HTTP/1.1 400 Bad Request\r\n"), "not_tls", 0],
    ["an SSH banner", ascii("SSH-2.0-OpenSSH_6.0\r\n"), "not_tls", 0],
    ["one byte of plain text", ascii("2"), "not_tls", 0],
    ["a content type without a TLS version", fromHex("16 02"), "not_tls", 0],
    ["a type below the known ones", fromHex("13 03 01 00 00"), "not_tls", 0],
    ["a type above the known ones", fromHex("19 03 01 00 00"), "not_tls", 0],
    ["an SSL 2.0 SERVER-HELLO", fromHex("8429 04 00 01 0002"), "sslv2", 0],
    ["an SSL 2.0 error", fromHex("8003 00 0001"), "sslv2", 0],
    ["an SSL 2.0 CLIENT-HELLO", fromHex("802e 01 0301"), "sslv2", 0],
    ["a high first byte that is no SSL 2.0", fromHex("ff ff ff"), "not_tls", 0],
    ["an SSL 2.0 error after a record", concat([alert, fromHex("8003000001")]), "not_tls", 1],
    ["plain text after a record", concat([alert, ascii("HTTP")]), "not_tls", 1],
    ["one byte too long", fromHex("17 0303 4801"), "oversized", 0],
    ["a wrapped length", fromHex("16 0303 ffff"), "oversized", 0],
  ])("%s", (_, bytes, defect, records) => {
    const decoder = new RecordDecoder();
    expect(decoder.push(bytes)).toHaveLength(records);
    expect(decoder.defect).toBe(defect);
    expect(decoder.push(alert)).toEqual([]);
    expect(decoder.defect).toBe(defect);
  });

  test.each([
    ["the longest record there may be", fromHex("17 0303 4800")],
    ["the beginning of an SSL 2.0 message", fromHex("80 2e")],
    ["nothing", new Uint8Array(0)],
  ])("none yet: %s", (_, bytes) => {
    const decoder = new RecordDecoder();
    expect(decoder.push(bytes)).toEqual([]);
    expect(decoder.defect).toBeNull();
    expect(decoder.pending).toBe(bytes.length);
  });
});
