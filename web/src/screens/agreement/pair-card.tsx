/** Every two detectors side by side, with the tree of who says the same. */

import type { JSX } from "preact";
import type { Agreement } from "../../api/types.ts";
import type { Dendrogram } from "../../charts/dendrogram.ts";
import { label } from "../../charts/names.ts";
import { Card, How } from "../../parts/parts.tsx";
import { whole } from "../../parts/words.ts";
import { hrefOf } from "../../state/route.ts";
import { PairDetail } from "./pair-detail.tsx";
import { TREE_ROW, Tree } from "./tree.tsx";

export type Pair = Agreement["pairs"][number];

export const METRICS = ["ac1", "positive", "negative", "counts"] as const;
export type Metric = (typeof METRICS)[number];
const METRIC_WORDS: Readonly<Record<Metric, string>> = {
  ac1: "AC1",
  positive: "agreement on 1",
  negative: "agreement on 0",
  counts: "endpoints that split them",
};

interface Props {
  readonly agreement: Agreement;
  readonly shape: Dendrogram;
  readonly query: Readonly<Record<string, string>>;
  readonly set: (change: Readonly<Record<string, string>>) => void;
}

export function PairCard({ agreement, shape, query, set }: Props): JSX.Element | null {
  const { pairs, detectors } = agreement;
  if (detectors.length < 2) return null;
  const metric = METRICS.find((each) => each === query["metric"]) ?? "ac1";
  const chosen = pairs.find((pair) => keyOf(pair) === query["pair"]) ?? null;
  return (
    <Card title="Pairs">
      <p>{takeaway(pairs)}</p>
      <div class="chips below" role="group" aria-label="What the cells show">
        {METRICS.map((each) => (
          <button
            key={each}
            type="button"
            class="chip"
            aria-pressed={each === metric}
            onClick={() => set({ metric: each === "ac1" ? "" : each })}
          >
            {METRIC_WORDS[each]}
          </button>
        ))}
      </div>
      <div class="scroll-x below" tabIndex={0} role="group" aria-label="Pairs of detectors">
        <div class="pairs">
          <Tree shape={shape} oneOpinion={agreement.tree.oneOpinionFrom} />
          <Grid agreement={agreement} order={shape.leaves} metric={metric} chosen={chosen} set={set} />
        </div>
      </div>
      <p class="small soft below">
        ∥ the same lineage: agreement is no second opinion. Hatched: below one half. – nothing to compare. The small
        number is how many endpoints both could tell. In the tree, the further left two meet, the less they share (1 −
        positive agreement); what meets right of the dashed line is one opinion.
      </p>
      {chosen !== null && <PairDetail pair={chosen} close={() => set({ pair: "" })} />}
      <details class="how below">
        <summary>As a table</summary>
        <PairTable pairs={pairs} />
      </details>
      <How>
        Over endpoints where both said 1 or 0. AC1: Gwet's coefficient, which does not collapse where nearly all answers
        are the same, as Cohen's kappa does. Agreement on 1: 2a / (2a + b + c); on 0: 2d / (2d + b + c). Intervals: 95
        %, exact for the last two, bootstrapped for AC1. Choose a cell for counts and intervals.
      </How>
    </Card>
  );
}

function keyOf({ first, second }: Pick<Pair, "first" | "second">): string {
  return `${first},${second}`;
}

function takeaway(pairs: readonly Pair[]): string {
  const known = pairs.filter(({ ac1 }) => ac1.value !== null);
  const split = ({ counts }: Pair) => counts.onlyFirst + counts.onlySecond;
  const [worst] = known.toSorted((a, b) => split(b) - split(a));
  if (worst === undefined) return "No two detectors answered the same endpoint with 1 or 0.";
  if (split(worst) === 0) return "Where two detectors both said 1 or 0, they always said the same.";
  return `${label(worst.first)} and ${label(worst.second)} disagree most: on ${whole(split(worst))} of ${whole(worst.ac1.rows)} endpoints that both could tell.`;
}

function Grid({
  agreement: { detectors, pairs },
  order,
  metric,
  chosen,
  set,
}: Pick<Props, "agreement" | "set"> & {
  readonly order: readonly string[];
  readonly metric: Metric;
  readonly chosen: Pair | null;
}): JSX.Element {
  const pairOf = (a: string, b: string) =>
    pairs.find(({ first, second }) => (first === a && second === b) || (first === b && second === a)) ?? null;
  const most = Math.max(1, ...pairs.map(({ counts }) => counts.onlyFirst + counts.onlySecond));
  return (
    <table class="pair-grid">
      <thead>
        <tr>
          <td />
          {order.map((id) => (
            <th key={id} scope="col">
              <span>{label(id)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {order.map((row) => (
          <tr key={row} style={{ height: `${TREE_ROW}px` }}>
            <th scope="row">
              <a href={hrefOf(["detector", row])}>{label(row)}</a>{" "}
              <span class="soft small">
                {detectors
                  .find(({ id }) => id === row)
                  ?.lineages.map(label)
                  .join(", ")}
              </span>
            </th>
            {order.map((column) => {
              const pair = row === column ? null : pairOf(row, column);
              if (pair === null) return <td key={column} class="self" aria-label="itself" />;
              const { text, shade, low } = faceOf(pair, metric, most);
              const selected = chosen !== null && keyOf(chosen) === keyOf(pair);
              return (
                <td key={column}>
                  <button
                    type="button"
                    class={`pair-cell${low ? " low" : ""}`}
                    style={{ "--shade": `${Math.round(shade * 55)}%` }}
                    aria-pressed={selected}
                    onClick={() => set({ pair: selected ? "" : keyOf(pair) })}
                  >
                    <span class="aside-text">{`${label(row)} and ${label(column)}, ${METRIC_WORDS[metric]}: `}</span>
                    {text}
                    <span class="aside-text"> over </span>
                    <span class="rows">{whole(pair.ac1.rows)}</span>
                    <span class="aside-text"> endpoints{pair.sameLineage ? ", the same lineage" : ""}</span>
                    {pair.sameLineage && <span class="kin">∥</span>}
                    <span class="aside-text">{`${label(row)} and ${label(column)}, ${METRIC_WORDS[metric]}: ${text === "–" ? "nothing to compare" : `${text}, over ${pair.ac1.rows} endpoints`}${pair.sameLineage ? ", the same lineage" : ""}`}</span>
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function faceOf(pair: Pair, metric: Metric, most: number) {
  if (metric === "counts") {
    const split = pair.counts.onlyFirst + pair.counts.onlySecond;
    return pair.ac1.rows === 0
      ? { text: "–", shade: 0, low: false }
      : { text: whole(split), shade: split / most, low: false };
  }
  const { value } = pair[metric];
  if (value === null) return { text: "–", shade: 0, low: false };
  return { text: value.toFixed(2), shade: Math.min(1, Math.max(0, value)), low: value < 0.5 };
}

function PairTable({ pairs }: { readonly pairs: readonly Pair[] }): JSX.Element {
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label="Pairs as a table">
      <table class="table">
        <thead>
          <tr>
            {["first", "second", "both 1", "only first 1", "only second 1", "both 0", "AC1", "on 1", "on 0"].map(
              (head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr key={keyOf(pair)}>
              <th scope="row">{label(pair.first)}</th>
              <th scope="row">{label(pair.second)}</th>
              <td class="right">{whole(pair.counts.bothVulnerable)}</td>
              <td class="right">{whole(pair.counts.onlyFirst)}</td>
              <td class="right">{whole(pair.counts.onlySecond)}</td>
              <td class="right">{whole(pair.counts.bothNotVulnerable)}</td>
              {[pair.ac1, pair.positive, pair.negative].map(({ value }, at) => (
                <td key={at} class="right">
                  {value === null ? "–" : value.toFixed(2)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
