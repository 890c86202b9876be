/** Whole reports from small tables: the counts by hand, and sentences instead of NaN where nothing can be said. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Facet } from "../matrix/columns.ts";
import { EVIDENCES, OUTCOMES, type Outcome } from "../model/outcome.ts";
import type { Answered, AnswerTable } from "../ports/store.ts";
import { alwaysVulnerable, byEndpoint, everVulnerable, latest, onlyFrom, saidColumns } from "./answers.ts";
import { agreementReport } from "./report.ts";

interface Answer extends Partial<Answered> {
  readonly endpoint: number;
  readonly detector: string;
  readonly outcome: Outcome;
  readonly hour?: number;
  readonly demonstrated?: boolean;
}

const SIGNS: Readonly<Record<string, Outcome>> = { "1": "vulnerable", "0": "not_vulnerable", "?": "unknown" };

function tableOf(answers: readonly Answer[], endpoints: number): AnswerTable {
  const sources: Answered[] = [];
  const places = new Map<string, number>();
  const source = answers.map(
    ({ detector, version = "1", lineage = detector, vantage = "here", run = "r1", mode = "automatic" }) => {
      const one: Answered = { id: detector, detector, kind: "tool", version, lineage, vantage, run, mode };
      const key = JSON.stringify(one);
      const known = places.get(key) ?? sources.push(one) - 1;
      places.set(key, known);
      return known;
    },
  );
  return {
    endpoints: Array.from({ length: endpoints }, (_, index) => ({
      address: `192.0.2.${index}`,
      port: 443,
      transport: "tcp",
      serverName: null,
      origin: "asked",
    })),
    sources,
    endpoint: Int32Array.from(answers, ({ endpoint }) => endpoint),
    source: Int32Array.from(source),
    outcome: Uint8Array.from(answers, ({ outcome }) => OUTCOMES.indexOf(outcome)),
    evidence: Uint8Array.from(answers, ({ demonstrated }) =>
      EVIDENCES.indexOf(demonstrated === true ? "demonstrated" : "reported"),
    ),
    startedAt: Float64Array.from(answers, ({ hour = 0 }) => hour * 3_600_000),
  };
}

/** A line a detector, a sign an endpoint, `.` where it was not asked. */
function rowsOf(lines: Readonly<Record<string, string>>, more: Partial<Answer> = {}): readonly Answer[] {
  return Object.entries(lines).flatMap(([detector, signs]) =>
    Array.from(signs).flatMap((sign, endpoint): Answer[] => {
      const outcome = SIGNS[sign];
      return outcome === undefined ? [] : [{ endpoint, detector, outcome, ...more }];
    }),
  );
}
const reportOf = (answers: readonly Answer[], endpoints: number, by: readonly Facet[] = []) =>
  agreementReport(tableOf(answers, endpoints), { by, mostListed: 100 });

describe("a pair", () => {
  const rows = rowsOf({ nmap: "1110000?1.", sslscan: "1001000011" });
  const [pair] = reportOf(rows, 10).pairs;

  test("counts every endpoint that both were asked about once, in its place", () => {
    expect(pair?.counts).toEqual({
      bothVulnerable: 2,
      onlyFirst: 2,
      onlySecond: 1,
      bothNotVulnerable: 3,
      firstUnknown: 1,
      secondUnknown: 0,
      bothUnknown: 0,
    });
    expect(pair?.table).toEqual([
      [2, 2, 0],
      [1, 3, 0],
      [0, 1, 0],
    ]);
  });

  test("comes to agreement with an exact interval, and names the endpoints that split it", () => {
    // 2·2 / (2·2 + 3); Clopper-Pearson of 2 in 5 is 0.0527 to 0.8534.
    expect(pair?.positiveAgreement).toMatchObject({ method: "positive_agreement", rows: 8, because: null });
    expect(pair?.positiveAgreement.value).toBeCloseTo(4 / 7, 12);
    expect(pair?.positiveAgreement.low).toBeCloseTo((2 * 0.052745) / 1.052745, 4);
    expect(pair?.positiveAgreement.high).toBeCloseTo((2 * 0.853367) / 1.853367, 4);
    expect(pair?.negativeAgreement.value).toBeCloseTo(6 / 9, 12);
    expect(pair?.kappa.resamples?.all).toBe(2000);
    expect(pair?.splitEndpoints).toEqual(["192.0.2.1:443", "192.0.2.2:443", "192.0.2.3:443"]);
  });

  test("? is left out, and an answer of its own", () => {
    expect(pair?.rawAgreement.rows).toBe(8);
    expect(pair?.unknownAsAnswer.rawAgreement.rows).toBe(9);
    expect(pair?.unknownAsAnswer.rawAgreement.value).toBeCloseTo(5 / 9, 12);
  });
});

test("pairs with the most disputed endpoints come first, and lineage stands beside them", () => {
  const rows = [
    ...rowsOf({ a: "111000", b: "111001" }, { lineage: "one" }),
    ...rowsOf({ c: "000111" }, { lineage: "two" }),
  ];
  const { pairs, lineages, disputed } = reportOf(rows, 6);
  expect(pairs.map(({ first, second, sameLineage }) => [first, second, sameLineage])).toEqual([
    ["a", "c", false],
    ["b", "c", false],
    ["a", "b", true],
  ]);
  expect(lineages).toEqual(["one", "two"]);
  expect(disputed.count).toBe(6);
  expect(disputed.endpoints[0]).toEqual({
    endpoint: "192.0.2.0:443",
    vulnerable: ["a", "b"],
    notVulnerable: ["c"],
    unknown: [],
  });
});

test("four tools, two opinions: who agrees on what is vulnerable is one branch", () => {
  const rows = rowsOf({
    a: "11111110000000",
    b: "11111110000000",
    c: "00000001111111",
    d: "00000001111110",
  });
  const { clusters } = reportOf(rows, 14);
  expect(clusters.opinions).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(clusters.branches.map(({ height }) => Math.round(height * 1000) / 1000)).toEqual([0, 0.077, 1]);
  expect(clusters.branches[0]?.support).toBe(1);
  expect(clusters.rows).toBe(14);
});

test("too little in common: not placed, no opinion, never taken for agreement", () => {
  const { clusters } = reportOf(rowsOf({ a: "1111....", b: "1111....", c: "....0000" }), 8);
  expect(clusters.placed).toEqual([]);
  expect(clusters.opinions).toEqual([]);
});

describe("nothing to say is said", () => {
  test.each<[string, readonly Answer[], number]>([
    ["nothing at all", [], 0],
    ["endpoints, and nobody asked", [], 3],
    ["one detector", rowsOf({ a: "1100" }), 4],
    ["one endpoint", rowsOf({ a: "1", b: "0" }), 1],
    ["all ?", rowsOf({ a: "????", b: "????" }), 4],
    ["all equal", rowsOf({ a: "0000", b: "0000", c: "0000" }), 4],
    ["never the same endpoint", rowsOf({ a: "11..", b: "..00" }), 4],
  ])("%s", (_what, rows, endpoints) => {
    for (const by of [[], ["run"], ["version", "vantage", "mode"]] as const) {
      const report = reportOf(rows, endpoints, by);
      expect(JSON.stringify(report, checked)).not.toContain("NaN");
      for (const pair of report.pairs) {
        if (pair.kappa.value === null) expect(pair.kappa.because).not.toBe("");
      }
    }
  });

  test("all equal zeros: kappa and positive agreement are undefined, negative agreement is 1", () => {
    const [pair] = reportOf(rowsOf({ a: "0000", b: "0000" }), 4).pairs;
    expect(pair?.kappa.value).toBeNull();
    expect(pair?.positiveAgreement).toMatchObject({ value: null, low: null, high: null });
    expect(pair?.negativeAgreement.value).toBe(1);
  });
});

/** JSON turns NaN and infinities into null: look before that happens. */
function checked(_key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return "NaN";
  return value;
}

describe("a detector beside itself", () => {
  const old = rowsOf({ nmap: "111111100?" }, { version: "6.40" });
  const now = rowsOf({ nmap: "1000001001" }, { version: "6.45" });
  const [self] = reportOf([...old, ...now], 10, ["version"]).self;

  test("by version, with McNemar's test of what only one of them found", () => {
    expect(self?.levels.map(({ name, vulnerable }) => [name, vulnerable])).toEqual([
      ["nmap 6.40", 7],
      ["nmap 6.45", 3],
    ]);
    const [pair] = self?.pairs ?? [];
    expect(pair?.change).toMatchObject({ onlyFirst: 5, onlySecond: 0 });
    expect(pair?.change.exact).toBeCloseTo(0.0625, 12);
    expect(pair?.change.adjusted).toBeCloseTo(0.0625, 12);
    expect(pair?.changeOfUnknown).toMatchObject({ onlyFirst: 1, onlySecond: 0 });
  });

  test("10 comes after 9, and runs in the order of time", () => {
    const versions = ["10", "9"].flatMap((version) => rowsOf({ a: "10" }, { version }));
    expect(reportOf(versions, 2, ["version"]).self[0]?.levels.map(({ name }) => name)).toEqual(["a 9", "a 10"]);
    const runs = [...rowsOf({ a: "10" }, { run: "b", hour: 1 }), ...rowsOf({ a: "11" }, { run: "a", hour: 2 })];
    expect(reportOf(runs, 2, ["run"]).self[0]?.levels.map(({ name }) => name)).toEqual(["a b", "a a"]);
  });

  test("a cell with both is ever 1 and not always 1", () => {
    const rows = [
      ...rowsOf({ a: "10" }, { version: "1" }),
      ...rowsOf({ a: "00" }, { version: "1" }),
      ...rowsOf({ a: "00" }, { version: "2" }),
    ];
    const [pair] = reportOf(rows, 2, ["version"]).self[0]?.pairs ?? [];
    expect(pair?.change.onlyFirst).toBe(1);
    expect(pair?.changeOfAlways.onlyFirst).toBe(0);
  });

  test("who has one column only is not compared", () => {
    expect(reportOf(rowsOf({ a: "10", b: "11" }), 2, ["vantage"]).self).toEqual([]);
  });
});

describe("asked again", () => {
  const twice = (first: string, second: string, more: Partial<Answer> = {}) => [
    ...rowsOf({ nmap: first }, { run: "r1", hour: 1, ...more }),
    ...rowsOf({ nmap: second }, { run: "r2", hour: 2, ...more }),
  ];
  const repeatsOf = (rows: readonly Answer[]) => reportOf(rows, 4).repeats.find(({ detector }) => detector === "nmap");

  test("counts cells with both answers, and ? apart", () => {
    const found = repeatsOf(twice("110?", "1001"));
    expect(found?.others).toMatchObject({ cells: 3, discordantCells: 1, intervalBy: "Clopper-Pearson" });
    expect(found?.conclusive).toMatchObject({ cells: 4, discordantCells: 1 });
  });

  test("another version, another vantage and another day are no repeats", () => {
    for (const more of [{ version: "2" }, { vantage: "there" }, { hour: 30 }]) {
      const rows = [...rowsOf({ nmap: "11" }, { hour: 1 }), ...rowsOf({ nmap: "00" }, { run: "r2", ...more })];
      expect(repeatsOf(rows)?.others.cells).toBe(0);
    }
  });

  test("only another lineage's proof confirms", () => {
    const proof = rowsOf({ native: "1" }, { demonstrated: true });
    expect(repeatsOf([...twice("1", "0"), ...proof])).toMatchObject({ confirmed: { cells: 1 }, others: { cells: 0 } });
    const own = rowsOf({ native: "1" }, { demonstrated: true, lineage: "nmap" });
    expect(repeatsOf([...twice("1", "0"), ...own])).toMatchObject({ confirmed: { cells: 0 }, others: { cells: 1 } });
  });
});

describe("columns", () => {
  test("the latest word counts where nothing is told apart, and a later ? does not replace an answer", () => {
    const rows = [...rowsOf({ a: "11" }, { run: "r1", hour: 1 }), ...rowsOf({ a: "0?" }, { run: "r2", hour: 2 })];
    const table = tableOf(rows, 2);
    const kept = latest(table, byEndpoint(table));
    expect([...kept]).toEqual([0, 1, 1, 1]);
    const [column = new Uint8Array()] = saidColumns(table, ["a"], ({ detector }) => detector, kept);
    expect([...everVulnerable(column)]).toEqual([1, 0]);
  });

  test("what was said reads as in the matrix: no mixture makes a 0 out of ?", () => {
    // Bits: 1 vulnerable, 2 not vulnerable, 4 unknown.
    const all = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...everVulnerable(all)]).toEqual([-1, 0, 1, 0, 2, 0, 1, 0]);
    expect([...alwaysVulnerable(all)]).toEqual([-1, 0, 1, 1, 2, 0, 1, 1]);
  });

  test("sources that do not count leave no answers behind", () => {
    const table = onlyFrom(tableOf(rowsOf({ a: "10", engine: "??" }), 2), ({ detector }) => detector === "a");
    expect(table.sources.map(({ detector }) => detector)).toEqual(["a"]);
    expect([...table.source]).toEqual([0, 0]);
    expect([...table.outcome]).toEqual([0, 1]);
  });
});

test("any answers: no NaN, and the order of answers and endpoints does not matter", () => {
  const answer = fc.record({
    endpoint: fc.nat(7),
    detector: fc.constantFrom("a", "b", "c"),
    outcome: fc.constantFrom(...OUTCOMES),
    version: fc.constantFrom("1", "2"),
    run: fc.constantFrom("r1", "r2"),
    hour: fc.constantFrom(0, 1, 40),
    demonstrated: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 30 }), (answers) => {
      // A run begins once: its answers share an hour, as latestWords expects of times.
      const rows = answers.map((one) => ({ ...one, hour: one.run === "r1" ? 0 : one.hour + 1 }));
      const report = reportOf(rows, 8, ["version"]);
      expect(JSON.stringify(report, checked)).not.toContain("NaN");
      const turned = reportOf(
        rows.toReversed().map((one) => ({ ...one, endpoint: 7 - one.endpoint })),
        8,
        ["version"],
      );
      expect(turned.disputed.count).toBe(report.disputed.count);
      const byName = ({ pairs }: typeof report) =>
        pairs
          .map(({ first, second, counts, positiveAgreement }) => ({ first, second, counts, positiveAgreement }))
          .toSorted((a, b) => (a.first + a.second < b.first + b.second ? -1 : 1));
      expect(byName(turned)).toEqual(byName(report));
      expect(turned.clusters.branches.map(({ first, second }) => [first, second])).toEqual(
        report.clusters.branches.map(({ first, second }) => [first, second]),
      );
    }),
    { numRuns: 25 },
  );
});
