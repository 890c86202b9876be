import { expect, test } from "vitest";
import type { Outcome } from "../model/outcome.ts";
import { latestWords } from "./latest.ts";

const said = (
  run: string,
  outcome: Outcome,
  { detector = "nmap", vantage = "here", hour = Number(run.slice(1)) } = {},
) => ({
  run,
  outcome,
  detector,
  vantage,
  startedAt: new Date(Date.UTC(2014, 3, 15, hour)).toISOString(),
});
const YES = "vulnerable";
const NO = "not_vulnerable";
const OPEN = "unknown";

test.each([
  ["one run stands whole", [said("r1", YES), said("r1", NO)], [0, 1]],
  ["a later answer replaces an earlier one", [said("r1", YES), said("r2", NO)], [1]],
  ["whatever the order they are given in", [said("r2", NO), said("r1", YES)], [0]],
  ["a later ? does not, and stands beside it", [said("r1", YES), said("r2", OPEN)], [0, 1]],
  ["an earlier ? is replaced with what it belongs to", [said("r1", OPEN), said("r2", YES), said("r3", OPEN)], [1, 2]],
  ["nothing but ?", [said("r1", OPEN), said("r2", OPEN)], [0, 1]],
  [
    "another detector's word is its own",
    [said("r1", YES, { detector: "a" }), said("r2", NO, { detector: "b" })],
    [0, 1],
  ],
  ["another vantage sees for itself", [said("r1", YES, { vantage: "a" }), said("r2", NO, { vantage: "b" })], [0, 1]],
  [
    "a report that was read later but speaks of earlier",
    [said("r1", NO, { hour: 9 }), said("r2", YES, { hour: 1 })],
    [0],
  ],
  [
    "a run that was resumed after another one has the last word",
    [said("r1", OPEN, { hour: 1 }), said("r2", NO, { hour: 2 }), said("r1", YES, { hour: 3 })],
    [0, 1, 2],
  ],
  [
    "of two runs at once, what either says last stands",
    [said("r1", NO, { hour: 5 }), said("r2", YES, { hour: 4 }), said("r1", OPEN, { hour: 1 })],
    [0, 1, 2],
  ],
])("%s", (_what, observations, kept) => {
  expect(latestWords(observations)).toEqual(kept.map((index) => observations[index]));
});
