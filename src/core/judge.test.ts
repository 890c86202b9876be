import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Judged, judge } from "./judge.ts";
import type { Endpoint } from "./model/endpoint.ts";
import { finding, REASON_CODES, type Reason, reasonFacts } from "./model/outcome.ts";

const ENDPOINT: Endpoint = { address: "192.0.2.1", port: 443, transport: "tcp", serverName: null, origin: "asked" };

const saw = (reason: Reason, detector = "d"): Judged => ({ ...finding(reason), detector });
const reported = (outcome: "vulnerable" | "not_vulnerable"): Judged => ({
  detector: "report",
  outcome,
  reason: outcome === "vulnerable" ? "overread_answered" : "heartbeat_not_supported",
  evidence: "reported",
});
const verdictOf = (...observations: Judged[]) => judge(ENDPOINT, "pack", observations);

const ONE = saw("overread_answered");
const REFUTED = saw("malformed_discarded_control_answered");
const ABSENT = saw("heartbeat_not_supported");

describe("outcome and reason", () => {
  test.each<[string, Judged[], string, Reason]>([
    ["nothing was asked", [], "unknown", "not_covered"],
    ["a 1", [ONE], "vulnerable", "overread_answered"],
    ["one back end of three answers", [REFUTED, ONE, REFUTED], "vulnerable", "overread_answered"],
    ["a refutation", [REFUTED], "not_vulnerable", "malformed_discarded_control_answered"],
    ["an absence", [ABSENT], "not_vulnerable", "heartbeat_not_supported"],
    ["a refutation beside unknowns", [saw("connect_timeout"), REFUTED], "not_vulnerable", REFUTED.reason],
    ["a refutation says more than an absence", [ABSENT, REFUTED], "not_vulnerable", REFUTED.reason],
    ["an absence, but something meddles", [ABSENT, saw("heartbeat_lost_on_path")], "unknown", "heartbeat_lost_on_path"],
    [
      "a refutation stands although something meddles",
      [REFUTED, saw("alert_unauthenticated")],
      "not_vulnerable",
      REFUTED.reason,
    ],
    ["a claim of 1 leaves a zero open", [REFUTED, reported("vulnerable")], "unknown", "no_evidence"],
    ["a claim of 1 alone settles nothing", [reported("vulnerable")], "unknown", "no_evidence"],
    ["a claim of 0 is no zero", [reported("not_vulnerable")], "unknown", "no_evidence"],
    ["the furthest unknown", [saw("connect_timeout"), saw("silent_after_probe")], "unknown", "silent_after_probe"],
    [
      "a host that fell silent",
      [saw("silent_after_probe"), saw("host_stopped_answering")],
      "unknown",
      "host_stopped_answering",
    ],
    ["our own failure says least", [saw("tool_failed"), saw("dns_failure")], "unknown", "dns_failure"],
  ])("%s", (_what, observations, outcome, reason) => {
    expect(verdictOf(...observations)).toMatchObject({ endpoint: ENDPOINT, pack: "pack", outcome, reason });
  });
});

test("a mixture says on how much it rests", () => {
  const verdict = verdictOf(REFUTED, ONE, saw("reset_after_probe"));
  expect(verdict.tally).toEqual({ vulnerable: 1, not_vulnerable: 1, unknown: 1 });
  expect(verdict.restsOn).toContain("1 of 3 observations");
});

describe("properties", () => {
  const judged = fc.record({
    reason: fc.constantFrom(...REASON_CODES),
    detector: fc.constantFrom("a", "b", "c"),
  });
  const observations = fc.array(
    judged.map(({ reason, detector }) => saw(reason, detector)),
    { maxLength: 6 },
  );
  const unknown = fc.constantFrom(...REASON_CODES.filter((reason) => reasonFacts(reason).outcome === "unknown"));

  test("the order of observations does not matter", () => {
    fc.assert(
      fc.property(observations, fc.infiniteStream(fc.nat()), (list, chance) => {
        const shuffled = list
          .map((observation) => ({ observation, place: chance.next().value as number }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ observation }) => observation);
        expect(judge(ENDPOINT, "pack", shuffled)).toEqual(judge(ENDPOINT, "pack", list));
      }),
    );
  });

  test("an unknown more never makes a zero, and never takes a 1 away", () => {
    fc.assert(
      fc.property(observations, unknown, (list, reason) => {
        const before = judge(ENDPOINT, "pack", list).outcome;
        const after = judge(ENDPOINT, "pack", [...list, saw(reason)]).outcome;
        if (after === "not_vulnerable") expect(before).toBe("not_vulnerable");
        expect(after === "vulnerable").toBe(before === "vulnerable");
      }),
    );
  });

  test("outcome, reason and evidence belong together; a zero has a proven zero among its observations", () => {
    fc.assert(
      fc.property(observations, (list) => {
        const { outcome, reason, evidence } = judge(ENDPOINT, "pack", list);
        expect(reasonFacts(reason)).toMatchObject({ outcome, evidence });
        if (outcome === "not_vulnerable") expect(["refuted", "absent"]).toContain(evidence);
      }),
    );
  });
});
