/** Address reading and writing, judged by Node's own strict parser and by the URL standard's serializer. */

import { isIP } from "node:net";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalAddress, formatAddress, parseAddress } from "./address.ts";

const ipv6Text = fc.oneof(
  fc.ipV6(),
  fc.array(fc.constantFrom("0", "0000", "1", "a0", "FfFf", "")).map((g) => g.join(":")),
);

describe("parseAddress", () => {
  it.each([
    "010.0.0.1",
    "127.1",
    "0x7f.1",
    "2130706433",
    "1.2.3",
    "1.2.3.4.5",
    "256.0.0.1",
    "1.2.3.04",
    "1.2.3.4 ",
    "١.2.3.4",
    "",
    "fe80::1%eth0",
    "fe80::1%",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "12345::",
    "g::",
    "::ffff:1.2.3",
    "::ffff:010.0.0.1",
    "1.2.3.4::",
    "::1.2.3.4:5",
    "[::1]",
  ])("refuses %j", (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["255.255.255.255", "255.255.255.255"],
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["::FFFF:0a00:1", "10.0.0.1"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::1.2.3.4", "::102:304"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ])("writes %s as %s", (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it("accepts exactly what net.isIP accepts", () => {
    const dotted = fc.array(fc.constantFrom("0", "1", "00", "255", "256", "a"), { minLength: 3, maxLength: 5 });
    const text = fc.oneof(
      ipv6Text,
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.string(),
      dotted.map((parts) => parts.join(".")),
    );
    fc.assert(
      fc.property(text, (t) => (parseAddress(t) !== null) === (isIP(t) !== 0)),
      { numRuns: 3000 },
    );
  });

  it("writes what the URL standard writes", () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const address = parseAddress(text);
        if (address?.family !== 6) return;
        expect(`[${formatAddress(address)}]`).toBe(new URL(`http://[${text}]/`).hostname);
      }),
    );
  });

  it("reads back what it writes", () => {
    const value = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).filter((v) => v >> 32n !== 0xffffn);
    fc.assert(fc.property(value, (v) => parseAddress(formatAddress({ family: 6, value: v }))?.value === v));
    const small = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n });
    fc.assert(fc.property(small, (v) => parseAddress(formatAddress({ family: 4, value: v }))?.value === v));
  });
});
