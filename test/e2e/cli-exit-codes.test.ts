/** What a script that calls crosscheck sees: the exit codes of design section 8, and which stream says what. */

import { existsSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { crosscheck, jsonLines, startCli } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

let range: ScriptedRange;
/** Takes connections and says nothing. */
let mute: Server;
const folder = new Folder();
beforeAll(async () => {
  range = await startScripted(["C01", "C02", "C33"].flatMap((id) => condition(id) ?? []));
  mute = createServer(() => {});
  await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  mute.close();
  await range.stop();
  folder.remove();
});

function at(id: string): string {
  const server = range.servers.find((one) => one.condition === id);
  return `127.0.0.1:${server?.port}`;
}

const QUICK = ["--quick", "1000", "--patient", "0"];
const scan = (...args: readonly string[]) => crosscheck(["scan", ...args, ...QUICK, "--db", folder.fresh(".db")]);

describe("scan ends with", () => {
  test("0 when nothing is vulnerable and everything was covered", async () => {
    const { code, stdout, stderr } = await scan(at("C02"));
    expect(code).toBe(0);
    expect(stdout).toContain("0 not vulnerable");
    expect(stdout).toMatch(/^1 endpoints: 0 vulnerable, 1 not vulnerable, 0 unknown$/m);
    expect(stderr).toMatch(/^crosscheck: run \d{8}-\d{4}-[0-9a-f]{6}; database /);
  });

  test("1 when one is vulnerable, whatever else is open", async () => {
    const { code, stdout } = await scan(at("C33"), at("C01"), at("C02"), "203.0.113.9:443");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^4 endpoints: 1 vulnerable, 1 not vulnerable, 2 unknown$/m);
  });

  test.each([
    ["heartbeats eaten on the path", () => at("C33"), "heartbeat_lost_on_path"],
    ["a closed port", () => "127.0.0.1:1", "connect_refused"],
    ["a name that does not resolve", () => "nosuch.invalid", "dns_failure"],
  ])("2 for %s", async (_what, target, reason) => {
    const { code, stdout } = await scan(at("C02"), target());
    expect(code).toBe(2);
    expect(stdout).toContain(reason);
  });

  test("2 when a line had to be skipped, although all others are safe", async () => {
    const { code, stderr } = await scan(at("C02"), "010.0.0.1", "--skip-bad");
    expect(code).toBe(2);
    expect(stderr).toContain('arguments:2: "010.0.0.1"');
  });

  test("2 also when the line was met before the run was resumed", async () => {
    const db = folder.fresh(".db");
    const stopped = await crosscheck(["scan", "127.1", at("C02"), ...QUICK, "--db", db]);
    const [, id = ""] = /--resume (\S+)/.exec(stopped.stderr) ?? [];
    const resumed = await crosscheck(["scan", "--skip-bad", "--resume", id, "--db", db]);
    expect(resumed.stdout).toMatch(/^1 endpoints: 0 vulnerable, 1 not vulnerable, 0 unknown$/m);
    expect(resumed.code).toBe(2);
  });

  test("2 when there was nothing to ask", async () => {
    expect((await scan("-")).code).toBe(2);
  });

  test("65 for a line that cannot be read, which is named", async () => {
    const { code, stdout, stderr } = await scan(at("C02"), "127.1");
    expect(code).toBe(65);
    expect(stderr).toContain('arguments:2: "127.1"');
    expect(stderr).toContain("--skip-bad");
    expect(stdout).not.toContain("127.1");
  });

  test("77 when everything is out of scope, and nothing was connected to", async () => {
    const { code, stdout } = await scan(
      "203.0.113.9:443",
      "198.51.100.0/30",
      "[2001:db8::1]:443",
      "--ports",
      "first",
      "--format",
      "jsonl",
    );
    expect(code).toBe(77);
    for (const line of jsonLines(stdout)) expect(line).toMatchObject({ outcome: "unknown", reason: "out_of_scope" });
  });

  test("130 after Ctrl-C, with everything saved, and goes on where it was", async () => {
    const { port } = mute.address() as { port: number };
    const db = folder.fresh(".db");
    const args = [
      at("C02"),
      `127.0.0.1:${port}`,
      "--quick",
      "3000",
      "--patient",
      "0",
      "--concurrency",
      "1",
      "--db",
      db,
    ];
    const running = startCli(["scan", ...args, "--format", "jsonl"]);
    await new Promise<void>((resolve) => running.process.stdout?.once("data", () => resolve()));
    running.process.kill("SIGINT");
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    const [, id = ""] = /--resume (\S+)/.exec(stderr) ?? [];
    expect((await crosscheck(["matrix", "--db", db])).code).toBe(3);

    const resumed = await crosscheck(["scan", "--resume", id, "--db", db, "--format", "jsonl"]);
    expect(resumed.code).toBe(2);
    const { stdout } = await crosscheck(["matrix", "--db", db, "--format", "jsonl"]);
    expect(jsonLines(stdout)).toHaveLength(2);
    expect(jsonLines(stdout)).toContainEqual(expect.objectContaining({ target: at("C02"), outcome: "not_vulnerable" }));
    expect(jsonLines(stdout)).toContainEqual(
      expect.objectContaining({ outcome: "unknown", reason: "silent_at_hello" }),
    );
  });
});

test("a resumed run goes on with its own list: other targets are refused, not passed over", async () => {
  const db = folder.fresh(".db");
  await crosscheck(["scan", at("C02"), ...QUICK, "--db", db]);
  const [run] = JSON.parse((await crosscheck(["runs", "--db", db, "--format", "json"])).stdout) as { id: string }[];
  const { code, stderr } = await crosscheck(["scan", at("C01"), "--resume", run?.id ?? "", "--db", db]);
  expect(code).toBe(64);
  expect(stderr).toContain("its own list");
});

test("a second Ctrl-C does not wait", async () => {
  const { port } = mute.address() as { port: number };
  const args = [`127.0.0.1:${port}`, "--quick", "60000", "--db", folder.fresh(".db")];
  const running = startCli(["scan", ...args]);
  await running.saying(/database/);
  running.process.kill("SIGINT");
  await running.saying(/stopping/);
  running.process.kill("SIGINT");
  expect((await running.ended).code).toBe(130);
});

describe("64 for what cannot be meant, said in one line", () => {
  test.each([
    [["scan"], /^crosscheck: no targets/],
    [["scan", "127.0.0.1", "--quick", "1"], /^crosscheck: --quick: expected a whole number/],
    [["scan", "127.0.0.1", "--ports", "0"], /^crosscheck: --ports: expected/],
    [["scan", "127.0.0.1", "--export", "xml=x"], /^crosscheck: --export: expected FORMAT=FILE/],
    [["scan", "127.0.0.1", "--columns", "colour=red"], /^crosscheck: --columns: /],
    [["scan", "127.0.0.1", "--resolver", "example"], /^crosscheck: --resolver: /],
    [["scan", "127.0.0.1", "--psk", "me"], /^crosscheck: --psk: expected/],
    [["scan", "127.0.0.1", "--format", "xml"], /^error: option '--format/],
    [["scan", "--resume", "nothing"], /has no run nothing/],
    [["range", "up", "--condition", "C99"], /there is no condition C99/],
    [["range", "score", "--repeats", "0"], /--repeats: expected/],
    [["frobnicate"], /unknown command 'frobnicate'/],
  ])("%j", async (args, sentence) => {
    const known = args[0] === "scan" ? ["--db", folder.fresh(".db")] : [];
    const { code, stdout, stderr } = await crosscheck([...args, ...known], { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test("a setting in the environment is checked like a flag", async () => {
  const { code, stderr } = await crosscheck(["config", "show"], { env: { CROSSCHECK_DRAWS: "many" } });
  expect(code).toBe(64);
  expect(stderr).toContain("CROSSCHECK_DRAWS: expected a whole number");
});

test("--help and --version are no errors", async () => {
  const [help, version] = await Promise.all([crosscheck(["scan", "--help"]), crosscheck(["--version"])]);
  expect([help.code, version.code]).toEqual([0, 0]);
  expect(help.stdout).toContain("--skip-bad");
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("what is not there", () => {
  test("a run that the database does not have is a usage error", async () => {
    const db = folder.fresh(".db");
    await crosscheck(["scan", "127.0.0.1:1", "--db", db]);
    const { code, stderr } = await crosscheck(["matrix", "--run", "nothing", "--db", db]);
    expect(code).toBe(64);
    expect(stderr).toContain("has no run nothing");
  });

  test.each([["matrix"], ["runs"], ["explain", "127.0.0.1"], ["reinterpret", "x"]])(
    "%s of a mistyped database makes none",
    async (...args) => {
      const db = folder.fresh(".db");
      const { code, stderr } = await crosscheck([...args, "--db", db]);
      expect(code).toBe(65);
      expect(stderr).toContain("there is no such database");
      expect(existsSync(db)).toBe(false);
    },
  );

  test("a folder that an export should go to is missed before the scan", async () => {
    const db = folder.fresh(".db");
    const { code, stderr } = await crosscheck([
      "scan",
      "127.0.0.1:1",
      "--db",
      db,
      "--export",
      "csv=/no/such/folder/x.csv",
    ]);
    expect(code).toBe(65);
    expect(stderr).toContain("/no/such/folder/x.csv cannot be written");
    expect(existsSync(db)).toBe(false);
  });
});
