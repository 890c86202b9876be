/** The arrow check must fail when an arrow is broken, and when it sees nothing. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { checkLayers } from "./check.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A source tree in a temporary folder. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "crosscheck-layers-"));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Two modules that obey, so that a test's own module is the only one that can break an arrow. */
const GOOD = {
  "core/a.ts": `import { b } from "./b.ts"; export const a = b;`,
  "core/b.ts": `export const b = 1;`,
  "io/net/socket.ts": `import { a } from "../../core/a.ts"; import net from "node:net"; export const s = [a, net];`,
  "packs/pack.ts": `export interface Pack { id: string } export const x = 1;`,
};

describe("a tree that keeps to the rules", () => {
  it.each([
    ["nothing more", {}],
    ["core used by everything", { "engine/x.ts": `import { a } from "../core/a.ts"; export const y = a;` }],
    [
      "a type where types are allowed",
      { "engine/x.ts": `import type { Pack } from "../packs/pack.ts"; export type Y = Pack;` },
    ],
    ["a type re-exported", { "engine/x.ts": `export type { Pack } from "../packs/pack.ts";` }],
    ["node:crypto in tls", { "tls/x.ts": `import { createHash } from "node:crypto"; export const y = createHash;` }],
    ["tests import what they need", { "core/a.test.ts": `import net from "node:net"; export const t = net;` }],
    ["what tests share, too", { "core/testing/server.ts": `import net from "node:net"; export const t = net;` }],
  ])("passes: %s", (_, extra) => {
    const report = checkLayers(tree({ ...GOOD, ...extra }));
    expect(report.problems).toEqual([]);
    expect(report.modules).toBe(report.files);
  });
});

describe("a broken arrow is found", () => {
  it.each([
    [
      "core imports io",
      "core/x.ts",
      `import { s } from "../io/net/socket.ts"; export const y = s;`,
      "core must not import io",
    ],
    [
      "core imports a type of io",
      "core/x.ts",
      `import type { s } from "../io/net/socket.ts"; export type Y = typeof s;`,
      "core must not import io",
    ],
    [
      "core imports Node",
      "core/x.ts",
      `import fs from "node:fs"; export const y = fs;`,
      "core must not import Node's fs",
    ],
    [
      "core imports Node without prefix",
      "core/x.ts",
      `import fs from "fs"; export const y = fs;`,
      "core must not import Node's fs",
    ],
    [
      "core imports a package",
      "core/x.ts",
      `import { z } from "zod"; export const y = z;`,
      "core must not import the package zod",
    ],
    [
      "core imports a scoped package",
      "core/x.ts",
      `import z from "@scope/name/sub"; export const y = z;`,
      "the package @scope/name",
    ],
    [
      "a dynamic import",
      "core/x.ts",
      `export const y = () => import("../io/net/socket.ts");`,
      "core must not import io",
    ],
    ["a require", "core/x.ts", `export const y = require("node:net");`, "core must not import Node's net"],
    [
      "an import type expression",
      "core/x.ts",
      `export type Y = import("../io/net/socket.ts").S;`,
      "core must not import io",
    ],
    ["a re-export", "core/x.ts", `export * from "../io/net/socket.ts";`, "core must not import io"],
    ["a computed import", "core/x.ts", `export const y = (name: string) => import(name);`, "computed specifier"],
    [
      "a value where only types may go",
      "engine/x.ts",
      `import { x } from "../packs/pack.ts"; export const y = x;`,
      "may only `import type` from packs",
    ],
    [
      "an inline type still loads",
      "engine/x.ts",
      `import { type Pack } from "../packs/pack.ts"; export type Y = Pack;`,
      "may only `import type` from packs",
    ],
    [
      "tls imports more of Node",
      "tls/x.ts",
      `import net from "node:net"; export const y = net;`,
      "tls must not import Node's net",
    ],
    [
      "a folder without a rule",
      "misc/x.ts",
      `import { a } from "../core/a.ts"; export const y = a;`,
      "the folder misc has no rule",
    ],
    [
      "out of the tree",
      "core/x.ts",
      `import y from "../../tools/x.ts"; export { y };`,
      "which is no module of the program",
    ],
    [
      "the program imports test code",
      "core/x.ts",
      `import y from "./testing/server.ts"; export { y };`,
      "which is no module of the program",
    ],
    ["a file that does not parse", "core/x.ts", `import { from ;;; {`, "does not parse"],
  ])("%s", (_, path, text, problem) => {
    const report = checkLayers(tree({ ...GOOD, [path]: text }));
    expect(report.problems.join("\n")).toContain(problem);
    expect(report.problems.join("\n")).toContain(path);
  });

  it("folders in a circle", () => {
    const report = checkLayers(
      tree({
        ...GOOD,
        "core/one/x.ts": `import { y } from "../two/y.ts"; export const x = y;`,
        "core/two/y.ts": `import type { z } from "../three/z.ts"; export const y: typeof z = 1;`,
        "core/three/z.ts": `import { w } from "../one/w.ts"; export const z = w;`,
        "core/one/w.ts": `export const w = 1;`,
      }),
    );
    expect(report.problems).toEqual(["folders import each other: core/one -> core/two -> core/three -> core/one"]);
  });
});

describe("a check that sees nothing fails", () => {
  it("on an empty tree", () => {
    expect(checkLayers(tree({})).problems.join()).toContain("saw nothing");
  });

  it("on a tree without a single import", () => {
    expect(checkLayers(tree({ "core/a.ts": "export const a = 1;" })).problems.join()).toContain("saw nothing");
  });

  it("counts a file that does not parse as not seen", () => {
    const report = checkLayers(tree({ ...GOOD, "core/x.ts": "const = ;" }));
    expect(report.modules).toBe(report.files - 1);
  });
});

it("really reads this project's source", () => {
  const report = checkLayers(fileURLToPath(new URL("../../src", import.meta.url)));
  expect(report.modules).toBeGreaterThan(5);
  expect(report.imports).toBeGreaterThan(5);
});
