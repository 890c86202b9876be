/** `triage` and `next`: the judgement of real scans, as a process. */

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { crosscheck } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
let range: ScriptedRange;
let db = "";
const at = (id: string) => `127.0.0.1:${range.servers.find((server) => server.condition === id)?.port ?? 0}`;

interface Triage {
  readonly endpoints: {
    readonly endpoint: string;
    readonly heap: string;
    readonly word: string;
    readonly probability: number;
    readonly emptyZeros: { readonly detector: string; readonly condition: string }[];
  }[];
  readonly unseen: { readonly lowerBound: { readonly known: boolean } };
}
const triage = async (...more: readonly string[]) => {
  const { code, stdout } = await crosscheck(["triage", "--db", db, "--format", "json", ...more]);
  const read = JSON.parse(stdout) as Triage;
  return { code, read, heap: (id: string) => read.endpoints.find(({ endpoint }) => endpoint === at(id)) };
};

beforeAll(async () => {
  range = await startScripted(["C01", "C02", "C06", "C33", "C40"].flatMap((id) => condition(id) ?? []));
  db = folder.fresh(".db");
  await crosscheck(["scan", ...range.servers.map(({ address, port }) => `${address}:${port}`), "--db", db]);
  // A colleague's nmap said 0 of the server that speaks nothing but SSLv3, where nmap sees nothing.
  await crosscheck(["record", at("C06"), "0", "--detector", "nmap", "--words", "NOT VULNERABLE", "--db", db]);
});
afterAll(async () => {
  await range.stop();
  folder.remove();
});

describe("triage", () => {
  test("puts every endpoint on one of three heaps", async () => {
    const { code, heap } = await triage();
    expect(["C01", "C06", "C02", "C33", "C40"].map((id) => [id, heap(id)?.heap, heap(id)?.word])).toEqual([
      ["C01", "vulnerable", "CONFIRMED"],
      ["C06", "vulnerable", "CONFIRMED"],
      ["C02", "safe", "CLEARED"],
      ["C33", "open", "UNKNOWN"],
      ["C40", "open", "UNKNOWN"],
    ]);
    expect(code).toBe(1);
  });

  test("knows by the range that a zero is empty, and refuses a number that the data cannot support", async () => {
    const { read, heap } = await triage();
    expect(heap("C06")?.emptyZeros).toEqual([{ detector: "nmap", condition: "C06" }]);
    expect(read.unseen.lowerBound.known).toBe(false);
  });

  test("the cautious policy clears nothing on one lineage", async () => {
    expect((await triage("--policy", "cautious")).heap("C02")?.heap).toBe("open");
    expect((await triage("--policy", "fast")).heap("C02")?.heap).toBe("safe");
  });

  test("the table says on what, and what is missing", async () => {
    const { stdout } = await crosscheck(["triage", "--db", db]);
    for (const words of ["Vulnerable (2)", "Safe (1)", "Open (2)", "heartbeat_lost_on_path", "cannot be said"]) {
      expect(stdout).toContain(words);
    }
    expect(stdout).not.toMatch(/NaN|undefined|null/);
  });

  test.each([
    [["--policy", "bold"], 64, "--policy: expected one of cautious, balanced, fast"],
    [["--scores", "/nowhere.json"], 65, "/nowhere.json cannot be read (ENOENT)"],
    [["20000101-0000-000000"], 64, "has no run"],
  ])("%j is refused", async (more, expected, sentence) => {
    const { code, stderr } = await crosscheck(["triage", "--db", db, ...more]);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(sentence)]);
  });
});

describe("next", () => {
  test("says whom to ask about what is open, and who would have been enough", async () => {
    const { code, stdout } = await crosscheck(["next", "--db", db, "--format", "json"]);
    const { open, smallestSet } = JSON.parse(stdout) as {
      open: { endpoint: string; tests: { detector: string; bits: number }[]; path: { now: number } }[];
      smallestSet: { detectors: string[]; settled: number };
    };
    // As of triage: something is vulnerable.
    expect(code).toBe(1);
    expect(open.map(({ endpoint }) => endpoint).toSorted()).toEqual([at("C33"), at("C40")].toSorted());
    for (const { tests, path } of open) {
      expect(tests.length).toBeGreaterThan(0);
      for (const { bits } of tests) expect(bits).toBeGreaterThanOrEqual(0);
      expect(path.now).toBeGreaterThan(0);
    }
    expect(smallestSet.settled).toBe(3);
    expect(smallestSet.detectors).not.toContain("nmap");
  });

  test("sends nobody to a device that locks up, whatever else was said of it", async () => {
    const fragile = await startScripted(["ilo"].flatMap((id) => condition(id) ?? []));
    const place = `127.0.0.1:${fragile.servers[0]?.port ?? 0}`;
    const own = folder.fresh(".db");
    await crosscheck(["scan", place, "--db", own]);
    await fragile.stop();
    const tests = async () => {
      const { stdout } = await crosscheck(["next", "--db", own, "--format", "json"]);
      const { open } = JSON.parse(stdout) as { open: { endpoint: string; tests: unknown[] }[] };
      return open;
    };
    expect(await tests()).toMatchObject([{ endpoint: place, tests: [] }]);
    await crosscheck(["record", place, "unknown", "--detector", "nmap", "--db", own]);
    expect(await tests()).toMatchObject([{ endpoint: place, tests: [] }]);
  });

  test.each([
    [["--target", "1"], "--target: expected a number between 0 and 1"],
    [["--budget", "lots"], "--budget: expected a number"],
  ])("%j is refused", async (more, sentence) => {
    const { code, stderr } = await crosscheck(["next", "--db", db, ...more]);
    expect([code, stderr]).toEqual([64, expect.stringContaining(sentence)]);
  });
});

describe("scan --until", () => {
  test("asks nobody about what is sure, and somebody about what is not", async () => {
    const program = folder.fresh(".mjs");
    writeFileSync(
      program,
      `#!/usr/bin/env node
import { appendFileSync, readFileSync } from "node:fs";
if (process.argv[2] === "--version") console.log("counting 1.0");
else {
  const { address, port } = JSON.parse(readFileSync(0, "utf8"));
  appendFileSync("${program}.asked", port + "\\n");
  console.log(JSON.stringify({ address, port, outcome: "not_vulnerable", answered: true }));
}
`,
    );
    chmodSync(program, 0o755);
    const config = folder.fresh(".yaml");
    writeFileSync(config, `tools:\n  counting: { tool: program, path: ${program} }\n`);
    const targets = [at("C01"), at("C33")];
    const args = [
      "scan",
      ...targets,
      "--with",
      "counting",
      "--config",
      config,
      "--skip-controls",
      "--db",
      folder.fresh(".db"),
    ];
    expect((await crosscheck([...args, "--until", "0.99"])).code).toBe(1);
    expect(readFileSync(`${program}.asked`, "utf8").trim().split("\n")).toEqual([at("C33").split(":")[1]]);
    const { code, stderr } = await crosscheck([...args, "--until", "2"]);
    expect([code, stderr]).toEqual([64, expect.stringContaining("--until: expected a number")]);
  });
});
