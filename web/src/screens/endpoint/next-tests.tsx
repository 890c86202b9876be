/** Whom to ask next, best first, each with its button. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Next } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { JobButton } from "../../parts/act.tsx";
import { How, Loaded } from "../../parts/parts.tsx";

const SHOWN = 4;

export function NextTests({
  endpoint,
  path,
  askable,
}: {
  readonly endpoint: string;
  readonly path: string;
  readonly askable: boolean;
}): JSX.Element {
  const asked = useApi<Next>(`${path}/next`, {}, ({ type }) => type === "judgement");
  return <Loaded asked={asked}>{(next) => <Tests endpoint={endpoint} next={next} askable={askable} />}</Loaded>;
}

function Tests({
  endpoint,
  next: { tests, stop, blind, path },
  askable,
}: {
  readonly endpoint: string;
  readonly next: Next;
  readonly askable: boolean;
}): JSX.Element {
  const [all, setAll] = useState(false);
  const shown = all ? tests : tests.slice(0, SHOWN);
  return (
    <div class="stack">
      <p>
        {stop === null ? (
          <>
            Best: <strong>{tests[0]?.detector}</strong>. If nobody finds anything: {path}.
          </>
        ) : (
          <>Nobody need be asked: {stop}.</>
        )}
      </p>
      {shown.length > 0 && (
        <ol class="tests">
          {shown.map(({ detector, bits, cost, saving }, at) => (
            <li key={detector}>
              <div>
                <strong>{detector}</strong>
                {at === 0 && stop === null && <span class="tag">best</span>}
                <div class="small soft number">
                  {bitsText(bits)} for a cost of {cost}; expected saving {saving < 0.005 ? "none" : saving.toFixed(2)}
                </div>
              </div>
              {askable && (
                <JobButton path="/retests" body={{ endpoints: [endpoint], detectors: [detector] }}>
                  Ask<span class="aside-text"> {detector}</span>
                </JobButton>
              )}
            </li>
          ))}
        </ol>
      )}
      {tests.length > SHOWN && (
        <button type="button" class="more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "fewer" : `all ${tests.length}`}
        </button>
      )}
      {blind.length > 0 && (
        <p class="small soft">Not asked, as the range shows them blind to such a server: {blind.join(", ")}.</p>
      )}
      <How>
        For each detector that is on this machine and may be asked: the information its answer is expected to give about
        this endpoint, and what the policy's costs (a miss, a needless repair, an open case) would fall by. One harmless
        connection costs 1, another scanner 5. The same as <code>crosscheck next</code>; see docs/judgement.md.
      </How>
    </div>
  );
}

function bitsText(bits: number): string {
  return bits < 0.0005 ? "no information" : `${bits.toFixed(bits < 0.01 ? 4 : 2)} bits`;
}
