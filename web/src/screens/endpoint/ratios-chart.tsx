/** Whose answers moved the probability, and how far. */

import type { JSX } from "preact";
import type { Ground } from "../../api/types.ts";
import { Card, How } from "../../parts/parts.tsx";
import { ratioChart } from "./ratios.ts";

export function Ratios({ ground }: { readonly ground: Ground | null }): JSX.Element {
  if (ground === null) {
    return (
      <Card title="What each lineage's answer says">
        <p class="soft" role="status">
          Being judged …
        </p>
      </Card>
    );
  }
  const { bars, ticks, takeaway } = ratioChart(ground.lineages);
  return (
    <Card title="What each lineage's answer says">
      <p>{takeaway}</p>
      <div class="ratios" aria-hidden="true">
        <div class="ratio-ends small soft">
          <span>← not vulnerable</span>
          <span>vulnerable →</span>
        </div>
        {bars.map(({ lineage, speaks, text, from, width }) => (
          <div key={lineage} class="ratio">
            <span class="ratio-name">{lineage}</span>
            <span class="ratio-track">
              {ticks.map(({ at }) => (
                <span key={at} class="ratio-tick" style={{ left: `${at}%` }} />
              ))}
              <span class={`ratio-bar ${speaks}`} style={{ left: `${from}%`, width: `${width}%` }} />
            </span>
            <span class="ratio-text number">{text}</span>
          </div>
        ))}
        <div class="ratio">
          <span />
          <span class="ratio-track axis">
            {ticks.map(({ at, text }) => (
              <span key={at} class="small soft number" style={{ left: `${at}%` }}>
                {text}
              </span>
            ))}
          </span>
          <span />
        </div>
      </div>
      <details class="how">
        <summary>As a table</summary>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">lineage</th>
              <th scope="col">speaks for</th>
              <th scope="col" class="right">
                likelihood ratio
              </th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ lineage, speaks, text }) => (
              <tr key={lineage}>
                <th scope="row">{lineage}</th>
                <td>{speaks === "safe" ? "not vulnerable" : speaks}</td>
                <td class="right">{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <How>
        How much likelier these answers are if the endpoint is vulnerable than if it is not, for each lineage: detectors
        that share code count as one witness. Posterior odds are the prior odds times a mixture of their product and 1
        (all may share one blind spot). The scale is logarithmic, cut at a thousand million. See docs/judgement.md.
      </How>
    </Card>
  );
}
