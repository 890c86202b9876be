/** Which rows, in which order, with which columns: every control changes the address, and the address is the view. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { HEAPS } from "../../../../src/core/board/board-row.ts";
import { SORTS, type Sort } from "../../../../src/core/board/query.ts";
import { REASON_CODES } from "../../../../src/core/model/outcome.ts";
import type { Column } from "../../api/types.ts";
import { escaped } from "./outside-text.ts";
import type { Density } from "./grid.tsx";
import { isFiltered, MUTED, toggled, UNFOLDINGS, type View, WHOLE } from "./view.ts";

export interface ToolbarProps {
  readonly view: View;
  /** @param typing no step in the history */
  readonly setView: (view: View, typing?: boolean) => void;
  readonly columns: readonly Column[];
  readonly density: Density;
  readonly setDensity: (density: Density) => void;
}

const HEAP_NAMES = { vulnerable: "vulnerable", safe: "safe", open: "open" } as const;
const SAYS = [
  ["1", "1"],
  ["0", "0"],
  ["?", "?"],
  ["none", "nothing: not asked"],
] as const;

export function Toolbar({ view, setView, columns, density, setDensity }: ToolbarProps): JSX.Element {
  const set = (change: Partial<View>) => setView({ ...view, ...change });
  const detectors = [...new Set(columns.map(({ detector }) => detector))];
  return (
    <div class="mx-tools" role="search" aria-label="Rows and columns">
      <Search view={view} setView={setView} />
      <div class="mx-group" role="group" aria-label="Verdict">
        {HEAPS.map((heap) => (
          <Toggle
            key={heap}
            on={view.heaps.includes(heap)}
            className={heap}
            press={() => set({ heaps: HEAPS.filter((each) => toggled(view.heaps, heap).includes(each)) })}
          >
            {HEAP_NAMES[heap]}
          </Toggle>
        ))}
      </div>
      <Toggle on={view.split} press={() => set({ split: !view.split })}>
        ≠ disagree
      </Toggle>
      <label class="mx-pick">
        <span class="small soft">Sort</span>
        <select
          class="input"
          value={view.sort}
          onChange={({ currentTarget }) => {
            const sort = SORTS.find((each) => each === currentTarget.value) ?? "endpoint";
            set({ sort, column: sort === "column" ? (detectors[0] ?? "") : "", descending: false });
          }}
        >
          {SORTS.filter((sort) => sort !== "column" || detectors.length > 0).map((sort) => (
            <option key={sort} value={sort}>
              {SORT_NAMES[sort]}
            </option>
          ))}
        </select>
        {view.sort === "column" && (
          <select
            class="input"
            aria-label="Column to sort by"
            value={view.column}
            onChange={({ currentTarget }) => set({ column: currentTarget.value })}
          >
            {[...new Set([...detectors, view.column])].map((detector) => (
              <option key={detector} value={detector}>
                {escaped(detector)}
              </option>
            ))}
          </select>
        )}
        <Toggle on={view.descending} press={() => set({ descending: !view.descending })} label="The other way round">
          {view.descending ? "▴" : "▾"}
        </Toggle>
      </label>
      <Menu
        name="More filters"
        count={
          [view.reasons.length > 0, view.owner !== "", view.cell !== "", view.muted !== "show"].filter(Boolean).length
        }
      >
        <MoreFilters view={view} set={set} detectors={detectors} />
      </Menu>
      <Menu name="Columns" count={view.by.length}>
        <fieldset class="mx-field">
          <legend class="small soft">A column for each detector and</legend>
          {UNFOLDINGS.map((facet) => (
            <label key={facet} class="mx-check">
              <input
                type="checkbox"
                checked={view.by.includes(facet)}
                onChange={() => set({ by: UNFOLDINGS.filter((each) => toggled(view.by, facet).includes(each)) })}
              />
              {facet}
            </label>
          ))}
          <p class="small soft">Unfolded columns show every word, also those that a later one replaced.</p>
        </fieldset>
        <fieldset class="mx-field">
          <legend class="small soft">Rows</legend>
          {(["normal", "dense"] as const).map((each) => (
            <label key={each} class="mx-check">
              <input type="radio" name="density" checked={density === each} onChange={() => setDensity(each)} />
              {each}
            </label>
          ))}
        </fieldset>
      </Menu>
      {isFiltered(view) && (
        <button
          type="button"
          class="button quiet"
          onClick={() =>
            set({ ...WHOLE, sort: view.sort, column: view.column, descending: view.descending, by: view.by })
          }
        >
          Clear filters
        </button>
      )}
    </div>
  );
}

const SORT_NAMES: Readonly<Record<Sort, string>> = {
  endpoint: "endpoint",
  disagreement: "disagreement",
  probability: "probability",
  verdict: "verdict",
  owner: "owner",
  cluster: "alike together",
  column: "a column",
};

function Search({ view, setView }: Pick<ToolbarProps, "view" | "setView">): JSX.Element {
  const [text, setText] = useState(view.q);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    if (timer.current === null) setText(view.q);
  }, [view.q]);
  const latest = useRef(view);
  latest.current = view;
  return (
    <input
      id="mx-search"
      class="input mx-search"
      type="search"
      maxLength={200}
      placeholder="Search endpoint, name, owner, tag"
      aria-label="Search endpoint, name, owner, tag"
      value={text}
      onInput={({ currentTarget }) => {
        const q = currentTarget.value;
        setText(q);
        if (timer.current !== null) clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          timer.current = null;
          setView({ ...latest.current, q }, true);
        }, 180);
      }}
    />
  );
}

function MoreFilters({
  view,
  set,
  detectors,
}: {
  readonly view: View;
  readonly set: (change: Partial<View>) => void;
  readonly detectors: readonly string[];
}): JSX.Element {
  const colon = view.cell.lastIndexOf(":");
  const detector = colon < 0 ? "" : view.cell.slice(0, colon);
  const says = colon < 0 ? "1" : view.cell.slice(colon + 1);
  const known = [...new Set([...detectors, ...(detector === "" ? [] : [detector])])];
  return (
    <>
      <label class="field">
        <span>Reason of the verdict</span>
        <select
          class="input"
          value={view.reasons[0] ?? ""}
          onChange={({ currentTarget }) => set({ reasons: currentTarget.value === "" ? [] : [currentTarget.value] })}
        >
          <option value="">any</option>
          {REASON_CODES.map((reason) => (
            <option key={reason} value={reason}>
              {reason.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>Owner, exactly</span>
        <input
          class="input"
          maxLength={200}
          value={view.owner}
          onChange={({ currentTarget }) => set({ owner: currentTarget.value })}
        />
      </label>
      <div class="mx-pair">
        <label class="field">
          <span>Where this detector</span>
          <select
            class="input"
            value={detector}
            onChange={({ currentTarget }) =>
              set({ cell: currentTarget.value === "" ? "" : `${currentTarget.value}:${says}` })
            }
          >
            <option value="">any</option>
            {known.map((each) => (
              <option key={each} value={each}>
                {escaped(each)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>says</span>
          <select
            class="input"
            value={says}
            disabled={detector === ""}
            onChange={({ currentTarget }) => set({ cell: `${detector}:${currentTarget.value}` })}
          >
            {SAYS.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label class="field">
        <span>Muted endpoints</span>
        <select
          class="input"
          value={view.muted}
          onChange={({ currentTarget }) => set({ muted: MUTED.find((each) => each === currentTarget.value) ?? "show" })}
        >
          <option value="show">show as well</option>
          <option value="hide">hide</option>
          <option value="only">show only these</option>
        </select>
      </label>
    </>
  );
}

function Toggle({
  on,
  press,
  className = "",
  label,
  children,
}: {
  readonly on: boolean;
  readonly press: () => void;
  readonly className?: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <button
      type="button"
      class={`mx-toggle ${className}`}
      aria-pressed={on}
      onClick={press}
      {...(label !== undefined && { "aria-label": label, title: label })}
    >
      {children}
    </button>
  );
}

/** A sheet that would stand over the window's edge is moved as far as needed. */
function intoWindow(menu: HTMLElement): void {
  const sheet = menu.querySelector<HTMLElement>(".mx-sheet");
  if (sheet === null) return;
  sheet.style.left = "0";
  const { left, right } = sheet.getBoundingClientRect();
  const shift = Math.max(MARGIN - left, Math.min(0, innerWidth - MARGIN - right));
  sheet.style.left = `${Math.round(shift)}px`;
}

const MARGIN = 12;

/** Closed by Escape, and by a click elsewhere. */
export function Menu({
  name,
  count = 0,
  children,
}: {
  readonly name: string;
  readonly count?: number;
  readonly children: ComponentChildren;
}): JSX.Element {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const elsewhere = (event: Event) => {
      if (details.current?.open === true && event.target instanceof Node && !details.current.contains(event.target))
        details.current.open = false;
    };
    document.addEventListener("pointerdown", elsewhere);
    return () => document.removeEventListener("pointerdown", elsewhere);
  }, []);
  return (
    <details
      class="mx-menu"
      ref={details}
      onToggle={() => {
        if (details.current?.open === true) intoWindow(details.current);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || details.current === null) return;
        details.current.open = false;
        details.current.querySelector("summary")?.focus();
      }}
    >
      <summary class="mx-toggle">
        {name}
        {count > 0 && <span class="mx-count">{count}</span>}
      </summary>
      <div class="mx-sheet">{children}</div>
    </details>
  );
}
