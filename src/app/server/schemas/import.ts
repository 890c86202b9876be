/** Reports that were imported, and files about to be. */

import { z } from "@hono/zod-openapi";
import { count, instant } from "./common.ts";

/** Text out of a report, bounded: the whole is in the kept file. */
const said = z.string();

export const importSummarySchema = z
  .object({
    importer: z.string(),
    title: z.string(),
    facts: z.array(z.object({ name: said, value: said })),
    hosts: count,
    ports: count,
    checks: count,
    outcomes: z.object({ vulnerable: count, not_vulnerable: count, unknown: count }),
    reasons: z.record(z.string(), count),
    matches: z
      .record(z.string(), count)
      .describe("with endpoints known before: same, by_address, by_name; ambiguous; new"),
    ambiguous: z.array(said),
    dropped: z.array(z.object({ what: said, why: said, count })),
    broken: z
      .object({ problem: said, line: count.nullable() })
      .nullable()
      .describe("where it ended early; null: it was whole"),
  })
  .openapi("ImportSummary");

export const importSchema = z
  .object({
    run: z.string(),
    name: said.describe("of the file, as it was given"),
    bytes: count,
    sha256: z.string().describe("of the original"),
    kept: z
      .string()
      .nullable()
      .describe("SHA-256 of the copy that was kept, which differs where memory was taken out; null: none"),
    redactions: count.describe("lines of memory that were taken out of the copy"),
    importer: z.string(),
    at: instant.nullable(),
    summary: importSummarySchema.nullable().describe("null: it cannot be read, as another version wrote it"),
  })
  .openapi("Import");

export const importsSchema = z
  .object({ items: z.array(importSchema), next: count.nullable().describe("cursor of the next page; null: none") })
  .openapi("Imports");

/** `host=Server,port=Port,nmap=nmap result`: the mapping's own grammar is checked where it is read. */
const columns = z
  .string()
  .min(1)
  .max(2000)
  .regex(/^[^\r\n\0]*$/, "expected one line, such as host=Server,nmap=nmap result");

export const importQuery = z.object({
  name: z.string().min(1).max(255).describe("the file's name, for the record"),
  as: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/, "expected the id of a format")
    .optional()
    .describe("read it as this format; left out: by its content"),
  columns: columns.optional().describe("for a spreadsheet: what its columns are"),
  again: z.enum(["true", "false"]).default("false").describe("import once more what was imported before"),
});

export const previewSchema = z
  .object({
    format: z.object({ id: z.string(), title: z.string() }).nullable().describe("null: no format begins like this"),
    problem: z.string().nullable(),
    columns: z.array(z.string()).describe("of a table: its first line; empty: it is none"),
    rows: z.array(z.array(z.string())).describe("the lines that follow"),
    formats: z.array(z.object({ id: z.string(), title: z.string() })).describe("all that `as` takes"),
  })
  .openapi("Preview");
