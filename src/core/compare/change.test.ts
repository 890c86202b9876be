import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome } from "../model/outcome.ts";
import { CAUSE_NAMES, changeOf, type Look, type Said } from "./change.ts";

const AT = ["2014-04-10T00:00:00.000Z", "2014-04-12T00:00:00.000Z"] as const;
const ONE: Said = {
  ...{ detector: "heartbleed/flight", version: "1", vantage: "here", run: "a", mode: "automatic", startedAt: AT[0] },
  ...{ outcome: "vulnerable", reason: "overread_answered", evidence: "demonstrated", counted: true },
};
const ZERO: Said = {
  ...ONE,
  ...{
    outcome: "not_vulnerable",
    reason: "heartbeats_consumed_unanswered",
    evidence: "refuted",
    startedAt: AT[1],
    run: "b",
  },
};
const MUTE: Said = { ...ZERO, outcome: "unknown", reason: "connect_timeout", evidence: "inferred" };
const look = (...said: readonly Said[]): Look => {
  const [{ outcome, reason, evidence } = ONE] = said;
  return { verdict: { outcome, reason, evidence }, said };
};
const causes = (before: Look | null, after: Look | null, moved = false) =>
  changeOf(before, after, moved)?.causes ?? null;

test("each cause has its case", () => {
  expect(causes(look(ONE), look({ ...ONE, startedAt: AT[1] }))).toBeNull();
  expect(causes(look(ONE), look(ZERO))).toEqual(["repaired", "time"]);
  expect(causes(look(ONE), look({ ...ZERO, version: "2" }))).toEqual(["repaired", "tool_version"]);
  expect(causes(look({ ...ZERO, startedAt: AT[0] }), look({ ...ONE, startedAt: AT[1] }))).toEqual([
    "again_vulnerable",
    "time",
  ]);
  expect(causes(look(ONE), look(MUTE))).toEqual(["unreachable"]);
  expect(causes(look(ONE), look({ ...ZERO, vantage: "there", evidence: "reported" }))).toEqual(["vantage"]);
  expect(causes(look(ONE), look({ ...ZERO, mode: "manual", evidence: "reported" }))).toEqual(["mode"]);
  expect(causes(look(ZERO), look({ ...ZERO, counted: false }))).toEqual(["control_failed"]);
  expect(causes(look(ONE), look(ONE, { ...ZERO, detector: "nmap" }))).toEqual(["new_evidence"]);
  expect(causes(look(ONE, { ...ZERO, detector: "nmap" }), look(ONE))).toEqual(["less_evidence"]);
  expect(causes(look(ONE), null)).toEqual(["only_before", "less_evidence"]);
  expect(causes(null, look(ONE))).toEqual(["only_after", "new_evidence"]);
  expect(
    causes({ ...look(ZERO), verdict: { ...ZERO, reason: "zero_not_confirmed", outcome: "unknown" } }, look(ZERO)),
  ).toEqual(["verdict_rule"]);
});

test("nothing is called a repair that is none", () => {
  const repaired = (before: Look, after: Look, moved = false) => causes(before, after, moved)?.includes("repaired");
  expect(repaired(look(ONE), look(ZERO))).toBe(true);
  expect(repaired(look(ONE), look(ZERO), true), "another address").toBe(false);
  expect(repaired(look(ONE), look(MUTE)), "silence").toBe(false);
  expect(repaired(look(ONE), look({ ...ZERO, evidence: "reported" })), "a claim").toBe(false);
  expect(repaired(look(ONE), look({ ...ZERO, counted: false })), "failed controls").toBe(false);
  expect(repaired(look({ ...ONE, evidence: "reported" }), look(ZERO)), "it was only claimed").toBe(false);
  expect(repaired(look({ ...ONE, startedAt: AT[1] }), look({ ...ZERO, startedAt: AT[0] })), "older").toBe(false);
  expect(repaired(look(ONE), { ...look(MUTE), said: [MUTE, ZERO] }), "the verdict is open").toBe(false);
});

const said = fc.record({
  detector: fc.constantFrom("a", "b", "c"),
  version: fc.constantFrom("1", "2"),
  vantage: fc.constantFrom("here", "there"),
  run: fc.constantFrom("x", "y"),
  mode: fc.constantFrom("automatic" as const, "manual" as const),
  startedAt: fc.constantFrom(...AT, "not a time"),
  counted: fc.boolean(),
  ...{ outcome: fc.constantFrom<Outcome>("vulnerable", "not_vulnerable", "unknown") },
  reason: fc.constantFrom(
    "overread_answered" as const,
    "heartbeats_consumed_unanswered" as const,
    "connect_timeout" as const,
  ),
  evidence: fc.constantFrom("demonstrated" as const, "refuted" as const, "reported" as const),
});
const looks = fc.option(fc.array(said, { minLength: 1, maxLength: 5 }).map((words) => look(...words)));

test("a change has a cause, nothing changes against itself, and the order of words does not matter", () => {
  fc.assert(
    fc.property(looks, looks, fc.boolean(), (before, after, moved) => {
      const change = changeOf(before, after, moved);
      if (change !== null) {
        expect(change.causes.length).toBeGreaterThan(0);
        for (const cause of change.causes) expect(CAUSE_NAMES).toContain(cause);
      }
      expect(changeOf(before, before)).toBeNull();
      const turned = after === null ? null : { ...after, said: after.said.toReversed() };
      expect(changeOf(before, turned, moved)).toEqual(change);
    }),
  );
});
