/** `export`: the report of a real scan, as a process, in every format. */

import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unzip } from "../../src/exporters/testing/unzip.ts";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { crosscheck } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
let range: ScriptedRange;
let db = "";
const at = (id: string) => `127.0.0.1:${range.servers.find((server) => server.condition === id)?.port ?? 0}`;

beforeAll(async () => {
  range = await startScripted(["C01", "C02", "C06", "C40"].flatMap((id) => condition(id) ?? []));
  db = folder.fresh(".db");
  await crosscheck(["scan", ...range.servers.map(({ address, port }) => `${address}:${port}`), "--db", db]);
  await crosscheck(["record", at("C06"), "0", "--detector", "nmap", "--words", "NOT VULNERABLE", "--db", db]);
});
afterAll(async () => {
  await range.stop();
  folder.remove();
});

describe("export", () => {
  test("JSON has the heaps of triage, and the empty zero as the known cause of a contradiction", async () => {
    const { code, stdout } = await crosscheck(["export", "--db", db, "--format", "json"]);
    const { endpoints, report } = JSON.parse(stdout) as {
      endpoints: { endpoint: string; heap: string; disagreement: { notVulnerable: string[]; cause: string } | null }[];
      report: { counts: { disagreements: number; explained: number } };
    };
    const found = (id: string) => endpoints.find(({ endpoint }) => endpoint === at(id));
    expect(["C01", "C06", "C40", "C02"].map((id) => found(id)?.heap)).toEqual([
      "vulnerable",
      "vulnerable",
      "open",
      "safe",
    ]);
    expect(found("C06")?.disagreement).toMatchObject({
      notVulnerable: ["nmap"],
      cause: expect.stringContaining("C06"),
    });
    expect(report.counts).toMatchObject({ disagreements: 1, explained: 1 });
    expect(code).toBe(1);
  });

  test.each(["html", "xlsx", "sarif", "openvex.json", "csv", "jsonl"])("%s by the file's name", async (extension) => {
    const file = folder.fresh(`.${extension}`);
    const { code, stdout, stderr } = await crosscheck(["export", "--db", db, "--out", file, "--title", "April <b>"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("4 endpoints, 2 vulnerable, 1 open, 1 safe");
    const bytes = readFileSync(file);
    const text = extension === "xlsx" ? [...unzip(bytes).values()].join("") : bytes.toString("utf8");
    expect(text).toContain(at("C01"));
    expect(text).toContain("everybody missed");
  });

  test("scan, matrix and triage write reports as well", async () => {
    const [a, b, c] = [folder.fresh(".html"), folder.fresh(".xlsx"), folder.fresh(".html")];
    await crosscheck(["matrix", "--db", db, "--export", `html=${a}`, "--export", `xlsx=${b}`]);
    await crosscheck(["triage", "--db", db, "--export", `html=${c}`]);
    expect([a, b, c].map((file) => existsSync(file))).toEqual([true, true, true]);
  });

  test.each([
    [["--out", "report.docx"], 64, "--format: expected one of html, xlsx"],
    [["--format", "html", "--out", "/nowhere/report.html"], 65, "cannot be written (ENOENT)"],
    [["--format", "html", "--policy", "bold"], 64, "--policy"],
  ])("%j is refused", async (more, expected, sentence) => {
    const { code, stderr } = await crosscheck(["export", "--db", db, ...more]);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(sentence)]);
  });
});
