import { describe, expect, test } from "vitest";
import { EXIT, exitCodeOf } from "./exit.ts";

const scan = (
  vulnerable: number,
  not_vulnerable: number,
  unknown: number,
  outOfScope = 0,
  unreadableLines = 0,
  leftOut = 0,
  discredited = false,
) =>
  exitCodeOf({
    totals: {
      tally: { vulnerable, not_vulnerable, unknown },
      outOfScope,
      leftOut,
      endpoints: vulnerable + not_vulnerable + unknown,
    },
    unreadableLines,
    discredited,
  });

describe("the exit code", () => {
  test.each([
    ["one vulnerable outweighs everything", scan(1, 5, 5, 5, 5), EXIT.vulnerable],
    ["all zeros and nothing passed over", scan(0, 5, 0), EXIT.nothingVulnerable],
    ["one open endpoint", scan(0, 5, 1), EXIT.inconclusive],
    ["a line that was passed over", scan(0, 5, 0, 0, 1), EXIT.inconclusive],
    ["some out of scope", scan(0, 5, 2, 2), EXIT.inconclusive],
    ["all out of scope", scan(0, 0, 2, 2), EXIT.outOfScope],
    ["members of a CIDR that were out of scope", scan(0, 5, 0, 0, 0, 3), EXIT.inconclusive],
    ["a CIDR that was out of scope altogether", scan(0, 0, 0, 0, 0, 4), EXIT.outOfScope],
    ["a detector that failed its controls", scan(0, 5, 0, 0, 0, 0, true), EXIT.partial],
    ["one vulnerable all the same", scan(1, 5, 0, 0, 0, 0, true), EXIT.vulnerable],
    ["nothing was asked", scan(0, 0, 0), EXIT.inconclusive],
  ])("%s", (_case, code, expected) => {
    expect(code).toBe(expected);
  });
});
