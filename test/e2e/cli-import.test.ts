/** Reports into the matrix, by the real command: recognised, mapped, matched, dropped, kept. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { jsonlLine, type ReportLine } from "../../src/app/jsonl/schema.ts";
import { FIXTURES as NESSUS } from "../../src/importers/nessus/testing/fixtures.ts";
import { crosscheck, jsonLines } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
afterAll(() => folder.remove());

function file(content: string | Uint8Array, ending: string): string {
  const path = folder.fresh(ending);
  writeFileSync(path, content);
  return path;
}
const nessus = (what: string): string => {
  const fixture = NESSUS.find((each) => each.what === what);
  if (fixture === undefined) throw new Error(`no fixture ${what}`);
  return file(fixture.document, ".nessus");
};
const lines = (stdout: string) => jsonLines(stdout).map((line) => jsonlLine.parse(line));
const reportOf = (stdout: string): ReportLine => {
  const report = lines(stdout).find((line) => line.type === "report");
  if (report?.type !== "report") throw new Error("no line about the report");
  return report;
};
const importing = (db: string, ...args: readonly string[]) =>
  crosscheck(["import", ...args, "--db", db, "--format", "jsonl"]);

describe("a report", () => {
  const db = folder.fresh(".db");
  const path = nessus("a finding of the probe, and one of a package");

  test("is recognised, and every row of it is an observation or counted", async () => {
    const { code, stdout } = await importing(db, path);
    expect(code).toBe(0);
    const report = reportOf(stdout);
    expect(report).toMatchObject({
      importer: "nessus",
      known: false,
      hosts: 1,
      outcomes: { vulnerable: 3, not_vulnerable: 0, unknown: 1 },
      reasons: { finding_reported: 1, version_reported: 2, tls_not_shown: 1 },
      dropped: [],
      broken: null,
    });
    const seen = lines(stdout).filter((line) => line.type === "observation");
    expect(seen.map((line) => [line.address, line.port, line.detector, line.reason])).toEqual([
      ["192.0.2.1", 443, "nessus", "finding_reported"],
      ["192.0.2.1", null, "nessus/version", "version_reported"],
      ["192.0.2.1", 8443, "nessus/version", "version_reported"],
      ["192.0.2.1", 8443, "nessus", "tls_not_shown"],
    ]);
    expect(seen[0]?.provenance).toMatchObject({ raw: report.sha256, place: expect.stringContaining("73412") });
  });

  test("is kept by its hash, for its owner only", () => {
    const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
    const [kept = ""] = readdirSync(`${db}.files`);
    expect(kept).toBe(sha256);
    expect(statSync(`${db}.files/${kept}`).mode & 0o777).toBe(0o600);
  });

  test("imported again adds nothing, unless asked to", async () => {
    const again = await importing(db, path);
    expect(reportOf(again.stdout)).toMatchObject({ known: true });
    expect(lines(again.stdout).filter((line) => line.type === "observation")).toEqual([]);
    const forced = await importing(db, path, "--again");
    expect(reportOf(forced.stdout)).toMatchObject({ known: false });
  });

  test("stands in the matrix: a claim of 1 is one, a hint is none", async () => {
    const { stdout, code } = await crosscheck(["matrix", "--db", db, "--format", "jsonl"]);
    const verdicts = lines(stdout).flatMap((line) =>
      line.type === "verdict" ? [[line.port, line.outcome, line.reason]] : [],
    );
    expect(verdicts).toEqual([
      [null, "unknown", "hint_only"],
      [443, "vulnerable", "finding_reported"],
      [8443, "unknown", "hint_only"],
    ]);
    expect(code).toBe(1);
  });
});

test("a truncated report is said to be and gives no zero, and the others are read all the same", async () => {
  const db = folder.fresh(".db");
  const cut = nessus("a file that ends inside its second host");
  const { code, stdout } = await importing(db, cut, nessus("every gate open"));
  expect(code).toBe(65);
  const [first, second] = lines(stdout).flatMap((line) => (line.type === "report" ? [line] : []));
  expect(first?.broken).toMatchObject({ problem: expect.stringContaining("ends before") });
  // The cut host names two addresses, and so none: its row is dropped, not guessed.
  expect(first?.reasons).toEqual({ report_truncated: 2 });
  expect(first?.dropped).toHaveLength(1);
  expect(second).toMatchObject({ broken: null, reasons: { negative_derived: 1 } });
});

describe("what is no report is said, and is no answer", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["an empty file", "", "an empty file: that is no answer"],
    ["an archive", gzipSync("x"), "an archive; unpack it"],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), "found no text"],
    ["a web page", "<html><body>not vulnerable</body></html>", 'root element "html"'],
    ["a letter", "Dear auditor, all hosts are safe.\n", "no format begins like this"],
  ])("%s", async (_what, content, sentence) => {
    const db = folder.fresh(".db");
    const { code, stdout, stderr } = await importing(db, file(content, ".txt"));
    expect([code, stdout]).toEqual([65, ""]);
    expect(stderr).toContain(sentence);
  });

  test("a file that is not there, and a folder", async () => {
    const { code, stderr } = await importing(folder.fresh(".db"), "/nowhere/x.nessus", "/tmp");
    expect(code).toBe(65);
    expect(stderr).toContain("/nowhere/x.nessus: there is no such file");
    expect(stderr).toContain("/tmp: expected a file, found a folder");
  });

  test("a format that there is not", async () => {
    const { code, stderr } = await importing(folder.fresh(".db"), nessus("every gate open"), "--as", "nesus");
    expect(code).toBe(65);
    expect(stderr).toContain("there is no format nesus; there are nessus");
  });
});

describe("the spreadsheet of the article", () => {
  const SHEET =
    "Server,Port,nmap 6.45,Nessus\nwww.example.org,443,0,1\n192.0.2.300,443,0,1\nshop.example.org,8443,timeout,=cmd()\n";

  test("one column a tool; what cannot be placed is listed", async () => {
    const db = folder.fresh(".db");
    const { stdout, code } = await importing(
      db,
      file(SHEET, ".csv"),
      "--columns",
      "host=Server,port=Port,nmap=nmap 6.45,nessus=Nessus",
    );
    expect(code).toBe(0);
    expect(reportOf(stdout)).toMatchObject({
      importer: "spreadsheet",
      outcomes: { vulnerable: 1, not_vulnerable: 1, unknown: 2 },
      dropped: [{ what: "an answer", count: 2, why: expect.stringContaining("192.0.2.300") }],
    });
    const seen = lines(stdout).flatMap((line) =>
      line.type === "observation" ? [[line.serverName, line.detector, line.reason]] : [],
    );
    expect(seen).toEqual([
      ["www.example.org", "nmap", "negative_reported"],
      ["www.example.org", "nessus", "finding_reported"],
      ["shop.example.org", "nmap", "tool_timed_out"],
      ["shop.example.org", "nessus", "tool_output_unreadable"],
    ]);
  });

  test("a mapping that cannot be used is a mistake on the command line", async () => {
    const { code, stderr } = await importing(folder.fresh(".db"), file(SHEET, ".csv"), "--columns", "nmap=nmap 6.45");
    expect([code, stderr]).toEqual([64, expect.stringContaining("column for the host")]);
  });
});

test("text in a report can do nothing on a terminal", async () => {
  const evil = "Server,A\nwww.example.org,\u001b]0;owned\u0007\u001b[2J1\n";
  const db = folder.fresh(".db");
  const { stdout } = await crosscheck(["import", file(evil, ".csv"), "--columns", "host=Server,a=A", "--db", db]);
  const { stdout: story } = await crosscheck(["explain", "www.example.org", "--db", db]);
  // oxlint-disable-next-line no-control-regex -- the very characters that must not come out
  for (const text of [stdout, story]) expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
});
