import fc from "fast-check";
import { expect, test } from "vitest";
import { integer, objectIdentifier, octetString, sequence, utcTime } from "./der.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test.each([
  // The arcs of RSA Data Security, as X.690's own examples and every RSA certificate have them.
  ["object identifier", objectIdentifier("1.2.840.113549.1.1.11"), "06092a864886f70d01010b"],
  ["object identifier with an arc above 2^14", objectIdentifier("2.16.840.1.113730.1.13"), "06096086480186f842010d"],
  ["integer below 128", integer(Buffer.from([5])), "020105"],
  ["integer whose high bit is set", integer(Buffer.from([0x80])), "02020080"],
  ["integer with leading zeroes", integer(Buffer.from([0, 0, 1])), "020101"],
  ["zero", integer(Buffer.from([0])), "020100"],
  ["empty sequence", sequence(), "3000"],
  ["time", utcTime(new Date("2014-04-07T18:29:00Z")), "170d3134303430373138323930305a"],
])("%s", (_name, element, expected) => {
  expect(hex(element)).toBe(expected);
});

test("lengths take the fewest octets and say how many bytes follow", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), (length) => {
      const element = octetString(Buffer.alloc(length));
      const first = element[1] ?? 0;
      const octets = first < 0x80 ? 0 : first & 0x7f;
      const stated = octets === 0 ? first : element.readUIntBE(2, octets);
      expect(stated).toBe(length);
      expect(element.length).toBe(2 + octets + length);
      expect(octets).toBe(length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3);
    }),
  );
});
