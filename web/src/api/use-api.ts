/** A request as part of a page: asked again when what it is about has changed, without the page jumping. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, get, type Params, pathWith, type Problem } from "./client.ts";
import { listen, type LiveEvent } from "./live.ts";

export interface Asked<T> {
  /** What was answered last, also while it is asked again; null: nothing yet. */
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  readonly again: () => void;
}

/** Events come in bursts, and a page need not change more often than one can read. */
const CALM_MS = 300;

/** @param on whether an event concerns this request; left out: every change of the board or its judgement does. */
export function useApi<T>(
  path: string | null,
  params: Params = {},
  on: (event: LiveEvent) => boolean = isOfBoard,
): Asked<T> {
  const url = path === null ? null : pathWith(path, params);
  const [state, setState] = useState<{ url: string | null; data: T | null; problem: Problem | null; loading: boolean }>(
    {
      url: null,
      data: null,
      problem: null,
      loading: true,
    },
  );
  const current = useRef(url);
  current.current = url;
  const concerns = useRef(on);
  concerns.current = on;

  const ask = useCallback(async (wanted: string) => {
    try {
      const data = await get<T>(wanted);
      if (current.current === wanted) setState({ url: wanted, data, problem: null, loading: false });
    } catch (error) {
      const problem =
        error instanceof ApiProblem
          ? error.problem
          : { code: "internal", title: "Something went wrong", detail: String(error) };
      if (current.current === wanted) setState((before) => ({ ...before, url: wanted, problem, loading: false }));
    }
  }, []);

  useEffect(() => {
    if (url === null) return undefined;
    setState((before) => ({ ...before, loading: true }));
    void ask(url);
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = listen((event) => {
      if (timer !== null || !concerns.current(event)) return;
      timer = setTimeout(() => {
        timer = null;
        void ask(url);
      }, CALM_MS);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [url, ask]);

  const again = useCallback(() => {
    if (current.current !== null) void ask(current.current);
  }, [ask]);
  return { data: state.data, problem: state.problem, loading: state.loading, again };
}

function isOfBoard({ type }: LiveEvent): boolean {
  return type === "board" || type === "judgement" || type === "desk";
}
