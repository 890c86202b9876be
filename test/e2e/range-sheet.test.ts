/** `range score` with other detectors: profiles, any program, the sheet they leave, and what changed since an earlier one. */

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSheet, type Sheet } from "../../src/app/range/sheet.ts";
import { crosscheck } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
afterAll(() => folder.remove());

function sheetIn(file: string): Sheet {
  const read = readSheet(readFileSync(file, "utf8"));
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

describe("range score with other detectors", () => {
  test("writes a sheet of everybody's answers, and finds the native detector right", async () => {
    const file = folder.fresh(".json");
    const args = ["range", "score", "--condition", "C01", "--condition", "C02", "--condition", "C40"];
    const { code, stdout } = await crosscheck([...args, "--profiles", "ssltest", "--repeats", "2", "--save", file]);
    expect(code).toBe(0);
    expect(stdout).toContain("profile/ssltest");
    const { conditions, detectors } = sheetIn(file);
    expect(conditions.map(({ id, truth }) => [id, truth])).toEqual([
      ["C01", "vulnerable"],
      ["C02", "not_vulnerable"],
      ["C40", null],
    ]);
    expect(detectors.map(({ identity }) => `${identity.kind} ${identity.id}`)).toEqual([
      "native heartbleed",
      "profile profile/ssltest",
    ]);
    expect(detectors[1]?.cells).toEqual({
      C01: { finding_reported: 2 },
      C02: { negative_reported: 2 },
      C40: { port_closed: 2 },
    });
  });

  test("anybody's program can be scored; what changed without a new version is an error", async () => {
    const program = folder.fresh(".cjs");
    const says = (outcome: string) =>
      writeFileSync(
        program,
        `#!/usr/bin/env node
const { address, port } = JSON.parse(require("node:fs").readFileSync(0, "utf8") || "{}");
console.log(process.argv[2] === "--version" ? "mine 1.0" : JSON.stringify({ address, port, outcome: "${outcome}", answered: true }));
`,
      );
    says("vulnerable");
    chmodSync(program, 0o755);
    const file = folder.fresh(".json");
    const args = ["range", "score", "--condition", "C01", "--program", program];
    expect((await crosscheck([...args, "--save", file])).code).toBe(0);
    const own = sheetIn(file).detectors[1];
    expect(own?.cells["C01"]).toEqual({ finding_reported: 1 });
    says("not_vulnerable");
    const { code, stderr } = await crosscheck([...args, "--against", file]);
    expect(stderr).toContain("changed without a new version");
    expect(code).not.toBe(0);
  });

  test.each([
    [["--profiles", "nobody"], 64, "no profile nobody"],
    [["--program", "/nowhere/tool"], 64, "--program"],
    [["--against", "package.json"], 65, "package.json"],
  ])("%j is refused", async (more, expected, sentence) => {
    const { code, stderr } = await crosscheck(["range", "score", "--condition", "C01", ...more]);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(sentence)]);
  });
});

describe("range compare", () => {
  test("shows where two detectors differ, and that six repeats prove it", async () => {
    const args = ["range", "compare", "heartbleed", "profile/ssltest", "--condition", "C01", "--condition", "C03"];
    const { code, stdout } = await crosscheck([...args, "--format", "json"]);
    const { differences } = JSON.parse(stdout) as { differences: { condition: { id: string }; proven: boolean }[] };
    expect([code, differences.map(({ condition, proven }) => [condition.id, proven])]).toEqual([0, [["C03", true]]]);
  });

  test("a name that is none", async () => {
    const { code, stderr } = await crosscheck(["range", "compare", "heartbleed", "profile/nobody"]);
    expect([code, stderr]).toEqual([64, expect.stringContaining("there is no profile/nobody")]);
  });
});

describe("doctor", () => {
  test("a tool that does not answer as it was measured, in the same version, is an alarm", async () => {
    const program = folder.fresh(".cjs");
    writeFileSync(
      program,
      `#!/usr/bin/env node
const { address, port } = JSON.parse(require("node:fs").readFileSync(0, "utf8") || "{}");
console.log(process.argv[2] === "--version" ? "mine 1.0" : JSON.stringify({ address, port, outcome: "vulnerable", words: "it bleeds" }));
`,
    );
    chmodSync(program, 0o755);
    const config = folder.fresh(".yaml");
    writeFileSync(config, `tools:\n  mine: { tool: program, path: ${program} }\n`);
    const scores = folder.fresh(".json");
    const PATH = dirname(process.execPath);
    const score = ["range", "score", "--condition", "C01", "--condition", "C02", "--with", "mine", "--config", config];
    expect((await crosscheck([...score, "--save", scores], { env: { PATH } })).code).toBe(0);
    const doctor = ["doctor", "--config", config, "--scores", scores, "--format", "json"];
    const answersOf = async () => {
      const { code, stdout } = await crosscheck(doctor, { env: { PATH } });
      const checks = JSON.parse(stdout) as { what: string; state: string; found: string }[];
      return [code, checks.find(({ what }) => what === "answers of mine")] as const;
    };
    expect(await answersOf()).toEqual([0, expect.objectContaining({ state: "ok", found: "as measured, in C01, C02" })]);
    writeFileSync(
      scores,
      readFileSync(scores, "utf8").replace('"C01":{"finding_reported":1}', '"C01":{"negative_reported":1}'),
    );
    expect(await answersOf()).toEqual([
      70,
      expect.objectContaining({
        state: "changed",
        found: expect.stringContaining("C01: negative_reported ×1 became finding_reported ×1") as string,
      }),
    ]);
  });

  test("no scanner that is here has changed behind its version number since the sheet that ships was measured", async () => {
    const { code, stdout } = await crosscheck(["doctor", "--format", "json"]);
    const checks = JSON.parse(stdout) as { what: string; state: string; found: string }[];
    expect([code, checks.filter(({ state }) => state === "changed")]).toEqual([0, []]);
  });
});

describe("the range for others", () => {
  test("as a Compose file, of conditions that there are", async () => {
    const { code, stdout } = await crosscheck(["range", "up", "--export", "compose", "--condition", "C03+C26"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("- C03+C26\n")]);
    expect((await crosscheck(["range", "up", "--export", "compose", "--condition", "C99"])).code).toBe(64);
  });
});

test("a version of a tool that is not here is refused with those that are", async () => {
  const { code, stderr } = await crosscheck(["range", "compare", "heartbleed", "nmap@0.1", "--condition", "C01"]);
  expect([code, stderr]).toEqual([64, expect.stringContaining("there is no nmap of version 0.1")]);
});
