import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ConditionScore } from "../api/types.ts";
import { blindSpots, everWrong, forest, KIND_ORDER, matches } from "./forest.ts";

const score = (condition: string, change: Partial<ConditionScore> = {}): ConditionScore => ({
  ...{ condition, title: `title of ${condition}`, question: null, truth: "vulnerable", kind: "right", n: 5, right: 5 },
  ...{ wrong: 0, undecided: 0, rightLow: 0.48, rightHigh: 1, wrongLow: 0, wrongHigh: 0.52, reasons: [] },
  ...change,
});
const said = (outcome: "vulnerable" | "not_vulnerable" | "unknown") => ({
  reasons: [{ reason: "finding_reported" as const, outcome, meaning: "", times: 1 }],
});
const ALL = { sort: "condition", text: "", kinds: [] } as const;
const ids = (rows: ReturnType<typeof forest>) => rows.map((row) => row.score.condition);

describe("the forest plot", () => {
  const scores = [
    score("C01"),
    score("C02", { kind: "wrong", right: 0, wrong: 5, rightLow: 0, rightHigh: 0.52 }),
    score("C03", { kind: "unknown", n: 0, right: 0 }),
    score("C04", { kind: "undecided", right: 0, undecided: 5, title: "AES-GCM only" }),
    score("C05", { kind: "unstable", right: 2, wrong: 3 }),
  ];
  test.each([
    [{ ...ALL }, ["C01", "C02", "C03", "C04", "C05"]],
    [{ ...ALL, sort: "worst" as const }, ["C02", "C05", "C04", "C01", "C03"]],
    [{ ...ALL, sort: "share" as const }, ["C02", "C04", "C05", "C01", "C03"]],
    [{ ...ALL, text: "gcm ONLY" }, ["C04"]],
    [{ ...ALL, kinds: ["wrong", "unstable"] as const }, ["C02", "C05"]],
  ])("%j shows %j", (view, expected) => {
    expect(ids(forest(scores, view))).toEqual(expected);
  });
  test("what was not measured has no point, and an interval from 0 to 1", () => {
    expect(forest([score("C03", { n: 0, right: 0 })], ALL)[0]).toMatchObject({ at: null, low: 0, high: 1 });
  });
  test("never draws outside, whatever the numbers, and sorting loses nothing", () => {
    const any = fc.record({ n: fc.nat(20), right: fc.nat(40), rightLow: fc.double(), rightHigh: fc.double() });
    fc.assert(
      fc.property(fc.array(any), fc.constantFrom("worst", "condition", "share"), (numbers, sort) => {
        const rows = forest(
          numbers.map((each, at) => score(`C${at}`, { ...each, kind: KIND_ORDER[at % 5] ?? "right" })),
          { ...ALL, sort },
        );
        expect(new Set(ids(rows)).size).toBe(numbers.length);
        for (const { at, low, high } of rows) {
          for (const x of [at ?? 0, low, high]) expect(x >= 0 && x <= 1).toBe(true);
        }
      }),
    );
  });
});

describe("blind spots", () => {
  const spots = (each: ConditionScore) =>
    Object.entries(blindSpots([each])).flatMap(([name, found]) => (found.length > 0 ? [name] : []));
  test.each([
    ["a 0 for a vulnerable server", score("C", { kind: "wrong", ...said("not_vulnerable") }), ["missed"]],
    ["a 0 once in a while", score("C", { kind: "unstable", ...said("not_vulnerable") }), ["missed"]],
    [
      "a 1 for a repaired server",
      score("C", { truth: "not_vulnerable", kind: "wrong", ...said("vulnerable") }),
      ["falseAlarms"],
    ],
    [
      "a 1 where nothing can be known",
      score("C", { truth: null, kind: "wrong", ...said("vulnerable") }),
      ["falseAlarms"],
    ],
    [
      "a 0 where nothing can be known",
      score("C", { truth: null, kind: "wrong", ...said("not_vulnerable") }),
      ["guessed"],
    ],
    ["no answer", score("C", { kind: "undecided", ...said("unknown") }), ["undecided"]],
    ["now an answer, now none", score("C", { kind: "unstable", ...said("vulnerable") }), ["unstable"]],
    ["a right 1", score("C", said("vulnerable")), []],
    ["a right 0", score("C", { truth: "not_vulnerable", ...said("not_vulnerable") }), []],
  ])("%s", (_, each, expected) => {
    expect(spots(each)).toEqual(expected);
  });
});

test("a wrong answer counts once, and any answer is wrong where nothing can be known", () => {
  const sheet = {
    conditions: [
      { id: "A", title: "", truth: "vulnerable" as const, question: null },
      { id: "B", title: "", truth: "not_vulnerable" as const, question: null },
      { id: "C", title: "", truth: null, question: null },
    ],
    reasons: {
      finding_reported: { outcome: "vulnerable" as const, meaning: "" },
      negative_reported: { outcome: "not_vulnerable" as const, meaning: "" },
      tool_timed_out: { outcome: "unknown" as const, meaning: "" },
    },
  };
  const wrong = (a: string, b: string, c: string) => {
    const cell = (reason: string) => ({
      kind: "right" as const,
      reasons: [{ reason: reason as "tool_timed_out", times: 1 }],
    });
    const totals = { conditions: 3, right: 0, wrong: 0, undecided: 0, unstable: 0 };
    const who = { id: "t", kind: "tool" as const, version: "1", lineage: "t", measuredAt: "", totals };
    return everWrong({ ...sheet, detectors: [{ ...who, cells: { A: cell(a), B: cell(b), C: cell(c) } }] }, "t");
  };
  expect(wrong("finding_reported", "negative_reported", "tool_timed_out")).toBe(0);
  expect(wrong("tool_timed_out", "tool_timed_out", "tool_timed_out")).toBe(0);
  expect(wrong("negative_reported", "finding_reported", "negative_reported")).toBe(3);
  expect(everWrong({ ...sheet, detectors: [] }, "t")).toBe(0);
});

test("every word must occur", () => {
  const condition = { condition: "C08", title: "AES-GCM suites only", question: "Does it offer TLS 1.2?" };
  expect(matches(condition, "")).toBe(true);
  expect(matches(condition, " gcm  1.2 ")).toBe(true);
  expect(matches(condition, "gcm camellia")).toBe(false);
});
