/** The range from the page: its conditions, the scores that ship, laboratories that are up, and scoring live. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "hono";
import { z } from "@hono/zod-openapi";
import { CONDITIONS, condition } from "../../../range/conditions/catalogue.ts";
import { PROFILES } from "../../../profiles/catalogue.ts";
import { readSheetFile } from "../../range/read-sheet-file.ts";
import type { Sheet } from "../../range/sheet.ts";
import { type Api, guarded, json, jsonBody, newApi } from "../define.ts";
import type { Deps, Env } from "../deps.ts";
import { laboratoryOf, scoreArgs, upArgs } from "../jobs/range-args.ts";
import { ApiError } from "../problem.ts";
import { changesAgainst, shippedSheet, sheetView } from "../range-sheet.ts";
import { jobSchema } from "../schemas/job.ts";
import {
  conditionsSchema,
  laboratoriesSchema,
  laboratoryRequest,
  liveScoreSchema,
  scoreRequest,
  sheetQuery,
  sheetSchema,
} from "../schemas/range.ts";

export function rangeRoutes({
  jobs,
  desk,
  now,
  configuration,
}: Pick<Deps, "jobs" | "desk" | "now" | "configuration">): Api {
  const api = newApi();
  /** What was measured live: while it runs in a file, from then on here. */
  const measured = new Map<string, { readonly file: string; sheet: Sheet | null }>();
  const noted = (c: Context<Env>, action: string, subject: string, args: readonly string[]) => {
    const { who } = c.get("principal");
    desk.audit({ at: new Date(now()).toISOString(), who, action, subject, detail: JSON.stringify({ args }) });
  };

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/range/conditions",
      tags: ["range"],
      summary: "The conditions of the laboratory, each with its truth and what it asks of a detector",
      responses: { 200: json(conditionsSchema, "the conditions") },
    }),
    (c) =>
      c.json(
        { items: CONDITIONS.map(({ id, title, question, truth, source }) => ({ id, title, question, truth, source })) },
        200,
      ),
  );

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/range/scores",
      tags: ["range"],
      summary: "The sheet of scores that ships: conditions × detectors",
      request: { query: sheetQuery },
      responses: { 200: json(sheetSchema, "the sheet") },
    }),
    async (c) => c.json(sheetView(await shippedSheet(), c.req.valid("query").kind), 200),
  );

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/range/laboratories",
      tags: ["range"],
      summary: "Laboratories that were started from here, with where their servers listen",
      responses: { 200: json(laboratoriesSchema, "the laboratories, newest first") },
    }),
    (c) =>
      c.json(
        {
          items: jobs
            .list()
            .filter(({ kind }) => kind === "range")
            .map(laboratoryOf),
        },
        200,
      ),
  );

  api.openapi(
    guarded("scan", {
      method: "post",
      path: "/range/laboratories",
      tags: ["range"],
      summary: "Start servers of known truth on loopback; they stay up until the job is stopped",
      request: { body: jsonBody(laboratoryRequest) },
      responses: { 202: json(jobSchema, "it is starting") },
    }),
    (c) => {
      const { conditions } = c.req.valid("json");
      mustExist(conditions);
      const args = upArgs(conditions);
      const job = jobs.start({ kind: "range", args, who: c.get("principal").who });
      noted(c, "range.start", job.id, args);
      return c.json(job, 202);
    },
  );

  api.openapi(
    guarded("scan", {
      method: "post",
      path: "/range/scores",
      tags: ["range"],
      summary: "Measure detectors against the range now; the result is compared with the sheet that ships",
      request: { body: jsonBody(scoreRequest) },
      responses: { 202: json(jobSchema, "it has begun") },
    }),
    async (c) => {
      const request = c.req.valid("json");
      mustExist(request.conditions);
      const strange = request.detectors.find(
        (id) => id.startsWith("profile/") && !PROFILES.some((profile) => `profile/${profile.id}` === id),
      );
      if (strange !== undefined) throw new ApiError("bad_input", `there is no ${strange}`);
      const folder = await mkdtemp(join(tmpdir(), "crosscheck-score-"));
      const file = join(folder, "scores.json");
      const args = scoreArgs(request, { file, config: configuration.file });
      let id = "";
      const ended = () => {
        void readSheetFile(file).then(async (read) => {
          if (read.ok) measured.set(id, { file, sheet: read.value });
          await rm(folder, { recursive: true, force: true });
        });
      };
      try {
        const job = jobs.start({ kind: "score", args, who: c.get("principal").who, ended });
        ({ id } = job);
        measured.set(id, { file, sheet: null });
        noted(c, "range.score", id, args);
        return c.json(job, 202);
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      }
    },
  );

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/range/scores/{job}",
      tags: ["range"],
      summary: "What a measurement has found so far, detector by detector, against the sheet that ships",
      request: { params: z.object({ job: z.string().min(1).max(100) }) },
      responses: { 200: json(liveScoreSchema, "so far") },
    }),
    async (c) => {
      const { job: id } = c.req.valid("param");
      const job = jobs.find(id);
      if (job === null || job.kind !== "score") throw new ApiError("not_found", `there is no measurement ${id}`);
      const known = measured.get(id);
      const sheet = known === undefined ? null : (known.sheet ?? (await sheetIn(known.file)));
      const none = { compared: { same: 0, changed: 0, fresh: 0 }, changes: [] };
      const against = sheet === null ? none : changesAgainst(await shippedSheet(), sheet);
      const view = sheet === null ? null : sheetView(sheet, []);
      return c.json({ job: id, state: job.state, lines: job.lines.slice(-40), sheet: view, ...against }, 200);
    },
  );
  return api;
}

/** null: not written yet, or in the middle of being written. */
async function sheetIn(file: string): Promise<Sheet | null> {
  const read = await readSheetFile(file);
  return read.ok ? read.value : null;
}

function mustExist(ids: readonly string[]): void {
  const unknown = ids.flatMap((id) => id.split("+")).find((id) => condition(id) === undefined);
  if (unknown !== undefined) throw new ApiError("bad_input", `there is no condition ${unknown}`);
}
