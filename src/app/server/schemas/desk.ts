/** What people add: notes, mutes, results they got by hand. */

import { z } from "@hono/zod-openapi";
import { OUTCOMES } from "../../../core/model/outcome.ts";
import { count, instant } from "./common.ts";
import { noteSchema, observationSchema } from "./endpoint.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

export const noteRequest = z.object({ text: line(10_000) }).openapi("NoteRequest");
export const notesSchema = z.object({ items: z.array(noteSchema) }).openapi("Notes");

export const muteSchema = z
  .object({
    id: count,
    at: instant,
    who: z.string(),
    endpoint: z.string(),
    reason: z.string(),
    until: instant,
    holds: z.boolean().describe("false: the verdict has changed since, so the endpoint is shown again"),
  })
  .openapi("Mute", { description: "Takes an endpoint out of the lists of work for a while; never out of a count." });

export const mutesSchema = z.object({ items: z.array(muteSchema) }).openapi("Mutes");

export const muteRequest = z
  .object({
    endpoint: z.string().min(1).max(400),
    reason: line(1000),
    until: instant.describe("when it ends by itself: within a year"),
  })
  .openapi("MuteRequest");

export const recordRequest = z
  .object({
    outcome: z.enum(OUTCOMES),
    detector: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, "expected a name of letters, digits, dots, hyphens and underscores")
      .describe("the tool, or the person, that said so"),
    version: z.string().max(100).default("unknown"),
    lineage: z.string().max(100).nullable().default(null).describe("whose code it carries; null: its own"),
    words: z.string().max(500).default("").describe("what it said, in its words"),
    when: z.iso.datetime({ offset: true }).nullable().default(null).describe("null: now"),
  })
  .openapi("RecordRequest");

export const recordedSchema = z
  .object({
    run: z.string(),
    noted: observationSchema.pick({ detector: true, outcome: true, reason: true, evidence: true, detail: true }),
    changed: z.boolean().describe("whether it is noted as something else than was said: a 0 without ground is a ?"),
  })
  .openapi("Recorded");
