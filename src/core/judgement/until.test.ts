import { describe, expect, test } from "vitest";
import { BALANCED } from "../latent/capability/index.ts";
import type { DetectorIdentity } from "../model/observation.ts";
import { finding, type Reason } from "../model/outcome.ts";
import type { LabEndpoint } from "./lab.ts";
import { type UntilOptions, untilSure } from "./until.ts";

const detector = (id: string, kind: DetectorIdentity["kind"], lineage = id): DetectorIdentity => ({
  id,
  kind,
  version: "1",
  lineage,
});
const OWN = detector("own", "native");
const GOOD = detector("good", "tool");
const POOR = detector("poor", "tool");
/** `good` is always right, `poor` never finds anything. */
const LAB: readonly LabEndpoint[] = Array.from({ length: 60 }, (_, index) => {
  const truth = (index % 2) as 0 | 1;
  const right: Reason = truth === 1 ? "finding_reported" : "negative_reported";
  return {
    truth,
    answers: [
      {
        detector: "own",
        version: "1",
        reason: truth === 1 ? "overread_answered" : "malformed_discarded_encrypted",
        count: 3,
      },
      { detector: "good", version: "1", reason: right, count: 3 },
      { detector: "poor", version: "1", reason: "negative_reported", count: 3 },
    ],
  };
});
const loop = (more: Partial<UntilOptions> = {}) =>
  untilSure({
    target: 0.99,
    budget: 100,
    costOf: () => 5,
    policy: BALANCED,
    draws: 1,
    pack: "p",
    lab: LAB,
    detectors: [OWN, GOOD, POOR],
    prevalence: 0.05,
    ...more,
  });
const said = ({ id }: DetectorIdentity, reason: Reason) => ({ detector: id, version: "1", ...finding(reason) });

describe("asking until it is sure", () => {
  test("ends with a proof, and with a zero of our own that is sure enough", () => {
    expect(loop()([said(OWN, "overread_answered")], [GOOD, POOR])).toBeNull();
    expect(loop({ target: 0.9 })([said(OWN, "malformed_discarded_encrypted")], [GOOD, POOR])).toBeNull();
  });

  test("goes on where our own detector could not tell, with who is worth most", () => {
    expect(loop()([said(OWN, "silent_after_probe")], [POOR, GOOD])).toBe(GOOD);
  });

  test("goes on where there is no proven zero, however small the number", () => {
    const claimed = [said(OWN, "silent_after_probe"), said(GOOD, "negative_reported")];
    expect(
      loop({ target: 0.6, detectors: [OWN, GOOD, POOR, detector("third", "tool")] })(claimed, [
        detector("third", "tool"),
      ]),
    ).not.toBeNull();
  });

  test("asks nobody who costs more than is left, and nobody who would change nothing", () => {
    expect(loop({ budget: 4 })([said(OWN, "silent_after_probe")], [GOOD])).toBeNull();
    expect(loop({ budget: 9 })([said(OWN, "silent_after_probe"), said(GOOD, "tool_timed_out")], [POOR])).toBeNull();
    expect(loop()([said(OWN, "silent_after_probe")], [])).toBeNull();
  });

  test("asks each once and ends", () => {
    const choose = loop();
    const heard = [said(OWN, "silent_after_probe")];
    let left = [GOOD, POOR];
    for (let turn = 0; turn < 5; turn++) {
      const next = choose(heard, left);
      if (next === null) break;
      left = left.filter((each) => each !== next);
      heard.push(said(next, "tool_timed_out"));
    }
    expect(heard.length).toBeLessThanOrEqual(3);
    expect(choose(heard, [])).toBeNull();
  });
});
