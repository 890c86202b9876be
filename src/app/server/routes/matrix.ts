/** The matrix: endpoints × detectors, a window at a time. */

import { heapOfRow, isSplit } from "../../../core/board/board-row.ts";
import { z } from "@hono/zod-openapi";
import { boardQuery } from "../board/board-query.ts";
import { facetedWindow, plainWindow } from "../board/window.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { unchanged } from "../etag.ts";
import { keysQuery, keysSchema, matrixQuery, matrixSchema, rowQuery, stripSchema } from "../schemas/matrix.ts";

export function matrixRoutes({ board, store }: Pick<Deps, "board" | "store">): Api {
  const api = newApi();
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/matrix",
      tags: ["matrix"],
      summary: "Endpoints × detectors: a window of the rows that match, in the order asked for",
      request: { query: matrixQuery },
      responses: { 200: json(matrixSchema, "the window"), 304: { description: "as before" } },
    }),
    (c) => {
      const query = c.req.valid("query");
      const same = unchanged(c, board.revision);
      if (same !== null) return same;
      const order = board.order(boardQuery(board, query));
      const rows = [...order.subarray(query.offset, query.offset + query.limit)].flatMap(
        (place) => board.rows[place] ?? [],
      );
      const by = query.by.filter((facet) => facet !== "detector");
      const window = by.length === 0 ? plainWindow(board, rows) : facetedWindow(store, board, rows, by);
      const { revision } = board;
      return c.json(
        { revision, total: order.length, offset: query.offset, columns: [...window.columns], rows: [...window.rows] },
        200,
      );
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/matrix/keys",
      tags: ["matrix"],
      summary: "The keys of the rows that match: what a selection is made of",
      request: { query: keysQuery },
      responses: { 200: json(keysSchema, "the keys"), 304: { description: "as before" } },
    }),
    (c) => {
      const query = c.req.valid("query");
      const same = unchanged(c, board.revision);
      if (same !== null) return same;
      const order = board.order(boardQuery(board, query));
      const { offset, limit } = query;
      const keys = [...order.subarray(offset, offset + limit)].flatMap((place) => board.rows[place]?.key ?? []);
      return c.json({ revision: board.revision, total: order.length, offset, keys }, 200);
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/matrix/strip",
      tags: ["matrix"],
      summary: "The whole matrix at a glance: how many rows of which kind, from its first to its last",
      request: { query: z.object({ ...rowQuery, buckets: z.coerce.number().int().min(1).max(2000).default(200) }) },
      responses: { 200: json(stripSchema, "the strip"), 304: { description: "as before" } },
    }),
    (c) => {
      const query = c.req.valid("query");
      const same = unchanged(c, board.revision);
      if (same !== null) return same;
      const order = board.order(boardQuery(board, query));
      const size = Math.max(1, Math.min(query.buckets, order.length));
      const buckets = Array.from({ length: order.length === 0 ? 0 : size }, () => ({
        vulnerable: 0,
        safe: 0,
        open: 0,
        split: 0,
      }));
      for (const [at, place] of order.entries()) {
        const row = board.rows[place];
        const bucket = buckets[Math.floor((at * size) / order.length)];
        if (row === undefined || bucket === undefined) continue;
        bucket[heapOfRow(row)]++;
        if (isSplit(row.cells)) bucket.split++;
      }
      return c.json({ revision: board.revision, total: order.length, buckets }, 200);
    },
  );
  return api;
}
