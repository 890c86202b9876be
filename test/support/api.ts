/** The application over a database in a temporary folder, without a port: what a request of the page's own would be answered. */

import { join } from "node:path";
import type { AccessScope, Desk } from "../../src/core/ports/desk.ts";
import type { Store } from "../../src/core/ports/store.ts";
import type { Agreements } from "../../src/app/server/agreement/agreements.ts";
import { agreementOfStore } from "../../src/app/server/agreement/report-of-store.ts";
import { buildApp } from "../../src/app/server/app.ts";
import { Board } from "../../src/app/server/board/board.ts";
import type { Api } from "../../src/app/server/define.ts";
import { createHub, type Hub } from "../../src/app/server/hub.ts";
import type { Job, Jobs } from "../../src/app/server/jobs/jobs.ts";
import { placeOf } from "../../src/app/server/security/same-place.ts";
import { createSessions, type Sessions } from "../../src/app/server/security/sessions.ts";
import type { StaticFiles } from "../../src/app/server/static-files.ts";
import { makeToken } from "../../src/app/tokens.ts";
import { loadConfiguration } from "../../src/app/cli/context.ts";
import { openDesk, openStore } from "../../src/io/store/open-store.ts";

export const HOST = "127.0.0.1:7337";
export const ORIGIN = `http://${HOST}`;
/** A request by our own page. */
export const OURS = { Host: HOST, Origin: ORIGIN, "Sec-Fetch-Site": "same-origin" } as const;
const HEADER = new TextEncoder().encode("<!doctype html><title>page</title>");

export interface TestApi {
  readonly app: Api;
  readonly store: Store;
  readonly desk: Desk;
  readonly hub: Hub;
  readonly sessions: Sessions;
  readonly logged: readonly string[];
  readonly db: string;
  /** Moves the clock, ms. */
  pass(ms: number): void;
  /** A token that is in force. */
  token(scopes: readonly AccessScope[], days?: number): { readonly id: string; readonly secret: string };
  request(path: string, init?: RequestInit): Promise<Response>;
  close(): void;
}

/** @param flags of the command line. @param fill the store before anything reads it. */
export async function testApi(
  folder: string,
  flags: Readonly<Record<string, unknown>> = {},
  fill: (store: Store) => void = () => {},
): Promise<TestApi> {
  const db = join(folder, "test.db");
  const store = await openStore(db);
  fill(store);
  const desk = await openDesk(db);
  let clock = Date.parse("2026-11-25T12:00:00Z");
  const now = () => clock;
  const hub = createHub();
  const sessions = createSessions(now);
  const logged: string[] = [];
  const judging = {
    summary: null,
    request() {},
    endpoint: async () => null,
    next: async () => null,
    close: async () => {},
  };
  const agreements: Agreements = {
    of: async (question, revision) => ({ answer: agreementOfStore(store, question), revision, current: true }),
    close: async () => {},
  };
  const configuration = await loadConfiguration({ ...flags, db });
  const deps = {
    store,
    desk,
    board: new Board(store, null),
    judging,
    agreements,
    hub,
    sessions,
    jobs: noJobs,
    configuration,
  };
  const files: StaticFiles = new Map([
    ["/index.html", { type: "text/html; charset=utf-8", plain: HEADER, gzip: HEADER, brotli: HEADER, tag: '"page"' }],
  ]);
  const place = placeOf("127.0.0.1", 7337, []);
  const app = buildApp({ ...deps, version: "0.0.0-test", now }, { place, files, log: (text) => logged.push(text) });
  return {
    app,
    store,
    desk,
    hub,
    sessions,
    logged,
    db,
    pass: (ms) => void (clock += ms),
    token(scopes, days = 30) {
      const { token, secret } = makeToken(desk, { name: `test ${scopes.join(" ")}`, scopes, days }, "test", clock);
      return { id: token.id, secret };
    },
    request: async (path, init = {}) =>
      app.request(`${ORIGIN}${path}`, {
        ...init,
        headers: { Host: HOST, ...(init.headers as Record<string, string>) },
      }),
    close() {
      desk.close();
      store.close();
    },
  };
}

const job: Job = {
  id: "test",
  kind: "scan",
  state: "running",
  argv: [],
  who: "test",
  startedAt: "2026-11-25T12:00:00.000Z",
  endedAt: null,
  exit: null,
  run: null,
  lines: [],
  output: "",
  truncated: false,
};

/** Starts nothing. */
const noJobs: Jobs = {
  start: () => job,
  list: () => [],
  find: () => null,
  stop: () => false,
  listOf: () => null,
  close: async () => {},
};
