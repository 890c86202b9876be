/** The laboratory of known truth: how detectors score, and servers to try them on. */

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { ScoreSheet } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { type CellKind, everWrong, KIND_ORDER, matches } from "../../charts/forest.ts";
import { KIND_SIGNS, KIND_WORDS, KindLegend } from "../../charts/kinds.tsx";
import { label } from "../../charts/names.ts";
import { Card, Empty, How, Loaded, Time, Title } from "../../parts/parts.tsx";
import { plural } from "../../parts/words.ts";
import { replaceRoute, type Route } from "../../state/route.ts";
import { CellDetail } from "./cell-detail.tsx";
import { Laboratories } from "./laboratories.tsx";
import { ScoreGrid } from "./score-grid.tsx";
import { ScoreLive } from "./score-live.tsx";

const never = () => false;

export function RangeScreen({ route }: { readonly route: Route }): JSX.Element {
  const profiles = route.query["profiles"] === "true";
  const asked = useApi<ScoreSheet>("/range/scores", profiles ? {} : { kind: "native,tool,service,report" }, never);
  return (
    <>
      <Title about="servers of known truth on loopback: who is right about them, and who is not">Range</Title>
      <Loaded asked={asked}>{(sheet) => <Shown sheet={sheet} route={route} profiles={profiles} />}</Loaded>
    </>
  );
}

function Shown({
  sheet,
  route,
  profiles,
}: {
  readonly sheet: ScoreSheet;
  readonly route: Route;
  readonly profiles: boolean;
}): JSX.Element {
  const { q = "", kind = "", cell = "" } = route.query;
  const [selected, setSelected] = useState<readonly string[]>([]);
  const kinds = KIND_ORDER.filter((each) => kind.split(",").includes(each));
  const set = (change: Readonly<Record<string, string>>) => replaceRoute(route.path, { ...route.query, ...change });
  const conditions = useMemo(() => shown(sheet, q, kinds), [sheet, q, kind]);
  const toggleKind = (each: CellKind) =>
    set({ kind: (kinds.includes(each) ? kinds.filter((other) => other !== each) : [...kinds, each]).join(",") });
  const [chosenCondition = "", chosenDetector = ""] = cell.split("|", 2);
  const chosen = sheet.detectors.some(({ id }) => id === chosenDetector)
    ? { condition: chosenCondition, detector: chosenDetector }
    : null;
  return (
    <>
      <Card title="Scores">
        <p>{takeaway(sheet)}</p>
        <div class="chart-tools below">
          <label class="field">
            <span>Condition</span>
            <input
              class="input"
              type="search"
              value={q}
              placeholder="GCM, server name, C16 …"
              onInput={({ currentTarget }) => set({ q: currentTarget.value })}
            />
          </label>
          <div class="chips" role="group" aria-label="Only conditions where somebody is">
            {(["wrong", "unstable", "undecided"] as const).map((each) => (
              <button
                key={each}
                type="button"
                class="chip"
                aria-pressed={kinds.includes(each)}
                onClick={() => toggleKind(each)}
              >
                <span class={`kind ${each}`} aria-hidden="true">
                  {KIND_SIGNS[each]}
                </span>
                somebody {KIND_WORDS[each]}
              </button>
            ))}
            <button
              type="button"
              class="chip"
              aria-pressed={profiles}
              onClick={() => set({ profiles: profiles ? "" : "true" })}
            >
              re-enactments of old tools
            </button>
          </div>
        </div>
        <KindLegend />
        <div class="score-side below">
          {conditions.length === 0 ? (
            <Empty>No condition matches.</Empty>
          ) : (
            <ScoreGrid
              conditions={conditions}
              detectors={sheet.detectors}
              chosen={chosen}
              choose={(condition, detector) => set({ cell: `${condition}|${detector}` })}
              selection={{ selected, setSelected }}
            />
          )}
          {chosen !== null && <CellDetail sheet={sheet} {...chosen} close={() => set({ cell: "" })} />}
        </div>
        <How>
          Each detector was asked about each condition several times, on <Time at={sheet.measuredAt} /> and before, on{" "}
          {sheet.machine}, crosscheck {sheet.version}. Right, wrong and undecided are against the truth that the range
          knows; ≈ is a detector that did not give the same outcome each time. Where nothing can be known, only ? is
          right. The table is the chart: intervals and reasons are on a detector's own page. Measured again with{" "}
          <code>npm run score</code>.
        </How>
      </Card>
      <Laboratories selected={selected} clear={() => setSelected([])} />
      <ScoreLive selected={selected} detectors={sheet.detectors} />
    </>
  );
}

function shown({ conditions, detectors }: ScoreSheet, q: string, kinds: readonly CellKind[]) {
  return conditions.filter(
    ({ id, title, question }) =>
      matches({ condition: id, title, question }, q) &&
      (kinds.length === 0 || detectors.some(({ cells }) => kinds.includes(cells[id]?.kind ?? "unknown"))),
  );
}

function takeaway(sheet: ScoreSheet): string {
  const { conditions } = sheet;
  const wrong = sheet.detectors
    .map(({ id }) => ({ id, times: everWrong(sheet, id) }))
    .toSorted((a, b) => a.times - b.times);
  const [best] = wrong;
  const worst = wrong.at(-1);
  if (best === undefined || worst === undefined) return "No detector is measured.";
  return `Of ${plural(conditions.length, "condition")}, ${label(best.id)} gave a wrong answer under ${best.times === 0 ? "none" : `the fewest, ${best.times}`}; ${label(worst.id)} under ${worst.times}, the most.`;
}
