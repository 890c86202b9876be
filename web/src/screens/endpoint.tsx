/** One endpoint: what it is, how it is judged and on what, everything that was said, and what to do next. */

import type { JSX } from "preact";
import { isSplit } from "../../../src/core/board/board-row.ts";
import type { Endpoint, Observations } from "../api/types.ts";
import { isAbout } from "../api/live.ts";
import { useApi } from "../api/use-api.ts";
import { JobButton } from "../parts/act.tsx";
import { Outside } from "../parts/outside.tsx";
import { Card, Empty, Loaded, Title } from "../parts/parts.tsx";
import { OutcomeGlyph, Posterior, Word } from "../parts/signs.tsx";
import { percent } from "../parts/words.ts";
import { hrefOf, type Route } from "../state/route.ts";
import { useMay } from "../state/me.ts";
import { Notes, Mute, RecordByHand } from "./endpoint/desk.tsx";
import { Facts } from "./endpoint/facts.tsx";
import { NextTests } from "./endpoint/next-tests.tsx";
import { ObservationList } from "./endpoint/observation-list.tsx";
import { Ratios } from "./endpoint/ratios-chart.tsx";
import { TimelineChart } from "./endpoint/timeline-chart.tsx";

export function EndpointScreen({ route }: { readonly route: Route }): JSX.Element {
  const key = route.path[1] ?? "";
  if (key === "") {
    return (
      <Empty>
        Which endpoint? The <a href={hrefOf(["matrix"])}>matrix</a> lists them.
      </Empty>
    );
  }
  return <Asked key={key} endpoint={key} />;
}

function Asked({ endpoint }: { readonly endpoint: string }): JSX.Element {
  const path = `/endpoints/${encodeURIComponent(endpoint)}`;
  const about = isAbout(endpoint);
  const asked = useApi<Endpoint>(
    path,
    {},
    (event) => event.type === "judgement" || event.type === "desk" || about(event),
  );
  const told = useApi<Observations>(`${path}/observations`, { limit: 500 }, about);
  return <Loaded asked={asked}>{(data) => <Shown endpoint={data} told={told.data} path={path} />}</Loaded>;
}

function Shown({
  endpoint,
  told,
  path,
}: {
  readonly endpoint: Endpoint;
  readonly told: Observations | null;
  readonly path: string;
}): JSX.Element {
  const { row, columns, askable, ground } = endpoint;
  const mayScan = useMay("scan");
  const detectors = columns.map(({ detector }) => detector);
  return (
    <>
      <Title about={<About endpoint={endpoint} />}>{row.key}</Title>
      <Verdict endpoint={endpoint} />
      <div class="cards wide">
        <Facts endpoint={endpoint} />
        <Ratios ground={ground} />
      </div>
      <Card title="Observations through time">
        {told === null ? (
          <p class="soft">Loading …</p>
        ) : (
          <TimelineChart endpoint={row.key} observations={told.items} detectors={detectors} />
        )}
      </Card>
      <div class="cards wide">
        <Card title="Ask next">
          {mayScan && askable && (
            <JobButton path="/retests" body={{ endpoints: [row.key] }}>
              Ask it again with our own detectors
            </JobButton>
          )}
          <NextTests endpoint={row.key} path={path} askable={askable && mayScan} />
        </Card>
        <Notes path={path} notes={endpoint.notes} />
        <Mute endpoint={row.key} mute={endpoint.mute} />
        <RecordByHand path={path} />
      </div>
      {told !== null && <ObservationList endpoint={row.key} path={path} first={told} />}
    </>
  );
}

function About({ endpoint: { row } }: { readonly endpoint: Endpoint }): JSX.Element {
  return (
    <>
      {row.names.length > 0 ? (
        <>
          asked as{" "}
          {row.names.slice(0, 5).map((name, at) => (
            <span key={name}>
              {at > 0 && ", "}
              <Outside text={name} fold={120} />
            </span>
          ))}
          {row.names.length > 5 && ` and ${row.names.length - 5} more`}
        </>
      ) : (
        "nobody typed it: it was found"
      )}
    </>
  );
}

/** The answer first: the sign, the word, how sure, on what. */
function Verdict({ endpoint: { row, ground, meaning, advice } }: { readonly endpoint: Endpoint }): JSX.Element {
  const { judged, verdict, muted } = row;
  const split = isSplit(Uint8Array.from(row.cells));
  const heap =
    judged?.heap ?? (verdict.outcome === "vulnerable" ? "vulnerable" : verdict.outcome === "unknown" ? "open" : "safe");
  return (
    <section class={`verdict ${heap}`} aria-label="Verdict">
      <div class="verdict-head">
        <OutcomeGlyph outcome={verdict.outcome} />
        <span class="verdict-word">
          <Word judged={judged} />
        </span>
        {judged !== null && (
          <>
            <Posterior judged={judged} />
            <span class="number">
              {percent(judged.probability)}{" "}
              <span class="soft small">
                vulnerable, 90 %: {percent(judged.low)} to {percent(judged.high)}
              </span>
            </span>
          </>
        )}
        {muted && <span class="tag">muted</span>}
      </div>
      <p>
        {ground === null ? meaning : <Outside text={ground.because} fold={600} />}
        {ground?.rule === "proof" && <span class="soft"> Settled by proof: no number was needed.</span>}
        {ground?.rule === "own_refutation" && <span class="soft"> Settled by our own controlled refutation.</span>}
      </p>
      {ground !== null && ground.emptyZeros.length > 0 && (
        <p class="small">
          Empty zeros:{" "}
          {ground.emptyZeros.map(({ detector, condition }) => `${detector} (cannot see ${condition})`).join(", ")}.
        </p>
      )}
      <p class="soft">
        <code>{verdict.reason}</code> · {advice}
      </p>
      {split && (
        <p>
          Its detectors contradict each other. <a href={hrefOf(["disagreement", row.key])}>Compare them</a>
        </p>
      )}
    </section>
  );
}
