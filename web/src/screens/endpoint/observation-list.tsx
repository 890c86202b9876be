/** All observations, newest first, a page at a time. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { get } from "../../api/client.ts";
import type { Observation, Observations } from "../../api/types.ts";
import { useAct } from "../../parts/act.tsx";
import { Outside } from "../../parts/outside.tsx";
import { Card, ProblemBox, Time } from "../../parts/parts.tsx";
import { OutcomeGlyph } from "../../parts/signs.tsx";
import { hrefOf } from "../../state/route.ts";

export function ObservationList({
  endpoint,
  path,
  first,
}: {
  readonly endpoint: string;
  readonly path: string;
  readonly first: Observations;
}): JSX.Element {
  const [older, setOlder] = useState<readonly Observations[]>([]);
  const act = useAct();
  const last = older.at(-1) ?? first;
  const items = [first, ...older].flatMap((page) => page.items);
  const unique = [...new Map(items.map((each) => [each.id, each])).values()];
  const more = () =>
    void act.run(async () => {
      const page = await get<Observations>(`${path}/observations`, { cursor: last.next ?? undefined, limit: 100 });
      setOlder([...older, page]);
    });
  return (
    <Card title="All observations">
      <div class="scroll-x">
        <table class="table observations">
          <thead>
            <tr>
              <th scope="col">says</th>
              <th scope="col">detector</th>
              <th scope="col">why</th>
              <th scope="col">evidence</th>
              <th scope="col">when, from where</th>
            </tr>
          </thead>
          <tbody>
            {unique.map((each) => (
              <Line key={each.id} endpoint={endpoint} observation={each} />
            ))}
          </tbody>
        </table>
      </div>
      {act.problem !== null && <ProblemBox problem={act.problem} />}
      {last.next !== null && (
        <button type="button" class="button below" disabled={act.busy} onClick={more}>
          Older ones
        </button>
      )}
    </Card>
  );
}

function Line({
  endpoint,
  observation,
}: {
  readonly endpoint: string;
  readonly observation: Observation;
}): JSX.Element {
  const { id, detector, version, outcome, reason, meaning, evidence, startedAt, vantage, counted, provenance, mode } =
    observation;
  return (
    <tr class={counted ? "" : "past"}>
      <td>
        <OutcomeGlyph outcome={outcome} />
      </td>
      <td>
        <a href={hrefOf(["cell", endpoint, detector], { observation: String(id) })}>{detector}</a>
        <div class="small soft">
          <Outside text={version} fold={60} />
          {mode === "manual" && ", by hand"}
        </div>
      </td>
      <td>
        <code>{reason}</code>
        <div class="small soft">{meaning}</div>
        {provenance !== null && provenance.words !== "" && (
          <div class="small">
            “<Outside text={provenance.words} fold={200} />”
          </div>
        )}
        {!counted && <div class="small soft">not counted now</div>}
      </td>
      <td>{evidence}</td>
      <td>
        <Time at={startedAt} />
        <div class="small soft">
          <Outside text={vantage} fold={60} />
        </div>
      </td>
    </tr>
  );
}
