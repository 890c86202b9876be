/** The application: who may ask what, in which order it is checked. Pure Hono: no port is bound here, so that tests call it directly. */

import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { apiPage, PAGE_CSS, problemsPage, type ShownDocument } from "./api-page.ts";
import { type Api, newApi } from "./define.ts";
import type { Deps, Env } from "./deps.ts";
import { documentOf } from "./document.ts";
import { ApiError, failed, problemResponse } from "./problem.ts";
import { cellRoutes } from "./routes/cells.ts";
import { deskRoutes } from "./routes/desk.ts";
import { disagreementRoutes } from "./routes/disagreements.ts";
import { agreementRoutes } from "./routes/agreement.ts";
import { detectorRoutes } from "./routes/detectors.ts";
import { compareRoutes } from "./routes/compare.ts";
import { doctorRoutes } from "./routes/doctor.ts";
import { endpointRoutes } from "./routes/endpoints.ts";
import { eventRoutes } from "./routes/events.ts";
import { importRoutes } from "./routes/imports.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { matrixRoutes } from "./routes/matrix.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { rangeRoutes } from "./routes/range.ts";
import { runRoutes } from "./routes/runs.ts";
import { scanRoutes } from "./routes/scans.ts";
import { scopeRoutes } from "./routes/scope.ts";
import { sessionRoutes } from "./routes/session.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { authenticate } from "./security/access.ts";
import { SECURITY_HEADERS } from "./security/headers.ts";
import { isFromElsewhere, isOurHost, type Place } from "./security/same-place.ts";
import { staticFile, type StaticFiles } from "./static-files.ts";

/** The API's version: a change that breaks a client gets another. */
const API = "/api/v1";

/** A JSON body; files that are imported have a limit of their own. */
const BODY_BYTES = 1 << 20;

export interface AppOptions {
  readonly place: Place;
  readonly files: StaticFiles;
  /** For what is not the client's to know. */
  readonly log: (text: string) => void;
}

export function buildApp(deps: Deps, { place, files, log }: AppOptions): Api {
  const app = newApi();
  app.use(async (c, next) => {
    // Before anything else, also before it is said whether something exists.
    if (!isOurHost(place, c.req.header("Host"))) {
      return dressed(problemResponse(c, "wrong_host", `this server is ${[...place.hosts].join(" or ")}`));
    }
    const provenance = { origin: c.req.header("Origin"), site: c.req.header("Sec-Fetch-Site") };
    // A link from elsewhere may open the page, which then asks by itself.
    const opens =
      c.req.method === "GET" && c.req.header("Sec-Fetch-Mode") === "navigate" && !c.req.path.startsWith("/api/");
    if (!opens && isFromElsewhere(place, provenance)) {
      return dressed(problemResponse(c, "from_elsewhere", "requests of other sites are not answered"));
    }
    await next();
    dressed(c.res);
    return undefined;
  });
  app.use(`${API}/*`, limited, typed);
  app.use(`${API}/*`, async (c, next) => {
    const principal = authenticate(deps, place, c);
    if (principal !== null) c.set("principal", principal);
    await next();
  });
  for (const routes of API_ROUTES) app.route(API, routes(deps));
  app.get(`${API}/openapi.json`, (c) => c.json(documentOf(app, deps.version)));
  const page = (c: Context, text: string, type = "text/html") =>
    c.body(text, 200, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "private, no-cache" });
  app.get("/api", (c) => page(c, apiPage(documentOf(app, deps.version) as unknown as ShownDocument)));
  app.get("/api/problems", (c) => page(c, problemsPage()));
  app.get("/api/page.css", (c) => page(c, PAGE_CSS, "text/css"));
  app.all("/api/*", () => {
    throw new ApiError("not_found", "the API has no such address; /api/v1/openapi.json lists them");
  });
  app.get("*", (c) => staticFile(c, files));
  app.notFound((c) => problemResponse(c, "not_found", `there is no ${c.req.path}`));
  app.onError((error, c) => dressed(failed(c, error, log)));
  return app;
}

/** One entry a resource. */
const API_ROUTES: readonly ((deps: Deps) => OpenAPIHono<Env>)[] = [
  sessionRoutes,
  overviewRoutes,
  matrixRoutes,
  endpointRoutes,
  cellRoutes,
  disagreementRoutes,
  deskRoutes,
  eventRoutes,
  jobRoutes,
  scanRoutes,
  importRoutes,
  detectorRoutes,
  agreementRoutes,
  rangeRoutes,
  runRoutes,
  compareRoutes,
  tokenRoutes,
  scopeRoutes,
  doctorRoutes,
];

const smallBody = bodyLimit({
  maxSize: BODY_BYTES,
  onError: (c: Context) => problemResponse(c, "too_large", `a body may have ${BODY_BYTES} bytes`),
});

/** A list of some hundred thousand targets. */
const LIST_BYTES = 32 << 20;
const largeBody = bodyLimit({
  maxSize: LIST_BYTES,
  onError: (c: Context) => problemResponse(c, "too_large", `a list may have ${LIST_BYTES} bytes`),
});

/** Files have their own limit, in their own route. */
const limited: typeof smallBody = (c, next) => {
  if (c.req.path === `${API}/imports`) return next();
  return c.req.path === `${API}/scans` ? largeBody(c, next) : smallBody(c, next);
};

/** A form of another site can send text/plain, but not application/json; what is not JSON would be read as an empty object. */
const typed: typeof smallBody = async (c, next) => {
  const type = c.req.header("Content-Type");
  const said = type ?? (hasBody(c) ? "" : "application/json");
  if (["GET", "HEAD"].includes(c.req.method) || JSON_TYPE.test(said)) return next();
  // A form cannot send this type either.
  if (FILES.has(c.req.path) && FILE_TYPE.test(said)) return next();
  return problemResponse(c, "wrong_type", "a body must be application/json");
};
const JSON_TYPE = /^application\/json\s*(;|$)/i;
const FILE_TYPE = /^application\/octet-stream\s*(;|$)/i;
const FILES: ReadonlySet<string> = new Set([`${API}/imports`, `${API}/imports/preview`]);

function hasBody(c: Context): boolean {
  return c.req.header("Transfer-Encoding") !== undefined || Number(c.req.header("Content-Length") ?? 0) > 0;
}

function dressed(response: Response): Response {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    if (name !== "Cache-Control" || !response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}
