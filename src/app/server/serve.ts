/** Binds everything: the store, the board, the process that judges, the application and its port. */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serve as listen } from "@hono/node-server";
import type { Server } from "node:http";
import { openDesk, openStore } from "../../io/store/open-store.ts";
import type { Configuration } from "../cli/context.ts";
import { CommandError, EXIT } from "../cli/exit.ts";
import { ownVersion } from "../own-version.ts";
import { createAgreements } from "./agreement/agreements.ts";
import { buildApp } from "./app.ts";
import { Board } from "./board/board.ts";
import { createHub } from "./hub.ts";
import { createJobs } from "./jobs/jobs.ts";
import { startJudging } from "./judging/judging.ts";
import { placeOf } from "./security/same-place.ts";
import { createSessions } from "./security/sessions.ts";
import { readStaticFiles } from "./static-files.ts";

/** Where `vite build` puts the page: beside the compiled program. */
const PAGE = fileURLToPath(new URL("../../../dist/web", import.meta.url));

/** How often the file is looked at for what others wrote, ms: an answer is on screen within a second. */
const LOOK_MS = 250;
/** The same while more is waiting than one look takes in: requests have their turn in between. */
const CATCH_UP_MS = 20;
/** How often it is looked whether a mute is over, ms: they last for days. */
const UNMUTE_MS = 60_000;

export interface ServeOptions {
  readonly configuration: Configuration;
  readonly address: string;
  /** 0: any free one. */
  readonly port: number;
  /** Further names under which it may be called. */
  readonly names: readonly string[];
  /** Empty: all. */
  readonly runs: readonly string[];
  readonly policy: string;
  readonly say: (text: string) => void;
}

export interface Serving {
  /** `http://127.0.0.1:7337`. */
  readonly url: string;
  /** The same with a key that opens one session. */
  readonly launchUrl: string;
  close(): Promise<void>;
}

/** Rejects with a CommandError when the port cannot be had, with a StoreError when the database cannot be used. */
export async function startServing(options: ServeOptions): Promise<Serving> {
  const { configuration, say } = options;
  const { db } = configuration.settings;
  const fresh = !existsSync(db);
  const store = await openStore(db);
  const desk = await openDesk(db);
  if (fresh)
    say(`${db} is new: \`crosscheck scan\` or \`crosscheck import\` fill it, from here or from another terminal`);
  const runs = options.runs.length === 0 ? null : options.runs;
  const hub = createHub();
  const board = new Board(store, runs);
  let muted = "";
  /** False: the mutes are as before. */
  const mute = () => {
    const at = new Date().toISOString();
    const mutes = desk.mutes(at);
    const ids = mutes.map(({ id }) => id).join(" ");
    if (ids === muted) return false;
    muted = ids;
    board.mute(mutes, at);
    return true;
  };
  mute();
  const judging = startJudging({
    configuration,
    runs,
    policy: options.policy,
    problem: say,
    judged(judged) {
      board.judge(judged);
      hub.tell({ type: "judgement", revision: board.revision });
    },
  });
  judging.request();
  const sessions = createSessions(Date.now);
  const jobs = createJobs((id) => hub.tell({ type: "job", id }), Date.now);
  const agreements = createAgreements(db);
  const version = await ownVersion();
  const deps = { store, desk, board, judging, agreements, hub, sessions, jobs, configuration, version, now: Date.now };

  const files = await readStaticFiles(PAGE);
  const bound = await bind(options, (port) =>
    buildApp(deps, { place: placeOf(options.address, port, options.names), files, log: say }),
  );
  // Mutes end by themselves.
  const unmuting = setInterval(() => {
    if (mute()) hub.tell({ type: "board", revision: board.revision, rows: null, runs: false });
  }, UNMUTE_MS);
  const look = () => {
    let soon = false;
    try {
      const change = board.refresh();
      soon = board.behind;
      if (change !== null) {
        hub.tell({ type: "board", ...change });
        judging.request();
      }
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
    looking = setTimeout(look, soon ? CATCH_UP_MS : LOOK_MS);
  };
  let looking = setTimeout(look, LOOK_MS);
  const { hostname } = new URL(`http://${literal(options.address)}`);
  const url = `http://${hostname}:${bound.port}`;
  return {
    url,
    launchUrl: `${url}/#/sign-in?key=${sessions.launchKey()}`,
    async close() {
      clearTimeout(looking);
      clearInterval(unmuting);
      await jobs.close();
      await judging.close();
      await agreements.close();
      bound.server.closeAllConnections();
      await new Promise<void>((resolve) => bound.server.close(() => resolve()));
      desk.close();
      store.close();
    },
  };
}

function literal(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

/** The application must know its port before it can tell which requests are meant for it. */
async function bind(
  { address, port }: Pick<ServeOptions, "address" | "port">,
  build: (port: number) => ReturnType<typeof buildApp>,
): Promise<{ readonly server: Server; readonly port: number }> {
  let app: ReturnType<typeof buildApp> | null = null;
  return new Promise((resolve, reject) => {
    const server = listen(
      {
        fetch: (request, env) => app?.fetch(request, env) ?? new Response(null, { status: 503 }),
        hostname: address,
        port,
        serverOptions: {
          // Slow and huge requests are bounded: headers, whole requests, idle connections.
          headersTimeout: 10_000,
          requestTimeout: 300_000,
          keepAliveTimeout: 30_000,
          maxHeaderSize: 16_384,
          connectionsCheckingInterval: 2000,
        },
      },
      (info) => {
        app = build(info.port);
        resolve({ server: server as Server, port: info.port });
      },
    );
    (server as Server).maxConnections = 512;
    server.on("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE" ? "somebody else has this port; choose another with --port" : error.message;
      reject(new CommandError(EXIT.missing, `${literal(address)}:${port}: ${why}`, { cause: error }));
    });
  });
}
