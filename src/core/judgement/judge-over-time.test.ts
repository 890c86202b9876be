import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BALANCED, CAUTIOUS, FAST, POLICIES } from "../latent/capability/index.ts";
import { finding, type Reason } from "../model/outcome.ts";
import { judgeCampaign, type JudgingOptions, type Witnessed } from "./judge-campaign.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const OWN = "crosscheck";
const options: JudgingOptions = { lab: [], pack: "p", draws: 2, policy: BALANCED, now: NOW, ownLineage: OWN };
const said = (detector: string, reason: Reason, daysAgo: number, given: Partial<Witnessed> = {}): Witnessed => ({
  detector,
  version: "1",
  lineage: detector.startsWith("own/") ? OWN : detector,
  vantage: "here",
  run: `r${daysAgo}`,
  ...finding(reason),
  startedAt: new Date(NOW - daysAgo * 86_400_000).toISOString(),
  ...given,
});
const judged = (
  observations: readonly Witnessed[],
  more: Partial<JudgingOptions> = {},
  earlier: readonly Witnessed[] = [],
) => {
  const endpoint = { address: "192.0.2.1", port: 443, transport: "tcp", serverName: null, origin: "asked" } as const;
  const [one] = judgeCampaign([{ endpoint, observations, earlier, blind: [] }], { ...options, ...more }).endpoints;
  if (one === undefined) throw new Error("nothing was judged");
  return one;
};
const PROOF = "overread_answered";
const SEALED = "malformed_discarded_encrypted";
const twice = (reason: Reason, daysAgo: number, given: Partial<Witnessed> = {}) =>
  [0, 1].map(() => said("own/handshake", reason, daysAgo, given));

describe("an endpoint that changed is no disagreement", () => {
  test("patched: safe now, was vulnerable until between two tests", () => {
    const one = judged([said("own/flight", PROOF, 5), ...twice(SEALED, 1)]);
    expect([one.decision.word, one.rule, one.verdict.outcome]).toEqual(["CLEARED", "own_refutation", "not_vulnerable"]);
    expect(one.change).toMatchObject({
      kind: "repaired",
      after: "2026-11-20T12:00:00.000Z",
      before: "2026-11-24T12:00:00.000Z",
    });
    expect(one.epochs.map(({ tally }) => [tally.vulnerable, tally.not_vulnerable])).toEqual([
      [1, 0],
      [0, 2],
    ]);
    expect(one.epochs[0]?.probability).toBeGreaterThan(0.99);
    expect(one.probability).toBeLessThan(0.2);
  });

  test("the same when the proof was replaced by a later word of the same rung", () => {
    const zeros = twice(SEALED, 1).map((zero) => ({ ...zero, detector: "own/flight" }));
    const one = judged(zeros, {}, [said("own/flight", PROOF, 5)]);
    expect([one.decision.word, one.change?.kind]).toEqual(["CLEARED", "repaired"]);
    const few = judged(zeros.slice(1), {}, [said("own/flight", PROOF, 5)]);
    expect([few.decision.word, few.change?.kind]).toEqual(["SUSPECT", "unclear"]);
    expect(few.decision.missing).toContain("positive_unresolved");
  });

  test("time alone clears nothing that was ever found vulnerable", () => {
    for (const days of [0, 10, 1000]) {
      expect(judged([said("own/flight", PROOF, days)]).decision.word).toBe("CONFIRMED");
      expect(judged([said("nmap", "finding_reported", days)]).decision.word).toBe(
        judged([said("nmap", "finding_reported", 0)]).decision.word,
      );
    }
    // Refuted, but too long ago.
    const stale = judged([said("own/flight", PROOF, 50), ...twice(SEALED, 30)]);
    expect(stale.decision).toMatchObject({ word: "UNKNOWN", missing: ["fresh_evidence"] });
  });

  test("a stale zero does not stand against a newer 1", () => {
    const one = judged([...twice(SEALED, 9), said("nmap", "finding_reported", 1)]);
    expect(one.verdict.outcome).toBe("vulnerable");
    expect(one.change?.kind).toBe("became_vulnerable");
    expect(["PROBABLE", "SUSPECT"]).toContain(one.decision.word);
    expect(judged([...twice(SEALED, 1.2), said("nmap", "finding_reported", 1)]).change).toBeNull();
  });

  test("by the cautious policy one lineage repairs nothing", () => {
    const words = [said("own/flight", PROOF, 5), ...twice(SEALED, 1)];
    expect(judged(words, { policy: CAUTIOUS }).decision.word).not.toBe("CLEARED");
    expect(judged(words, { policy: FAST }).decision.word).toBe("CLEARED");
  });

  test("an old zero weighs less", () => {
    const p = (days: number) => judged([said("nmap", "negative_reported", days)]).probability;
    expect(p(30)).toBeGreaterThan(p(1));
    expect(p(300)).toBeGreaterThan(p(30));
  });

  test("what a detector said of the state before is no mistake of now", () => {
    const estate = (words: readonly Witnessed[]) => {
      const endpoint = (port: number) =>
        ({ address: "192.0.2.1", port, transport: "tcp", serverName: null, origin: "asked" }) as const;
      const plain = Array.from({ length: 60 }, (_, at) => ({
        endpoint: endpoint(at + 1),
        observations:
          at < 20
            ? [said("own/flight", PROOF, 1), said("nmap", "finding_reported", 1)]
            : [...twice(SEALED, 1), said("nmap", "negative_reported", 1)],
        blind: [],
      }));
      const changed = Array.from({ length: 20 }, (_, at) => ({
        endpoint: endpoint(at + 100),
        observations: words,
        blind: [],
      }));
      return judgeCampaign([...plain, ...changed], options);
    };
    const repaired = estate([said("nmap", "finding_reported", 8), ...twice(SEALED, 1)]);
    const split = estate([said("nmap", "finding_reported", 1), ...twice(SEALED, 1)]);
    const own = repaired.model.tools.findIndex(({ id }) => id.startsWith("own/flight"));
    expect(own).toBeGreaterThanOrEqual(0);
    expect(repaired.endpoints.at(-1)?.probability).toBeLessThan(split.endpoints.at(-1)?.probability ?? 0);
  });
});

describe("places", () => {
  const there = { vantage: "there" };
  test("a proof from anywhere is one, and it says from where", () => {
    const one = judged([...twice(SEALED, 1), said("own/flight", PROOF, 1, there)]);
    expect(one.decision.word).toBe("CONFIRMED");
    expect(one.seenFrom).toEqual([
      { vantage: "here", outcome: "not_vulnerable", reason: SEALED, answered: true },
      { vantage: "there", outcome: "vulnerable", reason: PROOF, answered: true },
    ]);
  });

  test("what was seen vulnerable from there is not repaired by what is seen from here", () => {
    const proof = said("own/flight", PROOF, 5, there);
    expect(judged([proof, ...twice(SEALED, 1)]).decision.word).toBe("CONFIRMED");
    expect(judged([...twice(SEALED, 1), ...twice(SEALED, 1, there)], {}, [proof]).decision.word).toBe("CLEARED");
  });

  test("what another place could not reach is not cleared from here", () => {
    const one = judged([...twice(SEALED, 1), said("own/flight", "connect_timeout", 1, there)]);
    expect(one.decision).toMatchObject({ word: "UNKNOWN", clearedForDays: null });
    expect(one.decision.missing).toContain("other_vantage");
    // One place that fell silent once is no other place; a report that does not say is none at all.
    expect(judged([...twice(SEALED, 1), said("own/flight", "connect_timeout", 1)]).decision.word).toBe("CLEARED");
    expect(judged([...twice(SEALED, 1), said("report", "tls_not_shown", 1, there)]).decision.word).toBe("CLEARED");
    // Before the repair it could not reach it either, and has not been back.
    expect(
      judged([said("own/flight", PROOF, 5), said("own/flight", "connect_timeout", 6, there), ...twice(SEALED, 1)])
        .decision.word,
    ).not.toBe("CLEARED");
  });

  test("connections of one run that differ are several machines", () => {
    const run = { run: "one" };
    const one = judged([...twice(SEALED, 1, run), said("own/flight", PROOF, 1, run)]);
    expect([one.decision.word, one.mixed]).toEqual(["CONFIRMED", { vulnerable: 1, notVulnerable: 2 }]);
    expect(judged([said("own/flight", PROOF, 5), ...twice(SEALED, 1)]).mixed).toBeNull();
  });
});

describe("a version that says vulnerable", () => {
  test("keeps an endpoint open beside our refusal, unless it was read long before", () => {
    const one = judged([...twice(SEALED, 1), said("report", "version_reported", 1)]);
    expect([one.decision.word, one.decision.missing.includes("version_hint")]).toEqual(["SUSPECT", true]);
    expect(judged([...twice(SEALED, 1), said("report", "version_reported", 9)]).decision.word).toBe("CLEARED");
  });
});

const DAYS = [0, 0.3, 1, 3, 8, 20];
const word = fc
  .tuple(
    fc.constantFrom("own/flight", "own/handshake", "nmap", "report"),
    fc.constantFrom<Reason>(
      PROOF,
      SEALED,
      SEALED,
      "malformed_discarded_control_answered",
      "finding_reported",
      "version_reported",
      "negative_reported",
      "connect_timeout",
    ),
    fc.constantFrom(...DAYS),
    fc.constantFrom("here", "there"),
  )
  .map(([detector, reason, days, vantage]) => said(detector, reason, days, { vantage }));

describe("any history", () => {
  test("has numbers, and nothing is cleared that was proven after the last refusal or from a place that never refused", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), fc.constantFrom(...POLICIES), (words, policy) => {
        const one = judged(words, { policy });
        for (const p of [one.probability, one.low, one.high, ...one.epochs.map(({ probability }) => probability)]) {
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThan(1);
        }
        expect(one.low).toBeLessThanOrEqual(one.probability + 1e-12);
        expect(one.high).toBeGreaterThanOrEqual(one.probability - 1e-12);
        if (one.decision.word !== "CLEARED") return;
        for (const proof of words.filter(({ evidence }) => evidence === "demonstrated")) {
          expect(
            words.some(
              (z) =>
                z.lineage === OWN &&
                z.outcome === "not_vulnerable" &&
                z.vantage === proof.vantage &&
                z.startedAt > proof.startedAt,
            ),
          ).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("waiting never clears what was not clear", () => {
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 6 }),
        fc.constantFrom(...POLICIES),
        fc.constantFrom(0.5, 2, 30),
        (words, policy, days) => {
          const later = judged(words, { policy, now: NOW + days * 86_400_000 }).decision.word;
          if (later === "CLEARED") expect(judged(words, { policy }).decision.word).toBe("CLEARED");
        },
      ),
      { numRuns: 150 },
    );
  });
});
