/** Real programs that speak the protocol well, badly and not at all. */

import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { QUESTION } from "../testing/check.ts";
import { askReally } from "../testing/real.ts";
import { program } from "./index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosscheck-program-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const READ = 'const q = JSON.parse(require("fs").readFileSync(0, "utf8"));\n';
const SAY = "const say = (fields) => console.log(JSON.stringify({ address: q.address, port: q.port, ...fields }));\n";

test.each([
  ["vulnerable", 'say({ outcome: "vulnerable" });', "finding_reported"],
  ["a zero with its statement", 'say({ outcome: "not_vulnerable", answered: true });', "negative_reported"],
  ["a zero without it", 'say({ outcome: "not_vulnerable" });', "negative_without_ground"],
  ["a zero, then a crash", 'say({ outcome: "not_vulnerable", answered: true }); throw new Error("no");', "tool_failed"],
  [
    "a zero, then a signal",
    'say({ outcome: "not_vulnerable", answered: true }); process.kill(process.pid, "SIGKILL");',
    "tool_failed",
  ],
  ["nothing", "", "tool_failed"],
  ["another question", 'say({ outcome: "unknown", reason: q.cve === "CVE-2014-0160" ? "not_tls" : "no" });', "not_tls"],
])("%s", async (name, script, reason) => {
  const path = join(folder, `${name.replaceAll(/\W/g, "-")}.cjs`);
  await writeFile(path, `#!${process.execPath}\n${READ}${SAY}${script}\n`);
  await chmod(path, 0o755);
  expect((await askReally(path, program, QUESTION)).finding.reason).toBe(reason);
});
