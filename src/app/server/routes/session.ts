/** Signing in and out: the key that `serve` prints, or a token, for a cookie. */

import { createRoute, z } from "@hono/zod-openapi";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { SCOPES } from "../../../core/ports/desk.ts";
import { type Api, json, jsonBody, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { ApiError } from "../problem.ts";
import { noteFailure, principalOf, signedIn } from "../security/access.ts";
import { SESSION_COOKIE, SESSION_MS } from "../security/sessions.ts";

const whoSchema = z
  .object({
    who: z.string().nullable().describe("null: nobody is signed in"),
    scopes: z.array(z.enum(SCOPES)),
  })
  .openapi("Who");

export function sessionRoutes({ desk, sessions, now }: Pick<Deps, "desk" | "sessions" | "now">): Api {
  const api = newApi();
  api.openapi(
    createRoute({
      method: "get",
      path: "/session",
      tags: ["session"],
      summary: "Who am I, and what may I do?",
      responses: { 200: json(whoSchema, "who is signed in") },
      "x-scope": "none",
    }),
    (c) => {
      const principal = signedIn(c);
      return c.json({ who: principal?.who ?? null, scopes: [...(principal?.scopes ?? [])] }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: "post",
      path: "/session",
      tags: ["session"],
      summary: "Sign in with the key that `crosscheck serve` printed, which works once, or with a token",
      request: { body: jsonBody(z.object({ key: z.string().min(1).max(200) })) },
      responses: { 200: json(whoSchema, "signed in; the cookie is HttpOnly and SameSite=Strict") },
      "x-scope": "none",
    }),
    (c) => {
      const { key } = c.req.valid("json");
      const principal = sessions.useLaunchKey(key) ?? principalOf({ desk, sessions, now }, key);
      if (principal === null) {
        noteFailure({ desk, sessions, now }, "key");
        throw new ApiError("not_signed_in", "this key was used already, or never was one");
      }
      // Behind a proxy with TLS, the page's own address says so.
      const secure = c.req.header("Origin")?.startsWith("https://") === true;
      const options = { httpOnly: true, sameSite: "Strict", path: "/", maxAge: SESSION_MS / 1000, secure } as const;
      const before = getCookie(c, SESSION_COOKIE);
      if (before !== undefined) sessions.close(before);
      setCookie(c, SESSION_COOKIE, sessions.open(principal), options);
      desk.audit({
        at: new Date(now()).toISOString(),
        who: principal.who,
        action: "session.open",
        subject: "",
        detail: "{}",
      });
      return c.json({ who: principal.who, scopes: [...principal.scopes] }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: "delete",
      path: "/session",
      tags: ["session"],
      summary: "Sign out",
      responses: { 204: { description: "signed out" } },
      "x-scope": "none",
    }),
    (c) => {
      const cookie = getCookie(c, SESSION_COOKIE);
      if (cookie !== undefined) sessions.close(cookie);
      deleteCookie(c, SESSION_COOKIE, { path: "/" });
      c.header("Clear-Site-Data", '"cache"');
      return c.body(null, 204);
    },
  );
  return api;
}
