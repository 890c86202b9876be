/** Where detectors contradict each other: the list, two of them side by side, and finding out why. */

import { z } from "@hono/zod-openapi";
import { decidingLines, seenIn } from "../../../causes/beside.ts";
import { withoutDiscredited } from "../../../core/controls.ts";
import { latestWords } from "../../../core/matrix/latest.ts";
import { type Outcome, reasonFacts } from "../../../core/model/outcome.ts";
import type { Store, StoredObservation } from "../../../core/ports/store.ts";
import { PROFILES } from "../../../profiles/catalogue.ts";
import { profileFor } from "../../explain/profile-for.ts";
import { disagreementsOf } from "../board/disagreements.ts";
import { type Api, guarded, json, jsonBody, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { unchanged } from "../etag.ts";
import { experimentArgs, type Fixed } from "../jobs/scan-args.ts";
import { ApiError } from "../problem.ts";
import { besideSchema, disagreementsSchema, experimentRequest } from "../schemas/evidence.ts";
import { jobSchema } from "../schemas/job.ts";
import { foundRow, keyParam } from "./endpoints.ts";

type Side = z.infer<typeof besideSchema>["a"];

export function disagreementRoutes({ board, store, judging, jobs, desk, hub, now, configuration }: Deps): Api {
  const api = newApi();
  const { settings, file } = configuration;
  const fixed: Fixed = { db: settings.db, scope: settings.scope, vantage: settings.vantage, config: file };

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/disagreements",
      tags: ["disagreements"],
      summary: "Endpoints where a 1 stands against a 0, by what resolving it is expected to save",
      request: {
        query: z.object({
          cursor: z.coerce.number().int().nonnegative().default(0).describe("`next` of the page before"),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
      responses: { 200: json(disagreementsSchema, "a page"), 304: { description: "as before" } },
    }),
    (c) => {
      const { cursor, limit } = c.req.valid("query");
      const policy = judging.summary?.policy ?? null;
      const same = unchanged(c, board.revision, policy ?? "");
      if (same !== null) return same;
      const all = disagreementsOf(board.rows, board.columns, policy);
      const items = all.slice(cursor, cursor + limit);
      const next = cursor + limit < all.length ? cursor + limit : null;
      return c.json({ items, total: all.length, next, policy }, 200);
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/endpoints/{key}/beside",
      tags: ["disagreements"],
      summary: "What two detectors say about an endpoint, and their conversations as far as they were kept",
      request: {
        params: keyParam,
        query: z.object({ a: z.string().min(1).max(200), b: z.string().min(1).max(200) }),
      },
      responses: { 200: json(besideSchema, "the two") },
    }),
    (c) => {
      const row = foundRow(board, c.req.valid("param").key);
      const { a, b } = c.req.valid("query");
      const said = row.ids.flatMap((id) => store.currentObservationsOf(id));
      const words = latestWords(withoutDiscredited(said, board.discredited));
      const { outcome, reason, evidence } = row;
      const verdict = { outcome, reason, evidence };
      const sideOf = (detector: string) => {
        const its = words.filter((each) => each.detector === detector);
        const wanted = detector === a ? outcome : other(outcome);
        const speaking =
          its.findLast((each) => wanted !== "unknown" && each.outcome === wanted) ??
          its.findLast((each) => each.outcome !== "unknown") ??
          its.at(-1);
        if (speaking === undefined) throw new ApiError("not_found", `${detector} has said nothing about ${row.key}`);
        return sideView(store, speaking);
      };
      return c.json({ endpoint: row.key, verdict, a: sideOf(a), b: sideOf(b) }, 200);
    },
  );
  api.openapi(
    guarded("scan", {
      method: "post",
      path: "/experiments",
      tags: ["disagreements"],
      summary: "Find out why a detector contradicts the verdict, by experiments at the endpoint, within the scope",
      request: { body: jsonBody(experimentRequest) },
      responses: { 202: json(jobSchema, "it has begun") },
    }),
    (c) => {
      const request = c.req.valid("json");
      const { key } = foundRow(board, request.endpoint);
      const args = experimentArgs(request, fixed);
      const asked = JSON.stringify(["crosscheck", ...args]);
      if (jobs.list().some((job) => job.state === "running" && JSON.stringify(job.argv) === asked)) {
        throw new ApiError("conflict", "this experiment is being made already");
      }
      const { who } = c.get("principal");
      const job = jobs.start({ kind: "experiment", args, who });
      const { detector, what, allowOverread } = request;
      const detail = JSON.stringify({ job: job.id, detector, what, allowOverread });
      desk.audit({ at: new Date(now()).toISOString(), who, action: "experiment.start", subject: key, detail });
      hub.tell({ type: "desk" });
      return c.json(job, 202);
    },
  );
  return api;
}

/** What contradicts it; nothing contradicts a ?. */
function other(outcome: Outcome): Outcome {
  return outcome === "unknown" ? outcome : outcome === "vulnerable" ? "not_vulnerable" : "vulnerable";
}

function sideView(store: Store, observation: StoredObservation): Side {
  const { detector, version, lineage, outcome, reason, id, transcriptHash, provenance } = observation;
  const profile = provenance === null ? null : profileFor(PROFILES, detector, version);
  return {
    detector,
    version,
    lineage,
    outcome,
    reason,
    meaning: reasonFacts(reason).meaning,
    observation: id,
    words: provenance?.words ?? "",
    lines: transcriptHash === null ? null : linesOf(store, transcriptHash),
    profile:
      profile === null
        ? null
        : { id: profile.id, title: profile.title, sends: profile.sends, blindSpots: [...profile.blindSpots] },
  };
}

/** Of the connection that decided: the last of several that were made to come to one answer. */
function linesOf(store: Store, hash: string): Side["lines"] {
  const read = store.transcripts(hash);
  if (!read.ok) return null;
  const [transcript] = read.transcripts;
  return transcript === undefined ? [] : decidingLines(seenIn(transcript)).map((line) => ({ ...line }));
}
