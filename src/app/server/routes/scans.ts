/** Asking hosts: a new scan, some endpoints again, a run that was interrupted. */

import type { Context } from "hono";
import type { BoardRow } from "../../../core/board/board-row.ts";
import { SCANNERS } from "../../../scanners/catalogue.ts";
import { type TargetSources, usesStandardInput } from "../../cli/target-sources.ts";
import { findPack } from "../../packs.ts";
import { boardQuery } from "../board/board-query.ts";
import { type Api, guarded, json, jsonBody, newApi } from "../define.ts";
import type { Deps, Env } from "../deps.ts";
import type { Job } from "../jobs/jobs.ts";
import { type Fixed, resumeArgs, scanArgs, type ScanRequest, targetOf } from "../jobs/scan-args.ts";
import { ApiError } from "../problem.ts";
import { jobSchema } from "../schemas/job.ts";
import { resumeRequest, retestRequest, scanRequest } from "../schemas/scan.ts";

export function scanRoutes(deps: Deps): Api {
  const { board, store, jobs, desk, now, configuration } = deps;
  const api = newApi();
  const { settings, file } = configuration;
  const fixed: Fixed = { db: settings.db, scope: settings.scope, vantage: settings.vantage, config: file };

  const start = (c: Context<Env>, request: ScanRequest, why: string): Job => {
    const { who } = c.get("principal");
    const args = scanArgs(request, fixed);
    const kind = request.dryRun ? "plan" : "scan";
    const job = jobs.start({ kind, args, stdin: asList(request.targets), who });
    const detail = JSON.stringify({ why, args, targets: request.targets.slice(0, 100), of: request.targets.length });
    desk.audit({ at: new Date(now()).toISOString(), who, action: `${kind}.start`, subject: job.id, detail });
    return job;
  };

  api.openapi(
    guarded("scan", {
      method: "post",
      path: "/scans",
      tags: ["jobs"],
      summary: "Ask hosts, within the scope the server was started with; `dryRun`: only plan it",
      request: { body: jsonBody(scanRequest) },
      responses: { 202: json(jobSchema, "it has begun") },
    }),
    (c) => c.json(start(c, c.req.valid("json"), "scan"), 202),
  );

  api.openapi(
    guarded("scan", {
      method: "post",
      path: "/retests",
      tags: ["jobs"],
      summary: "Ask again: a cell, a row, a column, a selection, or all rows that match",
      request: { body: jsonBody(retestRequest) },
      responses: { 202: json(jobSchema, "it has begun") },
    }),
    (c) => {
      const { endpoints, matching, detectors, repeat, dryRun } = c.req.valid("json");
      const rows = endpoints === undefined ? matchingRows(deps, matching) : endpoints.map((key) => rowOf(deps, key));
      const targets = [...new Set(rows.flatMap(({ endpoint }) => targetOf(endpoint) ?? []))];
      if (targets.length === 0) throw new ApiError("bad_input", "none of these endpoints can be asked");
      const request = scanRequest.parse({ targets, with: toolsAmong(board.campaign?.pack, detectors), repeat, dryRun });
      // Each target names its port; nothing else of the host is asked.
      return c.json(start(c, { ...request, ports: "first", sni: "auto" }, "retest"), 202);
    },
  );

  api.openapi(
    guarded("scan", {
      method: "post",
      path: "/scans/resume",
      tags: ["jobs"],
      summary: "Go on with a run that was interrupted, with the settings it began with",
      request: { body: jsonBody(resumeRequest) },
      responses: { 202: json(jobSchema, "it has begun") },
    }),
    (c) => {
      const { run: id, targets } = c.req.valid("json");
      const run = store.run(id);
      if (run === null) throw new ApiError("not_found", `there is no run ${id}`);
      if (run.kind !== "scan" || run.state === "done")
        throw new ApiError("conflict", "there is nothing left to ask in it");
      if (jobs.list().some((job) => job.state === "running" && job.run === id)) {
        throw new ApiError("conflict", "it is being asked already");
      }
      const { who } = c.get("principal");
      // Half a list that is resumed without its other half would be taken for the whole.
      const list = run.targetsComplete ? "" : targets === undefined ? jobs.listOf(id) : asList(targets);
      if (list === null && isFromStandardInput(run.options)) {
        const why = "its list came by standard input and was not read to its end: send `targets`, the whole list";
        throw new ApiError("conflict", why);
      }
      const job = jobs.start({ kind: "scan", args: resumeArgs(id, fixed), who, stdin: list ?? "", run: id });
      desk.audit({ at: new Date(now()).toISOString(), who, action: "scan.resume", subject: id, detail: "{}" });
      return c.json(job, 202);
    },
  );
  return api;
}

function asList(targets: readonly string[]): string {
  return `${targets.join("\n")}\n`;
}

/** As `scan` remembers where its list came from. What cannot be read is taken for standard input: it costs a question. */
function isFromStandardInput(options: string): boolean {
  try {
    const { sources } = JSON.parse(options) as { readonly sources: TargetSources };
    return usesStandardInput(sources);
  } catch {
    return true;
  }
}

function rowOf({ board }: Pick<Deps, "board">, key: string): BoardRow {
  const row = board.row(key);
  if (row === null) throw new ApiError("not_found", `nobody has spoken of ${key}`);
  return row;
}

function matchingRows({ board }: Pick<Deps, "board">, matching: unknown): readonly BoardRow[] {
  if (matching === undefined) throw new ApiError("bad_request", "body: expected endpoints, or matching");
  const query = boardQuery(board, {
    heap: [],
    reason: [],
    split: false,
    desc: false,
    muted: "hide",
    sort: "endpoint",
    ...matching,
  });
  return [...board.order(query)].flatMap((place) => board.rows[place] ?? []);
}

/** Tools among some columns; our own detectors are asked in any case. A report's column cannot be asked. */
function toolsAmong(pack: string | undefined, detectors: readonly string[]): readonly string[] {
  const native = findPack(pack ?? "heartbleed").detectors.map(({ id }) => id);
  const known = SCANNERS.map(({ id }) => id);
  return detectors.flatMap((detector) => {
    if (native.includes(detector)) return [];
    if (known.includes(detector)) return [detector];
    throw new ApiError("bad_input", `${detector} is not a program on this machine: it spoke in a report`);
  });
}
