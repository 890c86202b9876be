/** Other scanners' reports: what was read of them, and new ones. */

import { z } from "@hono/zod-openapi";
import type { StoredReport } from "../../../core/ports/store.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { importArgs } from "../jobs/scan-args.ts";
import { receive } from "../jobs/upload.ts";
import { previewOf } from "../jobs/preview.ts";
import { ApiError } from "../problem.ts";
import {
  importQuery,
  type importSchema,
  importsSchema,
  importSummarySchema,
  previewSchema,
} from "../schemas/import.ts";
import { jobSchema } from "../schemas/job.ts";

/** A Nessus export of a large network has a gigabyte. */
const MOST_BYTES = 2 ** 31;
const PREVIEW_BYTES = 1 << 16;

const file = {
  content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
  description: "the file as it is",
};

export function importRoutes({ store, jobs, desk, now, configuration }: Deps): Api {
  const api = newApi();
  const { db, vantage, scope } = configuration.settings;
  const fixed = { db, vantage, scope, config: configuration.file };
  const startedAt = (run: string) => store.run(run)?.startedAt ?? null;

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/imports",
      tags: ["imports"],
      summary: "Reports that were imported, newest first, with what was read, mapped and dropped",
      request: {
        query: z.object({
          cursor: z.coerce.number().int().nonnegative().default(0),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: { 200: json(importsSchema, "a page") },
    }),
    (c) => {
      const { cursor, limit } = c.req.valid("query");
      const all = store.reports().toReversed();
      const items = all.slice(cursor, cursor + limit).map((report) => importView(report, startedAt(report.run)));
      return c.json({ items, next: cursor + limit < all.length ? cursor + limit : null }, 200);
    },
  );

  api.openapi(
    guarded("import", {
      method: "post",
      path: "/imports",
      tags: ["imports"],
      summary: "Import a report",
      request: { query: importQuery, body: file },
      responses: { 202: json(jobSchema, "it is being read; the job's output is its summary") },
    }),
    async (c) => {
      const { name, as, columns, again } = c.req.valid("query");
      const upload = await receive(c.req.raw.body, name, MOST_BYTES);
      const { who } = c.get("principal");
      const args = importArgs({ path: upload.file, as, columns, again: again === "true" }, fixed);
      try {
        const job = jobs.start({ kind: "import", args, who, ended: () => void upload.remove() });
        const detail = JSON.stringify({ name: name.slice(0, 200), bytes: upload.bytes, as, columns });
        desk.audit({ at: new Date(now()).toISOString(), who, action: "import.start", subject: job.id, detail });
        return c.json(job, 202);
      } catch (error) {
        await upload.remove();
        throw error;
      }
    },
  );

  api.openapi(
    guarded("import", {
      method: "post",
      path: "/imports/preview",
      tags: ["imports"],
      summary: "What a file is, by its first 64 kB, and its columns where it is a table",
      request: { body: file },
      responses: { 200: json(previewSchema, "nothing was imported") },
    }),
    async (c) => c.json(await previewOf(new Uint8Array(await c.req.arrayBuffer()).subarray(0, PREVIEW_BYTES)), 200),
  );

  api.openapi(
    guarded("import", {
      method: "post",
      path: "/imports/{run}/reinterpret",
      tags: ["imports"],
      summary: "Read a report again, with the rules of today: what would change",
      request: { params: z.object({ run: z.string().regex(/^[\w-]{1,100}$/) }) },
      responses: { 202: json(jobSchema, "it is being read") },
    }),
    (c) => {
      const { run } = c.req.valid("param");
      if (store.run(run)?.kind !== "import") throw new ApiError("not_found", `there is no imported report ${run}`);
      const { who } = c.get("principal");
      const job = jobs.start({ kind: "import", args: ["reinterpret", run, `--db=${db}`, "--format=json"], who });
      desk.audit({ at: new Date(now()).toISOString(), who, action: "import.reinterpret", subject: run, detail: "{}" });
      return c.json(job, 202);
    },
  );
  return api;
}

function importView(report: StoredReport, at: string | null): z.infer<typeof importSchema> {
  const { run, name, bytes, sha256, keptSha256, redactions, importer } = report;
  return { run, name, bytes, sha256, kept: keptSha256, redactions, importer, at, summary: summaryOf(report.summary) };
}

function summaryOf(text: string): z.infer<typeof importSummarySchema> | null {
  try {
    const read = importSummarySchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
