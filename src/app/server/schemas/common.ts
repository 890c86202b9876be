/** What several answers of the API are made of. */

import { z } from "@hono/zod-openapi";
import { HEAPS } from "../../../core/board/board-row.ts";
import { WORDS } from "../../../core/latent/capability/index.ts";
import { DETECTOR_KINDS } from "../../../core/model/observation.ts";
import { EVIDENCES, OUTCOMES, REASON_CODES } from "../../../core/model/outcome.ts";

export const count = z.int().nonnegative();
export const instant = z.iso.datetime().describe("ISO 8601, UTC");
export const probability = z.number().min(0).max(1);

export const judgedSchema = z
  .object({
    word: z.enum(WORDS),
    heap: z.enum(HEAPS),
    probability: probability.describe("P(vulnerable)"),
    low: probability.describe("of its 90 % interval"),
    high: probability,
  })
  .openapi("Judged");

export const verdictSchema = z
  .object({ outcome: z.enum(OUTCOMES), reason: z.enum(REASON_CODES), evidence: z.enum(EVIDENCES) })
  .openapi("Verdict");

export const columnSchema = z
  .object({
    id: z.string().describe("the detector, and what else the columns tell apart: `nmap 7.93 laptop-2`"),
    detector: z.string(),
    kind: z.enum(DETECTOR_KINDS),
    lineage: z.string().describe("whose code it carries; the same lineage is not a second witness"),
    versions: z.array(z.string()),
    vantages: z.array(z.string()),
    invalid: z.array(z.object({ run: z.string(), why: z.string() })).describe("runs in which it failed its controls"),
  })
  .openapi("Column");

export const rowSchema = z
  .object({
    key: z.string().describe("names the endpoint in other requests"),
    names: z.array(z.string()).describe("what was typed that led here"),
    owner: z.string().nullable(),
    tag: z.string().nullable(),
    verdict: verdictSchema,
    judged: judgedSchema.nullable().describe("null: not judged yet"),
    muted: z.boolean(),
    cells: z
      .array(z.int().min(0).max(127))
      .describe(
        "one number a column: bits 0 and 1 the outcome (0 not asked, 1 `0`, 2 `1`, 3 `?`), 4: repetitions disagree, 8: failed its controls, bits 4 to 6 the evidence (demonstrated, refuted, absent, inferred, reported)",
      ),
  })
  .openapi("Row");
