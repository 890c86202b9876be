/** Reports: sending one, and what became of those that were sent. */

import { z } from "@hono/zod-openapi";
import { count } from "./common.ts";

/** A format's id, as `--as` takes it. */
const formatId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, "expected a format's id");

export const importQuery = z.object({
  name: z.string().min(1).max(1000).describe("the file's name, for the record"),
  as: formatId.optional().describe("read it as this format; left out: by its content"),
  columns: z
    .string()
    .max(4000)
    .regex(/^[^\r\n\0]*$/, "expected one line")
    .optional()
    .describe("columns of a spreadsheet: host=Server,port=Port,nmap=nmap result"),
  again: z.enum(["true", "false"]).default("false"),
});

export const summarySchema = z.object({
  importer: z.string(),
  title: z.string(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  hosts: count,
  ports: count,
  checks: count,
  outcomes: z.object({ vulnerable: count, not_vulnerable: count, unknown: count }),
  reasons: z.record(z.string(), count),
  matches: z.object({ same: count, by_address: count, by_name: count, ambiguous: count, new: count }),
  ambiguous: z.array(z.string()),
  dropped: z.array(z.object({ what: z.string(), why: z.string(), count })),
  broken: z.object({ problem: z.string(), line: z.int().nullable() }).nullable(),
});

export const reportsSchema = z
  .object({
    items: z.array(
      z.object({
        run: z.string(),
        at: z.string(),
        name: z.string(),
        bytes: count,
        sha256: z.string(),
        redactions: count,
        importer: z.string(),
        kept: z.boolean(),
        summary: summarySchema.nullable().describe("null: of a version that wrote it otherwise"),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi("Reports");

export const formatsSchema = z
  .object({ items: z.array(z.object({ id: z.string(), title: z.string() })) })
  .openapi("Formats");

export const previewSchema = z
  .object({
    kind: z.string().describe("xml, json, text, archive, binary or empty"),
    recognised: z.object({ id: z.string(), title: z.string() }).nullable(),
    problem: z.string().nullable(),
    columns: z.array(z.string()).describe("of the first line, when it is text"),
    rows: z.array(z.array(z.string())).describe("the first ten rows below it"),
    fields: z.array(z.string()).describe("what a column can hold beside a detector's answers"),
  })
  .openapi("ImportPreview");
