/** What goes in: targets from everywhere in every spelling, the plan, and the scope. */

import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { crosscheck, jsonLines } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";
import { startForwarder } from "../support/forwarder.ts";

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === "::1"));
let range: ScriptedRange;
const folder = new Folder();
beforeAll(async () => {
  range = await startScripted(["C01", "C02", "C16"].flatMap((id) => condition(id) ?? []));
});
afterAll(async () => {
  await range.stop();
  folder.remove();
});

const port = (id: string): number => range.servers.find(({ condition: one }) => one === id)?.port ?? 0;
const at = (id: string): string => `127.0.0.1:${port(id)}`;

/** Verdict lines of a scan, by what was typed. */
async function verdicts(args: readonly string[], input?: string) {
  const options = ["--format", "jsonl", "--patient", "0", "--quick", "2000", "--db", folder.fresh(".db")];
  const result = await crosscheck(["scan", ...args, ...options], input === undefined ? {} : { input });
  const lines = jsonLines(result.stdout).filter(({ type }) => type === "verdict");
  return { ...result, lines, byTarget: new Map(lines.map((line) => [line["target"], line])) };
}

describe("lists", () => {
  test("standard input, with comments, blanks and both line ends", async () => {
    const { code, byTarget } = await verdicts(["-"], `# April\r\n\r\n${at("C01")}\r\n  ${at("C02")}  # ours\n`);
    expect(code).toBe(1);
    expect(new Set(byTarget.keys())).toEqual(new Set([at("C01"), at("C02")]));
  });

  test("arguments, a file and standard input together, duplicates merged with all their names", async () => {
    const file = folder.file("more.txt", `${at("C01")}\nhttps://127.0.0.1:${port("C01")}/login\n${at("C02")}\n`);
    const { lines } = await verdicts([at("C01"), "-", "--file", file], `${at("C01")}\n`);
    expect(lines).toHaveLength(2);
    const names = lines.find((line) => line["port"] === port("C01"))?.["names"];
    expect(names).toEqual([at("C01"), `https://127.0.0.1:${port("C01")}/login`]);
  });

  test("CSV with columns found by their titles, or mapped", async () => {
    const titled = folder.file("titled.csv", `name;address;port\nwww.range.test;127.0.0.1;${port("C01")}\n`);
    const mapped = folder.file("mapped.csv", `Server,IP,Dienst\nwww.range.test,127.0.0.1,${port("C02")}\n`);
    const first = await verdicts(["--file", titled]);
    expect(first.lines).toMatchObject([{ serverName: "www.range.test", outcome: "vulnerable" }]);
    const second = await verdicts(["--file", mapped, "--columns", "name=Server,address=IP,port=Dienst"]);
    expect(second.lines).toMatchObject([{ serverName: "www.range.test", outcome: "not_vulnerable" }]);
  });

  test("nmap's XML: open ports only, with the names it found", async () => {
    const xml = `<?xml version="1.0"?><nmaprun scanner="nmap"><host><status state="up"/>
      <address addr="127.0.0.1" addrtype="ipv4"/><hostnames><hostname name="www.range.test" type="user"/></hostnames>
      <ports><port protocol="tcp" portid="${port("C01")}"><state state="open"/></port>
      <port protocol="tcp" portid="${port("C02")}"><state state="closed"/></port></ports></host>
      <runstats><finished/></runstats></nmaprun>`;
    const { lines } = await verdicts(["--file", folder.file("scan.xml", xml)]);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatchObject({ port: port("C01"), outcome: "vulnerable" });
  });

  test("a bad line names file and line; with --skip-bad the rest is scanned", async () => {
    const file = folder.file("bad.txt", `${at("C02")}\n010.0.0.1\n${at("C01")}\n`);
    const stopped = await verdicts(["--file", file]);
    expect(stopped.code).toBe(65);
    expect(stopped.stderr).toContain(`${file}:2: "010.0.0.1"`);
    const skipped = await verdicts(["--file", file, "--skip-bad"]);
    expect(skipped.code).toBe(1);
    expect(skipped.lines).toHaveLength(2);
    expect(skipped.stderr).toContain(`${file}:2: "010.0.0.1"`);
  });

  test.each([
    ["missing.txt", null],
    ["binary.txt", Uint8Array.from({ length: 300 }, (_, i) => i % 256)],
    ["broken.xml", `<?xml version="1.0"?><nmaprun><host><addr`],
    ["broken.csv", `name,address\n"never closed,127.0.0.1\n`],
  ])("%s: 65, and the file is named", async (name, content) => {
    const file = content === null ? folder.at(name) : folder.file(name, content);
    const { code, stderr } = await verdicts(["--file", file]);
    expect(code).toBe(65);
    expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/internal error|\n\s+at /);
  });
});

describe("spellings", () => {
  test("a name at an address is asked by that name", async () => {
    const { lines } = await verdicts([`localhost@${at("C16")}`]);
    expect(lines).toMatchObject([{ serverName: "localhost", address: "127.0.0.1", outcome: "vulnerable" }]);
  });

  test("localhost is resolved, and every address is an endpoint", async () => {
    const { lines } = await verdicts([`localhost:${port("C01")}`]);
    expect(lines.find(({ address }) => address === "127.0.0.1")).toMatchObject({ outcome: "vulnerable" });
    for (const { address } of lines) expect(["127.0.0.1", "::1"]).toContain(address);
  });

  test("a name that does not resolve is a row", async () => {
    const { code, lines } = await verdicts(["nosuch.invalid", at("C02")]);
    expect(code).toBe(2);
    expect(lines.find(({ target }) => target === "nosuch.invalid")).toMatchObject({
      address: null,
      outcome: "unknown",
      reason: "dns_failure",
      serverName: "nosuch.invalid",
    });
  });

  test.skipIf(!hasIpv6)("IPv6 loopback", async () => {
    const front = await startForwarder("::1", port("C01"));
    const { lines } = await verdicts([`[::1]:${front.port}`]);
    await front.stop();
    expect(lines).toMatchObject([{ address: "::1", port: front.port, outcome: "vulnerable" }]);
  });

  test.each(["010.0.0.1", "127.1", "0x7f000001", "2130706433", "1.2.3.4/33", "127.0.0.1:0", "127.0.0.1:65536", "[::1"])(
    "%s is an error, not a guess",
    async (text) => {
      const { code, stderr, stdout } = await verdicts([text]);
      expect(code).toBe(65);
      expect(stderr).toContain(JSON.stringify(text));
      expect(stdout).toBe("");
    },
  );

  test("members of a network where nothing listens are not held against it", async () => {
    const { lines } = await verdicts(["127.0.0.0/30", "--ports", String(port("C01"))]);
    expect(lines).toHaveLength(4);
    expect(lines.filter(({ outcome }) => outcome === "vulnerable")).toMatchObject([{ address: "127.0.0.1" }]);
  });
});

describe("--dry-run", () => {
  test("counts and connects nowhere", async () => {
    const before = range.servers.reduce((sum, server) => sum + server.counters().connections, 0);
    const args = [
      at("C01"),
      at("C02"),
      at("C01"),
      "nosuch.invalid",
      "203.0.113.9:443",
      "--dry-run",
      "--format",
      "json",
    ];
    const { code, stdout } = await crosscheck(["scan", ...args], { cwd: folder.path });
    expect(code).toBe(0);
    const plan = JSON.parse(stdout) as Record<string, number>;
    expect(plan).toMatchObject({ targets: 5, endpoints: 4, unresolved: 1, outOfScope: 1, first: 2 });
    expect(plan["mostConnections"]).toBeGreaterThanOrEqual(2);
    expect(range.servers.reduce((sum, server) => sum + server.counters().connections, 0)).toBe(before);
  });

  test("lists who would be asked: our own detectors that are allowed, and other scanners", async () => {
    const plan = async (...more: readonly string[]) =>
      JSON.parse(
        (await crosscheck(["scan", at("C01"), "--dry-run", "--format", "json", ...more], { cwd: folder.path })).stdout,
      ) as { detectors: string[]; witnesses: string[]; mostQuestions: number };
    expect(await plan()).toMatchObject({
      detectors: ["heartbleed/flight", "heartbleed/handshake", "heartbleed/dtls"],
      witnesses: [],
      mostQuestions: 0,
    });
    const all = await plan("--allow-overread", "--with", "heartleech", "--repeat", "3");
    expect(all.detectors).toContain("heartbleed/overread");
    expect(all).toMatchObject({ witnesses: [expect.stringMatching(/^heartleech /)], mostQuestions: 3 });
  });

  test("says what cannot be read, and what may not be asked", async () => {
    expect((await crosscheck(["scan", "127.1", "--dry-run"])).code).toBe(65);
    expect((await crosscheck(["scan", "203.0.113.9:443", "--dry-run"])).code).toBe(77);
  });
});

describe("scope", () => {
  const scopeFile = (fields: string) => folder.file(`scope-${Math.random()}.yaml`, `permitted_by: Jane Doe\n${fields}`);
  const ENDED = "until: 2014-04-30\nallow: [203.0.113.0/24]\n";

  test("one that has ended permits nothing", async () => {
    const { code, lines } = await verdicts(["203.0.113.9:443", "--scope", scopeFile(ENDED)]);
    expect(code).toBe(77);
    expect(lines).toMatchObject([{ reason: "out_of_scope" }]);
  });

  test("what it excludes is not asked, loopback included", async () => {
    const scope = scopeFile("until: 2099-01-01\nallow: [192.0.2.0/24]\nexclude: [127.0.0.1]\n");
    const before = range.servers.reduce((sum, server) => sum + server.counters().connections, 0);
    const { code } = await verdicts([at("C01"), "--scope", scope]);
    expect(code).toBe(77);
    expect(range.servers.reduce((sum, server) => sum + server.counters().connections, 0)).toBe(before);
  });

  test.each([
    ["until: someday\nallow: [192.0.2.0/24]\n", /until/],
    ["until: 2099-01-01\nallow: [192.0.2.0/33]\n", /192\.0\.2\.0\/33/],
    ["until: [", /scope-/],
  ])("a scope that cannot be understood is no scope: %j", async (fields, problem) => {
    const { code, stderr, stdout } = await verdicts([at("C01"), "--scope", scopeFile(fields)]);
    expect({ code, stdout }).toEqual({ code: 65, stdout: "" });
    expect(stderr).toMatch(problem);
  });
});
