/** Every screen that web/src/screens/catalogue.tsx lists, with an address that has something on it. */

import { readFileSync } from "node:fs";
import type { BrowserContext } from "playwright-core";

export interface ScreenEntry {
  readonly path: string;
  /** In the rail; null: it is about one thing, which its address names. */
  readonly name: string | null;
}

const CATALOGUE = new URL("../../../web/src/screens/catalogue.tsx", import.meta.url);

/** Read as text: the page's code needs a browser to be loaded. */
export const SCREENS: readonly ScreenEntry[] = [
  ...readFileSync(CATALOGUE, "utf8").matchAll(/\{\s*path: "([^"]*)",\s*name: (?:null|"([^"]*)")/g),
].map(([, path = "", name]) => ({ path, name: name ?? null }));

/** Things that screens can be about. */
export interface Things {
  readonly endpoint: string;
  readonly detector: string;
  readonly run: string;
}

/** A cell's outcome: src/core/board/cell-code.ts. */
const OUTCOME_BITS = 3;
const outcomeOf = (code: number): number => code & OUTCOME_BITS;

export interface MatrixAnswer {
  readonly total: number;
  readonly columns: readonly { readonly id: string; readonly detector: string }[];
  readonly rows: readonly {
    readonly key: string;
    readonly names: readonly string[];
    readonly cells: readonly number[];
  }[];
}

/** Asked with the browser's own session. */
async function api<T>(context: BrowserContext, origin: string, path: string): Promise<T> {
  const response = await context.request.get(`${origin}/api/v1${path}`);
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as T;
}

/** An endpoint where a 1 stands against a 0, and somebody who spoke there; without any: the first there is. */
export async function thingsOf(context: BrowserContext, origin: string): Promise<Things> {
  const split = await api<MatrixAnswer>(context, origin, "/matrix?split=true&limit=1");
  const { rows, columns } = split.total > 0 ? split : await api<MatrixAnswer>(context, origin, "/matrix?limit=1");
  const [row] = rows;
  const spoke = columns.find((_, at) => outcomeOf(row?.cells[at] ?? 0) !== 0);
  const { items } = await api<{ items: readonly { observations?: unknown; run?: string }[] }>(
    context,
    origin,
    `/endpoints/${encodeURIComponent(row?.key ?? "")}/observations?limit=1`,
  );
  return { endpoint: row?.key ?? "", detector: spoke?.detector ?? "", run: items[0]?.run ?? "" };
}

/** `#/endpoint/…` */
export function hashOf({ path }: ScreenEntry, things: Things | null): string {
  if (things === null) return `#/${path}`;
  const parts: Readonly<Record<string, readonly string[]>> = {
    endpoint: [things.endpoint],
    disagreement: [things.endpoint],
    cell: [things.endpoint, things.detector],
    detector: [things.detector],
    run: [things.run],
  };
  return `#/${[path, ...(parts[path] ?? [])].map(encodeURIComponent).join("/")}`;
}
