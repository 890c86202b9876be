/** What a scan is asked to do. */

import { z } from "@hono/zod-openapi";
import { rowQuery } from "./matrix.ts";

/** One line of a list: a name, host:port, a URL, a CIDR, NAME@ADDRESS. Read strictly by the scan itself. */
const target = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\r\n]*$/, "expected one line");

/** Names as `--with` takes them: `nmap`, `nmap@7.93`. */
const toolName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._@+-]{0,80}$/i, "expected a tool's name, such as nmap or nmap@7.93");

const asking = {
  with: z
    .array(toolName)
    .max(30)
    .default([])
    .describe("other scanners to ask as well; `all`: every program that is there"),
  repeat: z.int().min(1).max(20).default(1).describe("how often each other scanner is asked"),
  draws: z.int().min(1).max(20).optional().describe("connections that must agree before a zero stands"),
};

export const scanRequest = z
  .object({
    targets: z.array(target).min(1).max(1_000_000),
    ...asking,
    ports: z
      .string()
      .regex(/^(default|first|\d{1,5}(,\d{1,5}){0,63})$/, "expected default, first, or ports joined by commas")
      .default("default"),
    sni: z.enum(["auto", "with", "without", "both"]).default("auto"),
    until: z.number().gt(0.5).lt(1).optional().describe("ask until the probability says so, cheapest first"),
    skipBad: z.boolean().default(false).describe("go on past lines that cannot be read"),
    dryRun: z.boolean().default(false).describe("plan only: resolve names, connect nowhere"),
  })
  .openapi("ScanRequest");

export const retestRequest = z
  .object({
    endpoints: z.array(z.string().max(400)).max(100_000).optional().describe("keys of endpoints"),
    matching: z
      .object({ ...rowQuery })
      .partial()
      .optional()
      .describe("instead: every row that matches, as GET /matrix takes it"),
    detectors: z.array(z.string().max(200)).max(60).default([]).describe("columns to ask again; empty: our own"),
    repeat: asking.repeat,
    dryRun: z.boolean().default(false),
  })
  .openapi("RetestRequest");

export const resumeRequest = z
  .object({
    run: z.string().regex(/^[\w-]{1,100}$/),
    targets: z
      .array(target)
      .max(1_000_000)
      .optional()
      .describe("the whole list once more, where it came by standard input and was not read to its end"),
  })
  .openapi("ResumeRequest");
