/** Work that takes its time: a run of our own command line. */

import { z } from "@hono/zod-openapi";
import { count, instant } from "./common.ts";

export const JOB_KINDS = ["scan", "plan", "import", "experiment", "range", "score"] as const;
export const JOB_STATES = ["running", "done", "failed", "stopped"] as const;

export const jobSchema = z
  .object({
    id: z.string(),
    kind: z.enum(JOB_KINDS),
    state: z.enum(JOB_STATES).describe("failed: it ended with an exit code from 64; stopped: somebody stopped it"),
    argv: z.array(z.string()).describe("what one would type to do the same"),
    who: z.string(),
    startedAt: instant,
    endedAt: instant.nullable(),
    exit: z.int().nullable().describe("exit code, as docs/cli.md explains; null: still running, or ended by a signal"),
    run: z.string().nullable().describe("the run it made or goes on with; null: not known yet, or none"),
    lines: z.array(z.string()).describe("what it said last, on stderr; control characters are escaped"),
    output: z.string().describe("what it printed, up to a megabyte"),
    truncated: z.boolean().describe("whether it printed more"),
  })
  .openapi("Job");

export const jobsSchema = z
  .object({ items: z.array(jobSchema.omit({ output: true })), running: count })
  .openapi("Jobs");
