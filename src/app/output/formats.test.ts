import { describe, expect, test } from "vitest";
import { judge } from "../../core/judge.ts";
import { matrixCells, type MatrixRow } from "../../core/matrix/matrix.ts";
import type { Endpoint } from "../../core/model/endpoint.ts";
import { finding, type Reason } from "../../core/model/outcome.ts";
import { type Format, type FormatContext, render } from "./formats.ts";
import { Totals } from "./results.ts";

const context: FormatContext = {
  run: "r1",
  detectors: ["heartbleed/flight", "heartbleed/handshake"],
  discredited: new Map(),
  all: false,
  width: null,
};

function row(
  address: string,
  reasons: readonly Reason[],
  change: Partial<Endpoint> = {},
  names: string[] = [address],
): MatrixRow {
  const endpoint: Endpoint = { address, port: 443, transport: "tcp", serverName: null, origin: "asked", ...change };
  const observations = reasons.map((reason) => ({ detector: "heartbleed/flight", ...finding(reason) }));
  return { endpoint, names, verdict: judge(endpoint, "heartbleed", observations, 1), cells: matrixCells(observations) };
}

const ROWS: readonly MatrixRow[] = [
  row("192.0.2.1", ["malformed_discarded_control_answered", "malformed_discarded_control_answered"]),
  row("192.0.2.2", ["overread_answered"], { serverName: "a.example" }, ["=cmd|' /C calc'!A0", "\u001b[31mred"]),
  row("192.0.2.3", ["silent_after_probe"]),
  row("192.0.2.4", ["connect_refused"], { origin: "discovered" }),
];

const text = (format: Format, rows = ROWS, change: Partial<FormatContext> = {}) =>
  [...render(format, rows, { ...context, ...change })].join("");

describe("the table", () => {
  test("puts what matters first, leaves out where nothing was promised, and sums up", () => {
    expect(text("table").split("\n")).toEqual([
      "endpoint                 verdict           flight  because",
      "a.example@192.0.2.2:443  1 VULNERABLE      1       demonstrated 1/1: overread_answered",
      "192.0.2.3:443            ? unknown         ?       silent_after_probe",
      "192.0.2.1:443            0 not vulnerable  0 ×2    refuted 2/2: malformed_discarded_control_answered",
      "",
      "3 endpoints: 1 vulnerable, 1 not vulnerable, 1 unknown; 1 further places where nothing speaks TLS",
      "",
    ]);
  });

  test("says what was left out as out of scope, and never that nothing is there", () => {
    const left = row("192.0.2.5", ["out_of_scope"], { origin: "discovered" });
    expect(text("table", [left])).toBe(
      "0 endpoints: 0 vulnerable, 0 not vulnerable, 0 unknown; 1 further places out of scope, not asked\n",
    );
  });

  test("shows everything when asked to", () => {
    expect(text("table", ROWS, { all: true })).toContain("192.0.2.4:443");
  });

  test("a long list is cut, with the vulnerable ones kept and the rest counted", () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      row(`198.51.100.${i}`, ["malformed_discarded_control_answered"]),
    );
    const shown = text("table", [...many, ...ROWS]);
    expect(shown).toContain("1 VULNERABLE");
    expect(shown).toContain("… and 103 more (--all shows them)");
    expect(shown).toContain("303 endpoints: 1 vulnerable, 301 not vulnerable, 1 unknown");
  });

  test("nothing asked is said, not shown as success", () => {
    expect(text("table", [])).toBe("0 endpoints: 0 vulnerable, 0 not vulnerable, 0 unknown\n");
  });
});

describe("CSV", () => {
  test("has a row for every endpoint, whatever is on it, each value in its column, and starts no formula", () => {
    const lines = text("csv").split("\r\n");
    expect(lines[0]).toBe(
      "targets,name,address,port,outcome,reason,evidence,rests on,heartbleed/flight,heartbleed/handshake",
    );
    expect(lines).toHaveLength(ROWS.length + 2);
    expect(lines[2]).toMatch(/^"?'=cmd/);
    expect(lines[2]).toContain(",a.example,192.0.2.2,443,vulnerable,overread_answered,demonstrated,");
    expect(lines[1]).toMatch(/,192\.0\.2\.1,443,not_vulnerable,.*,0 ×2,$/);
  });
});

describe("JSON", () => {
  test("is one object with every row and its cells", () => {
    const read = JSON.parse(text("json")) as { endpoints: { address: string; cells: object }[]; totals: object };
    expect(read.endpoints.map((e) => e.address)).toEqual(ROWS.map((r) => r.endpoint.address));
    expect(read.endpoints[0]?.cells).toMatchObject({
      "heartbleed/flight": { outcome: "not_vulnerable", tally: { not_vulnerable: 2 } },
    });
    expect(read.totals).toEqual({ vulnerable: 1, not_vulnerable: 1, unknown: 1, nothingThere: 1, leftOut: 0 });
  });

  test("is well-formed without rows", () => {
    expect(JSON.parse(text("json", []))).toMatchObject({ endpoints: [] });
  });

  test("JSONL has one verdict a line", () => {
    const lines = text("jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; outcome: string });
    expect(lines.map((l) => `${l.type} ${l.outcome}`)).toEqual([
      "verdict not_vulnerable",
      "verdict vulnerable",
      "verdict unknown",
      "verdict unknown",
    ]);
  });
});

test("totals: what was not promised and is not there is no gap; whatever answers, hides or was not asked is one", () => {
  const totals = new Totals();
  const discovered = { origin: "discovered" } as const;
  totals.add(row("192.0.2.3", ["connect_refused"], discovered));
  totals.add(row("192.0.2.4", ["silent_at_hello"], discovered));
  totals.add(row("192.0.2.5", ["out_of_scope"], discovered));
  totals.add(row("192.0.2.6", ["out_of_scope"]));
  totals.add(row("192.0.2.7", ["silent_after_probe"], discovered));
  totals.add(row("192.0.2.8", ["overread_answered"], discovered));
  const { tally, outOfScope, nothingThere, leftOut } = totals;
  expect({ ...tally, outOfScope, nothingThere, leftOut }).toEqual({
    vulnerable: 1,
    not_vulnerable: 0,
    unknown: 3,
    outOfScope: 1,
    nothingThere: 1,
    leftOut: 1,
  });
});
