/** Every repetition as a sign, in order, with marks where the version or the run changed. */

import type { JSX } from "preact";
import type { Cell, Observation } from "../../api/types.ts";
import { Outside } from "../../parts/outside.tsx";
import { OutcomeGlyph } from "../../parts/signs.tsx";
import { plural, utc } from "../../parts/words.ts";
import { hrefOf } from "../../state/route.ts";
import { groupsOf, steadiness } from "./repeats.ts";

export function Repeats({
  cell: { endpoint, detector },
  observations,
  shown,
  more,
}: {
  readonly cell: Cell;
  readonly observations: readonly Observation[];
  readonly shown: number | null;
  readonly more: boolean;
}): JSX.Element {
  const groups = groupsOf(observations);
  return (
    <>
      <p>
        {steadiness(observations)}
        {more && ` These are the newest ${plural(observations.length, "answer")}.`}
      </p>
      <ol class="repeats" aria-label="Repetitions, oldest first">
        {groups.map(({ run, version, changed, answers }) => (
          <li key={`${run} ${version} ${answers[0]?.id ?? ""}`} class="repeat-group">
            <div class="small soft repeat-head">
              <span>
                run <Outside text={run} fold={40} />
              </span>
              <span class={changed ? "changed" : ""}>
                {changed && "▲ "}
                <Outside text={version} fold={40} />
              </span>
            </div>
            <div class="repeat-marks">
              {answers.map(({ id, outcome, startedAt, reason, counted, attempt }) => (
                <a
                  key={id}
                  class={counted ? "mark" : "mark past"}
                  href={hrefOf(["cell", endpoint, detector], { observation: String(id) })}
                  title={`attempt ${attempt}, ${utc(startedAt)} UTC: ${reason}${counted ? "" : ", not counted now"}`}
                  {...(id === shown && { "aria-current": "true" as const })}
                >
                  <OutcomeGlyph outcome={outcome} />
                  <span class="aside-text">
                    attempt {attempt}, {utc(startedAt)} UTC, {reason}
                    {!counted && ", not counted now"}
                  </span>
                </a>
              ))}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
