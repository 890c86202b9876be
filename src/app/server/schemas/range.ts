/** The ground-truth range: its conditions, laboratories that are up, and how detectors score. */

import { z } from "@hono/zod-openapi";
import { DETECTOR_KINDS } from "../../../core/model/observation.ts";
import { OUTCOMES, REASON_CODES } from "../../../core/model/outcome.ts";
import { count, instant } from "./common.ts";
import { cellKind, totalsSchema, truth } from "./detectors.ts";
import { JOB_STATES } from "./job.ts";

const conditionId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}(\+[A-Za-z0-9][A-Za-z0-9._-]{0,39}){0,3}$/,
    "expected a condition such as C03, or C03+C26",
  );

export const conditionsSchema = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        question: z.string(),
        truth: z.enum(["vulnerable", "not_vulnerable", "undecidable"]),
        source: z.string(),
      }),
    ),
  })
  .openapi("Conditions");

export const sheetSchema = z
  .object({
    measuredAt: instant,
    version: z.string().describe("of crosscheck"),
    machine: z.string(),
    conditions: z.array(z.object({ id: z.string(), title: z.string(), truth, question: z.string().nullable() })),
    detectors: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(DETECTOR_KINDS),
        version: z.string(),
        lineage: z.string(),
        measuredAt: instant,
        totals: totalsSchema,
        cells: z
          .record(
            z.string(),
            z.object({
              kind: cellKind,
              reasons: z
                .array(z.object({ reason: z.enum(REASON_CODES), times: count }))
                .describe("most frequent first"),
            }),
          )
          .describe("by condition"),
      }),
    ),
    reasons: z
      .record(z.string(), z.object({ outcome: z.enum(OUTCOMES), meaning: z.string() }))
      .describe("what the reasons that occur mean"),
  })
  .openapi("ScoreSheet");

export const sheetQuery = z.object({
  kind: z
    .string()
    .optional()
    .transform((text) => (text === undefined || text === "" ? [] : [...new Set(text.split(","))]))
    .pipe(z.array(z.enum(DETECTOR_KINDS)))
    .openapi({ type: "string", description: "kinds of detectors, joined by commas; left out: all" }),
});

export const laboratoryRequest = z
  .object({ conditions: z.array(conditionId).min(1).max(100).describe("each becomes a server on loopback") })
  .openapi("LaboratoryRequest");

export const laboratoriesSchema = z
  .object({
    items: z.array(
      z.object({
        job: z.string().describe("stop it with DELETE /jobs/{id}"),
        state: z.enum(JOB_STATES),
        who: z.string(),
        startedAt: instant,
        endedAt: instant.nullable(),
        conditions: z.array(z.string()),
        problem: z.string().nullable().describe("what it said last, where it failed"),
        servers: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            address: z.string(),
            port: z.int().min(1).max(65_535),
            transport: z.enum(["tcp", "udp"]),
            serverName: z.string().nullable(),
            truth,
            condition: z.string(),
            library: z.string(),
            target: z.string().describe("as POST /scans takes it"),
          }),
        ),
      }),
    ),
  })
  .openapi("Laboratories");

export const scoreRequest = z
  .object({
    detectors: z
      .array(
        z
          .string()
          .regex(/^(profile\/)?[a-z0-9][a-z0-9._@+-]{0,80}$/i, "expected heartbleed, a tool's name, or profile/ID"),
      )
      .max(60)
      .default([])
      .describe("our own are always measured; tools by name, re-enactments as profile/ID"),
    conditions: z.array(conditionId).min(1).max(100),
    repeats: z.int().min(1).max(50).default(3),
  })
  .openapi("ScoreRequest");

export const liveScoreSchema = z
  .object({
    job: z.string(),
    state: z.enum(JOB_STATES),
    lines: z.array(z.string()).describe("what it said last"),
    sheet: sheetSchema.nullable().describe("null: no detector is measured yet"),
    compared: z
      .object({ same: count, changed: count, fresh: count })
      .describe("cells like the sheet that ships, other than it, and not in it"),
    changes: z.array(
      z.object({
        detector: z.string(),
        condition: z.string(),
        before: cellKind,
        after: cellKind,
        sameVersion: z.boolean(),
      }),
    ),
  })
  .openapi("LiveScore");
