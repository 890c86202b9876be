/** What is being done, and stopping it. */

import { z } from "@hono/zod-openapi";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { ApiError } from "../problem.ts";
import { jobSchema, jobsSchema } from "../schemas/job.ts";

const idParam = z.object({ id: z.string().max(40) });

export function jobRoutes({ jobs, desk, now }: Pick<Deps, "jobs" | "desk" | "now">): Api {
  const api = newApi();
  const found = (id: string) => {
    const job = jobs.find(id);
    if (job === null) throw new ApiError("not_found", `there is no job ${id}, or it was long ago`);
    return job;
  };
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/jobs",
      tags: ["jobs"],
      summary: "What this server is doing and has done since it began, newest first",
      responses: { 200: json(jobsSchema, "the jobs, without their output") },
    }),
    (c) => {
      const items = jobs.list().map((job) => jobsSchema.shape.items.element.parse(job));
      return c.json({ items, running: items.filter(({ state }) => state === "running").length }, 200);
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/jobs/{id}",
      tags: ["jobs"],
      summary: "One job with what it said and printed",
      request: { params: idParam },
      responses: { 200: json(jobSchema, "the job") },
    }),
    (c) => c.json(found(c.req.valid("param").id), 200),
  );
  api.openapi(
    guarded("scan", {
      method: "delete",
      path: "/jobs/{id}",
      tags: ["jobs"],
      summary: "Stop a job: what is in flight may finish, everything is saved; a second time: at once",
      request: { params: idParam },
      responses: { 202: json(jobSchema, "it is stopping") },
    }),
    (c) => {
      const { id } = c.req.valid("param");
      const job = found(id);
      if (!jobs.stop(id)) throw new ApiError("conflict", "it has ended already");
      const { who } = c.get("principal");
      desk.audit({
        at: new Date(now()).toISOString(),
        who,
        action: "job.stop",
        subject: id,
        detail: JSON.stringify(job.argv),
      });
      return c.json(found(id), 202);
    },
  );
  return api;
}
