/** Where a detector must not be believed, in words. */

import type { JSX } from "preact";
import type { ConditionScore } from "../../api/types.ts";
import { blindSpots } from "../../charts/forest.ts";
import { KindSign } from "../../charts/kinds.tsx";
import { inWords, label } from "../../charts/names.ts";
import { Card, How } from "../../parts/parts.tsx";

export function Blind({
  scores,
  version,
}: {
  readonly scores: readonly ConditionScore[];
  readonly version: string;
}): JSX.Element {
  const { missed, falseAlarms, guessed, undecided, unstable } = blindSpots(scores);
  const none = [missed, falseAlarms, guessed, undecided, unstable].every((spots) => spots.length === 0);
  return (
    <Card title="Blind spots">
      <p>
        {missed.length === 0
          ? "Under no measured condition does it call a vulnerable server safe."
          : `Its zero is worth nothing under ${conditions(missed)}: there it calls a vulnerable server not vulnerable.`}
      </p>
      {none && <p class="below">It was right under every condition.</p>}
      <div class="blind below">
        <Spots spots={missed} kind="wrong" title="Misses the flaw (a wrong 0)" />
        <Spots spots={falseAlarms} kind="wrong" title="Cries wolf (a wrong 1)" />
        <Spots spots={guessed} kind="wrong" title="Says 0 where nothing can be known" />
        <Spots spots={unstable} kind="unstable" title="Not the same each time" />
        <Spots spots={undecided} kind="undecided" title="Cannot tell" />
      </div>
      <How>
        Out of the sheet of scores for version {label(version)}, each condition asked several times. A condition is here
        as soon as one of the answers was wrong. What the judgement makes of it: a zero of this detector on an endpoint
        that resembles such a condition counts as unknown (docs/judgement.md).
      </How>
    </Card>
  );
}

function conditions(spots: readonly ConditionScore[]): string {
  return `${inWords(spots.length)} ${spots.length === 1 ? "condition" : "conditions"}`;
}

function Spots({
  spots,
  kind,
  title,
}: {
  readonly spots: readonly ConditionScore[];
  readonly kind: ConditionScore["kind"];
  readonly title: string;
}): JSX.Element | null {
  if (spots.length === 0) return null;
  return (
    <section>
      <h3>
        <KindSign kind={kind} /> {title}
      </h3>
      <ul>
        {spots.map(({ condition, title: what, n, wrong }) => (
          <li key={condition}>
            <span class="mono soft">{condition}</span> {what}
            {kind === "wrong" && wrong > 0 && wrong < n && (
              <span class="small soft">
                {" "}
                ({wrong} of {n} times)
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
