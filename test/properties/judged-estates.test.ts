/** Whole estates through what `triage`, `next` and `agree` call: nothing is NaN, order and clones change nothing, more evidence moves one way (statistics.md 13.8). */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agreementReport } from "../../src/core/agreement/report.ts";
import {
  breakdownOf,
  type CampaignEndpointInput,
  type Judgement,
  judgeCampaign,
  type JudgingOptions,
  type Witnessed,
} from "../../src/core/judgement/judge-campaign.ts";
import { type Askable, nextTests } from "../../src/core/judgement/next-tests.ts";
import { smallestSet } from "../../src/core/judgement/smallest-set.ts";
import { BALANCED, POLICIES, posterior } from "../../src/core/latent/capability/index.ts";
import { EVIDENCES, finding, OUTCOMES, type Reason, REASON_CODES } from "../../src/core/model/outcome.ts";
import type { AnswerTable } from "../../src/core/ports/store.ts";

/** Seconds of work only where the machine is busy. */
const PATIENT = { timeout: 60_000 } as const;
const NOW = Date.parse("2026-11-25T12:00:00Z");
const DAY_MS = 86_400_000;
const OWN = "crosscheck";
const LINEAGES: Readonly<Record<string, string>> = { "own/flight": OWN, "own/handshake": OWN, nmap: "a", sslscan: "b" };

const said = (detector: string, reason: Reason, days = 0, lineage = LINEAGES[detector] ?? detector): Witnessed => ({
  detector,
  version: "1",
  lineage,
  vantage: "here",
  run: "r1",
  ...finding(reason),
  startedAt: new Date(NOW - days * DAY_MS).toISOString(),
});
const inputOf = (observations: readonly Witnessed[], index: number): CampaignEndpointInput => ({
  endpoint: { address: `192.0.2.${index}`, port: 443, transport: "tcp", serverName: null, origin: "asked" },
  observations,
  blind: [],
});
const options: JudgingOptions = { lab: [], pack: "p", draws: 2, policy: BALANCED, now: NOW, ownLineage: OWN };
const judged = (estate: readonly (readonly Witnessed[])[], more: Partial<JudgingOptions> = {}): Judgement =>
  judgeCampaign(estate.map(inputOf), { ...options, ...more });
const words = ({ endpoints }: Judgement) => endpoints.map(({ decision }) => decision.word);

/** Every number in a value, with where it is. */
function* numbersIn(value: unknown, path = ""): Generator<readonly [string, number]> {
  if (typeof value === "number") yield [path, value];
  else if (ArrayBuffer.isView(value)) for (const each of value as Float64Array) yield [path, each];
  else if (typeof value === "object" && value !== null)
    for (const [key, each] of Object.entries(value)) yield* numbersIn(each, `${path}.${key}`);
}
const noNaN = (value: unknown) =>
  expect([...numbersIn(value)].filter(([, number]) => Number.isNaN(number))).toEqual([]);

/** What the commands ask of an estate. */
function everything(estate: readonly (readonly Witnessed[])[]): readonly unknown[] {
  const judgement = judged(estate);
  const askable = judgement.model.tools.map(
    ({ id, lineage }, tool): Askable => ({ tool, detector: id, cost: 1, controlled: lineage === OWN }),
  );
  return [
    judgement.endpoints,
    judgement.missed,
    judgement.unseen,
    { ...judgement.uncertainty, missed: null },
    ...judgement.endpoints.map((each) => breakdownOf(judgement, each)),
    ...judgement.endpoints.map((each) =>
      nextTests(judgement, each, askable, { target: 0.999, budget: 100, leastBits: 0.001 }),
    ),
    smallestSet(judgement.inputs, "p", 2),
    reportOf(estate),
  ];
}

function tableOf(estate: readonly (readonly Witnessed[])[]): AnswerTable {
  const answers = estate.flatMap((observations, endpoint) => observations.map((each) => ({ endpoint, ...each })));
  const detectors = [...new Set(answers.map(({ detector }) => detector))];
  return {
    endpoints: estate.map((_, index) => inputOf([], index).endpoint),
    sources: detectors.map((detector) => ({
      id: detector,
      detector,
      kind: "tool",
      version: "1",
      lineage: answers.find((each) => each.detector === detector)?.lineage ?? "",
      vantage: "here",
      run: "r1",
      mode: "automatic",
    })),
    endpoint: Int32Array.from(answers, ({ endpoint }) => endpoint),
    source: Int32Array.from(answers, ({ detector }) => detectors.indexOf(detector)),
    outcome: Uint8Array.from(answers, ({ outcome }) => OUTCOMES.indexOf(outcome)),
    evidence: Uint8Array.from(answers, ({ evidence }) => EVIDENCES.indexOf(evidence)),
    startedAt: Float64Array.from(answers, ({ startedAt }) => Date.parse(startedAt)),
  };
}
const reportOf = (estate: readonly (readonly Witnessed[])[]) =>
  agreementReport(tableOf(estate), { by: ["version"], mostListed: 10 });

/** What only our own detectors can say: proofs and refutations of what they saw themselves. */
const FIRST_HAND: readonly string[] = ["demonstrated", "refuted", "absent"];
const SECOND_HAND = REASON_CODES.filter((reason) => !FIRST_HAND.includes(finding(reason).evidence));
const daysAgo = fc.nat(40);
const observation = fc
  .oneof(
    fc.tuple(fc.constantFrom("own/flight", "own/handshake"), fc.constantFrom(...REASON_CODES), daysAgo),
    fc.tuple(fc.constantFrom("nmap", "sslscan", "report"), fc.constantFrom(...SECOND_HAND), daysAgo),
  )
  .map(([detector, reason, days]) => said(detector, reason, days));
const anyEstate = fc.array(fc.array(observation, { maxLength: 6 }), { maxLength: 7 });

const ZEROS = ["own/flight", "own/flight"].map((detector) => said(detector, "malformed_discarded_control_answered"));
const times = (many: number, observations: readonly Witnessed[]) => Array.from({ length: many }, () => observations);

describe("nothing is NaN, and nothing throws", () => {
  test.each<[string, readonly (readonly Witnessed[])[]]>([
    ["no endpoints", []],
    ["one endpoint that nobody was asked about", [[]]],
    ["one endpoint, one detector", [[said("nmap", "negative_reported")]]],
    ["one detector", times(12, [said("nmap", "negative_reported")])],
    [
      "all ?",
      times(
        12,
        ["nmap", "sslscan", "own/flight"].map((detector) => said(detector, "tool_timed_out")),
      ),
    ],
    ["all 0", times(12, [...ZEROS, said("nmap", "negative_reported"), said("sslscan", "negative_reported")])],
    ["all 1", times(12, [said("own/flight", "overread_answered"), said("nmap", "finding_reported")])],
    [
      "all 0 but of one lineage",
      times(
        12,
        ["x", "y", "z"].map((detector) => said(detector, "negative_reported", 0, "one")),
      ),
    ],
    [
      "nobody tested the same endpoint",
      ["nmap", "sslscan", "report"].map((detector) => [said(detector, "finding_reported")]),
    ],
  ])("%s", PATIENT, (_name, estate) => {
    noNaN(everything(estate));
  });

  test("any estate", PATIENT, () => {
    fc.assert(
      fc.property(anyEstate, (estate) => {
        noNaN(everything(estate));
      }),
      { numRuns: 15 },
    );
  });
});

describe("the order does not matter", () => {
  test("of endpoints and of what was said about one: the same words, the same numbers", PATIENT, () => {
    fc.assert(
      fc.property(anyEstate, (estate) => {
        const turned = estate.toReversed().map((observations) => observations.toReversed());
        const [now, then] = [judged(estate), judged(turned)];
        expect(words(then).toReversed()).toEqual(words(now));
        // The bootstrap draws pattern by pattern in the order of the rows: its numbers move within their noise.
        const [fitted, again] = [now, then].map(({ structure, fitted: { parameters } }) =>
          posterior(structure, parameters),
        );
        for (const [index, p] of (fitted ?? []).entries()) expect(again?.at(-1 - index)).toBeCloseTo(p, 5);
        for (const [index, { probability }] of now.endpoints.entries()) {
          const { low = 1, high = 0 } = then.endpoints.at(-1 - index) ?? {};
          expect(low <= probability && probability <= high).toBe(true);
        }
        expect(then.fitted.objective).toBeCloseTo(now.fitted.objective, 6);
      }),
      { numRuns: 15 },
    );
  });

  test("of endpoints, answers and detectors: the same agreement", PATIENT, () => {
    fc.assert(
      fc.property(anyEstate, (estate) => {
        const turned = estate.toReversed().map((observations) => observations.toReversed());
        const [now, then] = [reportOf(estate), reportOf(turned)];
        const group = (report: typeof now) =>
          Object.values(report.group.unknownAsAnswer).map(({ value }) => value?.toFixed(9));
        expect(group(then)).toEqual(group(now));
        const pairs = (report: typeof now) =>
          new Map(
            report.pairs.map(({ first, second, counts, kappa }) => [
              `${first} ${second}`,
              [counts, kappa.value?.toFixed(9)],
            ]),
          );
        expect(pairs(then)).toEqual(pairs(now));
        expect(then.disputed.count).toBe(now.disputed.count);
      }),
      { numRuns: 15 },
    );
  });
});

/** Three more names for nmap, which say what it says. */
const cloned = (estate: readonly (readonly Witnessed[])[]) =>
  estate.map((observations) => [
    ...observations,
    ...observations.flatMap((each) =>
      each.detector === "nmap" ? ["n2", "n3", "n4"].map((detector) => ({ ...each, detector })) : [],
    ),
  ]);

describe("three clones", () => {
  test("change no verdict of the rules, clear nothing, confirm nothing", PATIENT, () => {
    fc.assert(
      fc.property(anyEstate, fc.constantFrom(...POLICIES), (estate, policy) => {
        const [before, after] = [judged(estate, { policy }), judged(cloned(estate), { policy })];
        for (const [index, { verdict, decision }] of before.endpoints.entries()) {
          const now = after.endpoints[index];
          expect(now?.verdict.outcome).toBe(verdict.outcome);
          expect(now?.decision.word === "CLEARED").toBe(decision.word === "CLEARED");
          expect(now?.decision.word === "CONFIRMED").toBe(decision.word === "CONFIRMED");
        }
      }),
      { numRuns: 15 },
    );
  });

  test("leave the agreement of everybody else as it was, and are shown as one lineage", PATIENT, () => {
    fc.assert(
      fc.property(anyEstate, (estate) => {
        const [before, after] = [reportOf(estate), reportOf(cloned(estate))];
        expect(after.lineages).toEqual(before.lineages);
        for (const { first, second, counts } of before.pairs) {
          expect(after.pairs.find((pair) => pair.first === first && pair.second === second)?.counts).toEqual(counts);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe("one more piece of evidence", () => {
  const some = fc.array(observation, { maxLength: 5 });

  test("a kept proof confirms and never lowers the probability", PATIENT, () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...POLICIES), (observations, policy) => {
        const [before] = judged([observations], { policy }).endpoints;
        const [after] = judged([[...observations, said("own/flight", "overread_answered")]], { policy }).endpoints;
        expect(after?.decision.word).toBe("CONFIRMED");
        expect(after?.probability).toBeGreaterThanOrEqual((before?.probability ?? 1) - 1e-9);
      }),
      { numRuns: 15 },
    );
  });

  test("losing zeros, ageing and ? never clear", PATIENT, () => {
    fc.assert(
      fc.property(anyEstate, fc.constantFrom(...POLICIES), fc.integer({ min: 1, max: 30 }), (estate, policy, days) => {
        const before = words(judged(estate, { policy }));
        const fewer = estate.map((own) => own.filter(({ outcome }) => outcome !== "not_vulnerable"));
        const unsure = estate.map((own) => [...own, said("another", "tool_timed_out")]);
        const worse = [
          judged(fewer, { policy }),
          judged(unsure, { policy }),
          judged(estate, { policy, now: NOW + days * DAY_MS }),
        ];
        for (const after of worse.map(words)) {
          for (const [index, word] of after.entries()) if (word === "CLEARED") expect(before[index]).toBe("CLEARED");
        }
      }),
      { numRuns: 15 },
    );
  });
});

// Whoever could be asked was once taken for one that proves, and its inferred positives for decoys.
test("who else could be asked changes nothing of what was said", PATIENT, () => {
  const answers: readonly (readonly [Reason, Reason])[] = [
    ["version_reported", "version_reported"],
    ["version_reported", "negative_reported"],
    ...times(18, []).map(() => ["negative_reported", "negative_reported"] as const),
  ];
  const estate = Array.from({ length: 200 }, (_, index) => {
    const [banner, other] = answers[index % answers.length] ?? ["no_evidence", "no_evidence"];
    return [said("banner", banner), said("other", other)];
  });
  const askable = ["banner", "other"].map((detector) => ({ detector, version: "1", lineage: detector }));
  const [before, after] = [judged(estate), judged(estate, { askable })];
  for (const [index, { probability }] of before.endpoints.entries()) {
    expect(after.endpoints[index]?.probability).toBeCloseTo(probability, 2);
  }
});
