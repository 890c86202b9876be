/** Doing something through the API: once at a time, with its problem shown where it was begun. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, type Problem, send } from "../api/client.ts";
import type { Job } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { Outside } from "./outside.tsx";
import { ProblemBox } from "./parts.tsx";

export interface Act {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Resolves to false when it failed; the problem is then shown. */
  run(work: () => Promise<void>): Promise<boolean>;
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  return {
    busy,
    problem,
    async run(work) {
      if (running.current) return false;
      running.current = true;
      setBusy(true);
      setProblem(null);
      try {
        await work();
        return true;
      } catch (error) {
        const internal = { code: "internal", title: "Something went wrong", detail: String(error) };
        setProblem(error instanceof ApiProblem ? error.problem : internal);
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
}

/** A button that begins a job, and what becomes of it beneath. */
export function JobButton({
  children,
  path,
  body,
  primary = false,
}: {
  readonly children: ComponentChildren;
  readonly path: string;
  readonly body: unknown;
  readonly primary?: boolean;
}): JSX.Element {
  const act = useAct();
  const [id, setId] = useState<string | null>(null);
  const start = () => void act.run(async () => setId((await send<Job>("POST", path, body)).id));
  return (
    <div class="job-button">
      <button type="button" class={primary ? "button primary" : "button"} disabled={act.busy} onClick={start}>
        {children}
      </button>
      {act.problem !== null && <ProblemBox problem={act.problem} />}
      {id !== null && <JobLine id={id} />}
    </div>
  );
}

export function useJob(id: string | null): Job | null {
  const path = id === null ? null : `/jobs/${encodeURIComponent(id)}`;
  const { data } = useApi<Job>(path, {}, (event) => event.type === "job" && event.id === id);
  return data !== null && data.id === id ? data : null;
}

const STATES: Readonly<Record<Job["state"], string>> = {
  running: "running …",
  done: "done",
  failed: "failed",
  stopped: "stopped",
};

/** Where a job is, in one line that is read out as it changes. @param ended called once */
export function JobLine({
  id,
  ended,
}: {
  readonly id: string;
  readonly ended?: (job: Job) => void;
}): JSX.Element | null {
  const job = useJob(id);
  const act = useAct();
  const told = useRef(false);
  useEffect(() => {
    if (job === null || job.state === "running" || told.current) return;
    told.current = true;
    ended?.(job);
  }, [job]);
  if (job === null) return null;
  const last = job.lines.at(-1) ?? "";
  return (
    <div class={`job-line ${job.state}`}>
      <span role="status">
        {STATES[job.state]} <span class="soft small">{last !== "" && <Outside text={last} fold={200} />}</span>
      </span>
      {job.state === "running" && (
        <button
          type="button"
          class="button"
          disabled={act.busy}
          onClick={() => void act.run(() => send("DELETE", `/jobs/${encodeURIComponent(id)}`))}
        >
          Stop
        </button>
      )}
      {act.problem !== null && <ProblemBox problem={act.problem} />}
    </div>
  );
}
