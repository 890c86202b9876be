import { describe, expect, test } from "vitest";
import { controlHolds, failedControls, withoutDiscredited } from "./controls.ts";
import { finding, type Reason } from "./model/outcome.ts";

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

const WHY = "its control C01, known to be vulnerable, was answered negative_reported";
const FAILED = failedControls([
  { detector: "sound", condition: "C01", truth: "vulnerable", reason: "finding_reported" },
  { detector: "blind", condition: "C01", truth: "vulnerable", reason: "negative_reported" },
  { detector: "blind", condition: "C40", truth: "unknown", reason: "negative_reported" },
  { detector: "alarmed", condition: "C02", truth: "not_vulnerable", reason: "finding_reported" },
  { detector: "pack", condition: "C01", truth: "vulnerable", reason: "silent_after_probe" },
]);

test("a detector that fails is named once, with the first failure", () => {
  expect([...FAILED.keys()]).toEqual(["blind", "alarmed", "pack"]);
  expect(FAILED.get("blind")).toEqual({ why: WHY, falseAlarm: false });
  expect(FAILED.get("alarmed")?.falseAlarm).toBe(true);
});

test("a later false alarm counts, too", () => {
  const failed = failedControls([
    { detector: "a", condition: "C01", truth: "vulnerable", reason: "negative_reported" },
    { detector: "a", condition: "C02", truth: "not_vulnerable", reason: "finding_reported" },
  ]);
  expect(failed.get("a")).toEqual({ why: WHY, falseAlarm: true });
});

describe("what a detector says that is not valid in its run", () => {
  const counted = (detector: string, reason: Reason, run = "r1") =>
    withoutDiscredited([{ detector, run, ...finding(reason) }], new Map([["r1", FAILED]]))[0]?.reason;

  test.each<[string, string, Reason, Reason]>([
    ["its 0 is unknown", "blind", "negative_reported", "control_failed"],
    ["its 1 stands: who misses some finds what it finds", "blind", "finding_reported", "finding_reported"],
    ["its ? keeps its reason", "blind", "tool_timed_out", "tool_timed_out"],
    ["after a false alarm its 1 is unknown", "alarmed", "finding_reported", "control_failed"],
    ["the rungs of a pack fail together", "pack/flight", "malformed_discarded_control_answered", "control_failed"],
    [
      "a name that only begins alike does not",
      "packed/flight",
      "malformed_discarded_control_answered",
      "malformed_discarded_control_answered",
    ],
    ["nor a name that is another's beginning", "blinder", "negative_reported", "negative_reported"],
    ["nor one that another begins with", "blindx", "negative_reported", "negative_reported"],
    ["a sound one's 0 stands", "sound", "negative_reported", "negative_reported"],
  ])("%s", (_what, detector, reason, expected) => {
    expect(counted(detector, reason)).toBe(expected);
  });

  test("counts in another run", () => {
    expect(counted("blind", "negative_reported", "r2")).toBe("negative_reported");
  });
});
