/** What this machine has: `crosscheck doctor` as a job, as it starts programs and takes its time. */

import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { jobSchema } from "../schemas/job.ts";

export function doctorRoutes({ jobs, desk, now, configuration }: Deps): Api {
  const api = newApi();
  const { settings, file } = configuration;
  api.openapi(
    guarded("scan", {
      method: "post",
      path: "/doctor",
      tags: ["jobs"],
      summary:
        "See what this machine has and lacks; the job's output is JSON, as `crosscheck doctor --format json` prints it",
      responses: { 202: json(jobSchema, "it has begun") },
    }),
    (c) => {
      const { who } = c.get("principal");
      const args = ["doctor", "--format=json", `--db=${settings.db}`, ...(file === null ? [] : [`--config=${file}`])];
      const job = jobs.start({ kind: "doctor", args: [...args, "--skip-drift"], who });
      desk.audit({ at: new Date(now()).toISOString(), who, action: "doctor.start", subject: job.id, detail: "{}" });
      return c.json(job, 202);
    },
  );
  return api;
}
