import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ReadableStream } from "node:stream/web";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { receive, safeName } from "./upload.ts";

const stream = (...chunks: readonly string[]) => new Response(chunks.join("")).body as unknown as ReadableStream;

describe("a file that is sent", () => {
  test("is there until it is removed, readable by us alone", async () => {
    const upload = await receive(stream("a report"), "report.xml", 100);
    expect(readFileSync(upload.file, "utf8")).toBe("a report");
    await upload.remove();
    await upload.remove();
    expect(existsSync(dirname(upload.file))).toBe(false);
  });

  test.each([
    [stream("x".repeat(101)), "too_large"],
    [stream(""), "bad_input"],
    [null, "bad_input"],
  ])("is refused", async (body, code) => {
    await expect(receive(body, "report", 100)).rejects.toMatchObject({ code });
  });
});

test.each([
  ["report.nessus", "report.nessus"],
  ["../../etc/passwd", "passwd"],
  ["C:\\scans\\nmap.xml", "nmap.xml"],
  ["--as=nmap", "as_nmap"],
  [".hidden", "hidden"],
  ["a\nb\0c", "a_b_c"],
  ["", "report"],
  ["....", "report"],
  ["Größe (2).csv", "Größe (2).csv"],
])("%j is kept as %j", (name, kept) => {
  expect(safeName(name)).toBe(kept);
});

test("whatever it is called, it stays in our folder and is no option", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
      const kept = safeName(name);
      expect(kept).toMatch(/^[^\s.\-/\\\0][^/\\\0\n\r]*$/u);
      expect(kept.length).toBeLessThanOrEqual(120);
    }),
  );
});
