/** `crosscheck agree` as people run it: from spreadsheets in, to tables and JSON out. */

import { afterAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/io/store/open-store.ts";
import { crosscheck } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
afterAll(() => folder.remove());

/** A sheet of hosts, one line a detector's signs, imported into a database. */
async function imported(db: string, lines: Readonly<Record<string, string>>): Promise<void> {
  const names = Object.keys(lines);
  const hosts = Math.max(...Object.values(lines).map((signs) => signs.length));
  const rows = Array.from({ length: hosts }, (_, host) =>
    [`192.0.2.${host + 1}`, "443", ...names.map((name) => lines[name]?.[host] ?? "")].join(),
  );
  const sheet = folder.fresh(".csv");
  folder.file(sheet.slice(folder.path.length + 1), `${["Server", "Port", ...names].join()}\n${rows.join("\n")}\n`);
  const columns = ["host=Server", "port=Port", ...names.map((name) => `${name}=${name}`)].join();
  const { code, stderr } = await crosscheck(["import", sheet, "--columns", columns, "--db", db]);
  if (code !== 0) throw new Error(stderr);
}
const agree = (db: string, ...more: readonly string[]) => crosscheck(["agree", "--db", db, ...more]);

interface Shown {
  readonly format: string;
  readonly runs: readonly string[];
  readonly endpoints: number;
  readonly detectors: readonly { readonly id: string; readonly lineages: readonly string[] }[];
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly positiveAgreement: { readonly method: string; readonly value: number | null; readonly rows: number };
    readonly splitEndpoints: readonly string[];
  }[];
  readonly clusters: { readonly opinions: readonly (readonly string[])[] };
  readonly self: readonly { readonly detector: string; readonly levels: readonly { readonly name: string }[] }[];
  readonly methods: Readonly<Record<string, { readonly formula: string; readonly reference: string }>>;
}
const shown = (stdout: string) => JSON.parse(stdout) as Shown;

describe("a week of scanners", () => {
  const db = folder.fresh(".db");
  const FIRST = { nmap: "1111110000?0", nessus: "111110000000", sslscan: "100000111100" };

  test("is counted, and every number says how it was made", async () => {
    await imported(db, FIRST);
    const { code, stdout, stderr } = await agree(db, "--format", "json");
    expect(code).toBe(0);
    expect(stderr).toBe("");
    const report = shown(stdout);
    expect(report).toMatchObject({ format: "crosscheck-agreement/1", endpoints: 12 });
    const pair = report.pairs.find(({ first, second }) => first === "nessus" && second === "nmap");
    expect(pair?.counts).toEqual({
      bothVulnerable: 5,
      onlyFirst: 0,
      onlySecond: 1,
      bothNotVulnerable: 5,
      firstUnknown: 0,
      secondUnknown: 1,
      bothUnknown: 0,
    });
    expect(pair?.positiveAgreement).toMatchObject({ value: 10 / 11, rows: 11 });
    expect(pair?.splitEndpoints).toEqual(["192.0.2.6:443"]);
    expect(report.methods[pair?.positiveAgreement.method ?? ""]?.formula).toBe("2a / (2a + b + c)");
    expect(report.clusters.opinions).toEqual([["nessus", "nmap"], ["sslscan"]]);
  });

  test("is shown as tables, with the tree, and with what the numbers mean", async () => {
    const { code, stdout } = await agree(db);
    expect(code).toBe(0);
    expect(stdout).toContain("3 detectors, 3 lineages, 2 opinions");
    expect(stdout).toMatch(/nessus +nmap +5 +0 +1 +5 +1 +0\.91/);
    expect(stdout).toContain("└─ nmap");
    expect(stdout).toContain("2a / (2a + b + c)");
    expect(stdout).not.toContain("kappa with ?");
    expect((await agree(db, "--details")).stdout).toContain("kappa with ?");
  });

  test("gives the same numbers twice", async () => {
    const [once, again] = [await agree(db, "--format", "json"), await agree(db, "--format", "json")];
    expect(again.stdout).toBe(once.stdout);
  });

  test("--by run sets each detector beside itself; a named run stands alone", async () => {
    await imported(db, { nmap: "111000" });
    const both = shown((await agree(db, "--by", "run", "--format", "json")).stdout);
    expect(both.self.map(({ detector, levels }) => [detector, levels.length])).toEqual([["nmap", 2]]);
    const table = await agree(db, "--by", "run");
    expect(table.stdout).toContain("nmap beside itself, 2 columns by run");
    const [newest = ""] = both.runs;
    const alone = shown((await agree(db, newest, "--format", "json")).stdout);
    expect(alone.runs).toEqual([newest]);
    expect(alone.detectors.map(({ id }) => id)).toEqual(["nmap"]);
  });

  test("what is not there is refused", async () => {
    expect((await agree(db, "no-such-run")).code).toBe(64);
    expect((await agree(db, "--by", "colour")).code).toBe(64);
    expect((await agree(folder.fresh(".db"))).code).toBe(65);
  });
});

describe("nothing to say is said, and is no failure", () => {
  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ["one detector", { nmap: "1100" }, /nobody to agree with/],
    ["all ?", { nmap: "????", sslscan: "????" }, /every answer is \?/],
    ["all equal", { nmap: "0000", sslscan: "0000" }, /every answer is the same/],
    ["one endpoint", { nmap: "1", sslscan: "0" }, /how many opinions cannot be said/],
  ])("%s", async (_what, lines, sentence) => {
    const db = folder.fresh(".db");
    await imported(db, lines);
    for (const more of [[], ["--by", "version"], ["--details"]]) {
      const { code, stdout, stderr } = await agree(db, ...more);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
      if (more.length === 0) expect(stdout).toMatch(sentence);
    }
  });

  test("a database without runs", async () => {
    const db = folder.fresh(".db");
    (await openStore(db)).close();
    const { code, stdout } = await agree(db);
    expect(code).toBe(0);
    expect(stdout).toContain("No detector has answered yet");
    expect(shown((await agree(db, "--format", "json")).stdout)).toMatchObject({ pack: null, runs: [], endpoints: 0 });
  });
});
