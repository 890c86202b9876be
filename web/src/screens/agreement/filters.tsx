/** Which runs and which kinds of detectors are compared. */

import type { JSX } from "preact";
import type { Detectors } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { replaceRoute, type Route } from "../../state/route.ts";

const KINDS = ["native", "tool", "service", "report", "profile"] as const;

export function Filters({ route }: { readonly route: Route }): JSX.Element | null {
  const { data } = useApi<Detectors>("/detectors");
  const present = KINDS.filter((kind) => data?.items.some((item) => item.said !== null && item.kind === kind) ?? false);
  const { run = "", kind = "" } = route.query;
  const kinds = kind.split(",").filter((each) => each !== "");
  const set = (change: Readonly<Record<string, string>>) => replaceRoute(route.path, { ...route.query, ...change });
  if (present.length < 2 && run === "" && kinds.length === 0) return null;
  return (
    <div class="chart-tools">
      <div class="chips" role="group" aria-label="Kinds of detectors">
        {present.map((each) => (
          <button
            key={each}
            type="button"
            class="chip"
            aria-pressed={kinds.includes(each)}
            onClick={() =>
              set({
                kind: (kinds.includes(each) ? kinds.filter((other) => other !== each) : [...kinds, each]).join(","),
                pair: "",
              })
            }
          >
            {each}
          </button>
        ))}
      </div>
      {run !== "" && (
        <button type="button" class="chip" aria-pressed="true" onClick={() => set({ run: "" })}>
          only run {run} ×<span class="aside-text">, remove</span>
        </button>
      )}
    </div>
  );
}
