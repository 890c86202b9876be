/** How many rows are selected, and what can be done with them. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useMe } from "../../state/me.ts";
import { plural, whole } from "../../parts/words.ts";
import { type Chosen, ROW_ACTIONS, type RowAction } from "./actions.tsx";

export interface SelectionBarProps {
  readonly chosen: Chosen;
  readonly total: number;
  readonly selectAll: () => void;
  readonly clear: () => void;
}

export function SelectionBar({ chosen, total, selectAll, clear }: SelectionBarProps): JSX.Element | null {
  const { scopes } = useMe();
  const [open, setOpen] = useState<RowAction | null>(null);
  const [said, setSaid] = useState("");
  if (chosen.count === 0) {
    return said === "" ? null : (
      <p class="mx-said" role="status">
        {said}
      </p>
    );
  }
  const refusal = ({ scope, most }: RowAction): string | null => {
    if (!scopes.includes(scope)) return `this token lacks the scope ${scope}`;
    return chosen.count > most ? `at most ${whole(most)} at once` : null;
  };
  return (
    <section class="mx-chosen" aria-label="Selected rows">
      {open !== null && (
        <div class="mx-doing">
          <open.Form
            key={open.id}
            chosen={chosen}
            done={(words) => {
              setOpen(null);
              setSaid(words);
            }}
          />
        </div>
      )}
      <div class="mx-actions">
        <strong class="number" role="status">
          {plural(chosen.count, "row")} selected
        </strong>
        {chosen.count < total && (
          <button type="button" class="button quiet" onClick={selectAll}>
            Select all {whole(total)} that match
          </button>
        )}
        <span class="mx-space" />
        {ROW_ACTIONS.map((action) => {
          const why = refusal(action);
          return (
            <button
              key={action.id}
              type="button"
              class="button"
              aria-expanded={open === action}
              aria-disabled={why !== null}
              title={why ?? action.name}
              onClick={() => {
                if (why === null) setOpen(open === action ? null : action);
              }}
            >
              {action.name}
              {why !== null && <span class="small soft">{why}</span>}
            </button>
          );
        })}
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            setOpen(null);
            clear();
          }}
        >
          Select none
        </button>
        <span class="small soft" role="status">
          {said}
        </span>
      </div>
    </section>
  );
}
