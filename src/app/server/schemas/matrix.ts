/** What the matrix is asked, and what it answers. */

import { z } from "@hono/zod-openapi";
import { HEAPS } from "../../../core/board/board-row.ts";
import { SORTS } from "../../../core/board/query.ts";
import { FACETS } from "../../../core/matrix/columns.ts";
import { REASON_CODES } from "../../../core/model/outcome.ts";
import { columnSchema, count, rowSchema } from "./common.ts";

/** A list in one parameter: `vulnerable,open`. Empty: null. */
function listOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z
    .string()
    .optional()
    .transform((text) => (text === undefined || text === "" ? [] : text.split(",")))
    .pipe(z.array(z.enum(values)));
}

const flag = z
  .enum(["true", "false"])
  .optional()
  .transform((text) => text === "true");

/** Which rows, in which order: the part of the query that other routes (exports, selections) take too. */
export const rowQuery = {
  q: z.string().max(200).optional().describe("part of the endpoint, of what was typed, of owner or tag"),
  heap: listOf(HEAPS).openapi({ type: "string", description: "vulnerable, safe, open, joined by commas" }),
  split: flag.openapi({ type: "string", enum: ["true", "false"], description: "only where a 1 stands against a 0" }),
  reason: listOf(REASON_CODES as unknown as readonly [string, ...string[]]).openapi({
    type: "string",
    description: "reason codes of the verdict, joined by commas",
  }),
  owner: z.string().max(200).optional(),
  cell: z
    .string()
    .regex(/^.{1,200}:(1|0|\?|none)$/s, "expected DETECTOR:1, DETECTOR:0, DETECTOR:? or DETECTOR:none")
    .optional()
    .describe("only where this detector says so"),
  found: z
    .string()
    .max(4000)
    .optional()
    .describe("detectors, joined by commas: only rows that exactly these call vulnerable"),
  muted: z.enum(["hide", "show", "only"]).default("show"),
  sort: z.enum(SORTS).default("endpoint"),
  column: z.string().max(200).optional().describe("the detector that `sort=column` sorts by"),
  desc: flag.openapi({ type: "string", enum: ["true", "false"] }),
};

export const matrixQuery = z.object({
  ...rowQuery,
  by: listOf(FACETS).openapi({
    type: "string",
    description: "columns by more than the detector: version, vantage, run, mode",
  }),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const matrixSchema = z
  .object({
    revision: count.describe("of the board: the same number means the same rows"),
    total: count.describe("rows that match"),
    offset: count,
    columns: z.array(columnSchema),
    rows: z.array(rowSchema),
  })
  .openapi("Matrix");

export const stripSchema = z
  .object({
    revision: count,
    total: count,
    buckets: z
      .array(z.object({ vulnerable: count, safe: count, open: count, split: count }))
      .describe("the rows in order, cut into as many parts"),
  })
  .openapi("Strip", { description: "the whole matrix at a glance" });

/** Keys asked for at once. */
const MOST_KEYS = 200_000;

export const keysQuery = z.object({
  ...rowQuery,
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(MOST_KEYS).default(MOST_KEYS),
});

export const keysSchema = z
  .object({ revision: count, total: count.describe("rows that match"), offset: count, keys: z.array(z.string()) })
  .openapi("MatrixKeys", { description: "names of the rows that match, in order" });
