/** What this machine has and lacks: `crosscheck doctor`, run as a job. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { Job } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { Outside } from "../../parts/outside.tsx";
import { Card, ProblemBox } from "../../parts/parts.tsx";
import { useDoing } from "./doing.ts";

interface Check {
  readonly what: string;
  readonly state: string;
  readonly found: string;
  readonly advice: string;
}

const SIGNS: Readonly<Record<string, string>> = {
  ok: "✓ ok",
  optional: "– absent",
  missing: "✗ missing",
  changed: "✗ changed",
};

export function DoctorCard(): JSX.Element {
  const [id, setId] = useState<string | null>(null);
  const { busy, problem, run } = useDoing();
  const path = id === null ? null : `/jobs/${encodeURIComponent(id)}`;
  const asked = useApi<Job>(path, {}, (event) => event.type === "job" && event.id === id);
  const job = asked.data?.id === id ? asked.data : null;
  const running = id !== null && (job === null || job.state === "running");
  const start = () => run(async () => setId((await send<Job>("POST", "/doctor")).id));
  return (
    <Card title="Tools: what this machine has">
      <p class="row-of-buttons">
        <button type="button" class="button" disabled={busy || running} onClick={start}>
          Look
        </button>
        <span class="soft" role="status">
          {running ? "looking …" : "starts each tool once to ask for its version; nobody else is asked"}
        </span>
      </p>
      {problem !== null && <ProblemBox problem={problem} />}
      {job !== null && job.state !== "running" && <Checks job={job} />}
    </Card>
  );
}

function Checks({ job }: { readonly job: Job }): JSX.Element {
  const checks = read(job.output);
  if (checks === null) {
    return (
      <p class="problem below">
        It ended with {job.exit ?? "a signal"}: <Outside text={job.lines.join(" ")} />
      </p>
    );
  }
  return (
    <div class="scroll-x below" tabIndex={0} role="region" aria-label="Tools, table">
      <table class="table">
        <thead>
          <tr>
            <th>What</th>
            <th>State</th>
            <th>Found</th>
            <th>How to mend it</th>
          </tr>
        </thead>
        <tbody>
          {checks.map(({ what, state, found, advice }) => (
            <tr key={what}>
              <td>
                <Outside text={what} />
              </td>
              <td class="nowrap">{SIGNS[state] ?? state}</td>
              <td>
                <Outside text={found} fold={120} />
              </td>
              <td>
                <Outside text={advice} fold={200} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function read(output: string): readonly Check[] | null {
  try {
    const checks: unknown = JSON.parse(output);
    return Array.isArray(checks) ? (checks as readonly Check[]) : null;
  } catch {
    return null;
  }
}
