/** One endpoint: what is known, what everybody said, what it is judged on. */

import { z } from "@hono/zod-openapi";
import type { Provenance } from "../../../core/model/observation.ts";
import { reasonFacts } from "../../../core/model/outcome.ts";
import type { StoredObservation } from "../../../core/ports/store.ts";
import { plainWindow } from "../board/window.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { cut } from "../cut.ts";
import { ApiError } from "../problem.ts";
import {
  endpointSchema,
  type observationSchema,
  observationsSchema,
  type provenanceSchema,
} from "../schemas/endpoint.ts";

const keyParam = z.object({ key: z.string().min(1).max(400).openapi({ description: "an endpoint's key" }) });

export function endpointRoutes({ board, store, judging, desk }: Deps): Api {
  const api = newApi();
  const rowOf = (key: string) => {
    const row = board.row(key);
    if (row === null) throw new ApiError("not_found", `nobody has spoken of ${key}`);
    return row;
  };
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/endpoints/{key}",
      tags: ["endpoints"],
      summary: "An endpoint with its verdict and what it rests on",
      request: { params: keyParam },
      responses: { 200: json(endpointSchema, "the endpoint") },
    }),
    async (c) => {
      const row = rowOf(c.req.valid("param").key);
      const { address, port, transport, serverName, origin } = row.endpoint;
      const { columns, rows } = plainWindow(board, [row]);
      const [view] = rows;
      if (view === undefined) throw new ApiError("not_found", "it is gone");
      const { meaning, advice } = reasonFacts(row.reason);
      const body = {
        row: view,
        columns: [...columns],
        place: { address, port, transport, serverName, origin, startTls: row.endpoint.startTls ?? null },
        meaning,
        advice,
        ground: (await judging.endpoint(row.key)) as z.infer<typeof endpointSchema>["ground"],
        notes: [...desk.notes(row.key)],
      };
      return c.json(body, 200);
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/endpoints/{key}/observations",
      tags: ["endpoints"],
      summary: "Everything that was said about an endpoint, newest first",
      request: {
        params: keyParam,
        query: z.object({
          detector: z.string().max(200).optional(),
          run: z.string().max(100).optional(),
          cursor: z.coerce.number().int().positive().optional().describe("`next` of the page before"),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
      responses: { 200: json(observationsSchema, "a page") },
    }),
    (c) => {
      const row = rowOf(c.req.valid("param").key);
      const { detector, run, cursor = Number.MAX_SAFE_INTEGER, limit } = c.req.valid("query");
      const all = row.ids
        .flatMap((id) => store.observationsOf(id))
        .filter((each) => detector === undefined || each.detector === detector)
        .filter((each) => run === undefined || each.run === run)
        .filter(({ id }) => id < cursor)
        .toSorted((a, b) => b.id - a.id);
      const items = all.slice(0, limit).map(observationView);
      return c.json({ items, next: all.length > limit ? (items.at(-1)?.id ?? null) : null }, 200);
    },
  );
  return api;
}

export function observationView(observation: StoredObservation): z.infer<typeof observationSchema> {
  const { id, detector, version, lineage, vantage, run, mode, attempt, startedAt, durationMs } = observation;
  const { outcome, reason, evidence, detail, transcriptHash, provenance, reinterprets } = observation;
  return {
    ...{ id, detector, version, lineage, vantage, run, mode, attempt, startedAt, durationMs },
    ...{ outcome, reason, evidence, detail: cut(detail), meaning: reasonFacts(reason).meaning },
    transcript: transcriptHash,
    provenance: provenance === null ? null : provenanceView(provenance),
    reinterprets,
  };
}

function provenanceView(provenance: Provenance): z.infer<typeof provenanceSchema> {
  const { place, words, argv, exit } = provenance;
  return {
    ...provenance,
    place: cut(place),
    words: cut(words),
    argv: argv === null ? null : argv.map((each) => cut(each)),
    exit: cut(exit),
  };
}
