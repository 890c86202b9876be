import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../judge.ts";
import { latestWords } from "../matrix/latest.ts";
import { finding, type Reason, REASON_CODES } from "../model/outcome.ts";
import { presentOf, type Word } from "./change.ts";
import { epochsOf, tellingEarlier } from "./epochs.ts";

const OWN = "crosscheck";
const ENDPOINT = { address: "192.0.2.1", port: 443, transport: "tcp", serverName: null, origin: "asked" } as const;
const START = Date.parse("2026-11-01T00:00:00Z");
/** @param hours since the start */
const said = (detector: string, reason: Reason, hours: number, run = `r${hours}`, vantage = "here"): Word => ({
  detector,
  lineage: detector.startsWith("own/") ? OWN : detector,
  vantage,
  run,
  ...finding(reason),
  startedAt: new Date(START + hours * 3_600_000).toISOString(),
});
const PROOF = "overread_answered";
const PLAIN = "malformed_discarded_control_answered";
const SEALED = "malformed_discarded_encrypted";
const times = (count: number, make: () => Word) => Array.from({ length: count }, make);

const now = (all: readonly Word[]) => {
  const byRules = (words: readonly Word[]) => judge(ENDPOINT, "p", words, 2);
  const latest = latestWords(all);
  const present = presentOf(latest, tellingEarlier(all, latest, OWN), { ownLineage: OWN, judge: byRules });
  return { ...present, outcome: byRules(present.words).outcome };
};

describe("now", () => {
  test.each<[string, readonly Word[], string, string | null]>([
    [
      "a proof, then refused in a later run by the same rung",
      [said("own/flight", PROOF, 0), ...times(2, () => said("own/flight", PLAIN, 2))],
      "not_vulnerable",
      "repaired",
    ],
    [
      "a proof, then refused by another rung of ours",
      [said("own/flight", PROOF, 0), ...times(2, () => said("own/handshake", SEALED, 2))],
      "not_vulnerable",
      "repaired",
    ],
    [
      "a proof, then one zero too few by another rung",
      [said("own/flight", PROOF, 0), said("own/handshake", SEALED, 2)],
      "vulnerable",
      "unclear",
    ],
    [
      "a proof and a refusal in one run: several machines",
      [said("own/flight", PROOF, 0, "r"), ...times(3, () => said("own/handshake", SEALED, 1, "r"))],
      "vulnerable",
      null,
    ],
    [
      "a proof, refused from elsewhere only",
      [said("own/flight", PROOF, 0), ...times(3, () => said("own/flight", SEALED, 2, "r2", "there"))],
      "vulnerable",
      "unclear",
    ],
    [
      "a proof, then others say 0",
      [said("own/flight", PROOF, 0), ...["a", "b", "c"].map((tool) => said(tool, "negative_reported", 99))],
      "vulnerable",
      null,
    ],
    [
      "a proof, then silence",
      [said("own/flight", PROOF, 0), said("own/flight", "connect_timeout", 999)],
      "vulnerable",
      null,
    ],
    [
      "refused, then proven",
      [...times(3, () => said("own/flight", SEALED, 0)), said("own/handshake", PROOF, 72)],
      "vulnerable",
      "became_vulnerable",
    ],
    [
      "refused, then claimed days later: the zero is over",
      [...times(3, () => said("own/flight", SEALED, 0)), said("nmap", "finding_reported", 72)],
      "vulnerable",
      "became_vulnerable",
    ],
    [
      "refused and claimed within the day: a disagreement",
      [...times(3, () => said("own/flight", SEALED, 0)), said("nmap", "finding_reported", 5)],
      "unknown",
      null,
    ],
    [
      "claimed, then refused within the day: a disagreement",
      [said("nmap", "finding_reported", 0), ...times(3, () => said("own/flight", SEALED, 5))],
      "unknown",
      null,
    ],
    [
      "claimed, then refused under encryption days later",
      [said("nmap", "finding_reported", 0), ...times(3, () => said("own/flight", SEALED, 72))],
      "not_vulnerable",
      "repaired",
    ],
    [
      "claimed, then refused in plain text only",
      [said("nmap", "finding_reported", 0), ...times(3, () => said("own/flight", PLAIN, 72))],
      "unknown",
      "unclear",
    ],
    [
      "claimed, and taken back by the same",
      [
        said("nmap", "finding_reported", 0),
        said("nmap", "negative_reported", 72),
        ...times(2, () => said("own/flight", PLAIN, 73)),
      ],
      "not_vulnerable",
      "repaired",
    ],
    [
      "refused before a claim that was taken back: an old zero clears nothing",
      [
        ...times(2, () => said("own/flight", SEALED, 0)),
        said("nmap", "finding_reported", 48),
        said("nmap", "negative_reported", 96),
      ],
      "unknown",
      "unclear",
    ],
    [
      "proven, repaired, proven again",
      [said("own/flight", PROOF, 0), ...times(2, () => said("own/flight", SEALED, 24)), said("own/flight", PROOF, 48)],
      "vulnerable",
      "became_vulnerable",
    ],
    [
      "three zeros, then a proof, then three zeros",
      [
        ...times(2, () => said("own/flight", SEALED, 0)),
        said("own/flight", PROOF, 24),
        ...times(2, () => said("own/flight", SEALED, 48)),
      ],
      "not_vulnerable",
      "repaired",
    ],
    [
      "something meddled before: a plain zero does not stand beside it",
      [
        said("own/flight", PROOF, 0),
        said("own/handshake", "heartbeat_lost_on_path", 0, "r0"),
        ...times(2, () => said("own/flight", PLAIN, 24)),
      ],
      "unknown",
      "unclear",
    ],
  ])("%s", (_name, all, outcome, kind) => {
    for (const order of [all, all.toReversed()]) {
      const present = now(order);
      expect([present.outcome, present.change?.kind ?? null]).toEqual([outcome, kind]);
    }
  });

  test("a pool that was found of two minds is repaired when chance would not have hidden it", () => {
    const pool = [
      said("own/flight", SEALED, 0, "r"),
      said("own/flight", SEALED, 0, "r"),
      said("own/flight", PROOF, 0, "r"),
    ];
    // (2/3)^11 is above 1 %, (2/3)^12 below.
    expect(now([...pool, ...times(11, () => said("own/flight", SEALED, 24))])).toMatchObject({ unsettled: true });
    expect(now([...pool, ...times(12, () => said("own/flight", SEALED, 24))])).toMatchObject({
      unsettled: false,
      outcome: "not_vulnerable",
    });
  });

  test("says between what, and on whose word", () => {
    const { change } = now([
      said("own/flight", PROOF, 0),
      said("own/flight", PROOF, 5),
      ...times(2, () => said("own/handshake", SEALED, 29)),
    ]);
    expect(change).toEqual({
      kind: "repaired",
      after: "2026-11-01T05:00:00.000Z",
      before: "2026-11-02T05:00:00.000Z",
      was: ["own/flight"],
      now: ["own/handshake"],
    });
  });

  test("a time that cannot be read is no proof of order", () => {
    const lost = { ...said("own/flight", PROOF, 0), startedAt: "soon" };
    expect(now([lost, ...times(3, () => said("own/handshake", SEALED, 99))]).outcome).toBe("vulnerable");
  });
});

const word = fc
  .tuple(
    fc.constantFrom("own/flight", "own/handshake", "nmap", "report"),
    fc.constantFrom<Reason>(
      PROOF,
      PLAIN,
      SEALED,
      "finding_reported",
      "version_reported",
      "negative_reported",
      "connect_timeout",
      "heartbeat_lost_on_path",
      ...REASON_CODES,
    ),
    fc.integer({ min: 0, max: 8 }),
    fc.constantFrom("here", "there"),
  )
  .map(([detector, reason, half, vantage]) => said(detector, reason, half * 12, `r${half}`, vantage));

test("never throws, keeps only words that were said, and is safe only by a refutation newer than our every proof", () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 10 }), (all) => {
      const { words, outcome, unsettled } = now(all);
      expect(words.every((each) => all.includes(each))).toBe(true);
      if (outcome !== "not_vulnerable" || unsettled) return;
      const proofs = all.filter(({ evidence, lineage }) => evidence === "demonstrated" && lineage === OWN);
      for (const proof of proofs) {
        expect(
          all.some(
            (z) =>
              z.lineage === OWN &&
              z.outcome === "not_vulnerable" &&
              z.vantage === proof.vantage &&
              z.startedAt > proof.startedAt,
          ),
        ).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

describe("epochs", () => {
  const spans = (words: readonly Word[]) => epochsOf(words, OWN).map(({ words: here }) => here.length);
  test.each<[string, readonly Word[], readonly number[]]>([
    ["nothing", [], []],
    ["one day is one epoch", [said("a", "negative_reported", 0), said("b", "finding_reported", 24)], [2]],
    ["more than a day is another", [said("a", "negative_reported", 0), said("b", "negative_reported", 25)], [1, 1]],
    [
      "a witness that changes its mind in a later run begins one",
      [said("a", "negative_reported", 0), said("a", "finding_reported", 1)],
      [1, 1],
    ],
    ["our rungs are one witness", [said("own/flight", PROOF, 0), said("own/handshake", SEALED, 1)], [1, 1]],
    ["in one run there is no order", [said("own/flight", PROOF, 0, "r"), said("own/handshake", SEALED, 1, "r")], [2]],
    [
      "who had said both has changed nothing",
      [
        said("a", "negative_reported", 0, "r"),
        said("a", "finding_reported", 1, "r"),
        said("a", "negative_reported", 3),
      ],
      [3],
    ],
    [
      "two places are two witnesses",
      [said("a", "negative_reported", 0), said("a", "finding_reported", 1, "r1", "there")],
      [2],
    ],
  ])("%s", (_name, words, expected) => {
    expect(spans(words)).toEqual(expected);
    expect(spans(words.toReversed())).toEqual(expected);
  });
});
