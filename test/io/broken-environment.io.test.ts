/**
 * Condition C52, the scanner's half: the environment in which a scanner runs is broken. Every adapter, every way of breaking: no 1 and no
 * 0 comes of it. (ssl-decoder read a crash as vulnerable; wrappers read an empty output as safe.) What the network can do to a
 * scanner is C52 of the range.
 */

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { finding } from "../../src/core/model/outcome.ts";
import { SCANNERS } from "../../src/scanners/catalogue.ts";
import type { Scanner } from "../../src/scanners/scanner.ts";
import { askReally } from "../../src/scanners/testing/real.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
afterAll(() => folder.remove());

const QUESTION = { address: "127.0.0.1", port: 1, serverName: null };

/** An executable file with that content. */
function program(content: string | Uint8Array): string {
  const path = folder.fresh("");
  writeFileSync(path, content);
  chmodSync(path, 0o755);
  return path;
}
const shell = (...lines: readonly string[]): string => program(["#!/bin/sh", ...lines, ""].join("\n"));
/** What a loader or an interpreter says before anything of the program ran. */
const says = (exit: number, ...words: readonly string[]): string =>
  shell(...words.map((line) => `echo '${line}' >&2`), `exit ${exit}`);

/** The program, by how its environment is broken. */
const BROKEN: Readonly<Record<string, () => string>> = {
  "the program is missing": () => join("/nowhere", "scanner"),
  "its interpreter is missing": () => program("#!/nowhere/python2\nprint('not vulnerable')\n"),
  "its file is of another machine": () => program(Uint8Array.from({ length: 64 }, (_, i) => (i * 37) & 0xff)),
  "a Python module is missing": () =>
    says(
      1,
      "Traceback (most recent call last):",
      '  File "heartbleed.py", line 3, in <module>',
      "ModuleNotFoundError: No module named nassl",
    ),
  "a Perl module is missing": () =>
    says(2, "Cannot locate IO/Socket/SSL.pm in @INC", "BEGIN failed--compilation aborted at check.pl line 9."),
  "a shared library is missing": () =>
    says(127, "error while loading shared libraries: libssl.so.1.0.0: cannot open shared object file"),
  "its engine is missing": () => says(0, "[WRN] Could not compile template: code engine not found"),
  "its library has no heartbeats": () => says(1, "openssl: built without heartbeat support (OPENSSL_NO_HEARTBEATS)"),
  "it says nothing and succeeds": () => shell("exit 0"),
  "it says nothing and fails": () => shell("exit 1"),
  "it is killed": () => shell("kill -KILL $$"),
};

/** Some adapters look at a program's version or options first: whatever they decide, it is an unknown. */
async function outcomeOf(scanner: Scanner, path: string) {
  if ("reason" in scanner.ask(QUESTION, {})) return finding("tool_not_applicable");
  return (await askReally(path, scanner, QUESTION)).finding;
}

describe.each(Object.entries(BROKEN))("%s", (_what, make) => {
  test.each(SCANNERS.map((scanner) => [scanner.id, scanner] as const))("%s", async (_id, scanner) => {
    const { outcome, reason } = await outcomeOf(scanner, make());
    expect({ outcome, reason }).toMatchObject({ outcome: "unknown" });
  });
});

test("it is told apart that a program is not there and that it failed", async () => {
  const [nmap] = SCANNERS;
  if (nmap === undefined) throw new Error("no scanners");
  const reason = async (path: string) => (await outcomeOf(nmap, path)).reason;
  expect(await reason(join("/nowhere", "nmap"))).toBe("tool_missing");
  expect(await reason(shell("exit 1"))).toBe("tool_failed");
});
