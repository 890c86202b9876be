/** An endpoint and what was said about it. */

import { z } from "@hono/zod-openapi";
import { HEAPS } from "../../../core/board/board-row.ts";
import { WORDS } from "../../../core/latent/capability/index.ts";
import { TIME_QUALITIES } from "../../../core/model/observation.ts";
import { EVIDENCES, OUTCOMES, REASON_CODES } from "../../../core/model/outcome.ts";
import { columnSchema, count, instant, probability, rowSchema } from "./common.ts";

const provenanceSchema = z
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
    counted: z
      .boolean()
      .describe("false: a later answer of the same witness stands for it, or its detector failed its controls"),
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

export const traitsSchema = z
  .object({
    version: z.string().nullable().describe("the highest it took from a client that offered up to TLS 1.2"),
    extension: z.enum(["none", "mode_1", "mode_2"]).nullable().describe("the heartbeat extension in its ServerHello"),
    suite: z.string().nullable(),
    asksForCertificate: z.boolean(),
    serverName: z.enum(["warned_about", "required"]).nullable().describe("what it says to a name it does not know"),
    helloAfterMs: z.number().nullable(),
    like: z
      .array(z.object({ id: z.string(), title: z.string() }))
      .describe("conditions of the range that a vulnerable server like this would be in"),
  })
  .openapi("Traits", { description: "What our own transcripts show of it; null where they do not show it." });

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
    traits: traitsSchema.nullable().describe("null: there are no transcripts of ours"),
    askable: z.boolean().describe("whether it has an address and a port, so that it can be asked"),
    mute: z
      .object({ id: count, who: z.string(), at: instant, reason: z.string(), until: instant })
      .nullable()
      .describe("the mute that holds"),
  })
  .openapi("Endpoint");
