import { expect, test } from "vitest";
import { systemRandom } from "./random.ts";

test("gives as many bytes as asked for, whatever was asked before", () => {
  const lengths = [0, 1, 32, 4095, 4096, 4097, 10_000, 64, 4064, 33];
  expect(lengths.map((length) => systemRandom.bytes(length).length)).toEqual(lengths);
});

test("gives nothing out twice, and never what was wiped", () => {
  const pieces = Array.from({ length: 4000 }, () => Buffer.from(systemRandom.bytes(32)).toString("hex"));
  expect(new Set(pieces).size).toBe(pieces.length);
  expect(pieces.filter((piece) => piece.includes("0".repeat(16)))).toEqual([]);
});

test("what was given out stays the caller's", () => {
  const first = systemRandom.bytes(32);
  const copy = first.slice();
  for (let i = 0; i < 1000; i++) systemRandom.bytes(64);
  expect(first).toEqual(copy);
});
