/** Scores by condition as a forest plot: the point is the share of right answers, the line its exact 95 % interval. */

import type { JSX } from "preact";
import type { ConditionScore, Detector } from "../../api/types.ts";
import { type CellKind, FOREST_SORTS, type ForestRow, forest, KIND_ORDER } from "../../charts/forest.ts";
import { KIND_SIGNS, KIND_WORDS, KindSign, reasonsInWords, truthWord } from "../../charts/kinds.tsx";
import { label } from "../../charts/names.ts";
import { Card, Empty, How, Time } from "../../parts/parts.tsx";
import { replaceRoute, type Route } from "../../state/route.ts";

const SORT_WORDS = { worst: "worst first", condition: "by condition", share: "by share right" } as const;

export function ForestCard({
  detector,
  range,
  route,
}: {
  readonly detector: Detector;
  readonly range: NonNullable<Detector["range"]>;
  readonly route: Route;
}): JSX.Element {
  const { q = "", sort: sorted, kind } = route.query;
  const sort = FOREST_SORTS.find((each) => each === sorted) ?? "worst";
  const kinds = KIND_ORDER.filter((each) => (kind ?? "").split(",").includes(each));
  const set = (change: Readonly<Record<string, string>>) => replaceRoute(route.path, { ...route.query, ...change });
  const toggle = (each: CellKind) =>
    set({ kind: (kinds.includes(each) ? kinds.filter((other) => other !== each) : [...kinds, each]).join(",") });
  const rows = forest(range.scores, { sort, text: q, kinds });
  const { right, wrong, undecided, unstable, conditions } = range.totals;
  return (
    <Card title="Scores by condition">
      <p>
        {label(detector.id)} {label(range.version)} is right under {right} of {conditions} conditions, wrong under{" "}
        {wrong}, undecided under {undecided}, and not the same each time under {unstable}.
      </p>
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
        <label class="field">
          <span>Order</span>
          <select class="input" value={sort} onChange={({ currentTarget }) => set({ sort: currentTarget.value })}>
            {FOREST_SORTS.map((each) => (
              <option key={each} value={each}>
                {SORT_WORDS[each]}
              </option>
            ))}
          </select>
        </label>
        <div class="chips" role="group" aria-label="Only these">
          {KIND_ORDER.filter((each) => range.scores.some((score) => score.kind === each)).map((each) => (
            <button
              key={each}
              type="button"
              class="chip"
              aria-pressed={kinds.includes(each)}
              onClick={() => toggle(each)}
            >
              <span class={`kind ${each}`} aria-hidden="true">
                {KIND_SIGNS[each]}
              </span>
              {KIND_WORDS[each]} <span class="number soft">{range.scores.filter((s) => s.kind === each).length}</span>
            </button>
          ))}
        </div>
      </div>
      {rows.length === 0 ? <Empty>No condition matches.</Empty> : <Plot rows={rows} />}
      <details class="how below">
        <summary>As a table</summary>
        <ScoreTable rows={rows} />
      </details>
      <How>
        Each condition of the range was asked n times; the line is Clopper and Pearson's exact 95 % interval of the
        share of right answers, so five right answers of five still allow 48 %. Where nothing can be known, only ? is
        right. Measured <Time at={range.measuredAt} /> on {range.machine}
        {range.versionSeen || detector.said === null ? "" : "; not in the version that answered here"}.
      </How>
    </Card>
  );
}

function Plot({ rows }: { readonly rows: readonly ForestRow[] }): JSX.Element {
  return (
    <div class="forest">
      <div class="forest-axis" aria-hidden="true">
        <span />
        <span class="ticks small soft number">
          <span>0 %</span>
          <span>50 %</span>
          <span>100 % right</span>
        </span>
      </div>
      <ol>
        {rows.map((row) => (
          <li key={row.score.condition}>
            <details class="forest-row">
              <summary>
                <span class="aside-text">{spoken(row)}: </span>
                <span class="what">
                  <KindSign kind={row.score.kind} />
                  <span class="mono soft">{row.score.condition}</span>
                  <span class="name">{row.score.title}</span>
                </span>
                <Strip row={row} />
              </summary>
              <Detail score={row.score} />
            </details>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Strip({ row: { score, at, low, high } }: { readonly row: ForestRow }): JSX.Element {
  return (
    <span class={`strip ${score.kind}`} aria-hidden="true">
      <span class="mid" />
      {at !== null && (
        <>
          <span class="span" style={{ left: `${100 * low}%`, width: `${100 * (high - low)}%` }} />
          <span class={`point ${score.kind}`} style={{ left: `${100 * at}%` }} />
        </>
      )}
    </span>
  );
}

function spoken({ score, at, low, high }: ForestRow): string {
  const { condition, title, kind, right, n } = score;
  const share =
    at === null
      ? ""
      : `, right ${right} of ${n}, 95 % interval ${Math.round(100 * low)} to ${Math.round(100 * high)} %`;
  return `${condition}, ${title}: ${KIND_WORDS[kind]}${share}`;
}

function Detail({ score }: { readonly score: ConditionScore }): JSX.Element {
  const { question, truth, n, right, wrong, undecided, reasons } = score;
  return (
    <div class="forest-detail small">
      {question !== null && <p>{question}</p>}
      <p class="soft">
        Truth: {truthWord(truth)}. Asked {n} times: {right} right, {wrong} wrong, {undecided} undecided.
      </p>
      <ul>
        {reasons.map(({ reason, meaning, times }) => (
          <li key={reason}>
            <span class="number">{times} ×</span> <code>{reason}</code> <span class="soft">{meaning}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ScoreTable({ rows }: { readonly rows: readonly ForestRow[] }): JSX.Element {
  const share = (low: number, high: number) => `${Math.round(100 * low)} to ${Math.round(100 * high)} %`;
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label="Scores by condition">
      <table class="table">
        <thead>
          <tr>
            {[
              "condition",
              "truth",
              "it is",
              "right",
              "wrong",
              "undecided",
              "right, 95 %",
              "wrong, 95 %",
              "reasons",
            ].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ score }) => (
            <tr key={score.condition}>
              <th scope="row">
                {score.condition} {score.title}
              </th>
              <td>{truthWord(score.truth)}</td>
              <td>{KIND_WORDS[score.kind]}</td>
              <td class="right">{score.right}</td>
              <td class="right">{score.wrong}</td>
              <td class="right">{score.undecided}</td>
              <td class="right">{share(score.rightLow, score.rightHigh)}</td>
              <td class="right">{share(score.wrongLow, score.wrongHigh)}</td>
              <td>{reasonsInWords(score.reasons)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
