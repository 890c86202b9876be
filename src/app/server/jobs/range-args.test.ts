import { describe, expect, test } from "vitest";
import type { Job } from "./jobs.ts";
import { laboratoryOf, scoreArgs, upArgs } from "./range-args.ts";

test("a laboratory is scripted only, and each condition stands behind its own option", () => {
  expect(upArgs(["C03", "C03+C26"])).toEqual([
    ...["range", "up", "--only=scripted", "--condition=C03", "--condition=C03+C26", "--json"],
  ]);
});

describe("scoring", () => {
  const where = { file: "/tmp/x/scores.json", config: null };
  test.each([
    [[], []],
    [["heartbleed"], []],
    [["nmap", "sslscan@2.0.7"], ["--with=nmap,sslscan@2.0.7"]],
    [
      ["profile/ssltest", "nmap"],
      ["--with=nmap", "--profiles=ssltest"],
    ],
  ])("%j adds %j", (detectors, added) => {
    expect(scoreArgs({ detectors, conditions: ["C01"], repeats: 2 }, where)).toEqual([
      ...["range", "score", "--only=scripted", ...added, "--condition=C01", "--repeats=2", `--save=${where.file}`],
    ]);
  });
  test("with the configuration that the server was started with", () => {
    const args = scoreArgs({ detectors: [], conditions: ["C01"], repeats: 1 }, { ...where, config: "c.yaml" });
    expect(args).toContain("--config=c.yaml");
  });
});

describe("what a laboratory printed", () => {
  const server = {
    ...{ id: "scripted/C03", title: "TLS 1.2 only", group: "scripted", address: "127.0.0.1", port: 4433 },
    ...{ transport: "tcp", serverName: null, truth: "vulnerable", condition: "C03", library: "ours" },
  };
  const job = (lines: readonly unknown[], change: Partial<Job> = {}): Job => ({
    ...{ id: "1", kind: "range", who: "me", state: "running", argv: ["crosscheck", ...upArgs(["C03"])] },
    ...{ startedAt: "2026-11-25T00:00:00.000Z", endedAt: null, exit: null, run: null, lines: [], truncated: false },
    output: lines.map((line) => (typeof line === "string" ? line : `${JSON.stringify(line)}\n`)).join(""),
    ...change,
  });
  const targets = (lines: readonly unknown[]) => laboratoryOf(job(lines)).servers.map(({ target }) => target);
  test.each([
    [{}, "127.0.0.1:4433"],
    [{ serverName: "a.example" }, "a.example@127.0.0.1:4433"],
    [{ transport: "udp" }, "127.0.0.1:4433/udp"],
    [{ startTls: "smtp" }, "smtp://127.0.0.1:4433"],
  ])("%j is asked as %s", (change, target) => {
    expect(targets([{ ...server, ...change }])).toEqual([target]);
  });
  test.each([
    ["a line that is not whole yet", [server, '{"id":"scripted/C0'], 1],
    ["what is not a server", ["hello\n", "null\n", "[]\n", { id: 1 }], 0],
    [
      "a port that is none",
      [
        { ...server, port: 0 },
        { ...server, port: 70_000 },
      ],
      0,
    ],
    ["nothing", [], 0],
  ])("%s", (_, lines, servers) => {
    expect(laboratoryOf(job(lines)).servers).toHaveLength(servers);
  });
  test("says what was started, and why it failed", () => {
    expect(laboratoryOf(job([], { state: "failed", lines: ["a", "there is no port"] }))).toMatchObject({
      conditions: ["C03"],
      problem: "there is no port",
    });
    expect(laboratoryOf(job([], { lines: ["a"] })).problem).toBeNull();
  });
});
