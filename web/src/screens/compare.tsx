/** Two runs, or then and now: what changed, and what it comes from. */

import type { JSX } from "preact";
import { CAUSES } from "../../../src/core/compare/change.ts";
import type { Change, Changes, Runs } from "../api/types.ts";
import { type Asked, useApi } from "../api/use-api.ts";
import { Outside } from "../parts/outside.tsx";
import { Card, Empty, How, Loaded, Title } from "../parts/parts.tsx";
import { OutcomeGlyph } from "../parts/signs.tsx";
import { plural, whole } from "../parts/words.ts";
import { go, hrefOf, replaceRoute, type Route } from "../state/route.ts";

export function CompareScreen({ route }: { readonly route: Route }): JSX.Element {
  const { a, b, cause, verdicts, q, sort, cursor } = route.query;
  const both = a !== undefined && b !== undefined;
  const asked = useApi<Changes>(both ? "/compare" : null, { a, b, cause, verdicts, q, sort, cursor });
  const runs = useApi<Runs>("/runs", { limit: 200 });
  const set = (change: Readonly<Record<string, string | undefined>>) =>
    replaceRoute(["compare"], { ...route.query, cursor: undefined, ...change });
  const choose = (name: "a" | "b", label: string) => (
    <label class="field">
      <span>{label}</span>
      <select
        class="input"
        value={route.query[name] ?? ""}
        onChange={({ currentTarget }) => go(["compare"], { a, b, [name]: currentTarget.value })}
      >
        <option value="">choose a run</option>
        {runs.data?.items.map(({ id, kind }) => (
          <option key={id} value={id}>
            {id} ({kind})
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <Title about="what changed between two runs, and what it comes from">Compare</Title>
      <Card>
        <div class="filters">
          {choose("a", "before")}
          {choose("b", "after")}
          {both && (
            <>
              <label class="field">
                <span>cause</span>
                <select
                  class="input"
                  value={cause ?? ""}
                  onChange={({ currentTarget }) => set({ cause: currentTarget.value })}
                >
                  <option value="">any</option>
                  {Object.keys(CAUSES).map((name) => (
                    <option key={name} value={name}>
                      {name.replaceAll("_", " ")}
                    </option>
                  ))}
                </select>
              </label>
              <label class="field">
                <span>endpoint</span>
                <input
                  class="input"
                  type="search"
                  value={q ?? ""}
                  onInput={({ currentTarget }) => set({ q: currentTarget.value })}
                />
              </label>
              <label class="field">
                <span>order</span>
                <select
                  class="input"
                  value={sort ?? "cause"}
                  onChange={({ currentTarget }) => set({ sort: currentTarget.value })}
                >
                  <option value="cause">by cause</option>
                  <option value="endpoint">by endpoint</option>
                </select>
              </label>
              <label class="tool">
                <input
                  type="checkbox"
                  checked={verdicts === "true"}
                  onChange={({ currentTarget }) => set({ verdicts: currentTarget.checked ? "true" : undefined })}
                />
                only where the verdict changed
              </label>
            </>
          )}
        </div>
      </Card>
      {both ? (
        <ChangeList asked={asked} more={(at) => go(["compare"], { ...route.query, cursor: at })} />
      ) : (
        <Card>
          <Empty command="crosscheck compare RUN RUN">Choose two runs.</Empty>
        </Card>
      )}
    </>
  );
}

/** Shared with the overview. */
export function ChangeList({
  asked,
  more,
}: {
  readonly asked: Asked<Changes>;
  readonly more: (cursor: string) => void;
}): JSX.Element {
  return (
    <Loaded asked={asked}>
      {(changes) => (
        <>
          <Card title="Causes">
            <p>{takeaway(changes)}</p>
            {changes.causes.length > 0 && (
              <table class="table below">
                <tbody>
                  {changes.causes.map(({ cause, meaning, endpoints }) => (
                    <tr key={cause}>
                      <th scope="row">{cause.replaceAll("_", " ")}</th>
                      <td class="soft">{meaning}</td>
                      <td class="right">{whole(endpoints)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            <How>
              An endpoint is counted under the most telling of its causes. A repair needs a 1 that was demonstrated, and
              a newer, counted refutation at the same address that settles the verdict; silence and claims repair
              nothing.
            </How>
          </Card>
          {changes.items.length > 0 && (
            <Card>
              <div class="scroll-x">
                <table class="table">
                  <thead>
                    <tr>
                      <th scope="col">endpoint</th>
                      <th scope="col">verdict</th>
                      <th scope="col">cause</th>
                      <th scope="col">detectors</th>
                    </tr>
                  </thead>
                  <tbody>
                    {changes.items.map((change) => (
                      <ChangeRow key={change.key} change={change} />
                    ))}
                  </tbody>
                </table>
              </div>
              {changes.next !== null && (
                <p class="below">
                  <button class="button" type="button" onClick={() => more(changes.next ?? "")}>
                    Next page
                  </button>
                </p>
              )}
            </Card>
          )}
        </>
      )}
    </Loaded>
  );
}

function takeaway({ compared, causes, verdicts }: Changes): string {
  const changed = causes.reduce((sum, { endpoints }) => sum + endpoints, 0);
  if (changed === 0) return `Of ${plural(compared, "endpoint")}, none changed.`;
  return `Of ${plural(compared, "endpoint")}, ${whole(changed)} changed; ${whole(verdicts)} of them have another verdict.`;
}

function ChangeRow({ change }: { readonly change: Change }): JSX.Element {
  return (
    <tr>
      <td>
        <a href={hrefOf(["endpoint", change.key])}>
          <Outside text={change.key} />
        </a>
        {change.movedFrom !== null && (
          <div class="small soft">
            was <Outside text={change.movedFrom} />
          </div>
        )}
      </td>
      <td class="arrow">
        <Sign outcome={change.before?.outcome ?? null} /> <span aria-label="then">→</span>{" "}
        <Sign outcome={change.after?.outcome ?? null} />
        <div class="small soft">{change.after?.reason.replaceAll("_", " ") ?? "not asked"}</div>
      </td>
      <td>{change.causes.map((each) => each.replaceAll("_", " ")).join(", ")}</td>
      <td>
        <span class="change-cells">
          {change.cells.map(({ detector, before, after, cause }) => (
            <span key={detector} title={CAUSES[cause]} class="arrow">
              {detector} <Sign outcome={before.outcome} />→<Sign outcome={after.outcome} />
            </span>
          ))}
        </span>
      </td>
    </tr>
  );
}

function Sign({ outcome }: { readonly outcome: "vulnerable" | "not_vulnerable" | "unknown" | null }): JSX.Element {
  if (outcome !== null) return <OutcomeGlyph outcome={outcome} />;
  return (
    <span class="glyph none" role="img" aria-label="not asked" title="not asked">
      ·
    </span>
  );
}
