/**
 * The lines that `--format jsonl` prints, declared once: the types, the validation and schema/jsonl.json all follow
 * from here. Only tools and tests load this module at run time, because zod takes longer to load than a small scan;
 * what writes the lines needs the types alone.
 */

import { z } from "zod";
import { TIME_QUALITIES } from "../../core/model/observation.ts";
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
    provenance: z
      .object({
        raw: z.string().nullable().describe("SHA-256 of the tool's output or of the original report"),
        place: z.string().describe("where in it"),
        words: z.string().describe("the tool's own words"),
        argv: z.array(z.string()).readonly().nullable().describe("the command that ran"),
        exit: z.string().nullable().describe("how it ended"),
        truncated: z.boolean().describe("whether the output was cut"),
        time: z.enum(TIME_QUALITIES).describe("how well the time is known"),
      })
      .nullable()
      .describe("where a foreign answer comes from; null: it is our own"),
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

export const reportLine = z
  .object({
    type: z.literal("report"),
    file: z.string(),
    run: z.string().describe("the run that holds its answers"),
    known: z.boolean().describe("the same content had been imported before, nothing was added"),
    sha256: z.string().describe("of the original file"),
    importer: z.string(),
    title: z.string(),
    facts: z.array(z.object({ name: z.string(), value: z.string() })),
    hosts: count,
    ports: count,
    checks: count,
    outcomes: z.object({ vulnerable: count, not_vulnerable: count, unknown: count }),
    reasons: z.partialRecord(z.enum(REASON_CODES), count),
    matches: z.object({ same: count, by_address: count, by_name: count, ambiguous: count, new: count }),
    ambiguous: z.array(z.string()),
    dropped: z.array(z.object({ what: z.string(), why: z.string(), count })),
    broken: z.object({ problem: z.string(), line: z.int().nullable() }).nullable(),
    redactions: count.describe("lines that look like memory, missing in the copy that was kept"),
  })
  .describe("what became of one imported file, printed after its observations");

export const jsonlLine = z
  .discriminatedUnion("type", [observationLine, verdictLine, reportLine])
  .describe(
    "One line of `crosscheck scan` or `crosscheck import` with `--format jsonl`. Later versions may add fields: ignore those you do not know.",
  );

export type ObservationLine = z.infer<typeof observationLine>;
export type VerdictLine = z.infer<typeof verdictLine>;
export type ReportLine = z.infer<typeof reportLine>;
export type JsonlLine = z.infer<typeof jsonlLine>;

/** The JSON Schema (draft 2020-12) of one line, for schema/jsonl.json. */
export function jsonlJsonSchema(): object {
  return z.toJSONSchema(jsonlLine, { io: "input" });
}
