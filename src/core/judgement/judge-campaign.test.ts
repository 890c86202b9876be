import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BALANCED, CAUTIOUS, FAST, POLICIES } from "../latent/capability/index.ts";
import { finding, type Reason, REASON_CODES } from "../model/outcome.ts";
import { type CampaignEndpointInput, judgeCampaign, type JudgingOptions, type Witnessed } from "./judge-campaign.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const OWN = "crosscheck";
const said = (detector: string, reason: Reason, given: Partial<Witnessed> = {}): Witnessed => ({
  detector,
  version: "1",
  lineage: detector.startsWith("own/") ? OWN : detector,
  ...finding(reason),
  vantage: "here",
  run: "r1",
  startedAt: "2026-11-25T11:00:00Z",
  ...given,
});
const at = (port: number, observations: readonly Witnessed[], blind: CampaignEndpointInput["blind"] = []) => ({
  endpoint: { address: "192.0.2.1", port, transport: "tcp", serverName: null, origin: "asked" } as const,
  observations,
  blind,
});
const options: JudgingOptions = { lab: [], pack: "p", draws: 2, policy: BALANCED, now: NOW, ownLineage: OWN };
const one = (
  observations: readonly Witnessed[],
  more: Partial<JudgingOptions> = {},
  blind: CampaignEndpointInput["blind"] = [],
) => {
  const [judged] = judgeCampaign([at(443, observations, blind)], { ...options, ...more }).endpoints;
  if (judged === undefined) throw new Error("nothing was judged");
  return judged;
};
const REFUTED = [
  said("own/flight", "malformed_discarded_control_answered"),
  said("own/flight", "malformed_discarded_control_answered"),
];

describe("one endpoint", () => {
  test("a proof confirms, whatever else is said", () => {
    const zeros = ["a", "b", "c"].map((detector) => said(detector, "negative_reported"));
    const judged = one([said("own/flight", "overread_answered"), ...zeros]);
    expect([judged.decision.word, judged.rule]).toEqual(["CONFIRMED", "proof"]);
  });

  test("our own refutation on enough connections clears, for a time; not when one connection is missing, nor when it is old", () => {
    const judged = one(REFUTED);
    expect([judged.decision.word, judged.rule]).toEqual(["CLEARED", "own_refutation"]);
    expect(judged.decision.clearedForDays).toBeCloseTo(BALANCED.freshDays - 1 / 24, 3);
    expect(one(REFUTED.slice(0, 1)).decision.word).toBe("UNKNOWN");
    const old = REFUTED.map((each) => ({ ...each, startedAt: "2026-10-25T11:00:00Z" }));
    expect(one(old).decision).toMatchObject({ word: "UNKNOWN", missing: ["fresh_evidence"] });
  });

  test("a fresh zero does not revive old ones, and an old one does not hide today's signs", () => {
    const old = { startedAt: "2026-09-25T11:00:00Z" };
    const one1 = [
      said("own/flight", "malformed_discarded_control_answered", old),
      said("own/handshake", "malformed_discarded_encrypted"),
    ];
    expect(one(one1).decision.word).toBe("UNKNOWN");
    const today = [...REFUTED, said("own/handshake", "silent_after_encrypted_probe")];
    const before = said("own/handshake", "malformed_discarded_encrypted", old);
    expect(one([...today, before]).decision.word).toBe(one(today).decision.word);
  });

  test("a zero of a time that is still to come settles nothing", () => {
    const future = REFUTED.map((each) => ({ ...each, startedAt: "2030-01-01T00:00:00Z" }));
    expect(one(future).decision.word).toBe("UNKNOWN");
    expect(one(REFUTED.map((each) => ({ ...each, startedAt: "soon" }))).decision.word).toBe("UNKNOWN");
  });

  test("the cautious policy wants more than one lineage", () => {
    expect(one(REFUTED, { policy: CAUTIOUS }).decision.word).toBe("UNKNOWN");
    expect(one(REFUTED, { policy: FAST }).decision.word).toBe("CLEARED");
  });

  test("any number of claimed zeros clears nothing", () => {
    const zeros = Array.from({ length: 10 }, (_, index) => said(`tool${index}`, "negative_reported"));
    expect(one(zeros).decision.word).toBe("UNKNOWN");
  });

  test("a claimed 1 beside our refutation is open", () => {
    expect(["SUSPECT", "PROBABLE"]).toContain(one([...REFUTED, said("nmap", "finding_reported")]).decision.word);
  });

  test("an empty zero lowers nothing", () => {
    const zero = [said("nmap", "negative_reported")];
    const [counted, empty] = [one(zero), one(zero, {}, [{ detector: "nmap", condition: "C06" }])];
    expect(counted.probability).toBeLessThan(0.05);
    expect(empty.probability).toBeGreaterThan(counted.probability);
  });

  test("three clones of one tool say little more than one, three independent tools much more", () => {
    const clones = ["a", "b", "c"].map((detector) => said(detector, "negative_reported", { lineage: "stafford" }));
    const independent = ["a", "b", "c"].map((detector) => said(detector, "negative_reported"));
    const [single, thrice, three] = [one(clones.slice(0, 1)), one(clones), one(independent)].map((j) => j.probability);
    expect(thrice).toBeGreaterThan((three ?? 0) * 1.5);
    expect(thrice).toBeLessThan(single ?? 0);
  });

  test("nobody asked: unknown", () => {
    for (const observations of [[], [said("own/flight", "out_of_scope")], [said("nmap", "tool_missing")]]) {
      expect(one(observations).decision.word).toBe("UNKNOWN");
    }
  });
});

const reasons = fc.constantFrom(...REASON_CODES);
const observation = fc
  .tuple(
    fc.constantFrom("own/flight", "own/handshake", "nmap", "sslscan", "report"),
    reasons,
    fc.integer({ min: 0, max: 60 }),
  )
  .map(([detector, reason, days]) =>
    said(detector, reason, { startedAt: new Date(NOW - days * 86_400_000).toISOString() }),
  );
const estate = fc.array(fc.array(observation, { maxLength: 6 }), { maxLength: 8 });

describe("any estate", () => {
  test("has a number between 0 and 1, an interval around it, and a word for every endpoint", () => {
    fc.assert(
      fc.property(estate, fc.constantFrom(...POLICIES), (lists, policy) => {
        const judged = judgeCampaign(
          lists.map((list, index) => at(index + 1, list)),
          { ...options, policy },
        );
        expect(judged.endpoints).toHaveLength(lists.length);
        for (const { probability, low, high } of judged.endpoints) {
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThan(1);
          expect(low).toBeLessThanOrEqual(probability);
          expect(high).toBeGreaterThanOrEqual(probability);
        }
        expect(Number.isFinite(judged.missed.expected)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("clears nothing that has no fresh zero of our own", () => {
    fc.assert(
      fc.property(estate, fc.constantFrom(...POLICIES), (lists, policy) => {
        const judged = judgeCampaign(
          lists.map((list, index) => at(index + 1, list)),
          { ...options, policy },
        );
        for (const [index, { decision }] of judged.endpoints.entries()) {
          if (decision.word !== "CLEARED") continue;
          const own = (lists[index] ?? []).some(
            (o) =>
              o.lineage === OWN &&
              o.outcome === "not_vulnerable" &&
              NOW - Date.parse(o.startedAt) < policy.freshDays * 86_400_000,
          );
          expect(own).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("more unknowns never clear an endpoint that was not clear", () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 5 }), fc.constantFrom(...POLICIES), (list, policy) => {
        const before = one(list, { policy }).decision.word;
        const after = one([...list, said("another", "tool_timed_out")], { policy }).decision.word;
        if (after === "CLEARED") expect(before).toBe("CLEARED");
      }),
      { numRuns: 60 },
    );
  });
});

test("the range teaches what a detector is worth", () => {
  const lab = Array.from({ length: 40 }, (_, index) => ({
    truth: (index % 2) as 0 | 1,
    answers: [
      { detector: "blind", version: "1", reason: "negative_reported" as const, count: 3 },
      {
        detector: "sound",
        version: "1",
        reason: index % 2 === 1 ? ("finding_reported" as const) : ("negative_reported" as const),
        count: 3,
      },
    ],
  }));
  const inputs = [at(1, [said("blind", "negative_reported")]), at(2, [said("sound", "negative_reported")])];
  const [blind, sound] = judgeCampaign(inputs, { ...options, lab }).endpoints;
  expect(sound?.probability).toBeLessThan((blind?.probability ?? 0) / 2);
});
