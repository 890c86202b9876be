/** How far the detectors of the incident agree: pairs, the tree, who found what, and each with itself. */

import { z } from "@hono/zod-openapi";
import { DETECTOR_KINDS } from "../../../core/model/observation.ts";
import { SELF_FACETS } from "../../../core/agreement/self-facets.ts";
import { count } from "./common.ts";

export const agreementQuery = z.object({
  run: z
    .string()
    .max(4000)
    .optional()
    .describe("ids of runs, joined by commas; left out: all that the server shows")
    .transform((text) => (text === undefined || text === "" ? [] : [...new Set(text.split(","))])),
  kind: z
    .string()
    .optional()
    .transform((text) => (text === undefined || text === "" ? [] : [...new Set(text.split(","))]))
    .pipe(z.array(z.enum(DETECTOR_KINDS)))
    .openapi({ type: "string", description: "kinds of detectors, joined by commas; left out: all" }),
});

const estimateSchema = z
  .object({
    value: z.number().nullable(),
    low: z.number().nullable().describe("of its 95 % interval; null: it has none"),
    high: z.number().nullable(),
    because: z.string().nullable().describe("why there is no number"),
    rows: count.describe("endpoints it rests on"),
  })
  .openapi("Estimate");

const saidShape = { vulnerable: count, notVulnerable: count, unknown: count, notAsked: count };
const countsSchema = z.object({
  bothVulnerable: count,
  onlyFirst: count,
  onlySecond: count,
  bothNotVulnerable: count,
  firstUnknown: count,
  secondUnknown: count,
  bothUnknown: count,
});
const sides = { first: z.string(), second: z.string() };

const repeatSchema = z.object({
  cells: count.describe("questions that were asked at least twice"),
  answers: count,
  differing: count.describe("of these, how many got both answers"),
  discordance: z.number().nullable().describe("chance that two answers to one question differ"),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

/** What the thread computes; the route adds of which moment it is. */
export const agreementReportSchema = z.object({
  endpoints: count,
  answers: count,
  disputed: count.describe("endpoints with a 1 of one detector against a 0 of another"),
  detectors: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(DETECTOR_KINDS),
      lineages: z.array(z.string()),
      versions: z.array(z.string()),
      ...saidShape,
    }),
  ),
  pairs: z.array(
    z.object({
      ...sides,
      sameLineage: z.boolean().describe("their agreement is no second opinion"),
      counts: countsSchema,
      ac1: estimateSchema,
      positive: estimateSchema,
      negative: estimateSchema,
    }),
  ),
  group: z.object({ raw: estimateSchema, ac1: estimateSchema, alpha: estimateSchema }),
  tree: z.object({
    rows: count.describe("endpoints that somebody calls vulnerable: what the tree rests on"),
    resamples: count,
    oneOpinionFrom: z.number().describe("positive agreement from which detectors count as one opinion"),
    branches: z
      .array(
        z.object({
          first: z.array(z.string()),
          second: z.array(z.string()),
          height: z.number().describe("1 - positive agreement"),
          support: z.number().describe("share of resamples with the same branch"),
        }),
      )
      .describe("from the lowest up"),
    compared: z.array(z.string()),
    opinions: z.array(z.array(z.string())),
  }),
  found: z
    .array(z.object({ detectors: z.array(z.string()), endpoints: count }))
    .describe("endpoints by exactly who calls them vulnerable, the largest first"),
  foundOthers: count.describe("endpoints in sets that are not listed"),
  repeats: z.array(
    z.object({
      detector: z.string(),
      confirmed: repeatSchema.describe("1 against 0, where another lineage proved the endpoint vulnerable"),
      others: repeatSchema.describe("1 against 0, elsewhere"),
      conclusive: repeatSchema.describe("an answer against ?"),
    }),
  ),
  self: z.array(
    z.object({
      detector: z.string(),
      by: z.enum(SELF_FACETS),
      levels: z.array(z.object({ name: z.string(), ...saidShape })),
      pairs: z.array(
        z.object({
          ...sides,
          counts: countsSchema,
          raw: estimateSchema,
          p: z.number().nullable().describe("McNemar's exact test after Holm's correction; null: nothing to test"),
        }),
      ),
    }),
  ),
});

export const agreementSchema = agreementReportSchema
  .extend({
    revision: count.describe("of the board it was computed from"),
    current: z.boolean().describe("false: something came in since; ask again in a few seconds"),
  })
  .openapi("Agreement");
