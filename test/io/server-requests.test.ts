/** What a request must be like: meant for us, from our page, of the right type and size; and what every answer carries. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCOPES } from "../../src/core/ports/desk.ts";
import { SESSION_MS } from "../../src/app/server/security/sessions.ts";
import { HOST, ORIGIN, OURS, testApi, type TestApi } from "../support/api.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
let api: TestApi;
let admin: Record<string, string>;
beforeAll(async () => {
  api = await testApi(folder.path);
  admin = { Authorization: `Bearer ${api.token([...SCOPES], 366).secret}` };
});
afterAll(() => {
  api.close();
  folder.remove();
});

const JSON_BODY = { "Content-Type": "application/json" };
const signIn = (key: string, headers: Record<string, string> = OURS) =>
  api.request("/api/v1/session", {
    method: "POST",
    headers: { ...headers, ...JSON_BODY },
    body: JSON.stringify({ key }),
  });
const cookieOf = (response: Response) => response.headers.get("Set-Cookie") ?? "";

describe("Host", () => {
  it.each([
    ["127.0.0.1:7337", 200],
    ["localhost:7337", 200],
    ["LOCALHOST:7337", 200],
    ["[::1]:7337", 200],
    ["127.0.0.1", 403],
    ["127.0.0.1:7338", 403],
    ["127.0.0.1:07337", 403],
    ["localhost.:7337", 403],
    ["attacker.example:7337", 403],
    ["127.0.0.1.attacker.example:7337", 403],
    ["127.0.0.1:7337.attacker.example", 403],
    ["127.0.0.1:7337@attacker.example", 403],
    ["127.0.0.1:7337, attacker.example", 403],
    ["0.0.0.0:7337", 403],
    ["127.1:7337", 403],
    ["2130706433:7337", 403],
    ["[::ffff:127.0.0.1]:7337", 403],
    ["::1:7337", 403],
    ["", 403],
  ])("%j: %i, on the page and in the API", async (host, status) => {
    expect((await api.request("/", { headers: { Host: host } })).status).toBe(status);
    expect((await api.request("/api/v1/session", { headers: { Host: host } })).status).toBe(status);
  });
  it("must be there", async () => {
    expect((await api.app.request(`${ORIGIN}/`)).status).toBe(403);
  });
});

describe("Origin and Sec-Fetch-Site", () => {
  it.each([
    [{}, 200],
    [{ Origin: ORIGIN }, 200],
    [{ "Sec-Fetch-Site": "same-origin" }, 200],
    [{ "Sec-Fetch-Site": "none" }, 200],
    [{ "Sec-Fetch-Site": "same-site" }, 403],
    [{ "Sec-Fetch-Site": "cross-site" }, 403],
    [{ "Sec-Fetch-Site": "invented" }, 403],
    [{ Origin: "null" }, 403],
    [{ Origin: "" }, 403],
    [{ Origin: "http://127.0.0.1:8080" }, 403],
    [{ Origin: "https://attacker.example" }, 403],
    [{ Origin: `${ORIGIN}.attacker.example` }, 403],
    [{ Origin: "file://" }, 403],
    [{ Origin: `http://${HOST}`, "Sec-Fetch-Site": "cross-site" }, 403],
    [{ Origin: "https://attacker.example", "Sec-Fetch-Site": "same-origin" }, 403],
    // A link opens the page, and nothing of the API.
    [{ "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" }, 403],
  ])("%j: %i", async (headers, status) => {
    expect((await api.request("/api/v1/session", { headers })).status).toBe(status);
  });
  it("lets a link from elsewhere open the page", async () => {
    const link = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" };
    expect((await api.request("/", { headers: link })).status).toBe(200);
    expect((await api.request("/", { method: "POST", headers: link })).status).toBe(403);
  });
});

describe("sessions", () => {
  it("open with the key that was printed, once", async () => {
    const key = api.sessions.launchKey();
    const first = await signIn(key);
    expect(first.status).toBe(200);
    expect(cookieOf(first)).toMatch(
      /^crosscheck_session=xck_[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect((await signIn(key)).status).toBe(401);
  });
  it("have a Secure cookie where the page came over TLS", async () => {
    const names = { Host: HOST, Origin: `https://${HOST}`, "Sec-Fetch-Site": "same-origin" };
    expect(cookieOf(await signIn(api.sessions.launchKey(), names))).toContain("; Secure");
  });
  it("end by time, by signing out, and with the token they rest on", async () => {
    const who = async (cookie: string) => {
      const response = await api.request("/api/v1/session", { headers: { Cookie: cookie } });
      return ((await response.json()) as { who: string | null }).who;
    };
    const open = async (key: string) => cookieOf(await signIn(key)).split(";")[0] ?? "";
    const local = await open(api.sessions.launchKey());
    expect(await who(local)).toBe("this machine");
    const out = await api.request("/api/v1/session", { method: "DELETE", headers: { ...OURS, Cookie: local } });
    expect([out.status, out.headers.get("Clear-Site-Data")]).toEqual([204, '"cache"']);
    expect(await who(local)).toBeNull();

    const token = api.token(["read"], 60);
    const rests = await open(token.secret);
    expect(await who(rests)).toBe("test read");
    const gone = await api.request(`/api/v1/tokens/${token.id}`, { method: "DELETE", headers: admin });
    expect(gone.status).toBe(204);
    expect(await who(rests)).toBeNull();

    const night = await open(api.sessions.launchKey());
    api.pass(SESSION_MS - 1);
    expect(await who(night)).toBe("this machine");
    api.pass(1);
    expect(await who(night)).toBeNull();
  });
  it("of one token do not push out others", async () => {
    const local = cookieOf(await signIn(api.sessions.launchKey())).split(";")[0] ?? "";
    const { secret } = api.token(["read"]);
    for (let i = 0; i < 1100; i++) api.sessions.open({ who: "many", scopes: ["read"], token: secret.slice(0, 12) });
    expect(await (await api.request("/api/v1/session", { headers: { Cookie: local } })).json()).toMatchObject({
      who: "this machine",
    });
  });
  it("that fail to open are written down, a few a minute, without what was tried", async () => {
    const refused = () => api.desk.auditLog(null, 500).items.filter(({ action }) => action === "session.refused");
    api.pass(60_000);
    const before = refused().length;
    for (let i = 0; i < 40; i++) expect((await signIn(`guess-${i}`)).status).toBe(401);
    expect(refused().length - before).toBe(10);
    expect(JSON.stringify(refused())).not.toContain("guess");
    api.pass(60_000);
    await signIn("another");
    expect(refused().length - before).toBe(11);
    expect((await signIn(api.sessions.launchKey())).status).toBe(200);
  });
});

describe("tokens", () => {
  it("are shown once, kept as hashes, and say when they were used", async () => {
    const post = (body: unknown) =>
      api.request("/api/v1/tokens", {
        method: "POST",
        headers: { ...admin, ...JSON_BODY },
        body: JSON.stringify(body),
      });
    const made = await post({ name: "night shift", scopes: ["read"] });
    expect(made.status).toBe(201);
    const { secret, token } = (await made.json()) as {
      secret: string;
      token: { id: string; expiresAt: string; createdAt: string };
    };
    expect(Date.parse(token.expiresAt) - Date.parse(token.createdAt)).toBe(30 * 86_400_000);
    const list = async () => (await api.request("/api/v1/tokens", { headers: admin })).text();
    expect(await list()).not.toContain(secret.slice(4));
    expect(JSON.stringify(api.desk.auditLog(null, 500))).not.toContain(secret.slice(4));
    const use = await api.request("/api/v1/overview", { headers: { Authorization: `Bearer ${secret}` } });
    expect(use.status).toBe(200);
    const found = api.desk.token(token.id);
    expect(found?.lastUsedAt).not.toBeNull();
    for (const bad of [
      { name: "", scopes: ["read"] },
      { name: "a\u202eb", scopes: ["read"] },
      { name: "a\u0000b", scopes: ["read"] },
      { name: "This  Machine", scopes: ["read"] },
      { name: "x".repeat(101), scopes: ["read"] },
      { name: "x", scopes: [] },
      { name: "x", scopes: ["root"] },
      { name: "x", scopes: ["read"], days: 367 },
      { name: "x", scopes: ["read"], days: 0 },
      { name: "x", scopes: ["read"], days: 1.5 },
    ]) {
      expect((await post(bad)).status, JSON.stringify(bad)).toBe(400);
    }
  });
});

describe("bodies", () => {
  const post = (headers: Record<string, string>, body: string | ReadableStream) =>
    api.request("/api/v1/tokens", {
      method: "POST",
      headers: { ...admin, ...headers },
      body,
      duplex: "half",
    });
  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "text/json",
  ])("of the type %s are refused", async (type) => {
    const response = await post({ "Content-Type": type }, '{"name":"x","scopes":["admin"]}');
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([415, "wrong_type"]);
  });
  it("that are not JSON, or of another shape, are a bad request", async () => {
    for (const body of ["", "{", "null", "[]", '"x"', "1e999", "[".repeat(100_000)]) {
      expect((await post(JSON_BODY, body)).status, body.slice(0, 20)).toBe(400);
    }
  });
  it("have a limit, also where their length is not said", async () => {
    const large = `{"name":"${"x".repeat(1 << 20)}"}`;
    expect((await post({ ...JSON_BODY, "Content-Length": String(large.length) }, large)).status).toBe(413);
    const stream = new Blob([large]).stream();
    expect((await post({ ...JSON_BODY, "Transfer-Encoding": "chunked" }, stream)).status).toBe(413);
  });
  it("cannot reach prototypes", async () => {
    const body =
      '{"__proto__":{"scopes":["admin"],"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":"x"}';
    expect((await post(JSON_BODY, body)).status).toBe(400);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("every answer", () => {
  it.each([
    ["the page", "/", {}, 200],
    ["a page as before", "/", { "If-None-Match": '"page"' }, 304],
    ["a file that is not there", "/none.js", {}, 404],
    ["nothing of the API", "/api/v1/none", {}, 404],
    ["nobody", "/api/v1/overview", {}, 401],
    ["an answer", "/api/v1/overview", { admin: "yes" }, 200],
    ["a bad request", "/api/v1/matrix?limit=x", { admin: "yes" }, 400],
    ["the wrong host", "/", { Host: "attacker.example" }, 403],
    ["another site", "/", { Origin: "https://attacker.example" }, 403],
    ["the document", "/api/v1/openapi.json", {}, 200],
    ["the stream", "/api/v1/events", { admin: "yes" }, 200],
    ["dots", "/../../etc/passwd", {}, 404],
    ["encoded dots", "/%2e%2e/%2e%2e/etc/passwd", {}, 404],
    ["encoded slashes", "/..%2f..%2fetc%2fpasswd", {}, 404],
    ["backslashes", "/..\\..\\etc\\passwd", {}, 404],
    ["NUL", "/index.html%00.js", {}, 404],
    ["half an escape", "/%", {}, 404],
    ["a prototype", "/__proto__", {}, 404],
    ["control characters", "/api/v1/endpoints/%0d%0aSet-Cookie:%20a=b", { admin: "yes" }, 404],
  ])("carries the headers: %s", async (_, path, given, status) => {
    const headers = "admin" in given ? admin : (given as Record<string, string>);
    const response = await api.request(path, { headers });
    expect(response.status).toBe(status);
    const csp = response.headers.get("Content-Security-Policy") ?? "";
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "trusted-types 'none'"]) {
      expect(csp).toContain(part);
    }
    expect(csp).not.toMatch(/unsafe|https?:|\*/);
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(response.headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
    expect(response.headers.get("Cache-Control")).toMatch(/no-store|no-cache/);
    expect(response.headers.get("Set-Cookie")).toBeNull();
    if (status >= 400) expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    await response.body?.cancel();
  });
  it("of another process is not taken for ours", async () => {
    const tag = (await api.request("/api/v1/matrix", { headers: admin })).headers.get("ETag") ?? "";
    const again = { headers: { ...admin, "If-None-Match": tag } };
    expect((await api.request("/api/v1/matrix", again)).status).toBe(304);
    expect((await api.request("/api/v1/matrix?limit=5", again)).status).toBe(200);
    // Whoever has no right to the answer does not learn whether it changed.
    expect((await api.request("/api/v1/matrix", { headers: { "If-None-Match": tag } })).status).toBe(401);
  });
  it("that went wrong tells nobody why but the log", async () => {
    expect(api.logged).toEqual([]);
  });
});

describe("events", () => {
  it("have so many listeners and no more; a HEAD is none", async () => {
    for (let i = 0; i < 200; i++) await api.request("/api/v1/events", { method: "HEAD", headers: admin });
    const open = await Promise.all(Array.from({ length: 70 }, () => api.request("/api/v1/events", { headers: admin })));
    const refused = open.filter(({ status }) => status === 429).length;
    await Promise.all(open.map(async (each) => each.body?.cancel()));
    expect(refused).toBeGreaterThanOrEqual(6);
    expect(refused).toBeLessThan(10);
    const after = await api.request("/api/v1/events", { headers: admin });
    expect(after.status).toBe(200);
    await after.body?.cancel();
  });
  it("end when the token does", async () => {
    const { id, secret } = api.token(["read"]);
    const response = await api.request("/api/v1/events", { headers: { Authorization: `Bearer ${secret}` } });
    const reader = response.body?.getReader();
    await reader?.read();
    api.desk.revokeToken(id, "2026-11-25T12:00:00.000Z");
    api.hub.tell({ type: "desk" });
    let ended = false;
    for (let i = 0; i < 3 && !ended; i++) ended = (await reader?.read())?.done ?? true;
    expect(ended).toBe(true);
  });
});
