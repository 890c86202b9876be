import { expect, test } from "vitest";
import { previewOf } from "./preview.ts";

const of = (text: string) => previewOf(new TextEncoder().encode(text));

test("a table shows its columns and first rows, without the line that may be cut", async () => {
  const { format, columns, rows } = await of("Server;nmap\na.example;1\nb.example;0\nc.exam");
  expect({ format, columns, rows }).toEqual({
    format: null,
    columns: ["Server", "nmap"],
    rows: [
      ["a.example", "1"],
      ["b.example", "0"],
    ],
  });
});

test("what is known is named", async () => {
  expect((await of('<?xml version="1.0"?>\n<nmaprun scanner="nmap" version="7.93">')).format?.id).toBe("nmap");
});

test.each([
  ["", "an empty file"],
  ["PK\u0003\u0004zip", "archive"],
  ["\0\u0001\u0002", "found no text"],
])("%j is none of both", async (text, why) => {
  const { format, problem, columns } = await of(text);
  expect([format, columns]).toEqual([null, []]);
  expect(problem).toContain(why);
});
