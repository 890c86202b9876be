/** What comes out: four formats of the same rows, exports, and text from outside that must not do anything. */

import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jsonlLine } from "../../src/app/jsonl/schema.ts";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { crosscheck, jsonLines } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

let range: ScriptedRange;
const folder = new Folder();
beforeAll(async () => {
  range = await startScripted(["C01", "C02", "C49"].flatMap((id) => condition(id) ?? []));
});
afterAll(async () => {
  await range.stop();
  folder.remove();
});

const port = (id: string): number => range.servers.find(({ condition: one }) => one === id)?.port ?? 0;
const at = (id: string): string => `127.0.0.1:${port(id)}`;
const targets = (): string[] => [at("C01"), `localhost:${port("C02")}`, at("C49"), "nosuch.invalid:443"];
const scan = (...args: readonly string[]) =>
  crosscheck(["scan", ...args, "--patient", "0", "--db", folder.fresh(".db")]);

/** What every format must say, row by row. */
const EXPECTED = () => [
  { target: at("C01"), port: port("C01"), outcome: "vulnerable", reason: "overread_answered" },
  {
    target: `localhost:${port("C02")}`,
    port: port("C02"),
    outcome: "not_vulnerable",
    reason: "malformed_discarded_encrypted",
  },
  { target: at("C49"), port: port("C49"), outcome: "unknown", reason: "not_tls" },
  { target: "nosuch.invalid:443", port: 443, outcome: "unknown", reason: "dns_failure" },
];

interface Row {
  readonly target: string;
  readonly port: number;
  readonly outcome: string;
  readonly reason: string;
}
const order = (rows: readonly Row[]): readonly Row[] => rows.toSorted((a, b) => (a.target < b.target ? -1 : 1));

function fromCsv(text: string): readonly Row[] {
  const rows = parse<Record<string, string>>(text, { columns: true });
  return rows.map((row) => ({
    target: row["targets"] ?? "",
    port: Number(row["port"]),
    outcome: row["outcome"] ?? "",
    reason: row["reason"] ?? "",
  }));
}
const brief = (line: Record<string, unknown>): Row => ({
  target: String(line["target"]),
  port: Number(line["port"]),
  outcome: String(line["outcome"]),
  reason: String(line["reason"]),
});

describe("one row per endpoint, whatever the format", () => {
  test("jsonl: observations as they arrive, a verdict each, all as the schema says", async () => {
    const { code, stdout, stderr } = await scan(...targets(), "--format", "jsonl");
    expect(code).toBe(1);
    const lines = jsonLines(stdout);
    for (const line of lines) expect(jsonlLine.parse(line)).toEqual(line);
    const verdicts = lines.filter(({ type }) => type === "verdict");
    expect(order(verdicts.map(brief))).toMatchObject(order(EXPECTED()));
    // Every verdict comes after the observations that it counts.
    for (const verdict of verdicts) {
      const before = lines.slice(0, lines.indexOf(verdict)).filter((l) => l["target"] === verdict["target"]);
      const tally = Object.values(verdict["tally"] as Record<string, number>).reduce((a, b) => a + b, 0);
      expect(before).toHaveLength(tally);
    }
    expect(stderr).toMatch(/4 endpoints: 1 vulnerable, 1 not vulnerable, 2 unknown/);
  });

  test("json, csv and jsonl exports, and matrix afterwards, agree", async () => {
    const db = folder.fresh(".db");
    const [json, csv, jsonl] = [folder.fresh(".json"), folder.fresh(".csv"), folder.fresh(".jsonl")];
    const exports = ["--export", `json=${json}`, "--export", `csv=${csv}`, "--export", `jsonl=${jsonl}`];
    const { stdout } = await crosscheck([
      "scan",
      ...targets(),
      "--patient",
      "0",
      "--db",
      db,
      ...exports,
      "--format",
      "json",
    ]);
    const shown = JSON.parse(stdout) as { endpoints: Record<string, unknown>[]; totals: unknown };
    expect(order(shown.endpoints.map(brief))).toEqual(order(EXPECTED()));
    expect(shown.totals).toMatchObject({ vulnerable: 1, not_vulnerable: 1, unknown: 2 });
    expect(JSON.parse(readFileSync(json, "utf8"))).toEqual(shown);
    expect(order(fromCsv(readFileSync(csv, "utf8")))).toEqual(order(EXPECTED()));
    expect(order(jsonLines(readFileSync(jsonl, "utf8")).map(brief))).toEqual(order(EXPECTED()));

    const again = await crosscheck(["matrix", "--db", db, "--format", "csv"]);
    expect(again.code).toBe(1);
    expect(again.stdout).toBe(readFileSync(csv, "utf8"));
  });

  test("csv: the cells stand under their titles", async () => {
    const { stdout } = await scan(at("C01"), at("C02"), "--format", "csv");
    const rows = parse<Record<string, string>>(stdout, { columns: true });
    const byPort = new Map(rows.map((row) => [Number(row["port"]), row]));
    expect(byPort.get(port("C01"))).toMatchObject({
      address: "127.0.0.1",
      outcome: "vulnerable",
      evidence: "demonstrated",
      "heartbleed/flight": "1",
      "heartbleed/handshake": "",
    });
    expect(byPort.get(port("C02"))).toMatchObject({
      outcome: "not_vulnerable",
      evidence: "refuted",
      "heartbleed/handshake": "0",
    });
  });

  test("table: symbols say what colours would", async () => {
    const { stdout } = await scan(...targets());
    const rows = stdout.split("\n");
    expect(rows.find((row) => row.includes(at("C01")))).toMatch(/1 VULNERABLE .*overread_answered/);
    expect(rows.find((row) => row.includes(`:${port("C02")}`))).toMatch(/0 not vulnerable/);
    expect(rows.find((row) => row.includes("nosuch.invalid"))).toMatch(/\? unknown .*dns_failure/);
    expect(stdout).not.toContain("\u001b");
  });
});

describe("streams", () => {
  test("a reader that goes away early is no crash", async () => {
    const program = new URL("../../bin/crosscheck.js", import.meta.url).pathname;
    const lines = Array.from({ length: 40 }, () => at("C02")).join(" ");
    const command = `${process.execPath} ${program} scan ${lines} localhost:${port("C02")} 127.0.0.1:1 --patient 0 --format jsonl --db ${folder.fresh(".db")} | head -n 1`;
    const { stdout, stderr } = await promisify(execFile)("sh", ["-c", command]);
    expect(jsonLines(stdout)).toHaveLength(1);
    expect(stderr).not.toMatch(/EPIPE|error/i);
  });

  test("--export: a file that cannot be written ends with 65, and nothing half is left", async () => {
    mkdirSync(folder.at("exports"));
    mkdirSync(folder.at("exports/taken"));
    const { code, stdout, stderr } = await scan(at("C02"), "--export", `csv=${folder.at("exports/taken")}`);
    expect(code).toBe(65);
    expect(stdout).toContain("0 not vulnerable");
    expect(stderr).toContain("cannot be written");
    expect(readdirSync(folder.at("exports"))).toEqual(["taken"]);
    const nowhere = folder.at("nowhere/report.csv");
    expect((await scan(at("C02"), "--export", `csv=${nowhere}`)).code).toBe(65);
    expect(existsSync(nowhere)).toBe(false);
  });

  test("NO_COLOR and FORCE_COLOR are obeyed", async () => {
    const args = ["scan", at("C01"), "--db", folder.fresh(".db")];
    const plain = await crosscheck(args, { env: { NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain("\u001b");
  });
});

describe("text from outside does nothing", () => {
  const NASTY = "=cmd|'/C calc'!A0";

  test("formulas in a list's columns are text in the CSV", async () => {
    const list = `owner,tag,address,port\n${NASTY},@SUM(1),127.0.0.1,${port("C02")}\n`;
    const { code, stdout } = await scan("--file", folder.file("nasty.csv", list), "--format", "csv");
    expect(code).toBe(0);
    expect(stdout).toContain("'=cmd|");
    for (const row of parse<Record<string, string>>(stdout, { columns: true })) {
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }
  });

  test.each(["table", "csv", "json", "jsonl"])("escape sequences in a list are not passed on as %s", async (format) => {
    const list = `name,address,port,owner,tag\n,127.0.0.1,${port("C02")},"\u001b]0;owned\u0007","\u001b[31mred"\n`;
    const { stdout, stderr } = await scan("--file", folder.file(`escape-${format}.csv`, list), "--format", format);
    expect(stdout + stderr).not.toContain("\u001b");
    expect(stdout + stderr).not.toContain("\u0007");
  });

  test("nor by explain, which shows what was typed", async () => {
    const list = `name,address,port,owner\n,127.0.0.1,${port("C02")},"\u001b]0;owned\u0007"\n`;
    const db = folder.fresh(".db");
    await crosscheck(["scan", "--file", folder.file("typed.csv", list), "--db", db]);
    const { stdout } = await crosscheck(["explain", at("C02"), "--db", db]);
    expect(stdout).toContain("owned");
    expect(stdout).not.toContain("\u001b");
  });

  test("nor are those of a line that cannot be read, or of a name to explain", async () => {
    const bad = await scan("-", "--skip-bad");
    expect(bad.code).toBe(2);
    const db = folder.fresh(".db");
    const { stderr } = await crosscheck(["scan", "-", "--db", db], { input: "\u001b[2J\u001b]0;owned\u0007 x\n" });
    expect(stderr).toContain("standard input:1");
    expect(stderr).not.toContain("\u001b");
    const explained = await crosscheck(["explain", "\u001b[2Jnobody", "--db", db]);
    expect(explained.code).toBe(64);
    expect(explained.stderr).not.toContain("\u001b");
  });
});

test("explain tells the story of one endpoint, reinterpret reads it again", async () => {
  const db = folder.fresh(".db");
  await crosscheck(["scan", at("C01"), at("C02"), "--db", db]);
  const { code, stdout } = await crosscheck(["explain", at("C01"), "--db", db]);
  expect(code).toBe(0);
  expect(stdout).toContain("1 VULNERABLE");
  expect(stdout).toMatch(/us +heartbeat claiming a byte more than it carries/);
  expect(stdout).toMatch(/server +answers the over-claiming probe/);
  expect(stdout).not.toContain(at("C02"));
  const [run] = JSON.parse((await crosscheck(["runs", "--db", db, "--format", "json"])).stdout) as { id: string }[];
  const reread = await crosscheck(["reinterpret", run?.id ?? "", "--db", db]);
  expect(reread.stdout).toMatch(/^[2-9] observations read again, 0 read differently$/m);
});
