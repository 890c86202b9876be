import { describe, expect, test } from "vitest";
import type { DetectorIdentity } from "../../core/model/observation.ts";
import { drift, merged, readSheet, scoreCell, type Sheet, totalsOf, writeSheet } from "./sheet.ts";

const identity = (id: string, version = "1"): DetectorIdentity => ({ id, kind: "tool", version, lineage: id });
const AT = "2026-11-25T10:00:00.000Z";
const SHEET: Sheet = {
  format: 1,
  measuredAt: "2026-11-25T10:00:00.000Z",
  version: "0.1.0",
  machine: "linux x64, Node 20.20.2",
  conditions: [
    { id: "C01", title: "vulnerable", truth: "vulnerable" },
    { id: "C02", title: "patched", truth: "not_vulnerable" },
    { id: "C40", title: "refused", truth: null },
  ],
  detectors: [
    {
      identity: identity("a"),
      measuredAt: AT,
      cells: {
        C01: { finding_reported: 3 },
        C02: { finding_reported: 1, negative_reported: 2 },
        C40: { port_closed: 3 },
      },
    },
    { identity: identity("b"), measuredAt: AT, cells: { C01: { negative_reported: 3 }, C02: { tool_timed_out: 3 } } },
  ],
};
const withCell = (cells: Sheet["detectors"][number]["cells"], version = "1"): Sheet => ({
  ...SHEET,
  detectors: [{ identity: identity("a", version), measuredAt: AT, cells }],
});

test("what is written can be read, a detector a line", () => {
  const text = writeSheet(SHEET);
  expect(readSheet(text)).toEqual({ ok: true, value: SHEET });
  expect(text.split("\n").filter((line) => line.includes('"identity"'))).toHaveLength(2);
});

test.each([
  ["no JSON", "{"],
  ["another format", writeSheet(SHEET).replace('"format": 1', '"format": 2')],
  ["a reason that is none", writeSheet(SHEET).replace("port_closed", "port_ajar")],
  ["a count that is none", writeSheet(SHEET).replace('"port_closed":3', '"port_closed":-1')],
])("%s is refused, with the place", (_what, text) => {
  const read = readSheet(text);
  expect(read.ok).toBe(false);
  expect(read.ok ? "" : read.problem).not.toBe("");
});

describe("a cell", () => {
  test.each([
    ["vulnerable", { finding_reported: 3 }, "right", [3, 0, 0]],
    ["vulnerable", { negative_reported: 3 }, "wrong", [0, 3, 0]],
    ["vulnerable", { tool_timed_out: 2 }, "undecided", [0, 0, 2]],
    ["vulnerable", { finding_reported: 2, tool_timed_out: 1 }, "unstable", [2, 0, 1]],
    ["not_vulnerable", { negative_reported: 1, extension_absent_reported: 2 }, "right", [3, 0, 0]],
    ["not_vulnerable", { finding_reported: 1 }, "wrong", [0, 1, 0]],
    [null, { port_closed: 2 }, "right", [2, 0, 0]],
    [null, { negative_reported: 2 }, "wrong", [0, 2, 0]],
    [null, { finding_reported: 1 }, "wrong", [0, 1, 0]],
    ["vulnerable", {}, "unknown", [0, 0, 0]],
  ] as const)("truth %s, %j: %s", (truth, tally, kind, [right, wrong, undecided]) => {
    expect(scoreCell(tally, truth)).toMatchObject({ kind, right, wrong, undecided });
  });

  test("three of three wrong is at least 29 % wrong", () => {
    const { wrongShare, rightShare } = scoreCell({ negative_reported: 3 }, "vulnerable");
    expect(wrongShare.low).toBeCloseTo(0.2924, 4);
    expect(rightShare).toMatchObject({ low: 0 });
  });
});

test("totals count conditions, not answers", () => {
  const [a, b] = SHEET.detectors;
  if (a === undefined || b === undefined) throw new Error("two detectors");
  expect(totalsOf(a, SHEET.conditions)).toEqual({ conditions: 3, right: 2, wrong: 0, undecided: 0, unstable: 1 });
  expect(totalsOf(b, SHEET.conditions)).toEqual({ conditions: 2, right: 0, wrong: 1, undecided: 1, unstable: 0 });
});

describe("drift", () => {
  const before = withCell({ C01: { finding_reported: 3 } });
  test.each([
    ["the same", withCell({ C01: { finding_reported: 1 } }), 0],
    ["another outcome", withCell({ C01: { negative_reported: 3 } }), 1],
    ["another outcome of a new version", withCell({ C01: { negative_reported: 3 } }, "2"), 0],
    ["unstable now", withCell({ C01: { negative_reported: 1, finding_reported: 2 } }), 0],
    ["a condition not measured before", withCell({ C02: { finding_reported: 3 } }), 0],
  ])("%s", (_what, after, changes) => {
    expect(drift(before, after)).toHaveLength(changes);
  });
});

test("measuring some again keeps the others, and other conditions of the same version", () => {
  const again = withCell({ C02: { negative_reported: 3 } });
  const { detectors } = merged(SHEET, again);
  expect(detectors.map(({ identity: { id }, cells }) => [id, Object.keys(cells), cells["C02"]])).toEqual([
    ["a", ["C01", "C02", "C40"], { negative_reported: 3 }],
    ["b", ["C01", "C02"], { tool_timed_out: 3 }],
  ]);
  expect(merged(SHEET, withCell({ C02: { negative_reported: 3 } }, "2")).detectors[0]?.cells).toEqual({
    C02: { negative_reported: 3 },
  });
});
