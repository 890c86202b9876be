/** An endpoint and what was said about it. */

import { z } from "@hono/zod-openapi";
import { HEAPS } from "../../../core/board/board-row.ts";
import { WORDS } from "../../../core/latent/capability/index.ts";
import { TIME_QUALITIES } from "../../../core/model/observation.ts";
import { EVIDENCES, OUTCOMES, REASON_CODES } from "../../../core/model/outcome.ts";
import { columnSchema, count, instant, probability, rowSchema } from "./common.ts";

export const provenanceSchema = z
  .object({
    raw: z.string().nullable().describe("SHA-256 of the tool's output or of the report"),
    place: z.string(),
    words: z.string().describe("the tool's own words"),
    argv: z.array(z.string()).nullable(),
    exit: z.string().nullable(),
    truncated: z.boolean(),
    time: z.enum(TIME_QUALITIES),
  })
  .openapi("Provenance");

export const observationSchema = z
  .object({
    id: count,
    detector: z.string(),
    version: z.string(),
    lineage: z.string(),
    vantage: z.string(),
    run: z.string(),
    mode: z.enum(["automatic", "manual"]),
    attempt: z.int().positive(),
    startedAt: instant,
    durationMs: z.number().nonnegative(),
    outcome: z.enum(OUTCOMES),
    reason: z.enum(REASON_CODES),
    evidence: z.enum(EVIDENCES),
    detail: z.string(),
    meaning: z.string().describe("of the reason"),
    transcript: z.string().nullable().describe("SHA-256 of the transcripts; null: there was no connection of ours"),
    provenance: provenanceSchema.nullable().describe("of a foreign answer; null: it is our own"),
    reinterprets: count.nullable().describe("the observation whose transcripts this one reads again"),
  })
  .openapi("Observation");

export const observationsSchema = z
  .object({ items: z.array(observationSchema), next: count.nullable().describe("cursor of the next page; null: none") })
  .openapi("Observations");

export const noteSchema = z
  .object({ id: count, at: instant, who: z.string(), endpoint: z.string(), text: z.string() })
  .openapi("Note");

export const groundSchema = z
  .object({
    word: z.enum(WORDS),
    heap: z.enum(HEAPS),
    rule: z.enum(["proof", "own_refutation"]).nullable(),
    probability,
    low: probability,
    high: probability,
    because: z.string(),
    missing: z.array(z.string()),
    clearedForDays: z.number().nullable(),
    emptyZeros: z.array(z.object({ detector: z.string(), condition: z.string() })),
    lineages: z
      .array(z.object({ lineage: z.string(), ratio: z.number() }))
      .describe("likelihood ratios: above 1 speaks for vulnerable"),
  })
  .openapi("Ground");

export const endpointSchema = z
  .object({
    row: rowSchema,
    columns: z.array(columnSchema),
    place: z.object({
      address: z.string().nullable(),
      port: z.int().nullable(),
      transport: z.enum(["tcp", "udp"]),
      serverName: z.string().nullable(),
      origin: z.enum(["asked", "discovered"]),
      startTls: z.string().nullable(),
    }),
    meaning: z.string(),
    advice: z.string(),
    ground: groundSchema.nullable().describe("null: not judged yet"),
    notes: z.array(noteSchema),
  })
  .openapi("Endpoint");
