import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folded, visible, visibleText } from "./outside.ts";

describe("text from outside", () => {
  test.each([
    ["example.org", "example.org"],
    ["a\u001b[31mred", "a\\e[31mred"],
    ["txt.\u202eexe", "txt.\\u{202e}exe"],
    ["pay\u200bpal", "pay\\u{200b}pal"],
    ["line\r\nnext\u0000", "line\\r\\nnext\\x00"],
    ["\u{e0041}tag", "\\u{e0041}tag"],
    ["\u3164filler", "\\u{3164}filler"],
    ["\ud800lone", "\\u{d800}lone"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["Grüße 中文 🙂", "Grüße 中文 🙂"],
  ])("%j is shown as %j", (text, shown) => expect(visibleText(text)).toBe(shown));

  test("line breaks may be kept, other controls never", () => {
    expect(visible("a\n\tb\u0007", true)).toEqual([
      { text: "a\n\tb", escaped: false },
      { text: "\\x07", escaped: true },
    ]);
  });

  test("towers of marks are spelt out", () => {
    const marks = "\u0301".repeat(50);
    expect(visible(`a${marks}`).filter(({ escaped }) => escaped)).toHaveLength(46);
  });

  test("a long text is folded, and never inside a character", () => {
    expect(folded("abcdef", 3)).toEqual({ shown: "abc", hidden: 3 });
    expect(folded("ab🙂cd", 3)).toEqual({ shown: "ab", hidden: 4 });
    expect(visibleText("x".repeat(1_000_000)).length).toBeLessThan(400);
  });

  test("nothing unsafe is left, and nothing shown is made up", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const pieces = visible(text);
        for (const piece of pieces) expect(piece.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        const plain = pieces.filter(({ escaped }) => !escaped).map((piece) => piece.text);
        for (const piece of plain) expect(text).toContain(piece);
      }),
    );
  });
});
