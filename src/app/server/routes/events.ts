/** What happens, as server-sent events (HTML Living Standard, 9.2): for as long as somebody listens. */

import { z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import { type Api, guarded, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import type { ServerEvent } from "../hub.ts";
import { ApiError } from "../problem.ts";
import { stillHolds } from "../security/access.ts";

/** So that a connection that is gone is noticed, and proxies keep an idle one. */
const BEAT_MS = 15_000;
/** Who reads more slowly than this many events gets the newest only: an event says that something changed, not what. */
const MOST_WAITING = 100;

export function eventRoutes({ hub, board, desk, now }: Pick<Deps, "hub" | "board" | "desk" | "now">): Api {
  const api = newApi();
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/events",
      tags: ["events"],
      summary: "Tells what changes as it changes: `board`, `judgement`, `job`, `desk`",
      responses: {
        200: { content: { "text/event-stream": { schema: z.string() } }, description: "one JSON object an event" },
      },
    }),
    (c) => {
      // Nobody reads the stream of a HEAD: it would be listened to for ever.
      if (c.req.method === "HEAD") return c.body(null, 200, { "Content-Type": "text/event-stream" }) as never;
      const principal = c.get("principal");
      const waiting: ServerEvent[] = [everything(board.revision)];
      let wake: () => void = () => {};
      const listener = (event: ServerEvent) => {
        if (waiting.length >= MOST_WAITING) waiting.splice(0, waiting.length, everything(board.revision));
        waiting.push(event);
        wake();
      };
      if (!hub.add(listener)) throw new ApiError("too_many", "too many connections listen already");
      return streamSSE(c, async (stream) => {
        stream.onAbort(() => {
          hub.remove(listener);
          wake();
        });
        try {
          while (!stream.aborted && stillHolds({ desk, now }, principal)) {
            const event = waiting.shift();
            if (event !== undefined) {
              await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
              continue;
            }
            const beat = await new Promise<boolean>((resolve) => {
              const timer = setTimeout(() => resolve(true), BEAT_MS);
              wake = () => {
                clearTimeout(timer);
                resolve(false);
              };
            });
            if (beat) await stream.write(": still here\n\n");
          }
        } finally {
          hub.remove(listener);
        }
      });
    },
  );
  return api;
}

function everything(revision: number): ServerEvent {
  return { type: "board", revision, rows: null, runs: true };
}
