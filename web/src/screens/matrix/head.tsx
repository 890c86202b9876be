/** The grid's two header rows: lineages above, because ten detectors of one lineage are one opinion, then the columns. */

import type { JSX } from "preact";
import type { Column } from "../../api/types.ts";
import { hrefOf } from "../../state/route.ts";
import { escaped } from "./outside-text.ts";
import type { Sort } from "../../../../src/core/board/query.ts";
import { LEADING } from "./row-cells.ts";
import type { View } from "./view.ts";

interface HeadProps {
  readonly columns: readonly Column[];
  readonly view: View;
  readonly sort: (sort: Sort, column?: string) => void;
  readonly everything: "all" | "some" | "none";
  readonly selectAll: () => void;
}

const FIXED: readonly { readonly name: string; readonly className: string; readonly sort: Sort | null }[] = [
  { name: "endpoint", className: "mx-endpoint", sort: "endpoint" },
  { name: "verdict", className: "mx-word", sort: "verdict" },
  { name: "probability", className: "mx-posterior", sort: "probability" },
];
const AFTER: typeof FIXED = [
  { name: "in sum", className: "mx-sum", sort: "disagreement" },
  { name: "reason", className: "mx-reason", sort: null },
  { name: "owner", className: "mx-owner", sort: "owner" },
];

export function Head({ columns, view, sort, everything, selectAll }: HeadProps): JSX.Element {
  const after = LEADING + columns.length;
  return (
    <>
      <div class="mx-row mx-lineages" role="row" aria-rowindex={1}>
        <div class="mx-cell mx-select" role="gridcell" aria-colindex={1} />
        <div class="mx-cell mx-endpoint" role="columnheader" aria-colindex={2}>
          <span class="small soft">lineage</span>
        </div>
        <div class="mx-cell mx-word" role="gridcell" aria-colindex={3} />
        <div class="mx-cell mx-posterior" role="gridcell" aria-colindex={4} />
        {groups(columns).map(({ lineage, from, count }) => (
          <div
            key={`${lineage} ${from}`}
            class="mx-cell mx-lineage"
            role="columnheader"
            aria-colindex={LEADING + from + 1}
            aria-colspan={count}
            style={{ "--span": count }}
            title={`lineage ${escaped(lineage)}: ${count} ${count === 1 ? "column" : "columns"}, one opinion`}
          >
            <span>{escaped(lineage)}</span>
          </div>
        ))}
      </div>
      <div class="mx-row mx-columns" role="row" aria-rowindex={2}>
        <div class="mx-cell mx-select" role="columnheader" aria-colindex={1} data-column={0}>
          <button
            type="button"
            tabIndex={-1}
            class="mx-all"
            onClick={selectAll}
            aria-label={everything === "all" ? "Select none" : "Select all that match"}
            title={everything === "all" ? "Select none" : "Select all that match"}
          >
            <span class={`mx-box ${everything}`} aria-hidden="true">
              {everything === "all" ? "✓" : everything === "some" ? "–" : ""}
            </span>
          </button>
        </div>
        {FIXED.map((fixed, at) => (
          <Fixed key={fixed.name} {...fixed} at={at + 1} view={view} by={sort} />
        ))}
        {columns.map((column, at) => (
          <DetectorHead key={column.id} column={column} at={LEADING + at} view={view} sort={sort} />
        ))}
        {AFTER.map((fixed, at) => (
          <Fixed key={fixed.name} {...fixed} at={after + at} view={view} by={sort} />
        ))}
      </div>
    </>
  );
}

function Fixed({
  name,
  className,
  sort,
  at,
  view,
  by,
}: (typeof FIXED)[number] & {
  readonly at: number;
  readonly view: View;
  readonly by: (sort: Sort) => void;
}): JSX.Element {
  const sorted = sort !== null && view.sort === sort;
  return (
    <div
      class={`mx-cell ${className}`}
      role="columnheader"
      aria-colindex={at + 1}
      data-column={at}
      {...sortOf(sorted, view)}
    >
      {sort === null ? (
        <span class="small">{name}</span>
      ) : (
        <button type="button" tabIndex={-1} class="mx-sort small" title={`sort by ${sort}`} onClick={() => by(sort)}>
          {name} <Arrow sorted={sorted} descending={view.descending} />
        </button>
      )}
    </div>
  );
}

function DetectorHead({
  column,
  at,
  view,
  sort,
}: {
  readonly column: Column;
  readonly at: number;
  readonly view: View;
  readonly sort: HeadProps["sort"];
}): JSX.Element {
  const { id, detector, lineage, kind, invalid } = column;
  const sorted = view.sort === "column" && view.column === detector;
  const more = id.slice(detector.length).trim();
  // `heartbleed/flight`: that it is about Heartbleed goes without saying.
  const short = detector.slice(detector.indexOf("/") + 1) || detector;
  const failed =
    invalid.length === 0 ? "" : `; failed its controls in ${invalid.length === 1 ? "a run" : `${invalid.length} runs`}`;
  const about = `${escaped(id)}: ${kind}, lineage ${escaped(lineage)}${failed}`;
  return (
    <div
      class={`mx-cell mx-answer${invalid.length > 0 ? " invalid" : ""}`}
      role="columnheader"
      aria-colindex={at + 1}
      data-column={at}
      aria-label={about}
      {...sortOf(sorted, view)}
    >
      <a tabIndex={-1} href={hrefOf(["detector", detector])} title={about}>
        <span>
          {invalid.length > 0 ? "✗ " : ""}
          {escaped(short)}
          {more === "" ? null : <span class="soft"> {escaped(more)}</span>}
        </span>
      </a>
      <button
        type="button"
        tabIndex={-1}
        class="mx-sort"
        aria-label={`Sort by ${escaped(detector)}`}
        title={`sort by ${escaped(detector)}`}
        onClick={() => sort("column", detector)}
      >
        <Arrow sorted={sorted} descending={view.descending} />
      </button>
    </div>
  );
}

function Arrow({ sorted, descending }: { readonly sorted: boolean; readonly descending: boolean }): JSX.Element {
  return (
    <span class={sorted ? "arrow on" : "arrow"} aria-hidden="true">
      {sorted && descending ? "▴" : "▾"}
    </span>
  );
}

function sortOf(sorted: boolean, { descending }: View) {
  return sorted ? { "aria-sort": descending ? ("descending" as const) : ("ascending" as const) } : {};
}

/** Neighbours of one lineage. */
function groups(
  columns: readonly Pick<Column, "lineage">[],
): readonly { readonly lineage: string; readonly from: number; readonly count: number }[] {
  const found: { lineage: string; from: number; count: number }[] = [];
  for (const [at, { lineage }] of columns.entries()) {
    const last = found.at(-1);
    if (last?.lineage === lineage) last.count++;
    else found.push({ lineage, from: at, count: 1 });
  }
  return found;
}
