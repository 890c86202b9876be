/** A job while it runs and after: what one would type, what it said, how it ended. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ApiProblem, type Problem, send } from "../api/client.ts";
import type { Job } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { useMay } from "../state/me.ts";
import { hrefOf } from "../state/route.ts";
import { Outside } from "./outside.tsx";
import { ProblemBox, Time } from "./parts.tsx";

export function useJob(id: string | null): Job | null {
  const asked = useApi<Job>(id === null ? null : `/jobs/${id}`, {}, (event) => event.type === "job" && event.id === id);
  return id !== null && asked.data?.id === id ? asked.data : null;
}

export function State({ state }: { readonly state: string }): JSX.Element {
  const signs: Readonly<Record<string, string>> = {
    running: "▸",
    done: "✓",
    failed: "✗",
    stopped: "■",
    interrupted: "■",
  };
  return (
    <span class={`state ${state}`}>
      <span aria-hidden="true">{signs[state] ?? "·"}</span> {state}
    </span>
  );
}

export function JobLog({ job }: { readonly job: Omit<Job, "output"> }): JSX.Element {
  return (
    <div class="job">
      <p>
        <State state={job.state} /> <strong>{job.kind}</strong> by <Outside text={job.who} />,{" "}
        <Time at={job.startedAt} />
        {job.run !== null && (
          <>
            {" "}
            · <a href={hrefOf(["runs", job.run])}>{job.run}</a>
          </>
        )}
        {job.exit !== null && <span class="soft"> · exit {job.exit}</span>} <StopJob job={job} />
      </p>
      {job.lines.length > 0 && (
        <pre class="log" tabIndex={0} aria-label="what it said">
          {job.lines.slice(-30).map((line, at) => (
            <div key={`${at}`}>
              <Outside text={line} />
            </div>
          ))}
        </pre>
      )}
      <details class="how">
        <summary>The command</summary>
        <div>
          <code>
            <Outside text={job.argv.join(" ")} />
          </code>
        </div>
      </details>
    </div>
  );
}

export function StopJob({ job }: { readonly job: Pick<Job, "id" | "state"> }): JSX.Element | null {
  const may = useMay("scan");
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!may || job.state !== "running") return null;
  const stop = () => {
    setAsked(true);
    send("DELETE", `/jobs/${job.id}`).catch((error: unknown) => {
      if (error instanceof ApiProblem) setProblem(error.problem);
    });
  };
  return (
    <>
      <button class="button" type="button" onClick={stop}>
        {asked ? "Stop at once" : "Stop"}
      </button>
      {asked && (
        <span class="small soft" role="status">
          {" "}
          stopping; what is in flight is saved
        </span>
      )}
      {problem !== null && <ProblemBox problem={problem} />}
    </>
  );
}
