/** What is written can be read back, and no cell is a formula. */

import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvCell, csvRow } from "./csv.ts";

describe("csvCell", () => {
  it.each([
    ["text", "example.org", "example.org"],
    ["nothing", null, ""],
    ["a number", 443, "443"],
    ["a negative number is no formula", -1.5, "-1.5"],
    ["not a number", Number.NaN, ""],
    ["a comma", "a,b", '"a,b"'],
    ["a quote", 'say "hi"', '"say ""hi"""'],
    ["line breaks", "a\r\nb", '"a\r\nb"'],
    ["a formula", '=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ["plus", "+1", '"\'+1"'],
    ["minus in text", "-1", '"\'-1"'],
    ["at", "@SUM(A1)", '"\'@SUM(A1)"'],
    ["a tab first", "\t=1", '"\'\t=1"'],
    ["a carriage return first", "\r=1", '"\'\r=1"'],
    ["a full-width equals sign", "＝1+1", '"\'＝1+1"'],
    ["a formula behind a semicolon", "x;=1+1", '"x;=1+1"'],
    ["an equals sign inside", "a=b", "a=b"],
    ["spaces at the edge", " a", '" a"'],
  ])("%s", (_, value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });
});

describe("csvRow", () => {
  it("ends every row with CRLF", () => {
    expect(csvRow(["a", 1, null])).toBe("a,1,\r\n");
  });

  it("is read back by an independent parser, apart from the guard", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom("=1", "+x", "-", "@a", "\t", "\r", '"', ",", ";", "\n"));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        const read: string[][] = parse(rows.map(csvRow).join(""), { record_delimiter: "\r\n" });
        expect(read.map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r\n])/, "")))).toEqual(
          rows.map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r\n])/, ""))),
        );
        for (const text of read.flat()) expect(text).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
