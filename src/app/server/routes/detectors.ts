/** Detectors: who they are, how they score in the range, and how they stand in this incident. */

import type { z } from "@hono/zod-openapi";
import { z as zod } from "@hono/zod-openapi";
import { type Voice, voices } from "../../../core/board/voices.ts";
import { controlHolds } from "../../../core/controls.ts";
import { reasonFacts } from "../../../core/model/outcome.ts";
import { type Sheet, totalsOf } from "../../range/sheet.ts";
import type { BoardColumn } from "../board/columns.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { unchanged } from "../etag.ts";
import { ApiError } from "../problem.ts";
import { measuredFor, scoresOf, shippedSheet } from "../range-sheet.ts";
import { detectorSchema, detectorsSchema } from "../schemas/detectors.ts";

type Known = Pick<z.infer<typeof detectorSchema>, "id" | "kind" | "lineage" | "versions" | "said" | "invalid">;

export function detectorRoutes({ board, store }: Pick<Deps, "board" | "store">): Api {
  const api = newApi();
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/detectors",
      tags: ["detectors"],
      summary: "Who spoke in this incident, and whom the range has measured",
      responses: { 200: json(detectorsSchema, "the detectors"), 304: { description: "as before" } },
    }),
    async (c) => {
      const same = unchanged(c, board.revision);
      if (same !== null) return same;
      const sheet = await shippedSheet();
      const items = knownDetectors(board, sheet).map((known) => {
        const measured = measuredFor(sheet, known);
        if (measured === null) return { ...known, range: null };
        const { identity, measuredAt } = measured;
        const totals = totalsOf(measured, sheet.conditions);
        return { ...known, range: { ...totals, id: identity.id, version: identity.version, measuredAt } };
      });
      return c.json({ revision: board.revision, items }, 200);
    },
  );

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/detectors/{id}",
      tags: ["detectors"],
      summary: "One detector: its scores by condition, its lineage, its controls",
      request: { params: zod.object({ id: zod.string().min(1).max(200) }) },
      responses: { 200: json(detectorSchema, "the detector"), 304: { description: "as before" } },
    }),
    async (c) => {
      const same = unchanged(c, board.revision);
      if (same !== null) return same;
      const { id } = c.req.valid("param");
      const sheet = await shippedSheet();
      const all = knownDetectors(board, sheet);
      const known = all.find((each) => each.id === id);
      if (known === undefined) throw new ApiError("not_found", `nobody knows a detector ${id}`);
      const runs = board.campaign?.runs.map((run) => run.id) ?? [];
      const spoke = store.answered(runs).filter(({ detector }) => detector === id);
      const body = {
        ...known,
        vantages: [...new Set(spoke.map(({ vantage }) => vantage))].toSorted(),
        runs: runs.filter((run) => spoke.some((each) => each.run === run)),
        shares: all.filter((other) => other.lineage === known.lineage && other.id !== id).map((other) => other.id),
        range: rangeOf(sheet, known),
        controls: runs.flatMap((run) => controlsOf(store, run, id)),
      };
      return c.json(body, 200);
    },
  );
  return api;
}

/** Those of the incident in the matrix's order, then the others of the sheet. */
function knownDetectors(board: Deps["board"], sheet: Sheet): readonly Known[] {
  const { columns } = board;
  const said = voicesOf(board, columns);
  const heard = columns.map(
    ({ detector, kind, lineage, versions, invalid, place }): Known => ({
      ...{ id: detector, kind, lineage, versions: [...versions], invalid: [...invalid] },
      said: said[place] ?? null,
    }),
  );
  const rest = sheet.detectors
    .filter(
      ({ identity }) =>
        !heard.some(({ id, kind }) => measuredFor(sheet, { id, kind, versions: [] })?.identity.id === identity.id),
    )
    .map(
      ({ identity: { id, kind, lineage } }): Known => ({ id, kind, lineage, versions: [], said: null, invalid: [] }),
    );
  return [...heard, ...rest];
}

function voicesOf(board: Deps["board"], columns: readonly BoardColumn[]): readonly Voice[] {
  const places = Math.max(0, ...columns.map(({ place }) => place + 1));
  // A place without a column is nobody's opinion: the engine's, or the inventory's.
  const lineages = Array.from(
    { length: places },
    (_, at) => columns.find(({ place }) => place === at)?.lineage ?? null,
  );
  return voices(board.rows, lineages);
}

function rangeOf(sheet: Sheet, known: Known): z.infer<typeof detectorSchema>["range"] {
  const measured = measuredFor(sheet, known);
  if (measured === null) return null;
  const { identity, measuredAt } = measured;
  return {
    id: identity.id,
    version: identity.version,
    measuredAt,
    machine: sheet.machine,
    versionSeen: known.versions.includes(identity.version),
    totals: { ...totalsOf(measured, sheet.conditions) },
    scores: scoresOf(measured, sheet.conditions),
  };
}

function controlsOf(store: Deps["store"], run: string, id: string): z.infer<typeof detectorSchema>["controls"] {
  return store
    .controls([run])
    .filter(({ detector }) => detector === id || detector === id.split("/")[0])
    .map((control) => ({
      run,
      condition: control.condition,
      truth: control.truth,
      reason: control.reason,
      outcome: reasonFacts(control.reason).outcome,
      holds: controlHolds(control),
    }));
}
