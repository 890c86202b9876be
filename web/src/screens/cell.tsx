/** One cell of the matrix: what a detector says about an endpoint, on what, and everything one can check it by. */

import type { JSX } from "preact";
import { readCell } from "../../../src/core/board/cell-code.ts";
import type { Cell, Observations } from "../api/types.ts";
import { isAbout } from "../api/live.ts";
import { useApi } from "../api/use-api.ts";
import { JobButton } from "../parts/act.tsx";
import { Card, Empty, Loaded, Title } from "../parts/parts.tsx";
import { Glyph, OutcomeGlyph } from "../parts/signs.tsx";
import { hrefOf, type Route } from "../state/route.ts";
import { useMay } from "../state/me.ts";
import { ObservationCard } from "./cell/observation-card.tsx";
import { Repeats } from "./cell/repeats.tsx";
import { RecordByHand } from "./endpoint/desk.tsx";

export function CellScreen({ route }: { readonly route: Route }): JSX.Element {
  const [, key = "", detector = ""] = route.path;
  if (key === "" || detector === "") {
    return (
      <Empty>
        Which cell? The <a href={hrefOf(["matrix"])}>matrix</a> has them.
      </Empty>
    );
  }
  const chosen = Number(route.query["observation"]);
  return (
    <Asked
      key={`${key} ${detector}`}
      endpoint={key}
      detector={detector}
      chosen={Number.isInteger(chosen) ? chosen : null}
    />
  );
}

function Asked({
  endpoint,
  detector,
  chosen,
}: {
  readonly endpoint: string;
  readonly detector: string;
  readonly chosen: number | null;
}): JSX.Element {
  const path = `/endpoints/${encodeURIComponent(endpoint)}`;
  const about = isAbout(endpoint);
  const asked = useApi<Cell>(`${path}/cells/${encodeURIComponent(detector)}`, {}, about);
  const told = useApi<Observations>(`${path}/observations`, { detector, limit: 200 }, about);
  return (
    <Loaded asked={asked}>
      {(cell) => (
        <>
          <Title
            about={
              <>
                about <a href={hrefOf(["endpoint", endpoint])}>{endpoint}</a>
              </>
            }
          >
            {detector}
          </Title>
          <Said cell={cell} />
          <Loaded asked={told}>{(page) => <Answers cell={cell} page={page} chosen={chosen} path={path} />}</Loaded>
        </>
      )}
    </Loaded>
  );
}

function Said({ cell }: { readonly cell: Cell }): JSX.Element {
  const { said, code, invalid, verdict, lineage, kind } = cell;
  const { outcome } = readCell(code);
  const heap = outcome === "vulnerable" ? "vulnerable" : outcome === "not_vulnerable" ? "safe" : "open";
  if (said === null) {
    return (
      <Card>
        <Empty command={`crosscheck scan ${cell.endpoint}`}>It has not been asked about this endpoint.</Empty>
      </Card>
    );
  }
  const against =
    said.outcome !== "unknown" && verdict.outcome !== "unknown" && said.outcome !== verdict.outcome ? verdict : null;
  return (
    <section class={`verdict ${heap}`} aria-label="What it says">
      <div class="verdict-head">
        <Glyph code={code} />
        <span class="verdict-word">{said.meaning}</span>
      </div>
      <p class="soft">
        <code>{said.reason}</code> · {said.evidence}: {said.evidenceMeaning}
      </p>
      <p>{said.advice}</p>
      {invalid.map(({ run, why }) => (
        <p key={run} class="hint">
          Not counted in run <code>{run}</code>: {why}.
        </p>
      ))}
      {against !== null && (
        <p>
          It contradicts the verdict <OutcomeGlyph outcome={against.outcome} />.{" "}
          <a href={hrefOf(["disagreement", cell.endpoint], { b: cell.detector })}>Find out why</a>
        </p>
      )}
      <p class="small soft">
        {kind === "native" ? "Our own detector" : `A ${kind} of the lineage ${lineage}`}; <Tally said={said} />
      </p>
    </section>
  );
}

const OUTCOMES = ["vulnerable", "not_vulnerable", "unknown"] as const;

/** What counts now, by sign. */
function Tally({ said }: { readonly said: NonNullable<Cell["said"]> }): JSX.Element {
  return (
    <span class="tally">
      counting now:
      {OUTCOMES.filter((outcome) => said.tally[outcome] > 0).map((outcome) => (
        <span key={outcome}>
          <OutcomeGlyph outcome={outcome} /> × {said.tally[outcome]}
        </span>
      ))}
    </span>
  );
}

function Answers({
  cell,
  page,
  chosen,
  path,
}: {
  readonly cell: Cell;
  readonly page: Observations;
  readonly chosen: number | null;
  readonly path: string;
}): JSX.Element {
  const mayScan = useMay("scan");
  const { endpoint, detector, askable, kind } = cell;
  const speaking = page.items.find(({ reason, counted }) => counted && reason === cell.said?.reason);
  const shown = page.items.find(({ id }) => id === chosen) ?? speaking ?? page.items[0];
  return (
    <>
      <Card title="Repetitions">
        <Repeats cell={cell} observations={page.items} shown={shown?.id ?? null} more={page.next !== null} />
        {mayScan && askable && (
          <div class="below">
            <JobButton path="/retests" body={{ endpoints: [endpoint], detectors: [detector] }}>
              Ask it again
            </JobButton>
          </div>
        )}
      </Card>
      {shown !== undefined && <ObservationCard key={shown.id} observation={shown} />}
      {kind !== "native" && (
        <div class="cards wide">
          <RecordByHand path={path} {...(/^[a-z0-9._-]+$/i.test(detector) && { detector })} />
        </div>
      )}
    </>
  );
}
