/** How far the detectors agree. */

import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { unchanged } from "../etag.ts";
import { ApiError } from "../problem.ts";
import { agreementQuery, agreementSchema } from "../schemas/agreement.ts";

export function agreementRoutes({ board, agreements }: Pick<Deps, "board" | "agreements">): Api {
  const api = newApi();
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/agreement",
      tags: ["detectors"],
      summary: "Which detectors say the same: pairs, tree, who found what, and each beside itself (`crosscheck agree`)",
      request: { query: agreementQuery },
      responses: { 200: json(agreementSchema, "the agreement"), 304: { description: "as before" } },
    }),
    async (c) => {
      const { run, kind } = c.req.valid("query");
      const shown = board.campaign?.runs.map(({ id }) => id) ?? [];
      const unknown = run.find((id) => !shown.includes(id));
      if (unknown !== undefined) throw new ApiError("not_found", `there is no run ${unknown} in this incident`);
      const { answer, revision, current } = await agreements.of(
        { runs: run.length === 0 ? shown : run, kinds: kind },
        board.revision,
      );
      const same = unchanged(c, revision, String(current));
      if (same !== null) return same;
      return c.json({ ...answer, revision, current }, 200);
    },
  );
  return api;
}
