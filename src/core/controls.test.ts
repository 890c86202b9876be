import { expect, test } from "vitest";
import { controlHolds, failedControls } from "./controls.ts";

test.each([
  ["vulnerable", "finding_reported", true],
  ["vulnerable", "overread_answered", true],
  ["vulnerable", "negative_reported", false],
  ["vulnerable", "tool_timed_out", false],
  ["vulnerable", "tool_missing", null],
  ["vulnerable", "tool_not_applicable", null],
  ["not_vulnerable", "negative_reported", true],
  ["not_vulnerable", "tool_handshake_failed", true],
  ["not_vulnerable", "finding_reported", false],
  ["unknown", "port_closed", true],
  ["unknown", "negative_reported", false],
  ["unknown", "finding_reported", false],
] as const)("truth %s, answered %s: %s", (truth, reason, holds) => {
  expect(controlHolds({ truth, reason })).toBe(holds);
});

test("a detector that fails is named once, with the first failure", () => {
  const failed = failedControls([
    { detector: "a", condition: "C01", truth: "vulnerable", reason: "finding_reported" },
    { detector: "b", condition: "C01", truth: "vulnerable", reason: "negative_reported" },
    { detector: "b", condition: "C40", truth: "unknown", reason: "negative_reported" },
  ]);
  expect([...failed]).toEqual([["b", "its control C01, known to be vulnerable, was answered negative_reported"]]);
});
