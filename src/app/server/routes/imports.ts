/** Other scanners' reports: sent here, read as `crosscheck import` reads them. */

import { z } from "@hono/zod-openapi";
import { delimiterOf, readCsvRows } from "../../../documents/csv.ts";
import { IMPORTERS } from "../../../importers/catalogue.ts";
import { FIELDS } from "../../../importers/spreadsheet/mapping.ts";
import { parseMapping } from "../../../importers/spreadsheet/index.ts";
import { readHead, recognise } from "../../import/recognise.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { receive } from "../jobs/incoming.ts";
import { importArgs, readAgainArgs } from "../jobs/scan-args.ts";
import { ApiError } from "../problem.ts";
import { formatsSchema, importQuery, previewSchema, reportsSchema, summarySchema } from "../schemas/import.ts";
import { jobSchema } from "../schemas/job.ts";

/** The largest report: consoles export some hundreds of megabytes. */
const REPORT_BYTES = 2 * 1024 ** 3;
const PREVIEW_BYTES = 1 << 18;
const PREVIEW_ROWS = 10;

const file = {
  content: { "application/octet-stream": { schema: z.any().openapi({ type: "string", format: "binary" }) } },
  description: "the file as it is",
  required: true,
};

export function importRoutes({ store, jobs, desk, now, configuration }: Deps, limit = REPORT_BYTES): Api {
  const api = newApi();
  const { settings, file: config } = configuration;
  const fixed = { db: settings.db, scope: settings.scope, vantage: settings.vantage, config };
  const audit = (who: string, action: string, subject: string, detail: object) =>
    desk.audit({ at: new Date(now()).toISOString(), who, action, subject, detail: JSON.stringify(detail) });

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/imports",
      tags: ["imports"],
      summary: "Reports that were imported, newest first, with what was read, mapped and dropped",
      request: {
        query: z.object({
          cursor: z
            .string()
            .regex(/^\d{1,9}$/)
            .optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: { 200: json(reportsSchema, "a page of them") },
    }),
    (c) => {
      const { cursor, limit: most } = c.req.valid("query");
      const reports = store.reports().toReversed();
      const from = Number(cursor ?? 0);
      const items = reports.slice(from, from + most).map((report) => {
        const { run, name, bytes, sha256, redactions, importer, keptSha256 } = report;
        const summary = summarySchema.safeParse(parsed(report.summary));
        return {
          ...{ run, name, bytes, sha256, redactions, importer, kept: keptSha256 !== null },
          at: store.run(run)?.startedAt ?? "",
          summary: summary.success ? summary.data : null,
        };
      });
      return c.json({ items, next: from + most < reports.length ? String(from + most) : null }, 200);
    },
  );

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/imports/formats",
      tags: ["imports"],
      summary: "Formats that are recognised",
      responses: { 200: json(formatsSchema, "the formats") },
    }),
    (c) => c.json({ items: IMPORTERS.map(({ id, title }) => ({ id, title })) }, 200),
  );

  api.openapi(
    guarded("import", {
      method: "post",
      path: "/imports",
      tags: ["imports"],
      summary: "Import a report: the body is the file as it is",
      request: { query: importQuery, body: file },
      responses: { 202: json(jobSchema, "it is being read") },
    }),
    async (c) => {
      const { name, as, columns, again } = c.req.valid("query");
      if (as !== undefined && !IMPORTERS.some(({ id }) => id === as)) {
        throw new ApiError("bad_input", `there is no format ${as}; GET /imports/formats lists them`);
      }
      const mapping = columns === undefined ? null : parseMapping(columns);
      if (mapping?.ok === false) throw new ApiError("bad_input", `columns: ${mapping.problem}`);
      const declared = Number(c.req.header("Content-Length") ?? 0);
      if (declared > limit) throw new ApiError("too_large", `a report may have ${limit} bytes`);
      const { path, bytes, remove } = await receive(c.req.raw.body, name, limit);
      const { who } = c.get("principal");
      try {
        const args = importArgs({ path, as, columns, again: again === "true" }, fixed);
        const job = jobs.start({ kind: "import", args, who, ended: remove });
        audit(who, "import.start", job.id, { name, bytes, as, columns });
        return c.json(job, 202);
      } catch (error) {
        remove();
        throw error;
      }
    },
  );

  api.openapi(
    guarded("import", {
      method: "post",
      path: "/imports/preview",
      tags: ["imports"],
      summary: "What a file is, by its beginning: the format, or the columns of a spreadsheet to map",
      request: { query: importQuery.pick({ name: true }), body: file },
      responses: { 200: json(previewSchema, "what it looks like") },
    }),
    async (c) => {
      const { path, remove } = await receive(c.req.raw.body, c.req.valid("query").name, 1 << 20);
      try {
        const head = await readHead(path);
        const recognised = recognise(head, null);
        const [columns = [], ...rows] = head.kind === "text" ? await firstRows(head.text) : [];
        return c.json(
          {
            kind: head.kind,
            recognised: recognised.ok ? { id: recognised.importer.id, title: recognised.importer.title } : null,
            problem: recognised.ok ? null : recognised.problem,
            ...{ columns, rows, fields: [...FIELDS] },
          },
          200,
        );
      } finally {
        remove();
      }
    },
  );

  api.openapi(
    guarded("import", {
      method: "post",
      path: "/imports/{run}/again",
      tags: ["imports"],
      summary: "Read the kept copy of a report again with today's rules",
      request: { params: z.object({ run: z.string().regex(/^[\w-]{1,100}$/) }) },
      responses: { 202: json(jobSchema, "it is being read") },
    }),
    (c) => {
      const { run } = c.req.valid("param");
      if (store.run(run)?.kind !== "import") throw new ApiError("not_found", `no report was imported as run ${run}`);
      const { who } = c.get("principal");
      const job = jobs.start({ kind: "import", args: readAgainArgs(run, fixed), who });
      audit(who, "import.again", run, { job: job.id });
      return c.json(job, 202);
    },
  );
  return api;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What cannot be read any more ends the preview; the beginning may well end within a row. */
async function firstRows(text: string): Promise<string[][]> {
  const rows: string[][] = [];
  const document = (async function* () {
    yield text.slice(0, PREVIEW_BYTES);
  })();
  try {
    for await (const { cells } of readCsvRows(document, { delimiter: delimiterOf, largestRow: PREVIEW_BYTES })) {
      rows.push(cells.slice(0, 100).map((cell) => cell.slice(0, 200)));
      if (rows.length > PREVIEW_ROWS) break;
    }
  } catch {
    // What was read until here is shown.
  }
  return rows;
}
