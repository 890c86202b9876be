/** Texts that are meant to do harm, through every route that only reads: valid JSON of bounded size, with the schema it promises. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { SCOPES } from "../../src/core/ports/desk.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { Folder } from "../support/folder.ts";
import { fillHostile, HOSTILE } from "../support/hostile-store.ts";

/** For a page of everything: what a browser takes without pain. */
const MOST_BYTES = 3 << 20;
const folder = new Folder();
let api: TestApi;
let headers: Record<string, string>;
beforeAll(async () => {
  api = await testApi(folder.path, {}, fillHostile);
  headers = { Authorization: `Bearer ${api.token([...SCOPES]).secret}` };
  for (const text of HOSTILE) {
    api.desk.audit({ at: "2026-11-25T12:00:00.000Z", who: text, action: "test", subject: text, detail: text });
  }
});
afterAll(() => {
  api.close();
  folder.remove();
});

it("gives JSON of bounded size, whatever others wrote", async () => {
  const document = (await (await api.request("/api/v1/openapi.json")).json()) as { paths: Record<string, object> };
  const matrix = (await (await api.request("/api/v1/matrix", { headers })).json()) as { rows: { key: string }[] };
  expect(matrix.rows.length).toBeGreaterThan(10);
  const wrong: string[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    if (!("get" in methods) || path.endsWith("/events")) continue;
    const keys = path.includes("{key}") ? matrix.rows.map(({ key }) => encodeURIComponent(key)) : [""];
    for (const key of keys) {
      const filled = path.replace("{key}", key).replaceAll(/\{[^}]*\}/g, "none");
      const response = await api.request(filled, { headers });
      const text = await response.text();
      // 503: nobody judges here.
      if (response.status >= 500 && response.status !== 503)
        wrong.push(`${path}: ${response.status} ${api.logged.at(-1)}`);
      if (text.length > MOST_BYTES) wrong.push(`${path}: ${text.length} bytes`);
      if (!response.headers.get("Content-Type")?.includes("json")) continue;
      const parsed: unknown = JSON.parse(text);
      // Terminals and pagers see the raw text: no control character stands in it as itself.
      if (/\p{Cc}/u.test(text.replaceAll("\n", ""))) wrong.push(`${path}: a control character`);
      if (parsed === null) wrong.push(`${path}: null`);
    }
  }
  expect(wrong).toEqual([]);
});
