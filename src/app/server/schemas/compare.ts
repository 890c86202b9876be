/** What changed, and why. */

import { z } from "@hono/zod-openapi";
import { CAUSE_NAMES, type Cause } from "../../../core/compare/change.ts";
import { EVIDENCES, OUTCOMES, REASON_CODES } from "../../../core/model/outcome.ts";
import { count, instant, verdictSchema } from "./common.ts";

const cause = z.enum(CAUSE_NAMES as readonly [Cause, ...Cause[]]);
const look = z.object({
  outcome: z.enum(OUTCOMES).nullable().describe("null: it did not speak"),
  reason: z.enum(REASON_CODES).nullable(),
  evidence: z.enum(EVIDENCES).nullable(),
  counted: z.boolean().describe("false: it failed its controls"),
});

export const changeSchema = z
  .object({
    key: z.string(),
    movedFrom: z.string().nullable(),
    before: verdictSchema.nullable().describe("null: it was not asked then"),
    after: verdictSchema.nullable(),
    causes: z.array(cause).describe("the most telling first"),
    cells: z.array(z.object({ detector: z.string(), before: look, after: look, cause })),
  })
  .openapi("Change");

export const changesSchema = z
  .object({
    compared: count.describe("endpoints that were looked at"),
    total: count.describe("endpoints that changed and match"),
    verdicts: count.describe("of all that changed, those whose outcome did"),
    causes: z
      .array(z.object({ cause, meaning: z.string(), endpoints: count }))
      .describe("by the first cause of each endpoint that changed, the most frequent first"),
    items: z.array(changeSchema),
    next: z.string().nullable(),
  })
  .openapi("Changes");

const list = {
  cause: cause.optional().describe("only with this cause"),
  verdicts: z.enum(["true", "false"]).default("false").describe("only where the verdict's outcome changed"),
  q: z.string().max(200).optional(),
  sort: z.enum(["cause", "endpoint"]).default("cause"),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};
const runId = z.string().regex(/^[\w-]{1,100}$/, "expected a run's id");

export const compareQuery = z.object({ a: runId, b: runId, ...list });
export const changesQuery = z.object({ since: instant, ...list });
