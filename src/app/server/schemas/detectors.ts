/** Detectors: those that spoke in the incident, and those that the range has measured. */

import { z } from "@hono/zod-openapi";
import { DETECTOR_KINDS } from "../../../core/model/observation.ts";
import { OUTCOMES, REASON_CODES } from "../../../core/model/outcome.ts";
import { count, instant, probability } from "./common.ts";

const CELL_KINDS = ["right", "wrong", "undecided", "unstable", "unknown"] as const;
export const cellKind = z.enum(CELL_KINDS).describe("unstable: not the same outcome each time; unknown: not measured");
export const truth = z
  .enum(["vulnerable", "not_vulnerable"])
  .nullable()
  .describe("null: nothing can be known there; only an undecided answer is right");

export const totalsSchema = z.object({
  conditions: count.describe("measured"),
  right: count,
  wrong: count,
  undecided: count,
  unstable: count,
});

const voiceSchema = z.object({
  vulnerable: count,
  notVulnerable: count,
  unknown: count,
  notAsked: count,
  aloneWith1: count.describe("endpoints where only its lineage says 1, against a 0"),
  aloneWith0: count.describe("endpoints where only its lineage says 0, against a 1"),
});

const measuredAs = z.object({
  id: z.string().describe("its name in the sheet: our rungs are measured together"),
  version: z.string(),
  measuredAt: instant,
});

const heard = {
  id: z.string(),
  kind: z.enum(DETECTOR_KINDS),
  lineage: z.string().describe("whose code it carries; the same lineage is not a second witness"),
  versions: z.array(z.string()).describe("that spoke in this incident; empty: it did not"),
  said: voiceSchema.nullable().describe("null: it did not speak in this incident"),
  invalid: z.array(z.object({ run: z.string(), why: z.string() })).describe("runs in which it failed its controls"),
};

export const detectorsSchema = z
  .object({
    revision: count,
    items: z.array(
      z.object({
        ...heard,
        range: totalsSchema.extend(measuredAs.shape).nullable().describe("null: the range has not measured it"),
      }),
    ),
  })
  .openapi("Detectors");

const reasonTimes = z.object({
  reason: z.enum(REASON_CODES),
  outcome: z.enum(OUTCOMES),
  meaning: z.string(),
  times: count,
});

export const conditionScoreSchema = z
  .object({
    condition: z.string(),
    title: z.string(),
    question: z.string().nullable().describe("what a detector shows about itself there"),
    truth,
    kind: cellKind,
    n: count.describe("how often it was asked"),
    right: count,
    wrong: count,
    undecided: count,
    rightLow: probability.describe("of the share of right answers: exact, 95 %"),
    rightHigh: probability,
    wrongLow: probability,
    wrongHigh: probability,
    reasons: z.array(reasonTimes),
  })
  .openapi("ConditionScore");

export const detectorSchema = z
  .object({
    ...heard,
    vantages: z.array(z.string()),
    runs: z.array(z.string()),
    /** Of the same lineage. */
    shares: z.array(z.string()).describe("other detectors that carry code of the same origin"),
    range: z
      .object({
        ...measuredAs.shape,
        machine: z.string(),
        versionSeen: z.boolean().describe("whether the measured version is one of those that spoke in this incident"),
        totals: totalsSchema,
        scores: z.array(conditionScoreSchema),
      })
      .nullable(),
    controls: z.array(
      z.object({
        run: z.string(),
        condition: z.string(),
        truth: z.enum(OUTCOMES),
        reason: z.enum(REASON_CODES),
        outcome: z.enum(OUTCOMES),
        holds: z.boolean().nullable().describe("null: the control shows nothing"),
      }),
    ),
  })
  .openapi("Detector");
