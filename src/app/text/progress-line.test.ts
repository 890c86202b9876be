/** What the progress line says. */

import { describe, expect, it } from "vitest";
import { type Progress, progressLine } from "./progress-line.ts";

const START: Progress = { done: 0, total: 10, vulnerable: 0, notVulnerable: 0, unknown: 0, elapsedMs: 0 };

describe("progressLine", () => {
  it.each<[string, Partial<Progress>, string]>([
    ["at the start", {}, "[....................] 0%  0/10  1: 0  0: 0  ?: 0  0.0/s  0:00"],
    [
      "half way",
      { done: 5, vulnerable: 1, notVulnerable: 3, unknown: 1, elapsedMs: 10_000 },
      "[##########..........] 50%  5/10  1: 1  0: 3  ?: 1  0.5/s  0:10, 0:10 left",
    ],
    [
      "large numbers and long times",
      { done: 50_000, total: 1_234_567, notVulnerable: 50_000, elapsedMs: 3_723_000 },
      "[....................] 4%  50,000/1,234,567  1: 0  0: 50,000  ?: 0  13/s  1:02:03, 24:30:03 left",
    ],
    [
      "the total not known yet",
      { done: 7, total: null, unknown: 7, elapsedMs: 1000 },
      "7 done  1: 0  0: 0  ?: 7  7.0/s  0:01",
    ],
    [
      "done: nothing left to estimate",
      { done: 10, notVulnerable: 10, elapsedMs: 1000 },
      "[####################] 100%  10/10  1: 0  0: 10  ?: 0  10/s  0:01",
    ],
    ["nothing to do", { total: 0 }, "[####################] 100%  0/0  1: 0  0: 0  ?: 0  0.0/s  0:00"],
  ])("%s", (_, change, expected) => {
    expect(progressLine({ ...START, ...change }, 200)).toBe(expected);
  });

  it("never wraps", () => {
    expect(progressLine(START, 12)).toBe("[..........…");
  });

  it("does not claim 100% one short of it", () => {
    expect(progressLine({ ...START, done: 999, total: 1000 }, 200)).toContain(" 99% ");
  });
});
