import { expect, test } from "vitest";
import { BALANCED } from "../latent/capability/index.ts";
import { finding, type Reason } from "../model/outcome.ts";
import { randomStream } from "../stats/random-stream.ts";
import { misfits } from "./fit-check.ts";
import { judgeCampaign, type Witnessed } from "./judge-campaign.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const said = (detector: string, lineage: string, reason: Reason): Witnessed => ({
  ...{ detector, lineage, version: "1", vantage: "here", run: "r1", startedAt: new Date(NOW).toISOString() },
  ...finding(reason),
});

/** 300 endpoints, a third vulnerable; `a` and `b` find seven of ten, each by chance of its own or both by the same. */
function judged(copied: boolean, lineageOfB: string) {
  const chance = randomStream(7, "fit check");
  const inputs = Array.from({ length: 300 }, (_, index) => {
    const vulnerable = index % 3 === 0;
    const found = (): Reason => (vulnerable && chance.uniform() < 0.7 ? "finding_reported" : "negative_reported");
    const first = found();
    const other = found();
    const own = said("own/flight", "crosscheck", vulnerable ? "overread_answered" : "heartbeat_not_supported");
    const words = [said("a", "a", first), said("b", lineageOfB, copied ? first : other), said("c", "c", found())];
    const endpoint = {
      address: `192.0.2.${index}`,
      port: 443,
      transport: "tcp",
      serverName: null,
      origin: "asked",
    } as const;
    return { endpoint, observations: index % 2 === 0 ? [...words, own] : words, blind: [] };
  });
  const options = { lab: [], pack: "p", draws: 1, policy: BALANCED, now: NOW, ownLineage: "crosscheck" };
  return misfits(judgeCampaign(inputs, options));
}

const pairs = (found: ReturnType<typeof misfits>) =>
  found.map(({ detectors }) => detectors.map((id) => id.split(" ")[0]).join("~"));

test("two that copy each other under different lineages are named", () => {
  const [worst] = judged(true, "b");
  expect(worst?.detectors.map((id) => id.slice(0, 1))).toEqual(["a", "b"]);
  expect(worst?.correlation).toBeGreaterThan(0.1);
});

test("declared as one lineage, or independent, they are not", () => {
  expect(pairs(judged(true, "a"))).not.toContain("a~b");
  expect(pairs(judged(false, "b"))).toEqual([]);
});
