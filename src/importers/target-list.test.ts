import { describe, expect, test } from "vitest";
import { identityOf, missingTargets, parseTargets, targetCount } from "./target-list.ts";

describe("what a list of targets covers", () => {
  test.each<[string, string, boolean]>([
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.1", "192.0.2.10", false],
    ["192.0.2.1, 192.0.2.3;192.0.2.5", "192.0.2.5", true],
    ["192.0.2.1-192.0.2.9", "192.0.2.9", true],
    ["192.0.2.1 - 192.0.2.9", "192.0.2.5", true],
    ["192.0.2.1-9", "192.0.2.10", false],
    ["192.0.2.1-9", "192.0.2.9", true],
    ["192.0.2.0/24", "192.0.2.0", false],
    ["192.0.2.0/24", "192.0.2.255", false],
    ["192.0.2.77/24", "192.0.2.1", true],
    ["192.0.2.0/255.255.255.0", "192.0.2.200", true],
    ["192.0.2.0/255.0.255.0", "192.0.2.200", false],
    ["192.0.2.0/31", "192.0.2.0", true],
    ["192.0.2.4/32", "192.0.2.4", true],
    ["2001:db8::/64", "2001:DB8:0:0::7", true],
    ["2001:db8::1-2001:db8::9", "2001:db8::a", false],
    ["[2001:db8::1]", "2001:db8::1", true],
    ["www.example.org[192.0.2.1]", "192.0.2.1", true],
    ["www.example.org[192.0.2.1]", "www.example.org", true],
    ["WWW.Example.org.", "www.example.ORG", true],
    ["www", "www.example.org", true],
    ["www.example.org", "www", false],
    ["www.example.org", "other.example.org", false],
  ])("%s: %s %s", (list, identity, expected) => {
    expect(parseTargets(list).covers([identity])).toBe(expected);
  });

  test.each([
    "192.0.2.0/33",
    "192.0.2.0/24/8",
    "192.0.2.0/255.0.255.0",
    "192.0.2.9-192.0.2.1",
    "192.0.2.1-2-3",
    "192.0.2.1-2001:db8::1",
    "192.168.1.1001",
    "www.example.org[nowhere]",
    "2001:db8::/129",
    "*",
  ])("%s is no target", (written) => {
    const { entries, unread } = parseTargets(written);
    expect([entries, unread]).toEqual([[], 1]);
  });
});

test("what is missing, each once, and how many there are", () => {
  const targets = parseTargets("192.0.2.1-3 192.0.2.2 a.example[192.0.2.9] b.example c.example[192.0.2.3]");
  const seen = new Set(["192.0.2.1", "B.example", "192.0.2.9"].flatMap(identityOf));
  expect([...missingTargets(targets, seen)]).toEqual([
    { address: "192.0.2.2", name: null },
    { address: "192.0.2.3", name: null },
  ]);
  expect(targetCount(targets)).toBe(7n);
});

test("a list is held as it is written: a network of any size costs as much as an address", () => {
  const [first] = missingTargets(parseTargets("2001:db8::/32"), new Set());
  expect(first).toEqual({ address: "2001:db8::", name: null });
});
