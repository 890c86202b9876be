/** Tokens of the API, and the log of what was done. */

import { z } from "@hono/zod-openapi";
import type { Token } from "../../../core/ports/desk.ts";
import { isInForce, makeToken, revokeToken, tokenProblem } from "../../tokens.ts";
import { type Api, guarded, json, jsonBody, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { cut, LONGEST_LABEL } from "../cut.ts";
import { ApiError } from "../problem.ts";
import { auditSchema, madeTokenSchema, tokenRequest, tokensSchema } from "../schemas/token.ts";

export function tokenRoutes({ desk, sessions, hub, now }: Pick<Deps, "desk" | "sessions" | "hub" | "now">): Api {
  const api = newApi();
  const view = (token: Token) => ({ ...token, scopes: [...token.scopes], inForce: isInForce(token, now()) });
  api.openapi(
    guarded("admin", {
      method: "get",
      path: "/tokens",
      tags: ["tokens"],
      summary: "All tokens, newest first; also those that are over",
      responses: { 200: json(tokensSchema, "the tokens, without their secrets") },
    }),
    (c) => c.json({ items: desk.tokens().map(view) }, 200),
  );
  api.openapi(
    guarded("admin", {
      method: "post",
      path: "/tokens",
      tags: ["tokens"],
      summary: "Make a token for a program or another browser",
      request: { body: jsonBody(tokenRequest) },
      responses: { 201: json(madeTokenSchema, "the token, with its secret for the only time") },
    }),
    (c) => {
      const wish = c.req.valid("json");
      const problem = tokenProblem(wish);
      if (problem !== null) throw new ApiError("bad_request", `json.${problem}`);
      const { token, secret } = makeToken(desk, wish, c.get("principal").who, now());
      hub.tell({ type: "desk" });
      return c.json({ token: view(token), secret }, 201);
    },
  );
  api.openapi(
    guarded("admin", {
      method: "delete",
      path: "/tokens/{id}",
      tags: ["tokens"],
      summary: "Revoke a token, and end the sessions it opened",
      request: { params: z.object({ id: z.string().max(40) }) },
      responses: { 204: { description: "it opens nothing any more" } },
    }),
    (c) => {
      const { id } = c.req.valid("param");
      if (!revokeToken(desk, id, c.get("principal").who, now())) {
        throw new ApiError("not_found", "there is no such token, or it is revoked already");
      }
      sessions.closeAllOf(id);
      hub.tell({ type: "desk" });
      return c.body(null, 204);
    },
  );
  api.openapi(
    guarded("admin", {
      method: "get",
      path: "/audit",
      tags: ["audit"],
      summary: "What was done by whom, newest first, and whether somebody changed the log",
      request: {
        query: z.object({
          cursor: z.coerce.number().int().positive().optional().describe("`next` of the page before"),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
      responses: { 200: json(auditSchema, "a page") },
    }),
    (c) => {
      const { cursor, limit } = c.req.valid("query");
      const { items, next } = desk.auditLog(cursor ?? null, limit);
      const shown = items.map((entry) => ({
        ...entry,
        who: cut(entry.who, LONGEST_LABEL),
        subject: cut(entry.subject),
        detail: cut(entry.detail),
      }));
      return c.json({ items: shown, next, brokenAt: desk.auditBreak() }, 200);
    },
  );
  return api;
}
