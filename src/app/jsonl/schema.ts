/**
 * The lines that `--format jsonl` prints, declared once: the types, the validation and schema/jsonl.json all follow
 * from here. Only tools and tests load this module at run time, because zod takes longer to load than a small scan;
 * what writes the lines needs the types alone.
 */

import { z } from "zod";
import { EVIDENCES, OUTCOMES, REASON_CODES } from "../../core/model/outcome.ts";

const count = z.int().nonnegative();

/** What every line says about the endpoint and the answer. */
const common = {
  target: z.string().describe("what the user typed; the first of several that lead to this endpoint"),
  address: z.string().nullable().describe("canonical IP literal; null: the name has no address"),
  port: z.int().min(1).max(65_535).nullable().describe("null: the host as a whole, as some reports speak of it"),
  serverName: z.string().nullable().describe("the name sent as SNI; null: none was sent"),
  pack: z.string().describe("the vulnerability's id, e.g. heartbleed"),
  outcome: z.enum(OUTCOMES),
  reason: z.enum(REASON_CODES).describe("why this outcome: docs/outcomes.md explains each code"),
  evidence: z.enum(EVIDENCES).describe("how the answer is known"),
  run: z.string().describe("the run's id, as the resume option takes it"),
};

export const observationLine = z
  .object({
    type: z.literal("observation"),
    ...common,
    detector: z.string(),
    version: z.string().describe("the detector's version"),
    lineage: z.string().describe("whose code it carries; the same lineage is not a second witness"),
    vantage: z.string().describe("where it asked from"),
    mode: z.enum(["automatic", "manual"]),
    attempt: z.int().positive().describe("which repetition of the same question, from 1"),
    startedAt: z.iso.datetime().describe("UTC"),
    durationMs: z.number().nonnegative(),
    detail: z.string().describe("one sentence with the particulars; unsafe characters are escaped"),
  })
  .describe("one answer of one detector about one endpoint, printed as it arrives");

export const verdictLine = z
  .object({
    type: z.literal("verdict"),
    ...common,
    names: z.array(z.string()).describe("every target that led to this endpoint"),
    restsOn: z.string().describe("one sentence: what the verdict rests on"),
    tally: z
      .object({ vulnerable: count, not_vulnerable: count, unknown: count })
      .describe("how many observations say what"),
  })
  .describe("the judgement of one endpoint, from all its observations");

export const jsonlLine = z
  .discriminatedUnion("type", [observationLine, verdictLine])
  .describe(
    "One line of `crosscheck scan --format jsonl`. Later versions may add fields: ignore those you do not know.",
  );

export type ObservationLine = z.infer<typeof observationLine>;
export type VerdictLine = z.infer<typeof verdictLine>;
export type JsonlLine = z.infer<typeof jsonlLine>;

/** The JSON Schema (draft 2020-12) of one line, for schema/jsonl.json. */
export function jsonlJsonSchema(): object {
  return z.toJSONSchema(jsonlLine, { io: "input" });
}
