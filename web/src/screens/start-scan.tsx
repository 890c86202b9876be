/** Starting a scan: first the plan, then the packets. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, type Problem, send } from "../api/client.ts";
import type { Job, Tools } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { useJob } from "../parts/job-log.tsx";
import { Outside } from "../parts/outside.tsx";
import { ProblemBox } from "../parts/parts.tsx";
import { plural } from "../parts/words.ts";
import { useMay } from "../state/me.ts";
import { go } from "../state/route.ts";

export function StartScanButton(): JSX.Element | null {
  const [open, setOpen] = useState(false);
  if (!useMay("scan")) return null;
  return (
    <>
      <button class="button primary" type="button" onClick={() => setOpen(true)}>
        Start a scan …
      </button>
      {open && <StartScan close={() => setOpen(false)} />}
    </>
  );
}

interface Plan {
  readonly targets: number;
  readonly targetErrors: number;
  readonly endpoints: number;
  readonly unresolved: number;
  readonly outOfScope: number;
  readonly mostConnections: number;
  readonly mostQuestions: number;
}

function StartScan({ close }: { readonly close: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [targets, setTargets] = useState("");
  const [tools, setTools] = useState<readonly string[]>([]);
  const [repeat, setRepeat] = useState("1");
  const [draws, setDraws] = useState("");
  const [ports, setPorts] = useState("default");
  const [until, setUntil] = useState("");
  const [skipBad, setSkipBad] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [planJob, setPlanJob] = useState<{ readonly id: string; readonly of: string } | null>(null);
  const there = useApi<Tools>("/tools", {}, () => false);
  const job = useJob(planJob?.id ?? null);
  useEffect(() => dialog.current?.showModal(), []);

  const request = {
    targets: targets.split(/\r?\n/).filter((line) => line.trim() !== ""),
    with: tools,
    repeat: Number(repeat),
    ports: ports.trim(),
    skipBad,
    ...(draws === "" ? {} : { draws: Number(draws) }),
    ...(until === "" ? {} : { until: Number(until) }),
  };
  const shape = JSON.stringify(request);
  const planned = planJob?.of === shape && job !== null && job.state !== "running" ? job : null;
  const plan = planned === null ? null : planOf(planned.output);
  const ready = plan !== null && plan.endpoints > plan.outOfScope && (plan.targetErrors === 0 || skipBad);

  const post = async (dryRun: boolean) => {
    setProblem(null);
    try {
      const begun = await send<Job>("POST", "/scans", { ...request, dryRun });
      if (dryRun) setPlanJob({ id: begun.id, of: shape });
      else {
        close();
        go(["runs"]);
      }
    } catch (error) {
      if (error instanceof ApiProblem) setProblem(error.problem);
    }
  };
  const take = async (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined) setTargets(await file.text());
  };
  return (
    <dialog class="dialog" ref={dialog} onClose={close} aria-labelledby="start-scan">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void post(!ready);
        }}
      >
        <h2 id="start-scan">Start a scan</h2>
        <label class="field">
          <span>Targets, one a line: names, host:port, URLs, CIDRs, NAME@ADDRESS; or drop a list here</span>
          <textarea
            class="input mono"
            rows={7}
            required
            spellcheck={false}
            value={targets}
            onInput={({ currentTarget }) => setTargets(currentTarget.value)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              void take(event.dataTransfer?.files);
            }}
          />
        </label>
        <label class="field">
          <span>Or choose a list</span>
          <input class="input" type="file" onChange={({ currentTarget }) => void take(currentTarget.files)} />
        </label>
        <fieldset class="tools">
          <legend>Ask other scanners as well</legend>
          {there.data === null && <span class="soft small">Looking which are here …</span>}
          {there.data?.items.map(({ id, here, found, advice }) => (
            <label key={id} class={here ? "tool" : "tool soft"} title={`${found}${advice === "" ? "" : `; ${advice}`}`}>
              <input
                type="checkbox"
                disabled={!here}
                checked={tools.includes(id)}
                onChange={({ currentTarget: { checked } }) =>
                  setTools((before) => (checked ? [...before, id] : before.filter((each) => each !== id)))
                }
              />
              {id} <span class="small soft">{here ? found.split(",")[0] : "not here"}</span>
            </label>
          ))}
        </fieldset>
        <div class="fields">
          <Field name="Ports" value={ports} set={setPorts} hint="default, first, or 443,8443" />
          <Field name="Repeat each scanner" value={repeat} set={setRepeat} type="number" />
          <Field name="Connections for a zero" value={draws} set={setDraws} type="number" hint="as configured" />
          <Field name="Ask until sure" value={until} set={setUntil} hint="such as 0.999" />
        </div>
        <label class="tool">
          <input
            type="checkbox"
            checked={skipBad}
            onChange={({ currentTarget }) => setSkipBad(currentTarget.checked)}
          />
          go on past lines that cannot be read
        </label>
        {problem !== null && <ProblemBox problem={problem} />}
        {planJob?.of === shape && job?.state === "running" && <p role="status">Planning: names are resolved …</p>}
        {planned !== null && (
          <div class={ready ? "hint" : "problem"} role="status">
            {plan === null ? "There is no plan:" : sentence(plan)}
            {planned.lines.slice(-20).map((line, at) => (
              <div key={`${at}`} class="small">
                <Outside text={line} />
              </div>
            ))}
          </div>
        )}
        <div class="dialog-actions">
          <button class="button" type="button" onClick={close}>
            Cancel
          </button>
          <button class="button" type="button" disabled={request.targets.length === 0} onClick={() => void post(true)}>
            Plan it
          </button>
          <button class="button primary" type="submit" disabled={!ready}>
            Start
          </button>
        </div>
      </form>
    </dialog>
  );
}

function Field(props: {
  readonly name: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly type?: "text" | "number";
  readonly hint?: string;
}): JSX.Element {
  const { name, value, set, type = "text", hint = "" } = props;
  return (
    <label class="field">
      <span>{name}</span>
      {type === "number" ? (
        <input
          class="input"
          type="number"
          min={1}
          max={20}
          value={value}
          placeholder={hint}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      ) : (
        <input
          class="input"
          value={value}
          placeholder={hint}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      )}
    </label>
  );
}

function planOf(output: string): Plan | null {
  try {
    const plan: unknown = JSON.parse(output);
    return typeof plan === "object" && plan !== null && "endpoints" in plan ? (plan as Plan) : null;
  } catch {
    return null;
  }
}

function sentence(plan: Plan): string {
  const { targets, endpoints, mostConnections, mostQuestions, outOfScope, unresolved, targetErrors } = plan;
  const others = mostQuestions > 0 ? ` and ${plural(mostQuestions, "question")} to other scanners` : "";
  return `${plural(targets, "target")} lead to ${plural(endpoints, "endpoint")}: at most ${plural(mostConnections, "connection")} of our own${others}. Out of scope: ${outOfScope}; without an address: ${unresolved}; unreadable lines: ${targetErrors}.`;
}
