/** The grid with its header, its keys and its pointer. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { go } from "../../state/route.ts";
import type { Sort } from "../../../../src/core/board/query.ts";
import { createGridBody, type GridBody } from "./grid-body.ts";
import { Head } from "./head.tsx";
import { deedOf, type Place } from "./keys.ts";
import { isSelected, type Selection, sizeOf } from "./selection.ts";
import { Strip } from "./strip.tsx";
import { LEADING, TRAILING } from "./row-cells.ts";
import type { Sight } from "./track.ts";
import type { Shown } from "./use-pages.ts";
import { sortedBy, type View } from "./view.ts";

const ROW_PX = { dense: 24, normal: 30 } as const;
export type Density = keyof typeof ROW_PX;

export interface GridProps {
  readonly shown: Shown;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly density: Density;
  readonly selection: Selection;
  readonly toggle: (row: number, upTo: boolean) => void;
  readonly selectAll: () => void;
  /** Filled with what tells the grid that rows have other contents. */
  readonly contents: { current: () => void };
  readonly loading: boolean;
}

/** Where one was, by view: one comes back from a cell to where one left. */
const remembered = new Map<string, { readonly row: number; readonly active: Place }>();

export function Grid(props: GridProps): JSX.Element {
  const { shown, view, setView, density, selection, toggle, selectAll, contents, loading } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const grid = useRef<GridBody | null>(null);
  const active = useRef<Place>({ row: 0, column: 1 });
  const tellStrip = useRef<(sight: Sight) => void>(() => undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (scroller.current === null || head.current === null || body.current === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const made = createGridBody({
      scroller: scroller.current,
      head: head.current,
      body: body.current,
      // The strip's frame may lag behind the rows.
      seen: () => {
        timer ??= setTimeout(() => {
          timer = null;
          tellStrip.current(made.sight);
        }, 80);
      },
    });
    grid.current = made;
    contents.current = () => made.renew();
    return () => {
      remembered.set(latest.current.shown.of, { row: made.sight.first, active: active.current });
      contents.current = () => undefined;
      if (timer !== null) clearTimeout(timer);
      made.close();
    };
  }, []);
  useEffect(() => grid.current?.rowHeight(ROW_PX[density]), [density]);
  useEffect(() => grid.current?.show(shown.pages), [shown]);
  useEffect(() => grid.current?.select((key) => isSelected(selection, key)), [selection]);
  useEffect(() => {
    const before = remembered.get(shown.of);
    active.current = before?.active ?? { row: 0, column: active.current.column };
    grid.current?.scrollToRow(before?.row ?? 0);
    if (document.activeElement === scroller.current) grid.current?.activate(active.current);
  }, [shown.of]);

  const columns = LEADING + shown.columns.length + TRAILING;
  const activate = (place: Place) => {
    active.current = place;
    grid.current?.activate(place);
  };
  const sort = (by: Sort, column = "") => setView(sortedBy(view, by, column));
  const open = ({ row, column }: Place) => {
    if (row < 0) {
      const detector = shown.columns[column - LEADING]?.detector;
      if (detector !== undefined) go(["detector", detector]);
      else sortColumn(column);
      return;
    }
    const found = shown.pages.row(row);
    if (found === null) return;
    const detector = shown.columns[column - LEADING]?.detector;
    if (column === 0) toggle(row, false);
    else go(detector === undefined ? ["endpoint", found.key] : ["cell", found.key, detector]);
  };
  const sortColumn = (column: number) => {
    const by: readonly (Sort | null)[] = [null, "endpoint", "verdict", "probability"];
    const after: readonly (Sort | null)[] = ["disagreement", null, "owner"];
    const detector = shown.columns[column - LEADING]?.detector;
    const fixed = by[column] ?? after[column - LEADING - shown.columns.length] ?? null;
    if (detector !== undefined) sort("column", detector);
    else if (fixed !== null) sort(fixed);
  };
  const press = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.altKey) return;
    const place = active.current;
    const deed = deedOf({ key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey }, place, {
      rows: shown.total,
      columns,
      page: grid.current?.page ?? 10,
    });
    if (deed === null) return;
    event.preventDefault();
    switch (deed.kind) {
      case "go":
        activate(deed.to);
        if (deed.select) toggle(deed.to.row, true);
        return;
      case "open":
        open(place);
        return;
      case "select":
      case "select-to":
        if (place.row < 0) selectAll();
        else toggle(place.row, deed.kind === "select-to");
        return;
      case "select-all":
        selectAll();
        return;
      case "sort":
        sortColumn(place.column);
        return;
      case "leave":
        document.getElementById("mx-search")?.focus();
    }
  };
  const click = (event: MouseEvent) => {
    const place = grid.current?.placeOf(event.target) ?? null;
    if (place === null) return;
    activate(place);
    if (place.column === 0) toggle(place.row, event.shiftKey);
    // The endpoint's name is a link, which opens by itself.
    else if (!(event.target instanceof Element && event.target.closest("a") !== null)) {
      if (event.shiftKey) toggle(place.row, true);
      else if (place.column === 1 || place.column >= LEADING) open(place);
    }
  };
  const size = sizeOf(selection, shown.total);
  return (
    <div class={`mx mx-${density}${loading ? " loading" : ""}${view.by.length > 0 ? " unfolded" : ""}`}>
      <div
        id="mx-grid"
        class="mx-grid"
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label="Endpoints and what each detector says of them"
        aria-rowcount={shown.total + 2}
        aria-colcount={columns}
        aria-multiselectable="true"
        aria-busy={loading}
        onKeyDown={press}
        onFocus={() => grid.current?.activate(active.current)}
        onBlur={() => grid.current?.activate(null)}
        onMouseDown={(event) => {
          // A click selects no text.
          if (event.shiftKey) event.preventDefault();
        }}
      >
        <div class="mx-head" role="rowgroup" ref={head}>
          <Head
            columns={shown.columns}
            view={view}
            sort={sort}
            everything={size === 0 ? "none" : size >= shown.total ? "all" : "some"}
            selectAll={selectAll}
          />
        </div>
        <div class="mx-body" role="rowgroup" ref={body} onClick={click} />
      </div>
      <Strip view={view} told={tellStrip} total={shown.total} jump={(row) => grid.current?.scrollToRow(row)} />
    </div>
  );
}
