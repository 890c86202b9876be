/** Finding out: re-enacting what a tool sends, and proving by counter-experiments why it answers otherwise. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { Beside, Job, Jobs, SeenLine } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { type Act, JobLine, useAct, useJob } from "../../parts/act.tsx";
import { Outside } from "../../parts/outside.tsx";
import { Card, How, ProblemBox } from "../../parts/parts.tsx";
import { useMay } from "../../state/me.ts";
import { align } from "./align.ts";
import { besideIn, headOf, jobOf, nothingIn, provenIn } from "./experiment-result.ts";
import { SequencePair } from "./sequence.tsx";

interface Asking {
  readonly endpoint: string;
  readonly side: Beside["a"];
  readonly loopback: boolean;
}

interface Begun {
  readonly id: string | null;
  readonly act: Act;
  readonly permitted: boolean;
  readonly setPermitted: (permitted: boolean) => void;
  readonly begin: () => void;
}

/** An experiment of this server, or the one that was made before. */
function useExperiment({ endpoint, side }: Asking, what: "prove" | "beside"): Begun {
  const act = useAct();
  const [mine, setMine] = useState<string | null>(null);
  const [permitted, setPermitted] = useState(false);
  const before = useApi<Jobs>("/jobs", {}, () => false);
  const id = mine ?? jobOf(before.data?.items ?? [], { endpoint, detector: side.detector, what });
  const begin = () => {
    const body = { endpoint, detector: side.detector, what, allowOverread: permitted };
    void act.run(async () => setMine((await send<Job>("POST", "/experiments", body)).id));
  };
  return { id, act, permitted, setPermitted, begin };
}

function Permission({ loopback, begun }: { readonly loopback: boolean; readonly begun: Begun }): JSX.Element | null {
  if (loopback) return null;
  return (
    <label class="permission">
      <input
        type="checkbox"
        checked={begun.permitted}
        onChange={({ currentTarget }) => begun.setPermitted(currentTarget.checked)}
      />
      <span>
        I may send what the tool sends. It can make the server give out memory, which is thrown away on arrival; without
        this the experiment is refused beyond this machine.
      </span>
    </label>
  );
}

/** Another program's packets were not kept: the same conversation can be had again. */
export function Reenact(props: Asking & { readonly found: (lines: readonly SeenLine[]) => void }): JSX.Element {
  const { side, loopback, found } = props;
  const begun = useExperiment(props, "beside");
  const may = useMay("scan");
  const [problem, setProblem] = useState<string | null>(null);
  if (side.profile === null) {
    return <p class="hint">{side.detector} is another program: its packets were not kept, and nothing re-enacts it.</p>;
  }
  const ended = (job: Job) => {
    const lines = besideIn(job.output);
    if (lines === null) setProblem(job.lines.at(-1) ?? "it printed nothing that can be read");
    else found(lines);
  };
  return (
    <div class="reenact stack">
      <p>
        {side.detector} is another program: its packets were not kept. crosscheck can have the same conversation again,
        as {side.profile.title}.
      </p>
      <details class="how">
        <summary>What it sends</summary>
        <div>
          <p>{side.profile.sends}</p>
          {side.profile.blindSpots.length > 0 && (
            <ul class="bullets">
              {side.profile.blindSpots.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          )}
        </div>
      </details>
      {may && (
        <>
          <Permission loopback={loopback} begun={begun} />
          <div>
            <button type="button" class="button" disabled={begun.act.busy} onClick={begun.begin}>
              Re-enact {side.detector}
            </button>
          </div>
        </>
      )}
      {begun.act.problem !== null && <ProblemBox problem={begun.act.problem} />}
      {begun.id !== null && <JobLine key={begun.id} id={begun.id} ended={ended} />}
      {problem !== null && (
        <p class="hint">
          <Outside text={problem} />
        </p>
      )}
    </div>
  );
}

export function Experiment(props: Asking): JSX.Element {
  const { side, loopback } = props;
  const begun = useExperiment(props, "prove");
  const may = useMay("scan");
  const job = useJob(begun.id);
  return (
    <Card title={`Why ${side.detector} says otherwise`}>
      <div class="stack">
        <p>
          {side.profile === null
            ? `Nothing re-enacts ${side.detector}, so that no experiment can tell.`
            : `crosscheck re-enacts ${side.detector}, changes one thing at a time, and calls it the cause only if the answer follows it three times of three.`}
        </p>
        {may && side.profile !== null && job?.state !== "running" && (
          <>
            <Permission loopback={loopback} begun={begun} />
            <div>
              <button type="button" class="button primary" disabled={begun.act.busy} onClick={begun.begin}>
                {job === null ? "Find the cause by experiment" : "Make the experiment again"}
              </button>
            </div>
          </>
        )}
        {begun.act.problem !== null && <ProblemBox problem={begun.act.problem} />}
        {begun.id !== null && <JobLine key={begun.id} id={begun.id} />}
        {job !== null && job.state !== "running" && <Result job={job} name={side.detector} />}
      </div>
      <How>
        The factor that is changed, the tool's own conversation and the changed one alternate; all six must come out as
        the cause says. Where nothing does, what was ruled out is listed. The same as{" "}
        <code>crosscheck explain --prove</code>; see docs/causes.md.
      </How>
    </Card>
  );
}

function Result({ job, name }: { readonly job: Job; readonly name: string }): JSX.Element {
  const result = provenIn(job.output);
  if (result === null) {
    if (nothingIn(job.output)) return <p class="hint">Nothing contradicts the verdict here any more.</p>;
    return (
      <p class="hint">
        {job.state === "stopped" ? "It was stopped before it came to a result." : "It came to no result."}
      </p>
    );
  }
  const { explanation, causes, ruledOut, seen, varied } = result;
  return (
    <div class={`finding ${explanation ?? "none"}`} role="status">
      <p class="finding-head">{headOf(result)}</p>
      <p>
        <Outside text={result.sentence} fold={1500} />
      </p>
      {causes.length > 0 && (
        <ul class="causes">
          {causes.map(({ id, annex, value }) => (
            <li key={id}>
              <strong>{id}</strong> {annex.length > 0 && <span class="tag">{annex.join(", ")}</span>}
              <div class="small soft">changed to: {value}</div>
            </li>
          ))}
        </ul>
      )}
      {ruledOut.length > 0 && (
        <>
          <p class="small">Ruled out:</p>
          <ul class="ruled-out">
            {ruledOut.map((each) => (
              <li key={each} class="tag">
                {each}
              </li>
            ))}
          </ul>
        </>
      )}
      {seen !== null && varied !== null && (
        <details class="below" open>
          <summary>What it sends, and the same with only that changed</summary>
          <SequencePair a={name} b="one thing changed" rows={align(seen, varied)} complete />
        </details>
      )}
    </div>
  );
}
