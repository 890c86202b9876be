/** Where one is, in the address: `#/matrix?sort=disagreement&q=mail`. A link to a view is the view. */

import { useEffect, useState } from "preact/hooks";

export interface Route {
  /** `["endpoint", "example.org@192.0.2.1:443"]`; empty: the overview. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return {
    path: path
      .split("/")
      .filter((part) => part !== "")
      .map(decoded),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** Empty values are left out, so that equal views have equal addresses. */
export function hrefOf(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const filled = Object.entries(query).filter((entry): entry is [string, string] => (entry[1] ?? "") !== "");
  const search = filled.length === 0 ? "" : `?${new URLSearchParams(filled).toString()}`;
  return `#/${path.map(encodeURIComponent).join("/")}${search}`;
}

export function go(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): void {
  location.hash = hrefOf(path, query);
}

/** The same without a step in the history: for what changes while one types. */
export function replaceRoute(path: readonly string[], query: Readonly<Record<string, string | undefined>>): void {
  history.replaceState(null, "", hrefOf(path, query));
  dispatchEvent(new HashChangeEvent("hashchange"));
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const changed = () => setRoute(parseRoute(location.hash));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
