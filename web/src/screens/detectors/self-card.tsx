/** A detector beside itself: when asked again, and between its versions, vantages, runs and modes. */

import type { JSX } from "preact";
import type { Agreement } from "../../api/types.ts";
import { label } from "../../charts/names.ts";
import { Card, How } from "../../parts/parts.tsx";
import { percent, plural, whole } from "../../parts/words.ts";

type Self = Agreement["self"][number];
type Repeat = Agreement["repeats"][number];

export function SelfCard({ id, agreement }: { readonly id: string; readonly agreement: Agreement }): JSX.Element {
  const self = agreement.self.filter(({ detector }) => detector === id);
  const repeats = agreement.repeats.find(({ detector }) => detector === id) ?? null;
  return (
    <Card title="With itself">
      <p>{sentence(repeats)}</p>
      {repeats !== null && <Repeats repeats={repeats} />}
      {self.length === 0 ? (
        <p class="soft below">One version, one vantage, one run and one mode: nothing else to compare.</p>
      ) : (
        <SelfTables self={self} />
      )}
      <How>
        A question is asked again when the same version asks the same endpoint from the same vantage within a day.
        Intervals: exact (Clopper and Pearson) where all were asked twice, otherwise bootstrapped. p: McNemar's exact
        test after Holm's correction (docs/agreement.md).
      </How>
    </Card>
  );
}

function sentence(repeats: Repeat | null): string {
  if (repeats === null) return "Its answers were not compared.";
  const cells = repeats.confirmed.cells + repeats.others.cells;
  const differing = repeats.confirmed.differing + repeats.others.differing;
  if (cells === 0) return "It was never asked the same question twice: whether it is steady is not known.";
  if (differing === 0) return `Asked again, it never went from a 1 to a 0 or back, in ${plural(cells, "question")}.`;
  return `Asked again, it gave both a 1 and a 0 in ${whole(differing)} of ${plural(cells, "question")}.`;
}

function Repeats({ repeats }: { readonly repeats: Repeat }): JSX.Element | null {
  const rows = [
    ["1 against 0, proved vulnerable by another lineage", repeats.confirmed],
    ["1 against 0, elsewhere", repeats.others],
    ["an answer against ?", repeats.conclusive],
  ] as const;
  if (rows.every(([, { cells }]) => cells === 0)) return null;
  return (
    <div class="scroll-x below" tabIndex={0} role="group" aria-label="Asked again">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">asked again</th>
            <th scope="col" class="right">
              questions
            </th>
            <th scope="col" class="right">
              with both answers
            </th>
            <th scope="col" class="right">
              two answers differ
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, { cells, differing, discordance, low, high }]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td class="right">{whole(cells)}</td>
              <td class="right">{whole(differing)}</td>
              <td class="right">
                {discordance === null ? "–" : percent(discordance)}
                {low !== null && high !== null && <span class="soft"> ({interval(low, high)})</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function interval(low: number, high: number): string {
  return `${Math.round(100 * low)} to ${Math.round(100 * high)} %`;
}

/** One table for each facet that tells columns apart. */
export function SelfTables({
  self,
  named = false,
}: {
  readonly self: readonly Self[];
  readonly named?: boolean;
}): JSX.Element {
  const shown = self.filter(({ pairs }) => pairs.some(inCommon));
  const apart = self.filter((each) => !shown.includes(each));
  return (
    <>
      {shown.map((each) => (
        <section key={`${each.detector} ${each.by}`} class="below">
          <h3>
            {named && `${label(each.detector)}, `}by {each.by}
          </h3>
          <div class="scroll-x" tabIndex={0} role="group" aria-label={`${each.detector} by ${each.by}`}>
            <table class="table">
              <thead>
                <tr>
                  {["first", "second", "both 1", "only first", "only second", "both 0", "same", "p"].map((head, at) => (
                    <th key={head} scope="col" {...(at > 1 && { class: "right" })}>
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {each.pairs.filter(inCommon).map(({ first, second, counts, raw, p }) => (
                  <tr key={`${first} ${second}`}>
                    <th scope="row">{label(first)}</th>
                    <th scope="row">{label(second)}</th>
                    <td class="right">{whole(counts.bothVulnerable)}</td>
                    <td class="right">{whole(counts.onlyFirst)}</td>
                    <td class="right">{whole(counts.onlySecond)}</td>
                    <td class="right">{whole(counts.bothNotVulnerable)}</td>
                    <td class="right">
                      {raw.value === null ? "–" : percentOf(raw.value)}
                      {raw.low !== null && raw.high !== null && (
                        <span class="soft"> ({interval(raw.low, raw.high)})</span>
                      )}
                    </td>
                    <td class="right">{p === null ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
      {apart.length > 0 && (
        <p class="soft small below">
          No endpoint in common, so nothing to compare:{" "}
          {apart.map(({ detector, by }) => (named ? `${label(detector)} by ${by}` : `by ${by}`)).join(", ")}.
        </p>
      )}
    </>
  );
}

function inCommon({ counts }: Self["pairs"][number]): boolean {
  return Object.values(counts).some((count) => count > 0);
}

function percentOf(value: number): string {
  return `${Math.round(100 * value)} %`;
}
