/** Runs: what was asked, how far it is, who lags, what went wrong. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ApiProblem, type Problem, send } from "../api/client.ts";
import type { LiveEvent } from "../api/live.ts";
import type { Job, Jobs, Run, RunDetail, Runs } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { JobLog, State, StopJob } from "../parts/job-log.tsx";
import { Outside } from "../parts/outside.tsx";
import { Card, Empty, How, Loaded, ProblemBox, Time, Title } from "../parts/parts.tsx";
import { plural, share, whole } from "../parts/words.ts";
import { useMay } from "../state/me.ts";
import { go, hrefOf, type Route } from "../state/route.ts";
import { StartScanButton } from "./start-scan.tsx";

const isOfRuns = ({ type }: LiveEvent) => type === "board" || type === "job";

export function RunsScreen({ route }: { readonly route: Route }): JSX.Element {
  const [, id] = route.path;
  return id === undefined ? <List route={route} /> : <Detail id={id} />;
}

function List({ route }: { readonly route: Route }): JSX.Element {
  const { cursor, a } = route.query;
  const runs = useApi<Runs>("/runs", { cursor }, isOfRuns);
  const jobs = useApi<Jobs>("/jobs", {}, ({ type }) => type === "job");
  return (
    <>
      <Title about="every scan, report and note, newest first" actions={<StartScanButton />}>
        Runs
      </Title>
      <Loaded asked={runs}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Card>
              <Empty command="crosscheck scan example.org --scope scope.yaml">Nothing was asked yet.</Empty>
            </Card>
          ) : (
            <Card>
              {a !== undefined && <p class="hint">Choose the run to compare {a} with.</p>}
              <div class="scroll-x">
                <table class="table">
                  <thead>
                    <tr>
                      <th scope="col">run</th>
                      <th scope="col">state</th>
                      <th scope="col">progress</th>
                      <th scope="col" class="right">
                        answers
                      </th>
                      <th scope="col">from</th>
                      <th scope="col">began</th>
                      <th scope="col">compare</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((run) => (
                      <tr key={run.id}>
                        <td>
                          <a href={hrefOf(["runs", run.id])}>{run.id}</a>
                          <div class="small soft">{run.kind}</div>
                        </td>
                        <td>
                          <State state={run.state} />
                        </td>
                        <td>
                          <Progress run={run} />
                        </td>
                        <td class="right">{whole(run.counts.observations)}</td>
                        <td>
                          <Outside text={run.vantage} />
                        </td>
                        <td>
                          <Time at={run.startedAt} />
                        </td>
                        <td>
                          <a
                            href={
                              a === undefined ? hrefOf(["runs"], { a: run.id }) : hrefOf(["compare"], { a, b: run.id })
                            }
                          >
                            {a === undefined ? "compare …" : a === run.id ? "itself" : "with this"}
                          </a>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {next !== null && (
                <p class="below">
                  <a href={hrefOf(["runs"], { cursor: next, a })}>older runs</a>
                </p>
              )}
            </Card>
          )
        }
      </Loaded>
      <Card title="Jobs of this server">
        <Loaded asked={jobs}>
          {({ items }) =>
            items.length === 0 ? (
              <p class="soft">None since it was started. Runs of other terminals are above, live as well.</p>
            ) : (
              <>
                {items.map((job) => (
                  <JobLog key={job.id} job={job} />
                ))}
              </>
            )
          }
        </Loaded>
      </Card>
    </>
  );
}

function Progress({ run: { counts } }: { readonly run: Pick<Run, "counts"> }): JSX.Element {
  const { endpoints, endpointsDone: done } = counts;
  const text = `${whole(done)} of ${plural(endpoints, "endpoint")} (${share(done, endpoints)})`;
  return (
    <span class="progress">
      <progress max={Math.max(1, endpoints)} value={done} aria-label={text} />
      <span class="small number">{text}</span>
    </span>
  );
}

function Detail({ id }: { readonly id: string }): JSX.Element {
  const asked = useApi<RunDetail>(`/runs/${encodeURIComponent(id)}`, {}, isOfRuns);
  return <Loaded asked={asked}>{(run) => <Shown run={run} />}</Loaded>;
}

function Shown({ run }: { readonly run: RunDetail }): JSX.Element {
  const errors = run.lanes.flatMap(({ detector, errors: each }) => each.map((error) => ({ detector, ...error })));
  return (
    <>
      <Title
        about={
          <>
            {run.kind}, {run.pack}, from <Outside text={run.vantage} />
          </>
        }
        actions={
          <>
            <a class="button" href={hrefOf(["runs"], { a: run.id })}>
              Compare …
            </a>
            <Control run={run} />
          </>
        }
      >
        {`Run ${run.id}`}
      </Title>
      <Card>
        <p>
          <State state={run.state} /> began <Time at={run.startedAt} />
          {run.endedAt !== null && (
            <>
              , ended <Time at={run.endedAt} />
            </>
          )}
          {run.state === "running" && (
            <span class="number">, {run.rate.toFixed(1)} answers a second in the last minute</span>
          )}
        </p>
        <p class="below">
          <Progress run={run} />
        </p>
        {run.state === "running" && run.job === null && (
          <p class="hint below">
            Another process is at it, or was killed: stop it with Ctrl-C where it was started. If nobody is at it,
            resuming goes on with what is left.
          </p>
        )}
        {run.controls.map(({ detector, why }) => (
          <p class="problem below" key={detector}>
            <strong>{detector}</strong> is not counted here: <Outside text={why} />
          </p>
        ))}
      </Card>
      <Card title="Lanes">
        {run.lanes.length === 0 ? (
          <p class="soft">Nobody has answered yet.</p>
        ) : (
          <>
            {run.lanes.map((lane) => (
              <Lane key={`${lane.detector} ${lane.version} ${lane.vantage}`} lane={lane} of={run.counts.endpoints} />
            ))}
            <How>
              One lane for each detector, version and place. Its length is the share of the run's endpoints about which
              it spoke; within it its answers 1, 0 and ? by their number.
            </How>
          </>
        )}
      </Card>
      <div class="cards">
        <Card title="Errors by kind">
          {errors.length === 0 ? (
            <p class="soft">None.</p>
          ) : (
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">detector</th>
                  <th scope="col">reason</th>
                  <th scope="col" class="right">
                    answers
                  </th>
                </tr>
              </thead>
              <tbody>
                {errors
                  .toSorted((a, b) => b.observations - a.observations)
                  .slice(0, 40)
                  .map(({ detector, reason, meaning, observations, retry }) => (
                    <tr key={`${detector} ${reason}`}>
                      <td>{detector}</td>
                      <td>
                        <code>{reason}</code>
                        <div class="small soft">
                          {meaning}
                          {retry && "; asking again may help"}
                        </div>
                      </td>
                      <td class="right">{whole(observations)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          )}
        </Card>
        <Card title="Stragglers">
          {run.stragglers.length === 0 ? (
            <p class="soft">None: whatever was begun is finished.</p>
          ) : (
            <ul class="plain">
              {run.stragglers.map(({ endpoint, since, spoke }) => (
                <li key={endpoint}>
                  <code>{endpoint}</code>, {plural(spoke, "answer")}
                  {since !== null && (
                    <>
                      , since <Time at={since} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Card>
        {run.unreadable.length > 0 && (
          <Card title={`Lines that were passed over: ${whole(run.counts.targetErrors)}`}>
            <ul class="plain">
              {run.unreadable.map(({ source, line, text, problem }) => (
                <li key={`${source} ${line}`}>
                  <span class="number">
                    <Outside text={source} />:{line}
                  </span>{" "}
                  <code>
                    <Outside text={text} />
                  </code>
                  <div class="small soft">
                    <Outside text={problem} />
                  </div>
                </li>
              ))}
            </ul>
          </Card>
        )}
        <Card title="Options">
          <details>
            <summary>
              as they were remembered, crosscheck {run.version}, {plural(run.draws, "connection")} for a zero
            </summary>
            <pre>
              <Outside text={JSON.stringify(run.options)} />
            </pre>
          </details>
        </Card>
      </div>
    </>
  );
}

function Lane({ lane, of }: { readonly lane: RunDetail["lanes"][number]; readonly of: number }): JSX.Element {
  const { vulnerable: one, not_vulnerable: zero, unknown: open } = lane.outcomes;
  const text = `${lane.detector}: ${share(lane.endpoints, of)} of the endpoints; ${one} × 1, ${zero} × 0, ${open} × ?`;
  return (
    <div class="lane">
      <div>
        <strong>{lane.detector}</strong>{" "}
        <span class="small soft">
          <Outside text={`${lane.version} · ${lane.vantage}`} />
        </span>
      </div>
      <div class="lane-track" role="img" aria-label={text} title={text}>
        <div class="heap-bar" style={{ width: `${of === 0 ? 0 : (100 * lane.endpoints) / of}%` }}>
          {one > 0 && <span class="vulnerable" style={{ flex: one }} />}
          {zero > 0 && <span class="safe" style={{ flex: zero }} />}
          {open > 0 && <span class="open" style={{ flex: open }} />}
        </div>
      </div>
      <div class="small number lane-counts">
        1: {whole(one)} · 0: {whole(zero)} · ?: {whole(open)}
      </div>
    </div>
  );
}

function Control({ run }: { readonly run: RunDetail }): JSX.Element | null {
  const may = useMay("scan");
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!may || run.kind !== "scan") return null;
  if (run.job !== null) return <StopJob job={{ id: run.job, state: "running" }} />;
  if (run.state === "done") return null;
  const resume = async () => {
    try {
      await send<Job>("POST", "/scans/resume", { run: run.id });
      go(["runs", run.id]);
    } catch (error) {
      if (error instanceof ApiProblem) setProblem(error.problem);
    }
  };
  return (
    <>
      <button class="button primary" type="button" onClick={() => void resume()}>
        Resume
      </button>
      {problem !== null && <ProblemBox problem={problem} />}
    </>
  );
}
