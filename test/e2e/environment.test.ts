/** A machine that does not play along: each obstacle gives one clear sentence and the right exit code, never a crash. */

import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { type CliResult, crosscheck, jsonLines, startCli } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

let range: ScriptedRange;
const folder = new Folder();
beforeAll(async () => {
  range = await startScripted(["C01", "C02"].flatMap((id) => condition(id) ?? []));
});
afterAll(async () => {
  await range.stop();
  folder.remove();
});

const at = (id: string): string => `127.0.0.1:${range.servers.find((one) => one.condition === id)?.port}`;
const scan = (db: string) => crosscheck(["scan", at("C02"), "--patient", "0", "--db", db]);
const isRoot = process.getuid?.() === 0;

function expectOneSentence({ stdout, stderr }: CliResult): void {
  expect(stdout).toBe("");
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stderr).toMatch(/^crosscheck: .*[.;]/);
  expect(stderr).not.toMatch(/internal error|SQLITE|\bat /);
}

/** A database that really came from a scan. */
async function goodDatabase(name: string): Promise<string> {
  const db = folder.at(name);
  expect((await scan(db)).code).toBe(0);
  return db;
}

describe("a database that cannot be used", () => {
  test("a folder", async () => {
    mkdirSync(folder.at("folder.db"));
    const result = await scan(folder.at("folder.db"));
    expect(result.code).toBe(65);
    expectOneSentence(result);
  });

  test("in a folder that is not there", async () => {
    const result = await scan(folder.at("nowhere/x.db"));
    expect(result.code).toBe(65);
    expectOneSentence(result);
  });

  test("a text file, which stays as it is", async () => {
    const result = await scan(folder.file("text.db", "This is a list of hosts, not a database.\n".repeat(50)));
    expect(result.code).toBe(65);
    expect(result.stderr).toContain("is not a database");
    expectOneSentence(result);
  });

  test("a corrupted one", async () => {
    const db = await goodDatabase("corrupt.db");
    const pages = Buffer.alloc(4096 * 6, 0x5a);
    const { openSync, writeSync, closeSync } = await import("node:fs");
    const file = openSync(db, "r+");
    writeSync(file, pages, 0, pages.length, 4096);
    closeSync(file);
    const result = await scan(db);
    expect(result.code).toBe(65);
    expect(result.stderr).toMatch(/is damaged|is not a database/);
    expect(result.stderr).not.toMatch(/internal error|SQLITE/);
  });

  test("one that a later version has written", async () => {
    const db = await goodDatabase("later.db");
    const { loadDriver } = await import("../../src/io/store/load-driver.ts");
    const driver = (await loadDriver())(db);
    driver.exec("PRAGMA user_version = 999");
    driver.close();
    const result = await scan(db);
    expect(result.code).toBe(65);
    expect(result.stderr).toContain("was written by a later crosscheck");
    expectOneSentence(result);
  });

  test("another program's", async () => {
    const db = folder.at("other.db");
    const { loadDriver } = await import("../../src/io/store/load-driver.ts");
    const driver = (await loadDriver())(db);
    driver.exec("CREATE TABLE bookmark (url TEXT)");
    driver.close();
    const result = await scan(db);
    expect(result.code).toBe(65);
    expectOneSentence(result);
  });

  test("a read-only one", async (context) => {
    const db = await goodDatabase("readonly.db");
    if (isRoot) {
      // Root may write everywhere except where the file system itself is read-only.
      const mount = folder.at("readonly");
      mkdirSync(mount);
      if (!canMount(mount, "size=4m")) return context.skip("needs a mount of its own");
      try {
        copyFileSync(db, join(mount, "x.db"));
        execFileSync("mount", ["-o", "remount,ro", mount]);
        const result = await scan(join(mount, "x.db"));
        expect(result.code).toBe(65);
        expectOneSentence(result);
      } finally {
        execFileSync("umount", [mount]);
      }
    } else {
      chmodSync(db, 0o444);
      const result = await scan(db);
      expect(result.code).toBe(65);
      expectOneSentence(result);
    }
  });
});

function canMount(mount: string, options: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", mount], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test("a full disk: says so, keeps what was saved, and goes on when there is room", async (context) => {
  const mount = folder.at("small");
  mkdirSync(mount);
  if (!isRoot || !canMount(mount, "size=600k")) return context.skip("needs root and a mount of its own");
  try {
    const db = join(mount, "x.db");
    const names = Array.from({ length: 400 }, (_, i) => `h${i}.range.test@${at("C02")}\n`).join("");
    const file = folder.file("many.txt", names);
    const full = await crosscheck(["scan", "--file", file, "--draws", "1", "--db", db]);
    expect(full.code).toBe(70);
    expect(full.stderr).toMatch(/the disk is full/);
    expect(full.stderr).not.toMatch(/internal error|SQLITE/);
    execFileSync("mount", ["-o", "remount,size=64m", mount]);
    const [run] = JSON.parse((await crosscheck(["runs", "--db", db, "--format", "json"])).stdout) as { id: string }[];
    const resumed = await crosscheck(["scan", "--resume", run?.id ?? "", "--db", db]);
    expect(resumed.code).toBe(0);
    expect(resumed.stdout).toMatch(/^400 endpoints: 0 vulnerable, 400 not vulnerable, 0 unknown$/m);
  } finally {
    execFileSync("umount", [mount]);
  }
});

describe.skipIf(!existsSync("/dev/full"))("output that cannot be written", () => {
  const program = new URL("../../bin/crosscheck.js", import.meta.url).pathname;
  const scanInto = (redirection: string) =>
    node([program, "scan", at("C02"), "--patient", "0", "--db", folder.fresh(".db")], redirection);

  test("results: one sentence, and not the exit code of a vulnerable host", async () => {
    const { code, stderr } = await scanInto(">/dev/full");
    expect(code).toBe(3);
    expect(stderr).toMatch(/^crosscheck: standard output cannot be written \(ENOSPC\)/m);
    expect(stderr).not.toMatch(/\bat /);
  });

  test("notes: the exit code is right all the same", async () => {
    expect((await scanInto("2>/dev/full")).code).toBe(0);
  });

  test("--export to a device or through a link writes there and leaves it what it is", async () => {
    const { code } = await crosscheck(["scan", at("C02"), "--export", "csv=/dev/full", "--db", folder.fresh(".db")]);
    expect(code).toBe(65);
    expect(statSync("/dev/full").isCharacterDevice()).toBe(true);
    const [link, file] = [folder.fresh(".link"), folder.file("linked.csv", "")];
    symlinkSync(file, link);
    await crosscheck(["scan", at("C02"), "--export", `csv=${link}`, "--db", folder.fresh(".db")]);
    expect(readFileSync(file, "utf8")).toContain("not_vulnerable");
  });
});

describe("programs and files that are not there", () => {
  test("the compiled program", async () => {
    const clone = folder.at("clone");
    cpSync(new URL("../../bin", import.meta.url).pathname, join(clone, "bin"), { recursive: true });
    writeFileSync(join(clone, "package.json"), '{ "type": "module" }');
    const { code, stderr } = await node([join(clone, "bin/crosscheck.js"), "scan", "127.0.0.1"]);
    expect(code).toBe(70);
    expect(stderr).toBe("crosscheck: the compiled program is missing, run `npm run build` first.\n");
  });

  test("its libraries", async () => {
    const clone = folder.at("bare-clone");
    for (const part of ["bin", "dist"]) {
      cpSync(new URL(`../../${part}`, import.meta.url).pathname, join(clone, part), { recursive: true });
    }
    writeFileSync(join(clone, "package.json"), '{ "type": "module" }');
    const { code, stderr } = await node([join(clone, "bin/crosscheck.js"), "scan", "127.0.0.1"]);
    expect(code).toBe(70);
    expect(stderr).toMatch(/^crosscheck: the program cannot be loaded: /);
  });

  test("a database library: 69, and how to get one", async (context) => {
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    if (major > 22 || (major === 22 && minor >= 13)) return context.skip("this Node has SQLite itself");
    const root = new URL("../..", import.meta.url).pathname;
    const bare = folder.at("bare");
    mkdirSync(join(bare, "node_modules"), { recursive: true });
    for (const part of ["bin", "dist", "package.json"]) symlinkSync(join(root, part), join(bare, part));
    for (const name of ["commander", "yaml", "csv-parse", "saxes", "xmlchars", "zod"]) {
      symlinkSync(join(root, "node_modules", name), join(bare, "node_modules", name));
    }
    const kept = ["--preserve-symlinks", "--preserve-symlinks-main"];
    const { code, stderr } = await node([...kept, join(bare, "bin/crosscheck.js"), "scan", at("C02"), "--db", "x.db"]);
    expect(code).toBe(69);
    expect(stderr).toContain("better-sqlite3");
    rmSync(bare, { recursive: true });
  });

  test("other programs: doctor says which, and that they are optional", async () => {
    const { code, stdout } = await crosscheck(["doctor", "--format", "json"], { env: { PATH: "/nowhere" } });
    expect(code).toBe(0);
    const checks = JSON.parse(stdout) as { what: string; state: string; advice: string }[];
    expect(checks.find(({ what }) => what === "--with nmap")).toMatchObject({ state: "optional" });
    expect(checks.find(({ what }) => what === "--with nmap")?.advice).toContain("nmap");
  });

  test("an openssl that does not exist is left out of the range, with a sentence", async () => {
    const up = startCli(["range", "up", "--condition", "C02", "--openssl", "/nowhere/openssl", "--format", "json"]);
    await up.saying(/are up/);
    up.process.kill("SIGINT");
    const { code, stdout, stderr } = await up.ended;
    expect(code).toBe(0);
    expect(stderr).toContain("/nowhere/openssl is left out");
    expect(jsonLines(stdout)).toHaveLength(1);
  });
});

test("two ranges at once get in nobody's way, and Ctrl-C leaves nothing behind", async () => {
  const ranges = [0, 1].map(() => startCli(["range", "up", "--only", "scripted", "--format", "json"]));
  await Promise.all(ranges.map(({ saying }) => saying(/are up/)));
  for (const { process } of ranges) process.kill("SIGINT");
  const ended = await Promise.all(ranges.map((one) => one.ended));
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  const open = ended.flatMap(({ stdout }) => jsonLines(stdout)).filter(({ condition: id }) => id !== "C40");
  // Several addresses of the loopback may have the same port free.
  expect(new Set(open.map(({ address, port, transport }) => [address, port, transport].join(" "))).size).toBe(
    open.length,
  );
});

/** Node itself with other arguments; `redirection` in the words of a shell. */
function node(
  args: readonly string[],
  redirection = "",
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  return new Promise((resolve) => {
    const command = ["-c", `exec "$0" "$@" ${redirection}`, process.execPath, ...args];
    const child = spawn("sh", command, { cwd: folder.path, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    child.once("close", (code) => resolve({ code, stderr }));
  });
}
