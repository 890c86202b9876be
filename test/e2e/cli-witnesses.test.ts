/** Other scanners as witnesses: programs that behave and programs that do not, asked in a scan of the real command. */

import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jsonlLine, type ObservationLine } from "../../src/app/jsonl/schema.ts";
import { controlHolds } from "../../src/core/controls.ts";
import { openStore } from "../../src/io/store/open-store.ts";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { heartbleeder } from "../../src/scanners/heartbleeder/index.ts";
import { realProgram } from "../../src/scanners/testing/real.ts";
import { crosscheck, jsonLines } from "../support/cli.ts";
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
const at = (id: string) => `127.0.0.1:${range.servers.find((server) => server.condition === id)?.port ?? 0}`;

/** Programs of the protocol, by what they do with the question `q`. */
const PROGRAMS: Readonly<Record<string, string>> = {
  honest: `say({ address: q.address, port: q.port, outcome: "vulnerable", words: "it bleeds" })`,
  denies: `say({ address: q.address, port: q.port, outcome: "not_vulnerable", answered: true })`,
  assures: `say({ address: q.address, port: q.port, outcome: "not_vulnerable" })`,
  crashes: `say({ address: q.address, port: q.port, outcome: "not_vulnerable", answered: true }); process.kill(process.pid, "SIGSEGV")`,
  hangs: `say({ address: q.address, port: q.port, outcome: "not_vulnerable", answered: true }); setInterval(() => {}, 1000)`,
  fails: `say({ address: q.address, port: q.port, outcome: "not_vulnerable", answered: true }); process.exitCode = 3`,
  mute: ``,
  dumps: `say({ address: q.address, port: q.port, outcome: "vulnerable", words: "x" }); console.error("0000: ${"41 ".repeat(16)} AAAA")`,
  chatters: `const more = () => { while (process.stdout.write("x".repeat(65536))); process.stdout.once("drain", more); }; more()`,
};
const REASONS: Readonly<Record<string, string>> = {
  honest: "finding_reported",
  denies: "negative_reported",
  assures: "negative_without_ground",
  crashes: "tool_failed",
  hangs: "tool_timed_out",
  fails: "tool_failed",
  mute: "tool_failed",
  dumps: "finding_reported",
  chatters: "tool_failed",
  missing: "tool_missing",
};

/** A configuration with one column for each program. */
function configured(): string {
  const lines = ["tools:"];
  for (const [name, does] of Object.entries(PROGRAMS)) {
    const path = folder.fresh(".mjs");
    const script = `#!${process.execPath}\nconst say = (answer) => console.log(JSON.stringify(answer));\nif (process.argv.includes("--version")) { console.log("${name} 1.2.3"); process.exit(); }\nlet text = ""; for await (const chunk of process.stdin) text += chunk;\nconst q = JSON.parse(text);\n${does}\n`;
    writeFileSync(path, script);
    chmodSync(path, 0o755);
    lines.push(
      `  ${name}: { tool: program, path: ${path}, timeout_ms: ${name === "hangs" ? 3000 : 60_000}, options: { lineage: ${name} } }`,
    );
  }
  lines.push(`  missing: { tool: program, path: ${join("/nowhere", "scanner")} }`);
  const config = folder.fresh(".yaml");
  writeFileSync(config, `${lines.join("\n")}\n`);
  return config;
}

const observations = (stdout: string): readonly ObservationLine[] =>
  jsonLines(stdout).flatMap((line) => {
    const parsed = jsonlLine.parse(line);
    return parsed.type === "observation" ? [parsed] : [];
  });

describe("programs in a scan", () => {
  const db = folder.fresh(".db");
  let seen: readonly ObservationLine[] = [];

  test("each is a column with its own reason, and the run goes on", async () => {
    const names = Object.keys(REASONS).join(",");
    const args = ["scan", at("C02"), "--config", configured(), "--with", names, "--db", db, "--format", "jsonl"];
    const { code, stdout } = await crosscheck(args);
    seen = observations(stdout);
    const reasons = Object.fromEntries(
      seen.filter(({ lineage }) => lineage !== "crosscheck").map((o) => [o.detector, o.reason]),
    );
    expect(reasons).toEqual(REASONS);
    const own = seen.filter(({ lineage }) => lineage === "crosscheck");
    expect(own.every(({ outcome }) => outcome === "not_vulnerable")).toBe(true);
    // Our own proof of 0 against a claim of 1: neither is waved through.
    const verdict = jsonLines(stdout).find((line) => line["type"] === "verdict");
    expect(verdict).toMatchObject({ outcome: "unknown", reason: "answers_contradict" });
    // Half of them fail their controls, too.
    expect(code).toBe(3);
  });

  test("every answer says which command it was, and how it ended", () => {
    const of = (name: string) => seen.find(({ detector }) => detector === name);
    expect(of("honest")).toMatchObject({
      version: "1.2.3",
      lineage: "honest",
      mode: "automatic",
      provenance: {
        words: "it bleeds",
        exit: "exit 0",
        truncated: false,
        raw: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(of("crashes")?.provenance?.exit).toBe("signal SIGSEGV");
    expect(of("hangs")?.provenance?.exit).toBe("timed out");
    expect(of("chatters")?.provenance).toMatchObject({ exit: "too much output", truncated: true });
  });

  test("explain shows it; memory that a tool printed is nowhere", async () => {
    const { stdout } = await crosscheck(["explain", at("C02"), "--db", db]);
    expect(stdout).toContain("it said:  it bleeds");
    expect(stdout).toMatch(/command: {2}\/.*\.mjs/);
    expect(stdout).not.toContain("41 41 41");
  });

  test("the matrix by version tells columns apart", async () => {
    const { stdout } = await crosscheck(["matrix", "--db", db, "--by", "version,mode", "--detector", "denies"]);
    expect(stdout.split("\n")[0]).toContain("denies 1.2.3 automatic");
    expect(stdout.split("\n")[0]).not.toContain("honest");
  });
});

test("repeated three times, each is an observation of its own", async () => {
  const args = ["scan", at("C01"), "--config", configured(), "--with", "honest", "--repeat", "3"];
  const { stdout, code } = await crosscheck([...args, "--db", folder.fresh(".db"), "--format", "jsonl"]);
  const attempts = observations(stdout).filter(({ detector }) => detector === "honest");
  expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  expect(code).toBe(1);
});

test("a service is told nothing unless that is permitted", async () => {
  const args = ["scan", at("C01"), "--with", "ssllabs", "--db", folder.fresh(".db"), "--format", "jsonl"];
  const told = observations((await crosscheck(args)).stdout).filter(({ detector }) => detector === "ssllabs");
  expect(told.map(({ reason }) => reason)).toEqual(["third_party_not_allowed"]);
});

describe("what cannot be used is said before anything is asked", () => {
  test("a tool that there is not", async () => {
    const db = folder.fresh(".db");
    const { code, stderr } = await crosscheck(["scan", at("C01"), "--with", "nmapp", "--db", db]);
    expect(code).toBe(64);
    expect(stderr).toContain('there is no tool "nmapp"');
  });

  test.each([
    ["a field that there is not", "tools: { nmap: { pat: /usr/bin/nmap } }", 'found "pat"'],
    ["a tool that there is not", "tools: { mine: { tool: nmapp } }", 'no tool "nmapp"'],
    ["an option that there is not", "tools: { nmap: { options: { mood: good } } }", 'found "mood"'],
    ["an option with another value", "tools: { nmap: { options: { mode: -oX } } }", "options.mode: expected"],
    ["a number out of bounds", "tools: { nmap: { timeout_ms: 0 } }", "timeout_ms: expected"],
    ["a list", "tools: [nmap]", "tools: expected"],
  ])("%s", async (_what, yaml, sentence) => {
    const config = folder.fresh(".yaml");
    writeFileSync(config, yaml);
    const { code, stderr } = await crosscheck(["doctor", "--config", config]);
    expect([code, stderr]).toEqual([65, expect.stringContaining(sentence)]);
  });
});

describe("controls", () => {
  const scan = (tool: string, db: string, ...more: readonly string[]) =>
    crosscheck(["scan", at("C02"), "--with", tool, "--config", configured(), "--db", db, ...more]);

  test.each([
    ["denies", "its control C01, known to be vulnerable, was answered negative_reported"],
    ["assures", "its control C01, known to be vulnerable, was answered negative_without_ground"],
  ])("%s is not valid, in the scan and in its matrix", async (tool, why) => {
    const db = folder.fresh(".db");
    const { code, stderr } = await scan(tool, db);
    expect([code, stderr]).toEqual([3, expect.stringMatching(new RegExp(`${tool} is not valid in run \\S+: ${why}`))]);
    const { stdout, stderr: said } = await crosscheck(["matrix", "--db", db]);
    expect([stdout, said]).toEqual([
      expect.stringContaining(`${tool} ✗`),
      expect.stringContaining(`${tool} is not valid in run`),
    ]);
    const { invalid } = JSON.parse((await crosscheck(["matrix", "--db", db, "--format", "json"])).stdout) as {
      invalid: { detector: string; why: string }[];
    };
    expect(invalid).toEqual([expect.objectContaining({ detector: tool, why })]);
    expect((await crosscheck(["explain", at("C02"), "--db", db])).stdout).toContain(`not valid in this run: ${why}`);
  });

  test("our own detector is controlled in every scan", async () => {
    const db = folder.fresh(".db");
    expect((await crosscheck(["scan", at("C02"), "--db", db])).code).toBe(0);
    const store = await openStore(db);
    const controls = store.controls(store.runs().map(({ id }) => id));
    store.close();
    expect(controls.map((control) => [control.detector, control.condition, controlHolds(control)])).toEqual([
      ["heartbleed", "C01", true],
      ["heartbleed", "C02", true],
      ["heartbleed", "C40", true],
    ]);
  });

  test("what is not there shows nothing, and nobody is asked who shall not be", async () => {
    expect((await scan("missing", folder.fresh(".db"))).stderr).not.toContain("not valid");
    const { code, stderr } = await scan("denies", folder.fresh(".db"), "--skip-controls");
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("not valid")]);
  });

  test("a scanner that works is valid", async (context) => {
    const path = await realProgram(context, heartbleeder);
    const config = folder.fresh(".yaml");
    writeFileSync(config, `tools:\n  mine: { tool: heartbleeder, path: ${path} }\n`);
    const db = folder.fresh(".db");
    const args = ["scan", at("C02"), "--with", "mine", "--config", config, "--db", db];
    const { code, stderr } = await crosscheck(args);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("not valid")]);
  });
});

describe("a result noted by hand", () => {
  test("is a witness of its own, beside the scan", async () => {
    const db = folder.fresh(".db");
    await crosscheck(["scan", at("C01"), "--db", db]);
    const noted = ["record", at("C01"), "0", "--detector", "colleague", "--words", "seems fine", "--db", db];
    expect((await crosscheck([...noted, "--when", "2014-04-15T10:00:00+02:00", "--vantage", "laptop-2"])).code).toBe(0);
    const { stdout, code } = await crosscheck(["matrix", "--db", db, "--format", "json"]);
    const { detectors, endpoints } = JSON.parse(stdout) as {
      detectors: string[];
      endpoints: { cells: Record<string, { outcome: string }> }[];
    };
    expect(detectors).toContain("colleague");
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0]?.cells["colleague"]?.outcome).toBe("not_vulnerable");
    expect(code).toBe(1);
  });

  test("is no zero where the tester is known not to have seen enough, and says so", async () => {
    const db = folder.fresh(".db");
    const { code, stdout, stderr } = await crosscheck(["record", "192.0.2.1", "0", "--detector", "mcafee", "--db", db]);
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringContaining("unknown by mcafee"),
      expect.stringContaining("tls_version_not_covered"),
    ]);
  });

  test.each([
    [["record", "192.0.2.1", "2", "--detector", "x"], "expected 1, 0, ?"],
    [["record", "192.0.2.1", "1", "--detector", "a b"], "--detector"],
    [["record", "192.0.2.0/24", "1", "--detector", "x"], "found a network"],
    [["record", "192.0.2.1", "1", "--detector", "x", "--when", "soon"], "--when"],
  ])("%j", async (args, sentence) => {
    const db = folder.fresh(".db");
    const { code, stderr } = await crosscheck([...args, "--db", db]);
    expect([code, stderr]).toEqual([64, expect.stringContaining(sentence)]);
    expect(existsSync(db)).toBe(false);
  });
});
