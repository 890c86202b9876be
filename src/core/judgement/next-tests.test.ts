import { describe, expect, test } from "vitest";
import { BALANCED } from "../latent/capability/index.ts";
import { finding, type Reason } from "../model/outcome.ts";
import { judgeCampaign, type Witnessed } from "./judge-campaign.ts";
import { type Askable, type NextOptions, nextTests } from "./next-tests.ts";
import { smallestSet } from "./smallest-set.ts";

const said = (detector: string, reason: Reason, lineage = detector): Witnessed => ({
  detector,
  version: "1",
  lineage,
  ...finding(reason),
  vantage: "here",
  run: "r1",
  startedAt: "2026-11-25T11:00:00Z",
});
const at = (port: number, observations: readonly Witnessed[]) => ({
  endpoint: { address: "192.0.2.1", port, transport: "tcp", serverName: null, origin: "asked" } as const,
  observations,
  blind: [],
});
const others = [
  { detector: "clone", version: "1", lineage: "nmap" },
  { detector: "other", version: "1", lineage: "other" },
  { detector: "own", version: "1", lineage: "own" },
];
const next = (observations: readonly Witnessed[], limits: Partial<NextOptions> = {}, cost = 1) => {
  const judgement = judgeCampaign([at(443, observations)], {
    lab: [],
    pack: "p",
    draws: 2,
    policy: BALANCED,
    now: Date.parse("2026-11-25T12:00:00Z"),
    ownLineage: "own",
    askable: others,
  });
  const askable = others.map(({ detector }): Askable => {
    const tool = judgement.model.tools.findIndex(({ id }) => id === `${detector} 1`);
    return { tool, detector, cost, controlled: detector === "own" };
  });
  const [judged] = judgement.endpoints;
  if (judged === undefined) throw new Error("nothing was judged");
  return nextTests(judgement, judged, askable, { target: 0.99, budget: 100, leastBits: 0.0005, ...limits });
};

describe("the next test", () => {
  test("is not another of the same lineage", () => {
    const { tests, stop } = next([said("nmap", "negative_reported")]);
    expect(stop).toBeNull();
    expect(tests.at(-1)?.detector).toBe("clone");
  });

  test("is none where it is settled, where nothing may be spent, and where nobody is left", () => {
    expect(next([said("own", "overread_answered")]).stop).toBe("settled");
    expect(next([said("nmap", "negative_reported")], { budget: 0 }).stop).toBe("budget_spent");
    expect(next([said("nmap", "negative_reported")], { leastBits: 10 }, 1e6).stop).toBe("budget_spent");
  });

  test("the path gets surer with every step and says whether it arrives", () => {
    const { path } = next([said("nmap", "tool_timed_out")], { target: 0.999 });
    const safes = [path.now, ...path.steps.map(({ safe }) => safe)];
    expect(safes).toEqual(safes.toSorted((a, b) => a - b));
    expect(path.reached).toBe((safes.at(-1) ?? 0) >= 0.999);
    expect(next([said("nmap", "tool_timed_out")], { target: 0.5 }).path).toMatchObject({ steps: [], reached: true });
  });
});

describe("the smallest set", () => {
  const inputs = [
    at(1, [said("a", "overread_answered"), said("b", "finding_reported")]),
    at(2, [said("a", "tool_timed_out"), said("c", "overread_answered")]),
    at(3, [said("b", "tool_timed_out")]),
  ];

  test("leaves at home who adds nothing", () => {
    expect(smallestSet(inputs, "p", 2)).toEqual({ detectors: ["a", "c"], of: 3, settled: 2, exact: true });
  });

  test("of nothing is nothing", () => {
    expect(smallestSet([], "p", 2)).toEqual({ detectors: [], of: 0, settled: 0, exact: true });
  });

  test("of many detectors is found step by step", () => {
    const many = Array.from({ length: 20 }, (_, index) => at(index, [said(`t${index % 14}`, "overread_answered")]));
    const { detectors, exact, settled } = smallestSet(many, "p", 2);
    expect([detectors.length, exact, settled]).toEqual([14, false, 20]);
  });
});
