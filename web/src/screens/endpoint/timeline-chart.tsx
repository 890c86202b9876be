/** Everything that was said, through time: a lane for each detector. */

import type { JSX } from "preact";
import type { Observation } from "../../api/types.ts";
import { Empty, How, Time } from "../../parts/parts.tsx";
import { OutcomeGlyph } from "../../parts/signs.tsx";
import { duration, plural, utc } from "../../parts/words.ts";
import { hrefOf } from "../../state/route.ts";
import { type Stretch, type Timeline, timelineOf } from "./timeline.ts";

export function TimelineChart({
  endpoint,
  observations,
  detectors,
}: {
  readonly endpoint: string;
  readonly observations: readonly Observation[];
  readonly detectors: readonly string[];
}): JSX.Element {
  const timeline = timelineOf(observations, detectors);
  if (timeline.lanes.length === 0)
    return <Empty command={`crosscheck scan ${endpoint}`}>Nobody has asked it yet.</Empty>;
  return (
    <>
      <p>{takeaway(observations, timeline)}</p>
      <div class="timeline scroll-x" role="group" aria-label="Observations by detector, oldest first" tabIndex={0}>
        <div class="timeline-grid" style={{ minWidth: `${timeline.minWidth + 150}px` }}>
          {timeline.lanes.map(({ detector, marks, spans }) => (
            <div class="lane" key={detector}>
              <a class="lane-name" href={hrefOf(["cell", endpoint, detector])}>
                {detector}
              </a>
              <div class="lane-track">
                {timeline.pauses.map(({ from, to }) => (
                  <span key={from} class="pause" style={{ left: `${from}%`, width: `${to - from}%` }} />
                ))}
                {spans.map(({ from, to, outcome, kind }) => (
                  <span
                    key={from}
                    class={`span ${kind} ${outcome}`}
                    style={{ left: `${from}%`, width: `${to - from}%` }}
                  />
                ))}
                {marks.map(({ of, at }) => (
                  <a
                    key={of.id}
                    class={of.counted ? "mark" : "mark past"}
                    style={{ left: `${at}%` }}
                    href={hrefOf(["cell", endpoint, detector], { observation: String(of.id) })}
                    title={`${detector} ${of.version}, ${utc(of.startedAt)} UTC: ${of.reason}${of.counted ? "" : ", not counted now"}`}
                  >
                    <OutcomeGlyph outcome={of.outcome} />
                    <span class="aside-text">
                      {detector} {of.version} at {utc(of.startedAt)} UTC
                    </span>
                  </a>
                ))}
              </div>
            </div>
          ))}
          <div class="lane axis" aria-hidden="true">
            <span />
            <div class="lane-track">
              {timeline.stretches.map((stretch) => (
                <span
                  key={stretch.from}
                  class="stretch small soft number"
                  style={{ left: `${stretch.from}%`, width: `${stretch.to - stretch.from}%` }}
                >
                  {stretchText(stretch)}
                </span>
              ))}
              {timeline.pauses.map(({ from, to, ms }) => (
                <span key={from} class="pause-text small soft" style={{ left: `${from}%`, width: `${to - from}%` }}>
                  {duration(ms)}
                </span>
              ))}
            </div>
          </div>
        </div>
      </div>
      <p class="legend small soft">
        <span class="key sure" /> the same before and after <span class="key open" /> not known between{" "}
        <span class="key past" /> outlined: not counted now
      </p>
      <details class="how">
        <summary>As a table</summary>
        <div class="scroll-x">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">when</th>
                <th scope="col">detector</th>
                <th scope="col">says</th>
                <th scope="col">reason</th>
              </tr>
            </thead>
            <tbody>
              {observations.map(({ id, startedAt, detector, version, outcome, reason, counted }) => (
                <tr key={id}>
                  <td>
                    <Time at={startedAt} />
                  </td>
                  <td>
                    {detector} {version}
                  </td>
                  <td>
                    <OutcomeGlyph outcome={outcome} />
                  </td>
                  <td>
                    {reason}
                    {!counted && <span class="soft"> (not counted now)</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      <How>
        Each mark is one observation at the time it began, in the order of the matrix. The axis is cut where nobody
        asked for more than five minutes (longer where there would be too many pieces). Between two equal answers of a
        detector the band is filled; between different ones, and since the last, it is hatched: nobody knows when it
        changed, or whether it has.
      </How>
    </>
  );
}

function stretchText({ startsAt, endsAt }: Stretch): string {
  const from = utc(new Date(startsAt).toISOString());
  return endsAt - startsAt < 1000 ? from.slice(5, 16) : `${from.slice(5, 16)} + ${duration(endsAt - startsAt)}`;
}

function takeaway(observations: readonly Observation[], { lanes, pauses }: Timeline<Observation>): string {
  const split = lanes.filter(({ marks }) => {
    const said = new Set(marks.map(({ of }) => of.outcome));
    return said.has("vulnerable") && said.has("not_vulnerable");
  });
  const changed =
    split.length === 0
      ? "no detector has contradicted itself"
      : `${split.map(({ detector }) => detector).join(", ")} said both 1 and 0`;
  const times = pauses.length === 0 ? "" : `, at ${pauses.length + 1} times`;
  return `${plural(observations.length, "observation")} by ${plural(lanes.length, "detector")}${times}; ${changed}.`;
}
