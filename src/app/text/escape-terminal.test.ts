/** Nothing that a terminal obeys survives, and ordinary text is left alone. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeTerminal } from "./escape-terminal.ts";

describe("escapeTerminal", () => {
  it.each([
    ["plain text", "nginx/1.22.1 (Debian)", "nginx/1.22.1 (Debian)"],
    ["other scripts", "Zürich 東京 שלום 🔒", "Zürich 東京 שלום 🔒"],
    ["a colour", "\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"],
    ["a window title", "\x1b]0;owned\x07", "\\x1b]0;owned\\x07"],
    ["an 8-bit CSI", "\u009b2J", "\\x9b2J"],
    ["line breaks and tabs", "a\r\nb\tc", "a\\r\\nb\\tc"],
    ["backspaces and DEL", "safe\b\b\b\x7f", "safe\\x08\\x08\\x08\\x7f"],
    ["a direction override", "gnp\u202e.exe", "gnp\\u{202e}.exe"],
    ["direction isolates", "\u2066x\u2069", "\\u{2066}x\\u{2069}"],
    ["zero width", "a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"],
    ["line separators", "a\u2028b\u2029", "a\\u{2028}b\\u{2029}"],
    ["invisible tags", "a\u{e0041}", "a\\u{e0041}"],
    ["a lone surrogate", "a\ud800b", "a\\u{d800}b"],
    ["a noncharacter", "a\uffff", "a\\u{ffff}"],
    ["backslashes", "C:\\temp\\x1b", "C:\\temp\\x1b"],
  ])("%s", (_, text, expected) => {
    expect(escapeTerminal(text)).toBe(expected);
  });

  it.each([
    ["exactly long enough", "abcd", 4, "abcd"],
    ["one too long", "abcde", 4, "abc…"],
    ["never half an escape", "ab\x1bcd", 5, "ab…"],
    ["an escape that just fits", "a\x1b", 5, "a\\x1b"],
    ["never half a character", "🔒🔒🔒", 4, "🔒…"],
    ["nothing fits", "\x1b", 1, "…"],
  ])("bounds the length: %s", (_, text, max, expected) => {
    expect(escapeTerminal(text, max)).toBe(expected);
  });

  const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0x10ffff }).map((c) => String.fromCodePoint(c)) });

  it("leaves nothing unsafe, whatever comes in", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 50 }), (text, max) => {
        const safe = escapeTerminal(text, max);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(safe.length).toBeLessThanOrEqual(max);
      }),
    );
  });

  it("escaping twice is escaping once", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = escapeTerminal(text);
        expect(escapeTerminal(once)).toBe(once);
      }),
    );
  });
});
