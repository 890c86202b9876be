/** A cell of the matrix, and what it rests on: transcripts in words, raw output, two conversations side by side. */

import { z } from "@hono/zod-openapi";
import { DETECTOR_KINDS } from "../../../core/model/observation.ts";
import { EVIDENCES, OUTCOMES, REASON_CODES } from "../../../core/model/outcome.ts";
import { columnSchema, count, judgedSchema, verdictSchema } from "./common.ts";

export const cellSchema = z
  .object({
    endpoint: z.string(),
    detector: z.string(),
    kind: z.enum(DETECTOR_KINDS),
    lineage: z.string(),
    column: columnSchema,
    code: z.int().min(0).max(127).describe("as in the matrix"),
    said: z
      .object({
        outcome: z.enum(OUTCOMES),
        reason: z.enum(REASON_CODES),
        meaning: z.string(),
        advice: z.string(),
        retry: z.boolean().describe("asking again can settle it"),
        evidence: z.enum(EVIDENCES),
        evidenceMeaning: z.string(),
        tally: z.object({ vulnerable: count, not_vulnerable: count, unknown: count }),
      })
      .nullable()
      .describe("the latest word, over all its repetitions; null: nothing that counts"),
    verdict: verdictSchema,
    invalid: z.array(z.object({ run: z.string(), why: z.string() })).describe("runs in which it failed its controls"),
    askable: z.boolean().describe("whether `POST /retests` can ask it again"),
  })
  .openapi("Cell");

export const transcriptsSchema = z
  .object({
    items: z.array(
      z.object({
        rung: z.string().describe("which step of which detector: `flight/broad/patient`"),
        address: z.string(),
        port: z.int(),
        serverName: z.string().nullable(),
        lines: z.array(
          z.object({
            atMs: z.number().describe("since the start of the attempt"),
            who: z.enum(["us", "server", "network"]),
            text: z.string(),
          }),
        ),
      }),
    ),
    problem: z.string().nullable().describe("why they cannot be read; null: they can"),
  })
  .openapi("Transcripts", {
    description: "What happened on the wire, in words. Memory is never part of it: only lengths.",
  });

export const rawPreviewSchema = z
  .object({
    sha256: z.string(),
    bytes: count,
    text: z.string().describe("its beginning, as UTF-8; what is none is replaced"),
    truncated: z.boolean(),
  })
  .openapi("RawPreview");

export const seenLineSchema = z
  .object({
    atMs: z.number(),
    connection: count,
    who: z.enum(["tool", "server", "network"]),
    what: z.string(),
  })
  .openapi("SeenLine");

const sideSchema = z.object({
  detector: z.string(),
  version: z.string(),
  lineage: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.enum(REASON_CODES),
  meaning: z.string(),
  observation: count,
  words: z.string().describe("of a foreign answer, its own words"),
  lines: z.array(seenLineSchema).nullable().describe("null: another program's packets were not kept"),
  profile: z
    .object({ id: z.string(), title: z.string(), sends: z.string(), blindSpots: z.array(z.string()) })
    .nullable()
    .describe("what re-enacts it; null: nothing does"),
});

export const besideSchema = z
  .object({ endpoint: z.string(), verdict: verdictSchema, a: sideSchema, b: sideSchema })
  .openapi("Beside");

export const disagreementSchema = z
  .object({
    key: z.string(),
    names: z.array(z.string()),
    owner: z.string().nullable(),
    verdict: verdictSchema,
    judged: judgedSchema.nullable(),
    ones: z.array(z.string()).describe("detectors that say 1"),
    zeros: z.array(z.string()).describe("detectors that say 0"),
    a: z.string().describe("the detector that stands for the verdict"),
    b: z.string().describe("the one that contradicts it"),
    value: z
      .number()
      .nonnegative()
      .nullable()
      .describe("what knowing the truth would save at most, in the policy's unit; null: not judged yet"),
    alike: count.describe("other endpoints at which the same detectors disagree in the same way"),
  })
  .openapi("Disagreement");

export const disagreementsSchema = z
  .object({
    items: z.array(disagreementSchema),
    total: count,
    next: count.nullable().describe("cursor of the next page; null: none"),
    policy: z.string().nullable(),
  })
  .openapi("Disagreements");

export const nextSchema = z
  .object({
    tests: z.array(
      z.object({
        detector: z.string(),
        cost: z.number(),
        value: z.number().describe("expected saving less the cost, in the policy's unit"),
        saving: z.number(),
        bits: z.number().describe("expected information"),
      }),
    ),
    stop: z.string().nullable().describe("why nobody should be asked; null: the first of `tests` should"),
    blind: z.array(z.string()).describe("who cannot see such an endpoint, by the range"),
    path: z.string().describe("how far zeros would lead"),
  })
  .openapi("Next");

export const experimentRequest = z
  .object({
    endpoint: z.string().min(1).max(400),
    detector: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._@+/-]{0,120}$/i, "expected a detector's name")
      .describe("whose answer is to be explained"),
    what: z
      .enum(["prove", "beside"])
      .default("prove")
      .describe("prove: find the cause by counter-experiments; beside: only re-enact it, to see its conversation"),
    allowOverread: z
      .boolean()
      .default(false)
      .describe("beyond loopback: permit sending what the tool sends, which may return memory (it is thrown away)"),
  })
  .openapi("ExperimentRequest");

/** What `explain --prove --format json` prints, one for each answer that contradicts the verdict. */
export const experimentResult = z.object({
  detector: z.string(),
  version: z.string(),
  profile: z.string().nullable(),
  explanation: z.enum(["proven", "varies", "differs", "elsewhere", "not_explained", "interrupted"]).nullable(),
  causes: z.array(
    z.object({ id: z.string(), annex: z.array(z.string()), value: z.string(), because: z.string(), same: z.string() }),
  ),
  ruledOut: z.array(z.string()),
  sentence: z.string(),
  seen: z.array(seenLineSchema).nullable(),
  varied: z.array(seenLineSchema).nullable(),
});
