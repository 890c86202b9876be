/** Runs, and the tools there are. */

import { z } from "@hono/zod-openapi";
import { RUN_KINDS } from "../../../core/ports/store.ts";
import { DETECTOR_KINDS } from "../../../core/model/observation.ts";
import { OUTCOMES } from "../../../core/model/outcome.ts";
import { count, instant } from "./common.ts";

const RUN_STATES = ["running", "interrupted", "done"] as const;

export const runSchema = z
  .object({
    id: z.string(),
    kind: z.enum(RUN_KINDS),
    pack: z.string(),
    vantage: z.string(),
    state: z.enum(RUN_STATES).describe("running: somebody is at it, or was killed"),
    version: z.string(),
    draws: z.int(),
    startedAt: instant,
    endedAt: instant.nullable(),
    counts: z.object({
      ...{ targets: count, targetErrors: count, endpoints: count, endpointsDone: count, observations: count },
    }),
    job: z.string().nullable().describe("the job of this server that is at it; null: none, perhaps another process"),
  })
  .openapi("Run");

export const runsSchema = z
  .object({
    items: z.array(runSchema),
    next: z.string().nullable().describe("cursor of the next page; null: the last"),
  })
  .openapi("Runs");

const laneSchema = z.object({
  detector: z.string(),
  kind: z.enum(DETECTOR_KINDS),
  version: z.string(),
  vantage: z.string(),
  observations: count,
  endpoints: count.describe("about which it spoke"),
  outcomes: z.record(z.enum(OUTCOMES), count),
  errors: z
    .array(z.object({ reason: z.string(), meaning: z.string(), observations: count, retry: z.boolean() }))
    .describe("reasons of its ?, the most frequent first"),
  lastAt: instant.nullable(),
});

export const runDetailSchema = runSchema
  .extend({
    options: z.unknown().describe("what was in force, needed to resume it"),
    resolver: z.string(),
    targetsComplete: z.boolean(),
    rate: z.number().nonnegative().describe("observations a second in its last minute"),
    lanes: z.array(laneSchema),
    stragglers: z
      .array(z.object({ endpoint: z.string(), since: instant.nullable(), spoke: count }))
      .describe("asked and not finished, oldest first; since: its first answer"),
    unreadable: z
      .array(z.object({ source: z.string(), line: z.int(), text: z.string(), problem: z.string() }))
      .describe("lines of the list, the first hundred"),
    controls: z.array(z.object({ detector: z.string(), why: z.string() })).describe("who failed its controls"),
  })
  .openapi("RunDetail");

export const toolsSchema = z
  .object({
    items: z.array(
      z.object({
        id: z.string().describe("as POST /scans takes it in `with`"),
        here: z.boolean(),
        found: z.string().describe("version and path, or why it is not there"),
        advice: z.string(),
      }),
    ),
  })
  .openapi("Tools");
