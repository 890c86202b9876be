/** Alignment on a terminal, for more than ASCII. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth, pad, truncate } from "./width.ts";

describe("displayWidth", () => {
  it.each([
    ["ascii", "abc", 3],
    ["accents, composed", "é", 1],
    ["accents, combining", "e\u0301", 1],
    ["Chinese", "東京", 4],
    ["Hangul", "서울", 4],
    ["full-width", "Ａ", 2],
    ["an emoji", "🔒", 2],
    ["box drawing and arrows are narrow", "─→…", 3],
    ["nothing", "", 0],
  ])("%s", (_, text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe("truncate", () => {
  it.each([
    ["fits", "abc", 3, "abc"],
    ["cut", "abcdef", 4, "abc…"],
    ["a wide character that would stick out", "東京都", 4, "東…"],
    ["one column", "abc", 1, "…"],
    ["no column", "abc", 0, ""],
  ])("%s", (_, text, columns, expected) => {
    expect(truncate(text, columns)).toBe(expected);
  });

  it("never exceeds its columns", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, columns) => {
        expect(displayWidth(truncate(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

it("pads to the same width whatever the script", () => {
  expect(pad("東", 4)).toBe("東  ");
  expect(pad("7", 3, "right")).toBe("  7");
  expect(pad("long", 2)).toBe("long");
});
