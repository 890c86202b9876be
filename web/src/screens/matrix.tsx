/** Who says what about whom: endpoints × detectors, the screen of which all others are details. */

import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get } from "../api/client.ts";
import type { MatrixKeys } from "../api/types.ts";
import { Card, Empty, ProblemBox, Title } from "../parts/parts.tsx";
import { plural } from "../parts/words.ts";
import { go, replaceRoute, type Route } from "../state/route.ts";
import type { Chosen } from "./matrix/actions.tsx";
import { type Density, Grid } from "./matrix/grid.tsx";
import { Legend } from "./matrix/legend.tsx";
import { EVERYTHING, isSelected, NOTHING, type Selection, sizeOf, withSet, withToggled } from "./matrix/selection.ts";
import { SavedViews } from "./matrix/saved-views.tsx";
import { SelectionBar } from "./matrix/selection-bar.tsx";
import { Toolbar } from "./matrix/toolbar.tsx";
import { type Shown, usePages } from "./matrix/use-pages.ts";
import { isFiltered, queryOf, rowQueryOf, type View, viewOf } from "./matrix/view.ts";

const DENSITY = "crosscheck-density";

export function MatrixScreen({ route }: { readonly route: Route }): JSX.Element {
  const view = viewOf(route.query);
  const rows = JSON.stringify(rowQueryOf(view));
  const contents = useRef<() => void>(() => undefined);
  const { shown, problem, loading } = usePages(view, () => contents.current());
  const [density, setDensity] = useState<Density>(storedDensity);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const anchor = useRef(0);
  // "All that match" means other rows once the filters change.
  useEffect(() => setSelection((before) => (before.all ? NOTHING : before)), [rows]);
  const setView = useCallback((next: View, typing = false) => {
    if (typing) replaceRoute(["matrix"], queryOf(next));
    else go(["matrix"], queryOf(next));
  }, []);
  const total = shown?.total ?? 0;
  const count = sizeOf(selection, total);
  const chosen: Chosen = { count, view, selection, keys: () => keysOf(selection, view) };
  const toggle = (row: number, upTo: boolean) => {
    if (shown === null) return;
    const key = shown.pages.row(row)?.key;
    if (!upTo) {
      anchor.current = row;
      if (key !== undefined) setSelection((before) => withToggled(before, key));
      return;
    }
    void between(shown, view, anchor.current, row).then((keys) =>
      setSelection((before) => withSet(before, keys, true)),
    );
  };
  const selectAll = () => setSelection((before) => (sizeOf(before, total) >= total ? NOTHING : EVERYTHING));
  return (
    <div class="mx-screen">
      <Title
        about={
          <span role="status" class="number">
            {shown === null ? "Loading …" : `${plural(total, "endpoint")}${isFiltered(view) ? " match" : ""}`}
          </span>
        }
        actions={
          <>
            <SavedViews view={view} setView={setView} />
            <Legend />
          </>
        }
      >
        Matrix
      </Title>
      <Toolbar
        view={view}
        setView={setView}
        columns={shown?.columns ?? []}
        density={density}
        setDensity={(chosenDensity) => {
          setDensity(chosenDensity);
          keepDensity(chosenDensity);
        }}
      />
      {problem !== null && <ProblemBox problem={problem} />}
      {shown !== null && shown.total === 0 && (
        <Card>
          {isFiltered(view) ? (
            <Empty>No endpoint matches these filters.</Empty>
          ) : (
            <Empty command="crosscheck scan example.org --scope scope.yaml">
              Nobody has spoken of any endpoint yet. Ask hosts, or read other scanners' reports with{" "}
              <code>crosscheck import</code>.
            </Empty>
          )}
        </Card>
      )}
      {shown !== null && shown.total > 0 && (
        <Grid
          shown={shown}
          view={view}
          setView={setView}
          density={density}
          selection={selection}
          toggle={toggle}
          selectAll={selectAll}
          contents={contents}
          loading={loading}
        />
      )}
      <SelectionBar
        chosen={chosen}
        total={total}
        selectAll={() => setSelection(EVERYTHING)}
        clear={() => setSelection(NOTHING)}
      />
    </div>
  );
}

/** Keys of the rows from one place to another, those included; known ones are not asked for. */
async function between({ pages }: Shown, view: View, from: number, to: number): Promise<readonly string[]> {
  const [first, last] = from < to ? [from, to] : [to, from];
  const known = Array.from({ length: last - first + 1 }, (_, at) => pages.row(first + at)?.key);
  if (known.every((key) => key !== undefined)) return known.filter((key) => key !== undefined);
  const { keys } = await get<MatrixKeys>("/matrix/keys", {
    ...rowQueryOf(view),
    offset: first,
    limit: last - first + 1,
  });
  return keys;
}

async function keysOf(selection: Selection, view: View): Promise<readonly string[]> {
  if (!selection.all) return [...selection.keys];
  const { keys } = await get<MatrixKeys>("/matrix/keys", rowQueryOf(view));
  return keys.filter((key) => isSelected(selection, key));
}

function storedDensity(): Density {
  try {
    return localStorage.getItem(DENSITY) === "dense" ? "dense" : "normal";
  } catch {
    return "normal";
  }
}

function keepDensity(density: Density): void {
  try {
    localStorage.setItem(DENSITY, density);
  } catch {
    // Without storage the choice holds for this page.
  }
}
