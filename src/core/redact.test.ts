import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayHoldDump, withoutDumps } from "./redact.ts";

/** Made-up bytes in the layouts that tools use. */
const GO = "00000000  02 00 79 68 65 61 72 74  62 6c 65 65 64 2e 66 69  |..yheartbleed.fi|";
const PYTHON = "  0000: 02 40 00 D8 03 02 53 43 5B 90 9D 9B 72 0B BC 0C  .@....SC[...r...";
const NESSUS = "0x0000:  41 42 43 44 45 46 47 48 49 4A 4B 4C 4D 4E 4F 50    ABCDEFGHIJKLMNOP";

describe("memory is taken out of", () => {
  test.each([
    ["Go's dumps", `before\n${GO}\n${GO}\nafter\n`, "before\n[2 lines of memory removed]\nafter\n", 2],
    ["Python's dumps", `${PYTHON}\n`, "[1 line of memory removed]\n", 1],
    ["a string in JSON", `{"data":"x {\\n ${GO}\\n ${GO}\\n}"}`, '{"data":"x {\\n[2 lines of memory removed]\\n}"}', 2],
    ["an attribute", `<a b="x&#xa;${NESSUS}&#xa;y"/>`, '<a b="x&#xa;[1 line of memory removed]&#xa;y"/>', 1],
    ["digits in a row", `leak: ${"4a".repeat(100)}\n`, "[1 line of memory removed]\n", 1],
    ["escaped bytes", `b'${"\\x02".repeat(20)}'`, "[1 line of memory removed]", 1],
    ["two dumps", `${GO}\nand\n${GO}`, "[1 line of memory removed]\nand\n[1 line of memory removed]", 2],
    ["lines that end as Windows ends them", `a\r\n${GO}\r\nb`, "a\r\n[1 line of memory removed]\r\nb", 1],
  ])("%s", (_what, text, expected, removed) => {
    expect(withoutDumps(text)).toEqual({ text: expected, removed });
  });

  test("an element, whose tags stay", () => {
    const text = `<plugin_output>${NESSUS}\n${NESSUS}</plugin_output><next/>`;
    expect(withoutDumps(text, true).text).toBe("<plugin_output>[2 lines of memory removed]</plugin_output><next/>");
  });
});

test("the quick look misses nothing that would be removed", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "4a",
      "FF ",
      "14a ",
      "4a 4b 4c 4d 4e 4f 41 ",
      " ",
      "  ",
      ":",
      "-",
      "\\x41",
      "\n",
      "g",
      "0x0000: ",
      "a".repeat(130),
      GO,
      PYTHON,
      NESSUS,
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      if (withoutDumps(text).removed > 0) expect(mayHoldDump(Buffer.from(text, "latin1"))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  "127.0.0.1:443 - VULNERABLE",
  "SHA-1: 12 34 56 78",
  "fingerprint 9b:74:c9:89",
  "00:11:22:33:44:55",
  "d41d8cd98f00b204e9800998ecf8427e",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "",
])("%j is no memory", (text) => {
  expect(withoutDumps(text)).toEqual({ text, removed: 0 });
});
