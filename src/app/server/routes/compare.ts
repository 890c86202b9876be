/** What changed: between two runs, or since a time. */

import type { z } from "@hono/zod-openapi";
import { type Cause, CAUSE_NAMES, CAUSES } from "../../../core/compare/change.ts";
import { changesSince, compareRuns, type ChangedEndpoint, type Comparison } from "../../compare/compare.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { unchanged } from "../etag.ts";
import { ApiError } from "../problem.ts";
import { changesQuery, changesSchema, compareQuery } from "../schemas/compare.ts";

type Wanted = Omit<z.infer<typeof changesQuery>, "since">;
type Changes = z.infer<typeof changesSchema>;

export function compareRoutes({ store, board }: Pick<Deps, "store" | "board">): Api {
  const api = newApi();
  // Pages of one comparison, and the filters typed above it, need not compare again.
  let last: { readonly key: string; readonly comparison: Comparison } | null = null;
  const remembered = (key: string, make: () => Comparison) => {
    if (last?.key !== key) last = { key, comparison: make() };
    return last.comparison;
  };
  const found = (id: string) => {
    const run = store.run(id);
    if (run === null) throw new ApiError("not_found", `there is no run ${id}`);
    return run;
  };
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/compare",
      tags: ["compare"],
      summary: "Endpoints whose verdict or cells differ between two runs, each with the cause",
      request: { query: compareQuery },
      responses: { 200: json(changesSchema, "a page of changes"), 304: { description: "as before" } },
    }),
    (c) => {
      const { a, b, ...wanted } = c.req.valid("query");
      const [before, after] = [found(a), found(b)];
      if (before.pack !== after.pack) throw new ApiError("conflict", "the runs are about different vulnerabilities");
      const same = unchanged(c, board.revision);
      if (same !== null) return same;
      const comparison = remembered(`${a} ${b} ${board.revision}`, () => compareRuns(store, before, after));
      return c.json(pageOf(comparison, wanted), 200);
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/changes",
      tags: ["compare"],
      summary: "Endpoints that are judged otherwise since a time, each with the cause",
      request: { query: changesQuery },
      responses: { 200: json(changesSchema, "a page of changes"), 304: { description: "as before" } },
    }),
    (c) => {
      const { since, ...wanted } = c.req.valid("query");
      const same = unchanged(c, board.revision);
      if (same !== null) return same;
      const { campaign } = board;
      if (campaign === null) return c.json(pageOf({ changed: [], compared: 0 }, wanted), 200);
      const comparison = remembered(`since ${since} ${board.revision}`, () => changesSince(store, campaign, since));
      return c.json(pageOf(comparison, wanted), 200);
    },
  );
  return api;
}

function pageOf({ changed, compared }: Comparison, wanted: Wanted): Changes {
  const { cause, verdicts, q, sort, cursor, limit } = wanted;
  const text = q?.toLowerCase() ?? "";
  const counts = new Map<Cause, number>();
  for (const { causes } of changed) {
    const [first] = causes;
    if (first !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const matching = changed.filter(
    (each) =>
      (cause === undefined || each.causes.includes(cause)) &&
      (verdicts === "false" || isOtherVerdict(each)) &&
      (text === "" || each.key.toLowerCase().includes(text)),
  );
  const place = ({ causes: [first] }: ChangedEndpoint) => (first === undefined ? 99 : CAUSE_NAMES.indexOf(first));
  const order = matching.toSorted(
    (a, b) =>
      (sort === "cause" ? place(a) - place(b) || Number(isOtherVerdict(b)) - Number(isOtherVerdict(a)) : 0) ||
      (a.key < b.key ? -1 : 1),
  );
  const from = cursor === undefined ? 0 : Number(cursor);
  const items = order.slice(from, from + limit);
  return {
    compared,
    total: matching.length,
    verdicts: changed.filter(isOtherVerdict).length,
    causes: [...counts]
      .toSorted(([, a], [, b]) => b - a)
      .map(([name, endpoints]) => ({ cause: name, meaning: CAUSES[name], endpoints })),
    items: structuredClone(items) as Changes["items"],
    next: from + limit < order.length ? String(from + limit) : null,
  };
}

function isOtherVerdict({ before, after }: Pick<ChangedEndpoint, "before" | "after">): boolean {
  return before?.outcome !== after?.outcome;
}
