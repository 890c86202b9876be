/** A cell of the matrix, and the evidence behind it: transcripts in words, raw output. */

import { z } from "@hono/zod-openapi";
import { withoutDiscredited } from "../../../core/controls.ts";
import { narrate } from "../../../core/explain/narrate.ts";
import { latestWords } from "../../../core/matrix/latest.ts";
import { type MatrixCell, matrixCells } from "../../../core/matrix/matrix.ts";
import { EVIDENCE_MEANING, reasonFacts } from "../../../core/model/outcome.ts";
import { SCANNERS } from "../../../scanners/catalogue.ts";
import { findPack } from "../../packs.ts";
import { plainWindow } from "../board/window.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { targetOf } from "../jobs/scan-args.ts";
import { ApiError } from "../problem.ts";
import { cellSchema, rawPreviewSchema, transcriptsSchema } from "../schemas/evidence.ts";
import { foundRow, keyParam } from "./endpoints.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in hexadecimal");
/** As much of a program's output as anybody reads on a page. */
const PREVIEW_BYTES = 64 * 1024;

export function cellRoutes({ board, store }: Pick<Deps, "board" | "store">): Api {
  const api = newApi();
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/endpoints/{key}/cells/{detector}",
      tags: ["endpoints"],
      summary: "What one detector says about one endpoint",
      request: { params: keyParam.extend({ detector: z.string().min(1).max(200) }) },
      responses: { 200: json(cellSchema, "the cell") },
    }),
    (c) => {
      const { key, detector } = c.req.valid("param");
      const row = foundRow(board, key);
      const { columns, rows } = plainWindow(board, [row]);
      const place = columns.findIndex((column) => column.detector === detector);
      const column = columns[place];
      if (column === undefined) throw new ApiError("not_found", `nobody of the name ${detector} has answered`);
      const said = row.ids.flatMap((id) => store.currentObservationsOf(id));
      const cell = matrixCells(latestWords(withoutDiscredited(said, board.discredited))).get(detector);
      const { outcome, reason, evidence } = row;
      const body = {
        endpoint: row.key,
        detector,
        kind: column.kind,
        lineage: column.lineage,
        column,
        code: rows[0]?.cells[place] ?? 0,
        said: cell === undefined ? null : saidView(cell),
        verdict: { outcome, reason, evidence },
        invalid: column.invalid,
        askable: targetOf(row.endpoint) !== null && row.endpoint.address !== null && canBeAsked(board, detector),
      };
      return c.json(body, 200);
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/transcripts/{hash}",
      tags: ["endpoints"],
      summary: "What happened on the wire, in words",
      request: { params: z.object({ hash }) },
      responses: { 200: json(transcriptsSchema, "the transcripts") },
    }),
    (c) => {
      const read = store.transcripts(c.req.valid("param").hash);
      if (!read.ok) return c.json({ items: [], problem: read.problem }, 200);
      const items = read.transcripts.map((transcript) => {
        const { rung, address, port, serverName } = transcript;
        return { rung, address, port, serverName, lines: narrate(transcript).map((line) => ({ ...line })) };
      });
      return c.json({ items, problem: null }, 200);
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/raw/{hash}",
      tags: ["endpoints"],
      summary: "A program's output, or a report, as it was kept",
      request: { params: z.object({ hash }) },
      responses: { 200: { content: { "text/plain": { schema: z.string() } }, description: "the bytes" } },
    }),
    (c) => {
      const { hash: sha256 } = c.req.valid("param");
      const bytes = rawOf(store, sha256);
      // Never shown by the browser: it is text by whoever, whatever it looks like.
      return c.body(new Uint8Array(bytes), 200, {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename="${sha256.slice(0, 16)}.txt"`,
        "X-Content-Type-Options": "nosniff",
      }) as never;
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/raw/{hash}/preview",
      tags: ["endpoints"],
      summary: "Its beginning, as text",
      request: { params: z.object({ hash }) },
      responses: { 200: json(rawPreviewSchema, "the beginning") },
    }),
    (c) => {
      const { hash: sha256 } = c.req.valid("param");
      const bytes = rawOf(store, sha256);
      const text = new TextDecoder().decode(bytes.subarray(0, PREVIEW_BYTES));
      return c.json({ sha256, bytes: bytes.length, text, truncated: bytes.length > PREVIEW_BYTES }, 200);
    },
  );
  return api;
}

function rawOf(store: Deps["store"], sha256: string): Uint8Array {
  const bytes = store.raw(sha256);
  if (bytes === null) throw new ApiError("not_found", "it was not kept");
  return bytes;
}

function saidView({ outcome, reason, evidence, tally }: MatrixCell): NonNullable<z.infer<typeof cellSchema>["said"]> {
  const { meaning, advice, retry } = reasonFacts(reason);
  const evidenceMeaning = EVIDENCE_MEANING[evidence];
  return { outcome, reason, meaning, advice, retry, evidence, evidenceMeaning, tally: { ...tally } };
}

/** Our own detectors, and programs; not what spoke in a report or was noted by hand. */
function canBeAsked({ campaign }: Pick<Deps["board"], "campaign">, detector: string): boolean {
  const own = findPack(campaign?.pack ?? "heartbleed").detectors;
  return own.some(({ id }) => id === detector) || SCANNERS.some(({ id }) => id === detector);
}
