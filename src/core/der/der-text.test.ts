import { expect, test } from "vitest";
import { fromHex } from "../wire/bytes.ts";
import { type DerElement, TAG } from "./der.ts";
import { oidText, stringText, timeText } from "./der-text.ts";

function element(tag: number, hex: string): DerElement {
  return { tag, content: fromHex(hex) };
}

function text(tag: number, ascii: string): DerElement {
  return { tag, content: new TextEncoder().encode(ascii) };
}

test.each([
  ["550403", "2.5.4.3"],
  ["2a864886f70d010901", "1.2.840.113549.1.9.1"],
  ["00", "0.0"],
  ["27", "0.39"],
  ["28", "1.0"],
  ["8837", "2.999"],
  ["", null],
  ["5504 83", null],
  ["ffffffffffffffff7f", null],
  ["01".repeat(65), null],
])("object identifier %s is %s", (hex, expected) => {
  expect(oidText(element(TAG.oid, hex))).toBe(expected);
});

test("only an object identifier is one", () => {
  expect(oidText(element(TAG.integer, "550403"))).toBeNull();
});

test.each<[string, number, string, string | null]>([
  ["UTF8String", 0x0c, "c3a9", "é"],
  ["PrintableString", 0x13, "4142", "AB"],
  ["TeletexString", 0x14, "e9", "é"],
  ["IA5String", 0x16, "2e", "."],
  ["BMPString", 0x1e, "00e94e2d", "é中"],
  ["BMPString with a surrogate pair", 0x1e, "d83ddd12", "🔒"],
  ["UniversalString", 0x1c, "0001f512", "🔒"],
  ["UniversalString beyond Unicode", 0x1c, "00110000", "\ufffd"],
  ["malformed UTF-8", 0x0c, "41ff", "A\ufffd"],
  ["an escape sequence for a terminal", 0x0c, "1b5b324a", "\ufffd[2J"],
  ["a line break", 0x0c, "410a42", "A\ufffdB"],
  ["a change of writing direction", 0x0c, "e280ae", "\ufffd"],
  ["half a surrogate pair", 0x1e, "d83d", "\ufffd"],
  ["a number", 0x02, "41", null],
])("%s", (_, tag, hex, expected) => {
  expect(stringText(element(tag, hex))).toBe(expected);
});

test("long strings are cut", () => {
  expect(stringText(text(0x0c, "x".repeat(5000)))).toBe("x".repeat(1024));
});

test.each<[number, string, string | null]>([
  [TAG.utcTime, "140407120000Z", "2014-04-07T12:00:00Z"],
  [TAG.utcTime, "491231235959Z", "2049-12-31T23:59:59Z"],
  [TAG.utcTime, "500101000000Z", "1950-01-01T00:00:00Z"],
  [TAG.generalizedTime, "20500101000000Z", "2050-01-01T00:00:00Z"],
  [TAG.utcTime, "20500101000000Z", null],
  [TAG.generalizedTime, "140407120000Z", null],
  [TAG.utcTime, "1404071200Z", null],
  [TAG.utcTime, "140407120000+0100", null],
  [TAG.utcTime, "140407120000Z\n", null],
  [TAG.integer, "140407120000Z", null],
])("time %d %s is %s", (tag, ascii, expected) => {
  expect(timeText(text(tag, ascii))).toBe(expected);
});
