/** Conditions × detectors as a grid that the arrow keys walk. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ScoreSheet } from "../../api/types.ts";
import { moved } from "../../charts/grid-move.ts";
import { KIND_SIGNS, KIND_WORDS, reasonsInWords, truthWord } from "../../charts/kinds.tsx";
import { label } from "../../charts/names.ts";
import { hrefOf } from "../../state/route.ts";

type Condition = ScoreSheet["conditions"][number];
type Measured = ScoreSheet["detectors"][number];

interface Props {
  readonly conditions: readonly Condition[];
  readonly detectors: readonly Measured[];
  readonly chosen: { readonly condition: string; readonly detector: string } | null;
  readonly choose: (condition: string, detector: string) => void;
  /** Left out: rows cannot be selected. */
  readonly selection?: {
    readonly selected: readonly string[];
    readonly setSelected: (selected: readonly string[]) => void;
  };
  /** Cells that are other than in the sheet that ships: `condition|detector`. */
  readonly changed?: ReadonlySet<string>;
}

const TRUTH_SIGNS = { vulnerable: ["1", "one"], not_vulnerable: ["0", "zero"] } as const;

export function ScoreGrid({ conditions, detectors, chosen, choose, selection, changed }: Props): JSX.Element {
  const [at, setAt] = useState({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const size = { rows: conditions.length, columns: detectors.length };
  const place = { row: Math.min(at.row, size.rows - 1), column: Math.min(at.column, size.columns - 1) };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset["cell"] === undefined) return;
    const next = moved(place, event.key, event.ctrlKey || event.metaKey, size);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row},${next.column}"]`)?.focus();
  };
  return (
    <div class="score-scroll">
      <table class="score-grid" role="grid" ref={table} onKeyDown={onKeyDown} aria-label="Conditions by detectors">
        <thead>
          <tr>
            <th scope="col" class="corner">
              condition
            </th>
            <th scope="col" class="truth">
              <span>truth</span>
            </th>
            {detectors.map(({ id, version }) => (
              <th key={id} scope="col" class="head">
                <a href={hrefOf(["detector", id])} title={`${label(id)} ${label(version)}`}>
                  {label(id).replace(/^profile\//, "")}
                </a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {conditions.map((condition, row) => (
            <tr key={condition.id}>
              <th scope="row" title={condition.question ?? condition.title}>
                <RowName condition={condition} {...(selection !== undefined && { selection })} />
              </th>
              <td class="truth">
                <Truth truth={condition.truth} />
              </td>
              {detectors.map(({ id, cells }, column) => {
                const { kind = "unknown", reasons = [] } = cells[condition.id] ?? {};
                const isChosen = chosen?.condition === condition.id && chosen.detector === id;
                const other = changed?.has(`${condition.id}|${id}`) === true;
                return (
                  <td key={id} role="gridcell" aria-selected={isChosen}>
                    <button
                      type="button"
                      class={`kind ${kind}${isChosen ? " chosen" : ""}${other ? " changed" : ""}`}
                      data-cell={`${row},${column}`}
                      tabIndex={row === place.row && column === place.column ? 0 : -1}
                      aria-label={`${label(id)}, ${condition.id} ${condition.title}: ${KIND_WORDS[kind]}${other ? ", other than in the sheet that ships" : ""}`}
                      title={`${label(id)}: ${KIND_WORDS[kind]}${reasons.length === 0 ? "" : `, ${reasonsInWords(reasons)}`}`}
                      onFocus={() => setAt({ row, column })}
                      onClick={() => choose(condition.id, id)}
                    >
                      {KIND_SIGNS[kind]}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">wrong</th>
            <td />
            {detectors.map(({ id, totals }) => (
              <td key={id} class="number">
                {totals.wrong}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function RowName({
  condition: { id, title },
  selection,
}: {
  readonly condition: Condition;
  readonly selection?: NonNullable<Props["selection"]>;
}): JSX.Element {
  const name = (
    <>
      <span class="mono soft">{id}</span> <span class="name">{title}</span>
    </>
  );
  if (selection === undefined) return <span class="row-name">{name}</span>;
  const { selected, setSelected } = selection;
  return (
    <label class="row-name">
      <input
        type="checkbox"
        checked={selected.includes(id)}
        onChange={({ currentTarget }) =>
          setSelected(currentTarget.checked ? [...selected, id] : selected.filter((each) => each !== id))
        }
      />
      {name}
    </label>
  );
}

export function Truth({ truth }: { readonly truth: Condition["truth"] }): JSX.Element {
  const [sign, name] = truth === null ? ["?", "unknown"] : TRUTH_SIGNS[truth];
  const text = truthWord(truth);
  return (
    <span class={`glyph ${name}`} role="img" aria-label={text} title={text}>
      {sign}
    </span>
  );
}
