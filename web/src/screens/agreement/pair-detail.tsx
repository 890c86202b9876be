/** Two detectors: what one said against what the other said. */

import type { JSX } from "preact";
import { label } from "../../charts/names.ts";
import { plural, whole } from "../../parts/words.ts";
import { hrefOf } from "../../state/route.ts";
import { estimate } from "./estimate.ts";
import type { Pair } from "./pair-card.tsx";

export function PairDetail({ pair, close }: { readonly pair: Pair; readonly close: () => void }): JSX.Element {
  const { first, second, counts, sameLineage, ac1, positive, negative } = pair;
  const split = counts.onlyFirst + counts.onlySecond;
  return (
    <section class="pair-detail below" aria-label={`${label(first)} and ${label(second)}`} aria-live="polite">
      <header>
        <h3>
          {label(first)} and {label(second)}
        </h3>
        <button type="button" class="button quiet" onClick={close}>
          Close
        </button>
      </header>
      <p>
        Of {plural(ac1.rows, "endpoint")} that both could tell, they split on {whole(split)}.
        {sameLineage && " They carry the same code: together they are one opinion."}
      </p>
      <div class="cards below">
        <table class="table">
          <thead>
            <tr>
              <td />
              <th scope="col" class="right">
                {label(second)} says 1
              </th>
              <th scope="col" class="right">
                says 0
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{label(first)} says 1</th>
              <td class="right">{whole(counts.bothVulnerable)}</td>
              <td class="right">{whole(counts.onlyFirst)}</td>
            </tr>
            <tr>
              <th scope="row">says 0</th>
              <td class="right">{whole(counts.onlySecond)}</td>
              <td class="right">{whole(counts.bothNotVulnerable)}</td>
            </tr>
          </tbody>
        </table>
        <dl class="facts">
          <dt>AC1</dt>
          <dd class="number">{estimate(ac1)}</dd>
          <dt>agreement on 1</dt>
          <dd class="number">{estimate(positive)}</dd>
          <dt>agreement on 0</dt>
          <dd class="number">{estimate(negative)}</dd>
          <dt>? beside an answer</dt>
          <dd class="number">
            {whole(counts.firstUnknown)} of {label(first)}, {whole(counts.secondUnknown)} of {label(second)}, both{" "}
            {whole(counts.bothUnknown)}
          </dd>
        </dl>
      </div>
      {split > 0 && (
        <p class="below">
          <a href={hrefOf(["matrix"], { cell: `${counts.onlyFirst > 0 ? first : second}:1`, split: "true" })}>
            Show rows where {label(counts.onlyFirst > 0 ? first : second)} says 1 and somebody says 0
          </a>
        </p>
      )}
    </section>
  );
}
