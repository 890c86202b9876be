import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepFile } from "./kept-files.ts";

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "crosscheck-test-")), "x.db.files");
});
afterEach(async () => {
  await rm(join(folder, ".."), { recursive: true, force: true });
});

const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const NONE = () => undefined;
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

test("an ordinary file is kept as it is, by its hash, for its owner only", async () => {
  const bytes = Buffer.from("line\nüñî\n\xff\xfe no end".repeat(1000), "latin1");
  let heard = 0;
  const kept = await keepFile(
    pieces(bytes, 777),
    folder,
    () => false,
    (count) => (heard = count),
  );
  expect(kept).toMatchObject({ sha256: sha(bytes), keptSha256: sha(bytes), bytes: bytes.length, redactions: 0 });
  expect(await readFile(kept.path)).toEqual(bytes);
  expect((await stat(kept.path)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(heard).toBe(bytes.length);
});

test.each([1, 13, 100_000])("memory is not kept, the original's hash is (pieces of %i)", async (size) => {
  const dump = "00000000  02 00 79 68 65 61 72 74  62 6c 65 65 64 2e 66 69  |..yheartbleed.fi|\n";
  const bytes = Buffer.from(`before\n${dump}${dump}after\n`);
  const kept = await keepFile(pieces(bytes, size), folder, () => false, NONE);
  const copy = await readFile(kept.path, "utf8");
  expect(copy).toMatch(/^before\n(?:\[\d lines? of memory removed\]\n)+after\n$/);
  expect(kept).toMatchObject({ sha256: sha(bytes), keptSha256: sha(Buffer.from(copy)), redactions: 2 });
});

test("a source that fails leaves nothing", async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("begin");
    throw new Error("broken disk");
  }
  await expect(keepFile(failing(), folder, () => false, NONE)).rejects.toThrow("broken disk");
  expect(await readdir(folder)).toEqual([]);
});

test("the same file twice is one copy", async () => {
  const bytes = Buffer.from("the same");
  for (let time = 0; time < 2; time++) await keepFile(pieces(bytes, 3), folder, () => false, NONE);
  expect(await readdir(folder)).toEqual([sha(bytes)]);
});
