/** Measuring detectors now, on this machine, and laying the result beside the sheet that ships. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ApiProblem, isLive, type Problem, send } from "../../api/client.ts";
import type { LiveScore, ScoreSheet } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { KIND_WORDS, KindSign } from "../../charts/kinds.tsx";
import { label } from "../../charts/names.ts";
import { Card, How, Loaded, ProblemBox } from "../../parts/parts.tsx";
import { plural } from "../../parts/words.ts";
import { useMay } from "../../state/me.ts";
import { CellDetail } from "./cell-detail.tsx";
import { ScoreGrid } from "./score-grid.tsx";

interface Props {
  readonly selected: readonly string[];
  readonly detectors: ScoreSheet["detectors"];
}

interface Jobs {
  readonly items: readonly { readonly id: string; readonly kind: string }[];
}

export function ScoreLive({ selected, detectors }: Props): JSX.Element | null {
  const may = useMay("scan");
  const [tools, setTools] = useState<readonly string[]>([]);
  const [repeats, setRepeats] = useState(3);
  const [started, setStarted] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const jobs = useApi<Jobs>(isLive() ? "/jobs" : null, {}, ({ type }) => type === "job");
  if (!isLive()) return null;
  const job = started ?? jobs.data?.items.find(({ kind }) => kind === "score")?.id ?? null;
  const start = async () => {
    setProblem(null);
    try {
      const { id } = await send<{ id: string }>("POST", "/range/scores", {
        detectors: tools,
        conditions: selected,
        repeats,
      });
      setStarted(id);
    } catch (error) {
      if (error instanceof ApiProblem) setProblem(error.problem);
    }
  };
  const others = detectors.filter(({ kind }) => kind === "tool" || kind === "profile");
  return (
    <Card title="Score live">
      <p class="soft">
        Our own detectors, and whom you choose, are asked about the selected conditions here and now. Profiles and tools
        read filler only: nothing in the range has memory to lose.
      </p>
      <fieldset class="choices below">
        <legend class="small soft">Measured as well</legend>
        {others.map(({ id }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={tools.includes(id)}
              onChange={({ currentTarget }) =>
                setTools(currentTarget.checked ? [...tools, id] : tools.filter((each) => each !== id))
              }
            />
            {label(id)}
          </label>
        ))}
      </fieldset>
      <div class="chart-tools below">
        <label class="field narrow">
          <span>Times each</span>
          <input
            class="input"
            type="number"
            min={1}
            max={50}
            value={repeats}
            onInput={({ currentTarget }) =>
              setRepeats(Math.min(50, Math.max(1, Math.trunc(Number(currentTarget.value)) || 1)))
            }
          />
        </label>
        <button
          type="button"
          class="button primary"
          disabled={!may || selected.length === 0}
          onClick={() => void start()}
        >
          Measure under {plural(selected.length, "condition")}
        </button>
        {selected.length === 0 && <span class="soft small">Select conditions in the table above.</span>}
      </div>
      {problem !== null && <ProblemBox problem={problem} />}
      {job !== null && <Result job={job} may={may} />}
      <How>
        The same measurement as <code>crosscheck range score --save</code>. A cell counts as changed where its kind is
        other than in the sheet that ships; with the same version that means another machine, another configuration, or
        chance where it is not the same each time.
      </How>
    </Card>
  );
}

function Result({ job, may }: { readonly job: string; readonly may: boolean }): JSX.Element {
  const asked = useApi<LiveScore>(
    `/range/scores/${encodeURIComponent(job)}`,
    {},
    (event) => event.type === "job" && event.id === job,
  );
  const [chosen, setChosen] = useState<{ condition: string; detector: string } | null>(null);
  return (
    <Loaded asked={asked}>
      {({ state, lines, sheet, compared, changes }) => (
        <div class="below">
          <div class="chart-tools">
            <p role="status">
              <strong>{STATES[state]}</strong>{" "}
              <span class="soft">{state === "running" || state === "failed" ? lines.at(-1) : ""}</span>
            </p>
            {state === "running" && (
              <button type="button" class="button" disabled={!may} onClick={() => void send("DELETE", `/jobs/${job}`)}>
                Stop
              </button>
            )}
          </div>
          {sheet !== null && (
            <>
              <p class="below">{sentence(compared)}</p>
              <div class="score-side below">
                <ScoreGrid
                  conditions={sheet.conditions}
                  detectors={sheet.detectors}
                  chosen={chosen}
                  choose={(condition, detector) => setChosen({ condition, detector })}
                  changed={new Set(changes.map(({ condition, detector }) => `${condition}|${detector}`))}
                />
                {chosen !== null && <CellDetail sheet={sheet} {...chosen} close={() => setChosen(null)} />}
              </div>
              {changes.length > 0 && <Changes changes={changes} />}
            </>
          )}
        </div>
      )}
    </Loaded>
  );
}

const STATES = { running: "Measuring", done: "Measured", failed: "It failed", stopped: "Stopped" } as const;

function sentence({ same, changed, fresh }: LiveScore["compared"]): string {
  const parts = [
    `${plural(same, "cell")} as in the sheet that ships`,
    changed === 0 ? "none other than there" : `${changed} other than there`,
    ...(fresh === 0 ? [] : [`${fresh} not in it`]),
  ];
  return `${parts.join(", ")}.`;
}

function Changes({ changes }: { readonly changes: LiveScore["changes"] }): JSX.Element {
  return (
    <ul class="changes below">
      {changes.map(({ detector, condition, before, after, sameVersion }) => (
        <li key={`${detector} ${condition}`}>
          {label(detector)} under {condition}: <KindSign kind={before} /> {KIND_WORDS[before]} became{" "}
          <KindSign kind={after} /> {KIND_WORDS[after]}
          {sameVersion ? ", with the same version" : ", with another version"}
        </li>
      ))}
    </ul>
  );
}
