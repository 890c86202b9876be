/** Lists on the disk: what the system refuses, a genuine nmap report where nmap is installed, and memory. */

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { TargetResult } from "../core/model/target.ts";
import { type ReadOptions, readTargetFile } from "./read-targets.ts";
import { readScopeFile } from "./scope-file.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "inventory-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function auto(): ReadOptions {
  return { format: null, columns: null, counts: { hosts: 0, hostsWithoutOpenPort: 0 } };
}

async function readAll(path: string, options = auto()): Promise<readonly TargetResult[]> {
  const results: TargetResult[] = [];
  for await (const result of readTargetFile(path, options)) results.push(result);
  return results;
}

describe("what the system refuses is an error of the list", () => {
  it("no such file", async () => {
    const path = join(folder, "missing.txt");
    expect(await readAll(path)).toMatchObject([
      { ok: false, error: { at: { source: path, line: 0 }, problem: "there is no such file" } },
    ]);
  });

  it("a folder", async () => {
    expect(await readAll(folder)).toMatchObject([{ ok: false, error: { problem: "expected a file, found a folder" } }]);
  });

  it("a path through a file", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "a.example\n");
    expect(await readAll(join(path, "x"))).toMatchObject([{ ok: false, error: { problem: /folder/ } }]);
  });
});

it("lets go of the file when the reader stops early", async () => {
  const path = join(folder, "early.txt");
  writeFileSync(path, "a.example\n".repeat(100_000));
  for await (const result of readTargetFile(path, auto())) {
    if (existsSync("/proc/self/fd")) expect(openFiles()).toContain(path);
    expect(result).toMatchObject({ ok: true, target: { name: "a.example" } });
    break;
  }
  await vi.waitFor(() => expect(openFiles()).not.toContain(path));
});

/** The files this process holds open, where the system shows them (Linux). */
function openFiles(): readonly string[] {
  const descriptors = "/proc/self/fd";
  if (!existsSync(descriptors)) return [];
  return readdirSync(descriptors).map((descriptor) => {
    try {
      return readlinkSync(join(descriptors, descriptor));
    } catch {
      return "";
    }
  });
}

it("reads half a million lines in memory that does not grow with them", async () => {
  const path = join(folder, "long.txt");
  const file = createWriteStream(path);
  for (let part = 0; part < 50; part++) {
    const lines = Array.from({ length: 10_000 }, (_, n) => `host-${part}-${n}.example:8443\n`);
    if (!file.write(lines.join(""))) await once(file, "drain");
  }
  file.end();
  await once(file, "close");

  let count = 0;
  let peak = 0;
  const before = process.memoryUsage().rss;
  for await (const result of readTargetFile(path, auto())) {
    if (!result.ok) throw new Error(result.error.problem);
    if (++count % 50_000 === 0) peak = Math.max(peak, process.memoryUsage().rss - before);
  }
  expect(count).toBe(500_000);
  expect(peak).toBeLessThan(100 << 20);
});

describe("nmap", () => {
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));

  it.skipIf(!hasNmap())("reads what nmap itself writes", async () => {
    const port = await listen();
    const path = join(folder, "nmap.xml");
    execFileSync("nmap", ["-sT", "-Pn", "-n", "-p", `1,${port}`, "-oX", path, "localhost", "127.0.0.2"]);
    const options = auto();
    const results = await readAll(path, options);
    expect(results).toMatchObject([{ ok: true, target: { name: "localhost", address: "127.0.0.1", port } }]);
    expect(options.counts).toEqual({ hosts: 2, hostsWithoutOpenPort: 1 });
  });

  async function listen(): Promise<number> {
    const server = createServer((socket) => socket.on("error", () => undefined).destroy());
    servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  function hasNmap(): boolean {
    try {
      execFileSync("nmap", ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  }
});

describe("scope files", () => {
  it("reads one from the disk", async () => {
    const path = join(folder, "scope.yaml");
    writeFileSync(path, "permitted_by: Jane\nuntil: 2026-12-31\nallow: [192.0.2.1]\n");
    expect(await readScopeFile(path)).toMatchObject({ ok: true, scope: { allow: ["192.0.2.1/32"] } });
  });

  it.each<[string, () => string, RegExp]>([
    ["missing", () => join(folder, "none.yaml"), /none\.yaml: there is no such file/],
    ["a folder", () => folder, /found a folder/],
    ["endless", () => "/dev/zero", /at most 1 MB/],
    ["not text", () => write("latin1.yaml", Buffer.from("permitted_by: J\xfcrgen", "latin1")), /UTF-8/],
  ])("refuses one that is %s", async (_, path, sentence) => {
    expect(await readScopeFile(path())).toEqual({ ok: false, problems: [expect.stringMatching(sentence)] });
  });

  function write(name: string, bytes: Buffer): string {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  }
});
