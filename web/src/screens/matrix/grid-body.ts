/**
 * The rows of the grid: as many elements as fit in sight and some more, whichever of a hundred thousand rows they stand for. Written without
 * a framework, because a frame that compares a thousand elements is a frame too late; nothing here reads the layout while scrolling.
 */

import type { Column, Row } from "../../api/types.ts";
import type { Place } from "./keys.ts";
import { makeRow, type RowCells } from "./row-cells.ts";
import { depthAt, depthToShow, scrollTopAt, type Sight, sightAt, type Track, trackHeight, withSpare } from "./track.ts";

export interface Source {
  readonly total: number | null;
  readonly columns: readonly Column[];
  row(index: number): Row | null;
  want(sight: Sight, ahead: -1 | 0 | 1): void;
}

export interface GridBody {
  /** Other rows altogether: the elements are made anew where the columns differ. */
  show(source: Source): void;
  /** The same rows, perhaps with other contents. */
  renew(): void;
  select(isSelected: (key: string) => boolean): void;
  rowHeight(px: number): void;
  /** The cell that has the focus, brought into sight; null: none. */
  activate(place: Place | null): void;
  /** The row an element belongs to, and its column; null: none. */
  placeOf(target: EventTarget | null): Place | null;
  scrollToRow(index: number): void;
  readonly sight: Sight;
  readonly page: number;
  close(): void;
}

export interface GridElements {
  /** What is scrolled. */
  readonly scroller: HTMLElement;
  readonly head: HTMLElement;
  readonly body: HTMLElement;
  /** Told after each frame in which other rows came into sight. */
  readonly seen: (sight: Sight, total: number) => void;
}

/** Rows that are filled anew in one frame. */
const MOST_FRESH = 14;
/** Rows kept ready above and below what is in sight. */
const SPARE = 8;

export function createGridBody({ scroller, head, body, seen }: GridElements): GridBody {
  let source: Source | null = null;
  let shape = "";
  let pool: RowCells[] = [];
  let row = 30;
  let sightHeight = 0;
  let isSelected: (key: string) => boolean = () => false;
  let active: Place | null = null;
  let activeElement: HTMLElement | null = null;
  let frame = 0;
  let lastTop = 0;
  let sight: Sight = { first: 0, end: 0 };

  const track = (): Track => ({ rows: source?.total ?? 0, row, sight: sightHeight });

  const draw = () => {
    frame = 0;
    if (source === null) return;
    const top = scroller.scrollTop;
    const ahead = top > lastTop ? 1 : top < lastTop ? -1 : 0;
    lastTop = top;
    const total = source.total ?? 0;
    sight = sightAt(track(), top);
    const shown = withSpare(sight, total, SPARE);
    grow(shown.end - shown.first);
    const depth = depthAt(track(), top);
    for (const cells of pool) if (cells.index < shown.first || cells.index >= shown.end) cells.index = -1;
    const free = pool.filter(({ index }) => index < 0);
    const standing = new Map(pool.filter(({ index }) => index >= 0).map((cells) => [cells.index, cells]));
    let fresh = 0;
    for (const index of inSightFirst(sight, shown)) {
      const there = standing.get(index);
      // A screen of other rows takes some frames rather than one long one.
      if (there === undefined && ++fresh > MOST_FRESH) continue;
      const cells = there ?? free.pop();
      if (cells === undefined) continue;
      const known = source.row(index);
      // Only where the same endpoint stays in its place has something changed before one's eyes.
      const flash = there !== undefined && known !== null && cells.row?.key === known.key;
      if (there === undefined) {
        cells.index = index;
        cells.element.hidden = false;
        cells.element.setAttribute("aria-rowindex", String(index + 3));
        cells.element.classList.toggle("odd", index % 2 === 1);
      }
      moveTo(cells.element, Math.round(top + index * row - depth));
      cells.fill(known, known !== null && isSelected(known.key), flash);
    }
    if (fresh > MOST_FRESH) schedule();
    for (const { element } of free) element.hidden = true;
    mark();
    source.want(sight, ahead);
    seen(sight, total);
  };
  const schedule = () => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const places = new WeakMap<HTMLElement, number>();
  const moveTo = (element: HTMLElement, y: number) => {
    if (places.get(element) === y) return;
    places.set(element, y);
    element.style.transform = `translateY(${y}px)`;
  };
  const grow = (count: number) => {
    if (pool.length >= count || source === null) return;
    const made = Array.from({ length: count - pool.length }, () => makeRow(source?.columns ?? []));
    body.append(...made.map(({ element }) => element));
    pool.push(...made);
  };
  const mark = () => {
    const cells = active === null ? undefined : pool.find(({ index }) => index === active?.row);
    const element = active === null || active.row < 0 ? headerCell(active) : (cells?.cells[active.column] ?? null);
    if (element === activeElement && (element === null || active === null || element.id === idOf(active))) return;
    activeElement?.classList.remove("active");
    activeElement?.removeAttribute("id");
    activeElement = element;
    if (element === null || active === null) {
      scroller.removeAttribute("aria-activedescendant");
      return;
    }
    element.id = idOf(active);
    element.classList.add("active");
    scroller.setAttribute("aria-activedescendant", element.id);
  };
  const headerCell = (place: Place | null): HTMLElement | null =>
    place === null
      ? null
      : (head.querySelectorAll<HTMLElement>("[role=columnheader][data-column]")[place.column] ?? null);
  const measure = () => {
    sightHeight = Math.max(0, scroller.clientHeight - head.offsetHeight);
    schedule();
  };
  const size = () => {
    body.style.height = `${trackHeight(track())}px`;
    schedule();
  };
  const toSight = (place: Place) => {
    if (place.row >= 0) {
      const now = depthAt(track(), scroller.scrollTop);
      const depth = depthToShow(track(), now, place.row);
      if (depth !== now) scroller.scrollTop = scrollTopAt(track(), depth);
    }
    const cell = head.querySelectorAll<HTMLElement>("[role=columnheader][data-column]")[place.column];
    if (cell === undefined || place.column < 2) return;
    const frozen = head.querySelector<HTMLElement>("[data-column='1']");
    const left = cell.offsetLeft - (frozen === null ? 0 : frozen.offsetLeft - scroller.scrollLeft + frozen.offsetWidth);
    if (left < scroller.scrollLeft) scroller.scrollLeft = Math.max(0, left);
    const right = cell.offsetLeft + cell.offsetWidth - scroller.clientWidth;
    if (right > scroller.scrollLeft) scroller.scrollLeft = right;
  };

  const observer = new ResizeObserver(measure);
  observer.observe(scroller);
  observer.observe(head);
  scroller.addEventListener("scroll", schedule, { passive: true });

  return {
    show(next) {
      const wanted = next.columns.map(({ id }) => id).join("\n");
      if (wanted !== shape) {
        body.replaceChildren();
        pool = [];
        activeElement = null;
        shape = wanted;
      }
      source = next;
      measure();
      size();
    },
    renew() {
      size();
    },
    select(selected) {
      isSelected = selected;
      schedule();
    },
    rowHeight(px) {
      const { first } = sight;
      row = px;
      size();
      scroller.scrollTop = scrollTopAt(track(), first * px);
    },
    activate(place) {
      active = place;
      if (place !== null) toSight(place);
      schedule();
    },
    placeOf(target) {
      if (!(target instanceof Element)) return null;
      const cell = target.closest(".mx-cell");
      const element = target.closest(".mx-row");
      const found = pool.find((cells) => cells.element === element);
      if (found === undefined || cell === null || found.index < 0) return null;
      const column = found.cells.indexOf(cell as HTMLElement);
      return column < 0 ? null : { row: found.index, column };
    },
    scrollToRow(index) {
      scroller.scrollTop = scrollTopAt(track(), index * row);
    },
    get sight() {
      return sight;
    },
    get page() {
      return Math.max(1, Math.floor(sightHeight / row));
    },
    close() {
      observer.disconnect();
      scroller.removeEventListener("scroll", schedule);
      if (frame !== 0) cancelAnimationFrame(frame);
    },
  };
}

/** The rows that are shown, those in sight before the spare ones. */
function* inSightFirst(sight: Sight, shown: Sight): Generator<number> {
  for (let index = sight.first; index < sight.end; index++) yield index;
  for (let index = sight.end; index < shown.end; index++) yield index;
  for (let index = sight.first - 1; index >= shown.first; index--) yield index;
}

function idOf({ row, column }: Place): string {
  return `mx-${row + 1}-${column}`;
}
