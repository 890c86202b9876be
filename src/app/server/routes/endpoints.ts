/** One endpoint: what is known, what everybody said, what it is judged on. */

import { z } from "@hono/zod-openapi";
import { muteHolds } from "../../../core/board/mutes.ts";
import { withoutDiscredited } from "../../../core/controls.ts";
import { latestWords } from "../../../core/matrix/latest.ts";
import type { Provenance } from "../../../core/model/observation.ts";
import { reasonFacts } from "../../../core/model/outcome.ts";
import type { Mute } from "../../../core/ports/desk.ts";
import type { Store, StoredObservation } from "../../../core/ports/store.ts";
import { suiteName } from "../../../core/wire/suites.ts";
import { versionName } from "../../../core/wire/version.ts";
import { traitsOf } from "../../../packs/heartbleed/traits.ts";
import { transcriptsAt } from "../../transcripts-at.ts";
import { conditionsLike } from "../../judgement/blind-spots.ts";
import type { Board } from "../board/board.ts";
import type { LoadedRow } from "../board/load.ts";
import { plainWindow } from "../board/window.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { cut } from "../cut.ts";
import { targetOf } from "../jobs/scan-args.ts";
import { ApiError } from "../problem.ts";
import {
  endpointSchema,
  type observationSchema,
  observationsSchema,
  type provenanceSchema,
} from "../schemas/endpoint.ts";
import { nextSchema } from "../schemas/evidence.ts";

export const keyParam = z.object({ key: z.string().min(1).max(400).openapi({ description: "an endpoint's key" }) });

export function endpointRoutes(deps: Deps): Api {
  const { board, store, judging, desk, now } = deps;
  const api = newApi();
  const rowOf = (key: string) => foundRow(board, key);
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
        traits: traitsOfRow(store, row),
        askable: targetOf(row.endpoint) !== null && address !== null,
        mute: muteView(desk.mutes(new Date(now()).toISOString()).find((each) => holdsFor(each, row, now()))),
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
      const counted = countedIn(store, board, row);
      const items = all.slice(0, limit).map((each) => observationView(each, counted.has(each.id)));
      return c.json({ items, next: all.length > limit ? (items.at(-1)?.id ?? null) : null }, 200);
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/endpoints/{key}/next",
      tags: ["endpoints"],
      summary: "Whom to ask next about an endpoint, best first, and how far that would lead",
      request: { params: keyParam },
      responses: { 200: json(nextSchema, "the tests") },
    }),
    async (c) => {
      const next = await judging.next(rowOf(c.req.valid("param").key));
      if (next === null) throw new ApiError("unavailable", "it is not judged yet; ask again in a moment");
      const { tests, blind } = next;
      return c.json({ ...next, tests: [...tests], blind: [...blind] }, 200);
    },
  );
  return api;
}

/** Throws an ApiError where there is no such row. */
export function foundRow(board: Pick<Board, "row">, key: string): LoadedRow {
  const row = board.row(key);
  if (row === null) throw new ApiError("not_found", `nobody has spoken of ${key}`);
  return row;
}

/** Ids of the observations that the verdict rests on. */
function countedIn(store: Store, { discredited }: Pick<Board, "discredited">, row: LoadedRow): ReadonlySet<number> {
  const said = row.ids.flatMap((id) => store.currentObservationsOf(id));
  const latest = latestWords(withoutDiscredited(said, discredited));
  return new Set(latest.filter(({ reason }) => reason !== "control_failed").map(({ id }) => id));
}

export function holdsFor(mute: Mute, row: LoadedRow, now: number): boolean {
  return mute.endpoint === row.key && muteHolds(mute, row, new Date(now).toISOString());
}

function muteView(mute: Mute | undefined): z.infer<typeof endpointSchema>["mute"] {
  if (mute === undefined) return null;
  const { id, who, at, reason, until } = mute;
  return { id, who, at, reason, until };
}

/** What our own transcripts of an endpoint show. */
function traitsOfRow(store: Store, { ids }: LoadedRow): z.infer<typeof endpointSchema>["traits"] {
  const transcripts = transcriptsAt(store, ids);
  if (transcripts.length === 0) return null;
  const traits = traitsOf(transcripts);
  const { version, suite } = traits;
  return {
    ...traits,
    version: version === null ? null : versionName(version),
    suite: suite === null ? null : suiteName(suite),
    like: conditionsLike(traits).map(({ id, title }) => ({ id, title })),
  };
}

/** @param counted whether the verdict rests on it */
function observationView(observation: StoredObservation, counted = true): z.infer<typeof observationSchema> {
  const { id, detector, version, lineage, vantage, run, mode, attempt, startedAt, durationMs } = observation;
  const { outcome, reason, evidence, detail, transcriptHash, provenance, reinterprets } = observation;
  return {
    id,
    detector,
    version,
    lineage,
    vantage,
    run,
    mode,
    attempt,
    startedAt,
    durationMs,
    outcome,
    reason,
    evidence,
    detail: cut(detail),
    meaning: reasonFacts(reason).meaning,
    transcript: transcriptHash,
    provenance: provenance === null ? null : provenanceView(provenance),
    reinterprets,
    counted,
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
