import fc from "fast-check";
import { expect, test } from "vitest";
import { tarMember } from "./tar.ts";

/** One member as `tar --format=ustar` writes it (POSIX.1-1988): name, size in octal, prefix, contents in whole blocks. */
function member(name: string, contents: string, prefix = ""): Buffer {
  const block = Buffer.alloc(512 + Math.ceil(contents.length / 512) * 512);
  block.write(name, 0);
  block.write(`${contents.length.toString(8).padStart(11, "0")}\0`, 124);
  block.write("ustar\u000000", 257);
  block.write(prefix, 345);
  block.write(contents, 512);
  return block;
}

const archive = Buffer.concat([
  member("package/package.json", "{}"),
  member("node", "x".repeat(1000), "package/bin"),
  member("package/empty", ""),
  Buffer.alloc(1024),
]);

test.each([
  ["a short file", "package/package.json", "{}"],
  ["a file over several blocks, its folder in the prefix", "package/bin/node", "x".repeat(1000)],
  ["an empty file", "package/empty", ""],
])("%s is found", (_name, path, contents) => {
  expect(Buffer.from(tarMember(archive, path) ?? "-").toString()).toBe(contents);
});

test("a missing file, an empty archive and one that is cut off give null", () => {
  expect(tarMember(archive, "bin/node")).toBeNull();
  expect(tarMember(Buffer.alloc(0), "package/empty")).toBeNull();
  expect(tarMember(archive.subarray(0, 1200), "package/bin/node")).toBeNull();
});

test("any bytes end in an answer", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2048 }), (bytes) => {
      expect(tarMember(bytes, "package/bin/node")).toBeNull();
    }),
  );
});
