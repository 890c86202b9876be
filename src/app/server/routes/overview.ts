/** What one looks at first, and again every few minutes. */

import type { z } from "@hono/zod-openapi";
import { type Heap, heapOfRow, isSplit } from "../../../core/board/board-row.ts";
import { type Reason, reasonFacts } from "../../../core/model/outcome.ts";
import { invalidDetectors } from "../../rows.ts";
import { findPack } from "../../packs.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { overviewSchema } from "../schemas/overview.ts";

type Overview = z.infer<typeof overviewSchema>;

export function overviewRoutes(deps: Deps): Api {
  const api = newApi();
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/overview",
      tags: ["overview"],
      summary: "The incident in a few numbers",
      responses: { 200: json(overviewSchema, "the overview") },
    }),
    (c) => c.json(overviewOf(deps), 200),
  );
  return api;
}

function overviewOf({ board, store, judging, version, configuration, now }: Deps): Overview {
  const heaps: Record<Heap, number> = { vulnerable: 0, safe: 0, open: 0 };
  const open = new Map<Reason, number>();
  let disagreements = 0;
  let muted = 0;
  let leftOut = 0;
  for (const row of board.rows) {
    if (!row.shown) {
      leftOut++;
      continue;
    }
    const heap = heapOfRow(row);
    heaps[heap]++;
    if (heap === "open") open.set(row.reason, (open.get(row.reason) ?? 0) + 1);
    if (isSplit(row.cells)) disagreements++;
    if (row.muted) muted++;
  }
  const runs = board.campaign?.runs ?? [];
  const scan = runs.find(({ kind }) => kind === "scan");
  const counted = scan === undefined ? null : store.counts(scan.id);
  const pack = board.campaign === null ? null : findPack(board.campaign.pack);
  const newest = store.newestAnswerAt();
  return {
    revision: board.revision,
    now: new Date(now()).toISOString(),
    version,
    database: configuration.settings.db,
    pack: pack === null ? null : { id: pack.id, cve: pack.cve, title: pack.title },
    startedAt: runs.map(({ startedAt }) => startedAt).toSorted()[0] ?? null,
    lastAnswerAt: newest === null ? null : new Date(newest).toISOString(),
    runs: {
      total: runs.length,
      running: runs.filter(({ state }) => state === "running").length,
      interrupted: runs.filter(({ state }) => state === "interrupted").length,
    },
    coverage: {
      targets: counted?.targets ?? 0,
      unreadable: counted?.targetErrors ?? 0,
      endpoints: counted?.endpoints ?? 0,
      asked: counted?.endpointsDone ?? 0,
    },
    heaps,
    disagreements,
    muted,
    leftOut,
    invalid: [...invalidDetectors(board.discredited)],
    reasons: [...open]
      .toSorted(([, a], [, b]) => b - a)
      .map(([reason, endpoints]) => {
        const { meaning, advice } = reasonFacts(reason);
        return { reason, meaning, advice, endpoints };
      }),
    judgement: judging.summary === null ? null : (structuredClone(judging.summary) as Overview["judgement"]),
  };
}
