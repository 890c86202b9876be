/** The pages of the view that is shown. Those of the view before stay until the first of the new one is there; events renew them. */

import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, get, type Problem } from "../../api/client.ts";
import { listen } from "../../api/live.ts";
import type { Column, Matrix } from "../../api/types.ts";
import { createPages, type Pages } from "./pages.ts";
import { queryOf, type View } from "./view.ts";

/** Between two requests because of events: an answer is seen within a second, and nobody reads faster. */
const CALM_MS = 250;

export interface Shown {
  readonly pages: Pages;
  readonly total: number;
  readonly columns: readonly Column[];
  /** The view these are of, as text. */
  readonly of: string;
}

export interface UsedPages {
  /** null: nothing yet. */
  readonly shown: Shown | null;
  readonly problem: Problem | null;
  /** Another view is on its way. */
  readonly loading: boolean;
}

/** @param contents told when rows have other contents, too often for a framework to hear of it */
export function usePages(view: View, contents: () => void): UsedPages {
  const of = JSON.stringify(queryOf(view));
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const told = useRef(contents);
  told.current = contents;
  useEffect(() => {
    let last: Shown | null = null;
    const query = JSON.parse(of) as Readonly<Record<string, string>>;
    const pages = createPages({
      fetch: (offset, limit) => get<Matrix>("/matrix", { ...query, offset, limit }),
      changed() {
        setProblem(null);
        const { total, columns } = pages;
        if (total === null) return;
        if (last === null || last.total !== total || idsOf(last.columns) !== idsOf(columns)) {
          last = { pages, total, columns, of };
          setShown(last);
        } else told.current();
      },
      failed: (error) =>
        setProblem(
          error instanceof ApiProblem
            ? error.problem
            : { code: "internal", title: "Something went wrong", detail: String(error) },
        ),
    });
    pages.want({ first: 0, end: 0 }, 0);
    let renewedAt = 0;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const renew = () => {
      timer = null;
      renewedAt = performance.now();
      pages.renew();
    };
    const stop = listen(({ type }) => {
      if (type === "job" || timer !== null) return;
      timer = setTimeout(renew, Math.max(0, renewedAt + CALM_MS - performance.now()));
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
      pages.close();
    };
  }, [of]);
  return { shown, problem, loading: shown === null || shown.of !== of };
}

function idsOf(columns: readonly Column[]): string {
  return columns.map(({ id, lineage, invalid }) => `${id}\t${lineage}\t${invalid.length}`).join("\n");
}
