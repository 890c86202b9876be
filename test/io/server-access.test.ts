/** Every rule of authorisation as one table, role × operation, from the document itself: a new route is covered by being there. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCOPES } from "../../src/core/ports/desk.ts";
import { ORIGIN, OURS, testApi, type TestApi } from "../support/api.ts";
import { Folder } from "../support/folder.ts";

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly scope: string;
}

/** What may be asked without being signed in. Nothing else may say `x-scope: none`. */
const OPEN = ["delete /api/v1/session", "get /api/v1/session", "post /api/v1/session"];

const folder = new Folder();
let api: TestApi;
let operations: readonly Operation[];
const headersOf = new Map<string, Record<string, string>>();

beforeAll(async () => {
  api = await testApi(folder.path);
  const document = (await (await api.request("/api/v1/openapi.json")).json()) as {
    paths: Record<string, Record<string, { "x-scope"?: string }>>;
  };
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => ({
      path: path.replaceAll(/\{[^}]*\}/g, "none"),
      method,
      scope: each["x-scope"] ?? "undeclared",
    })),
  );
  const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });
  const expired = api.token([...SCOPES], 1);
  const ended = api.token([...SCOPES], 1);
  const endedSession = api.sessions.open({ who: "ended", scopes: [...SCOPES], token: ended.id });
  api.pass(2 * 86_400_000);
  for (const scope of SCOPES) headersOf.set(scope, bearer(api.token([scope]).secret));
  const revoked = api.token([...SCOPES]);
  const revokedSession = api.sessions.open({ who: "revoked", scopes: [...SCOPES], token: revoked.id });
  api.desk.revokeToken(revoked.id, "2026-11-27T12:00:00.000Z");
  const cookie = (value: string) => ({ ...OURS, Cookie: `crosscheck_session=${value}` });
  headersOf.set("nobody", {});
  headersOf.set("expired", bearer(expired.secret));
  headersOf.set("revoked", bearer(revoked.secret));
  headersOf.set("invented", bearer(`xck_${"A".repeat(43)}`));
  headersOf.set("basic", { Authorization: `Basic ${btoa("admin:admin")}` });
  headersOf.set("expired session", cookie(endedSession));
  headersOf.set("revoked session", cookie(revokedSession));
  headersOf.set("invented session", cookie("xck_none"));
  const local = { who: "this machine", scopes: [...SCOPES], token: null };
  headersOf.set("session", cookie(api.sessions.open(local)));
  headersOf.set("session elsewhere", { Cookie: `crosscheck_session=${api.sessions.open(local)}` });
});
afterAll(() => {
  api.close();
  folder.remove();
});

const UNKNOWN = [
  "nobody",
  "expired",
  "revoked",
  "invented",
  "basic",
  "expired session",
  "revoked session",
  "invented session",
];

async function answer(role: string, { path, method }: Operation): Promise<number> {
  const given = headersOf.get(role);
  if (given === undefined) throw new Error(`no such role: ${role}`);
  const body = method === "get" ? {} : { body: "{}", headers: { ...given, "Content-Type": "application/json" } };
  const response = await api.request(path, { method: method.toUpperCase(), headers: given, ...body });
  await response.body?.cancel();
  return response.status;
}

describe("authorisation", () => {
  it("knows the scope of every operation, and few are open to anybody", () => {
    expect(operations.length).toBeGreaterThan(12);
    expect(operations.filter(({ scope }) => ![...SCOPES, "none"].includes(scope))).toEqual([]);
    const open = operations.filter(({ scope }) => scope === "none").map(({ method, path }) => `${method} ${path}`);
    expect(open.toSorted()).toEqual(OPEN);
  });

  it("answers 401 to whoever is nobody, on every guarded operation, before it looks at anything else", async () => {
    const wrong: string[] = [];
    for (const operation of operations.filter(({ scope }) => scope !== "none")) {
      for (const role of UNKNOWN) {
        const status = await answer(role, operation);
        if (status !== 401) wrong.push(`${role}: ${operation.method} ${operation.path}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("answers 403 to a token without the scope, and lets the one with it through; no scope implies another", async () => {
    const wrong: string[] = [];
    for (const operation of operations.filter(({ scope }) => scope !== "none")) {
      for (const role of SCOPES) {
        const status = await answer(role, operation);
        const refused = status === 401 || status === 403;
        if (refused !== (role !== operation.scope) || status >= 500) {
          wrong.push(`${role}: ${operation.method} ${operation.path} (${operation.scope}): ${status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("lets the session of this machine do everything from our page, and change nothing from elsewhere", async () => {
    const wrong: string[] = [];
    for (const operation of operations.filter(({ path }) => !path.endsWith("/session"))) {
      const ours = await answer("session", operation);
      const theirs = await answer("session elsewhere", operation);
      const safe = operation.method === "get";
      if ([401, 403].includes(ours) || (theirs === 403) !== !safe) {
        wrong.push(`${operation.method} ${operation.path}: ${ours} from our page, ${theirs} from elsewhere`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("treats HEAD as GET, and gives OPTIONS and invented methods nothing", async () => {
    for (const { path, method, scope } of operations) {
      const options = await api.request(path, { method: "OPTIONS", headers: { Origin: ORIGIN } });
      expect(options.status).toBe(404);
      for (const name of options.headers.keys()) expect(name).not.toMatch(/^access-control/);
      if (method !== "get" || scope === "none") continue;
      expect((await api.request(path, { method: "HEAD" })).status).toBe(401);
      const override = { "X-HTTP-Method-Override": "GET", "X-HTTP-Method": "GET", "Content-Type": "application/json" };
      expect(
        (await api.request(path, { method: "PROPFIND", headers: { ...override, ...headersOf.get("read") } })).status,
      ).toBe(404);
    }
  });
});
