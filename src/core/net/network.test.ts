/** CIDR networks, judged by net.BlockList. */

import { BlockList } from "node:net";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressBits, formatAddress, parseAddress } from "./address.ts";
import { addressesOf, formatNetwork, type Network, networkOf, networkSet, parseNetwork } from "./network.ts";

function network(text: string): Network {
  const read = parseNetwork(text);
  if (!read.ok) throw new Error(`${text}: ${read.problem}`);
  return read.value;
}

describe("parseNetwork", () => {
  it.each([
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["192.0.2.7/32", "192.0.2.7/32"],
    ["2001:DB8:0::/48", "2001:db8::/48"],
    ["::/0", "::/0"],
    ["::ffff:10.0.0.0/104", "10.0.0.0/8"],
  ])("reads %s as %s", (text, canonical) => {
    expect(formatNetwork(network(text))).toBe(canonical);
  });

  it.each([
    ["10.0.0.5/24", "write 10.0.0.0/24 for the network or 10.0.0.5 alone"],
    ["2001:db8::1/64", "write 2001:db8::/64 for the network or 2001:db8::1 alone"],
    ["10.0.0.0/33", "from 0 to 32"],
    ["10.0.0.0/08", "from 0 to 32"],
    ["10.0.0.0/", "from 0 to 32"],
    ["10.0.0.0/255.0.0.0", "from 0 to 32"],
    ["::/129", "from 0 to 128"],
    ["::ffff:10.0.0.0/8", "from 96 to 128"],
    ["010.0.0.0/8", "expected a network such as"],
    ["10.0.0.1", "expected a network such as"],
  ])("refuses %s", (text, expected) => {
    const read = parseNetwork(text);
    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? "" : read.problem).toContain(expected);
  });
});

describe("addressesOf", () => {
  it("walks a network from end to end", () => {
    expect([...addressesOf(network("192.0.2.252/30"))]).toEqual([
      "192.0.2.252",
      "192.0.2.253",
      "192.0.2.254",
      "192.0.2.255",
    ]);
    expect([...addressesOf(network("2001:db8::fffe/127"))]).toEqual(["2001:db8::fffe", "2001:db8::ffff"]);
    expect([...addressesOf(network("255.255.255.255/32"))]).toEqual(["255.255.255.255"]);
  });

  it("is lazy: a network of any size starts at once", () => {
    expect(addressesOf(network("::/0")).next().value).toBe("::");
  });
});

describe("networkSet", () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6()).map((text) => {
    const read = parseAddress(text);
    if (read === null) throw new Error(text);
    return read;
  });
  // Neighbours of a few bases, so that networks overlap, adjoin and miss by one.
  const near = fc
    .tuple(fc.constantFrom(4 as const, 6 as const), fc.integer({ min: 0, max: 63 }))
    .map(([family, n]) => ({
      family,
      value: (family === 4 ? 0x0a000000n : 0x20010db8n << 96n) + BigInt(n),
    }));
  const pick = fc.oneof(address, near);
  const networks = fc.array(
    fc.tuple(pick, fc.integer({ min: 0, max: 4 })).map(([a, host]) => networkOf(a, addressBits(a.family) - host)),
    { maxLength: 20 },
  );

  it("agrees with net.BlockList", () => {
    fc.assert(
      fc.property(networks, fc.array(pick, { minLength: 1, maxLength: 20 }), (list, asked) => {
        const set = networkSet(list);
        const oracle = new BlockList();
        for (const n of list) {
          const first = formatAddress({ family: n.family, value: n.first });
          oracle.addSubnet(first, n.prefix, n.family === 4 ? "ipv4" : "ipv6");
        }
        for (const a of asked) {
          expect(set.has(a)).toBe(oracle.check(formatAddress(a), a.family === 4 ? "ipv4" : "ipv6"));
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(["192.0.2.0/32 192.0.2.2/32", "2001:db8::/127 2001:db8::3/128"])("leaves the gap in %s", (pair) => {
    const [left, right] = pair.split(" ").map(network);
    if (left === undefined || right === undefined) throw new Error(pair);
    const set = networkSet([right, left]);
    const has = (value: bigint) => set.has({ family: left.family, value });
    expect([left.first, left.last, left.last + 1n, right.first, right.last + 1n].map(has)).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  it("keeps the families apart: ::/0 says nothing about IPv4", () => {
    const set = networkSet([network("::/0")]);
    expect(set.has({ family: 6, value: 1n })).toBe(true);
    expect(set.has({ family: 4, value: 1n })).toBe(false);
  });
});
