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
const verdictOf = (...observations: Judged[]) => judge(ENDPOINT, "pack", observations, 1);

const ONE = saw("overread_answered");
const REFUTED = saw("malformed_discarded_control_answered");
const SEALED = saw("malformed_discarded_encrypted");
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
      "a refutation in plain text, but something meddles",
      [REFUTED, saw("alert_unauthenticated")],
      "unknown",
      "alert_unauthenticated",
    ],
    [
      "a refutation in plain text that the encrypted rung contradicts",
      [REFUTED, saw("reset_after_encrypted_probe"), REFUTED],
      "unknown",
      "reset_after_encrypted_probe",
    ],
    [
      "a refutation under the session's keys stands although something meddles in plain text",
      [SEALED, saw("alert_unauthenticated")],
      "not_vulnerable",
      SEALED.reason,
    ],
    ["a claim of 1 leaves a zero open", [REFUTED, saw("finding_reported")], "unknown", "answers_contradict"],
    ["a claim of 1 that nothing speaks against", [saw("finding_reported")], "vulnerable", "finding_reported"],
    [
      "a claim of 1 beside unknowns and claims of 0",
      [saw("negative_reported"), saw("finding_reported"), saw("silent_after_probe")],
      "vulnerable",
      "finding_reported",
    ],
    ["a claim of 0 is no zero", [saw("negative_reported")], "unknown", "claims_only"],
    ["any number of claims of 0 is no zero", Array<Judged>(9).fill(saw("negative_derived")), "unknown", "claims_only"],
    ["a version is a hint", [saw("version_reported"), saw("negative_reported")], "unknown", "hint_only"],
    ["a proven zero stands against a version", [REFUTED, saw("version_reported")], "not_vulnerable", REFUTED.reason],
    [
      "why we could not tell says more than why a tool could not",
      [saw("silent_at_hello"), saw("check_failed"), saw("negative_reported")],
      "unknown",
      "silent_at_hello",
    ],
    ["a report that says nothing", [saw("tls_not_shown")], "unknown", "tls_not_shown"],
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

describe("a zero stands only when enough connections agree", () => {
  test.each<[string, Judged[], number, string, Reason]>([
    ["as many as needed", [REFUTED, SEALED, ABSENT], 3, "not_vulnerable", SEALED.reason],
    ["too few", [REFUTED, SEALED, saw("reset_after_probe")], 3, "unknown", "zero_not_confirmed"],
    [
      "too few, and the host fell silent",
      [REFUTED, saw("host_stopped_answering")],
      3,
      "unknown",
      "host_stopped_answering",
    ],
    [
      "claims do not count",
      [REFUTED, reported("not_vulnerable"), reported("not_vulnerable")],
      3,
      "unknown",
      "zero_not_confirmed",
    ],
    ["a 1 needs no second", [ONE], 3, "vulnerable", "overread_answered"],
  ])("%s", (_what, observations, needed, outcome, reason) => {
    expect(judge(ENDPOINT, "pack", observations, needed)).toMatchObject({ outcome, reason });
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
        expect(judge(ENDPOINT, "pack", shuffled, 2)).toEqual(judge(ENDPOINT, "pack", list, 2));
      }),
    );
  });

  test("an unknown more never makes a zero, and never takes a 1 away", () => {
    fc.assert(
      fc.property(observations, unknown, (list, reason) => {
        const before = judge(ENDPOINT, "pack", list, 1).outcome;
        const after = judge(ENDPOINT, "pack", [...list, saw(reason)], 1).outcome;
        if (after === "not_vulnerable") expect(before).toBe("not_vulnerable");
        expect(after === "vulnerable").toBe(before === "vulnerable");
      }),
    );
  });

  test("outcome, reason and evidence belong together; a zero has a proven zero among its observations", () => {
    fc.assert(
      fc.property(observations, (list) => {
        const { outcome, reason, evidence } = judge(ENDPOINT, "pack", list, 1);
        expect(reasonFacts(reason)).toMatchObject({ outcome, evidence });
        if (outcome === "not_vulnerable") expect(["refuted", "absent"]).toContain(evidence);
      }),
    );
  });
});
