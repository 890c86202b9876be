/** What people add to an endpoint: notes, mutes, results they got by hand. */

import { z } from "@hono/zod-openapi";
import { muteFingerprint } from "../../../core/board/mutes.ts";
import type { Endpoint } from "../../../core/model/endpoint.ts";
import type { Target } from "../../../core/model/target.ts";
import { recordByHand } from "../../record-by-hand.ts";
import { type Api, guarded, json, jsonBody, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { ApiError } from "../problem.ts";
import {
  muteRequest,
  muteSchema,
  mutesSchema,
  noteRequest,
  notesSchema,
  recordedSchema,
  recordRequest,
} from "../schemas/desk.ts";
import { noteSchema } from "../schemas/endpoint.ts";
import { foundRow, holdsFor, keyParam } from "./endpoints.ts";

const YEAR_MS = 366 * 86_400_000;

export function deskRoutes(deps: Deps): Api {
  const { board, store, desk, hub, now, configuration } = deps;
  const api = newApi();
  const audit = (who: string, action: string, subject: string, detail: unknown) => {
    desk.audit({ at: new Date(now()).toISOString(), who, action, subject, detail: JSON.stringify(detail) });
    hub.tell({ type: "desk" });
  };
  const mutesNow = () => {
    const at = new Date(now()).toISOString();
    const mutes = desk.mutes(at);
    board.mute(mutes, at);
    return mutes;
  };

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/endpoints/{key}/notes",
      tags: ["desk"],
      summary: "What people noted about an endpoint, oldest first",
      request: { params: keyParam },
      responses: { 200: json(notesSchema, "the notes") },
    }),
    (c) => c.json({ items: [...desk.notes(foundRow(board, c.req.valid("param").key).key)] }, 200),
  );
  api.openapi(
    guarded("import", {
      method: "post",
      path: "/endpoints/{key}/notes",
      tags: ["desk"],
      summary: "Note something about an endpoint; notes are never changed",
      request: { params: keyParam, body: jsonBody(noteRequest) },
      responses: { 201: json(noteSchema, "the note") },
    }),
    (c) => {
      const { key } = foundRow(board, c.req.valid("param").key);
      const { who } = c.get("principal");
      const { text } = c.req.valid("json");
      const note = desk.addNote({ at: new Date(now()).toISOString(), who, endpoint: key, text });
      audit(who, "note.add", key, { note: note.id });
      return c.json({ ...note }, 201);
    },
  );

  api.openapi(
    guarded("read", {
      method: "get",
      path: "/mutes",
      tags: ["desk"],
      summary: "Mutes that are not lifted and not over",
      responses: { 200: json(mutesSchema, "the mutes") },
    }),
    (c) => {
      const at = now();
      const items = desk.mutes(new Date(at).toISOString()).map((mute) => {
        const row = board.row(mute.endpoint);
        const { id, who, endpoint, reason, until } = mute;
        return { id, at: mute.at, who, endpoint, reason, until, holds: row !== null && holdsFor(mute, row, at) };
      });
      return c.json({ items }, 200);
    },
  );
  api.openapi(
    guarded("import", {
      method: "post",
      path: "/mutes",
      tags: ["desk"],
      summary: "Leave an endpoint out of the lists of work, until a time, or until its verdict changes",
      request: { body: jsonBody(muteRequest) },
      responses: { 201: json(muteSchema, "the mute") },
    }),
    (c) => {
      const { endpoint: key, reason, until } = c.req.valid("json");
      const row = foundRow(board, key);
      const at = now();
      const end = Date.parse(until);
      if (!(end > at && end <= at + YEAR_MS)) {
        throw new ApiError("bad_input", "until: expected a time from now on, within a year");
      }
      if (desk.mutes(new Date(at).toISOString()).some((mute) => holdsFor(mute, row, at))) {
        throw new ApiError("conflict", "it is muted already; lift that mute first");
      }
      const { who } = c.get("principal");
      const made = { at: new Date(at).toISOString(), who, endpoint: row.key, reason };
      const mute = desk.addMute({ ...made, until: new Date(end).toISOString(), fingerprint: muteFingerprint(row) });
      mutesNow();
      audit(who, "mute.add", row.key, { mute: mute.id, reason, until });
      return c.json({ id: mute.id, ...made, until: mute.until, holds: true }, 201);
    },
  );
  api.openapi(
    guarded("import", {
      method: "delete",
      path: "/mutes/{id}",
      tags: ["desk"],
      summary: "Lift a mute",
      request: { params: z.object({ id: z.coerce.number().int().nonnegative() }) },
      responses: { 204: { description: "it is lifted" } },
    }),
    (c) => {
      const { id } = c.req.valid("param");
      const at = new Date(now()).toISOString();
      const mute = desk.mutes(at).find((each) => each.id === id);
      if (mute === undefined || !desk.liftMute(id, at)) throw new ApiError("not_found", "there is no such mute");
      mutesNow();
      audit(c.get("principal").who, "mute.lift", mute.endpoint, { mute: id });
      return c.body(null, 204);
    },
  );

  api.openapi(
    guarded("import", {
      method: "post",
      path: "/endpoints/{key}/record",
      tags: ["desk"],
      summary: "Note a result that somebody got by hand, as one witness more: as `crosscheck record` does",
      request: { params: keyParam, body: jsonBody(recordRequest) },
      responses: { 201: json(recordedSchema, "how it is noted") },
    }),
    async (c) => {
      const row = foundRow(board, c.req.valid("param").key);
      const request = c.req.valid("json");
      if (request.when !== null && Date.parse(request.when) > now() + SKEW_MS) {
        throw new ApiError("bad_input", "when: expected a time that has been");
      }
      const { who } = c.get("principal");
      const { vantage } = configuration.settings;
      const target = targetAt(row.key, row.endpoint);
      const { run, observation } = await recordByHand(store, { ...request, target, endpoint: row.endpoint, vantage });
      const { detector, outcome, reason, evidence, detail } = observation;
      const noted = { detector, outcome, reason, evidence, detail };
      audit(who, "record.add", row.key, { run, said: request.outcome, detector, noted: outcome });
      return c.json({ run, noted, changed: outcome !== request.outcome }, 201);
    },
  );
  return api;
}

/** Clocks may differ by this much. */
const SKEW_MS = 5 * 60_000;

/** What was written that named the endpoint: it itself. */
function targetAt(key: string, { address, port, transport, serverName, startTls }: Endpoint): Target {
  return {
    text: key,
    at: { source: "dashboard", line: 1 },
    name: serverName,
    address,
    cidr: null,
    port,
    transport,
    startTls: startTls ?? null,
    owner: null,
    tag: null,
  };
}
