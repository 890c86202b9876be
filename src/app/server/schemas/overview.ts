/** The few numbers that matter. */

import { z } from "@hono/zod-openapi";
import { count, instant, probability } from "./common.ts";

const summarySchema = z
  .object({
    policy: z.string(),
    at: instant,
    endpoints: count,
    vulnerable: count,
    safe: count,
    open: count,
    leftOut: count.describe("places out of scope that nobody promised"),
    missed: z
      .object({ expected: z.number(), low: z.number(), high: z.number(), cleared: count })
      .describe("vulnerable endpoints expected among the safe ones, 90 %"),
    prevalence: probability,
    unseen: z.discriminatedUnion("known", [
      z.object({ known: z.literal(true), unseen: z.number(), low: z.number(), high: z.number(), hosts: count }),
      z.object({ known: z.literal(false), detail: z.string() }),
    ]),
    detectors: z.array(z.object({ id: z.string(), lineage: z.string(), kept: z.string().nullable() })),
    sentences: z.array(z.string()),
  })
  .openapi("Summary");

export const overviewSchema = z
  .object({
    revision: count,
    now: instant,
    version: z.string(),
    database: z.string(),
    pack: z.object({ id: z.string(), cve: z.string(), title: z.string() }).nullable(),
    startedAt: instant.nullable().describe("of the first run: where the incident clock begins"),
    lastAnswerAt: instant.nullable(),
    runs: z.object({ total: count, running: count, interrupted: count }),
    coverage: z
      .object({ targets: count, unreadable: count, endpoints: count, asked: count })
      .describe("of the newest scan's list: what is planned and what has been asked"),
    heaps: z.object({ vulnerable: count, safe: count, open: count }),
    disagreements: count.describe("endpoints where a 1 stands against a 0"),
    muted: count,
    leftOut: count.describe("places where nothing was promised and nothing listens"),
    invalid: z.array(z.object({ run: z.string(), detector: z.string(), why: z.string() })),
    reasons: z
      .array(z.object({ reason: z.string(), meaning: z.string(), advice: z.string(), endpoints: count }))
      .describe("why endpoints are open, most frequent first"),
    judgement: summarySchema.nullable().describe("null: not judged yet"),
  })
  .openapi("Overview");
