/** The document is OpenAPI 3.1, the page shows all of it, and routes answer as it promises. */

// oxlint-disable typescript/no-explicit-any -- what is tested is JSON of any shape
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { SCOPES } from "../../src/core/ports/desk.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { Folder } from "../support/folder.ts";
import { fillHostile } from "../support/hostile-store.ts";

const folder = new Folder();
let api: TestApi;
let headers: Record<string, string>;
let document: Record<string, any>;
beforeAll(async () => {
  api = await testApi(folder.path, {}, fillHostile);
  headers = { Authorization: `Bearer ${api.token([...SCOPES]).secret}` };
  document = (await (await api.request("/api/v1/openapi.json")).json()) as Record<string, any>;
});
afterAll(() => {
  api.close();
  folder.remove();
});

/** Every reference in it, anywhere. */
function referencesOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "$ref" in value && typeof value.$ref === "string" ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(referencesOf)];
}
const operations = () =>
  Object.entries(document["paths"] as Record<string, Record<string, any>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

it("has the structure of OpenAPI 3.1", () => {
  expect(document["openapi"]).toMatch(/^3\.1\.\d$/);
  expect(document["info"]).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  for (const reference of new Set(referencesOf(document))) {
    const found = reference
      .slice(2)
      .split("/")
      .reduce((at: any, key) => at?.[key], document);
    expect(found, reference).toBeTypeOf("object");
  }
  for (const { path, method, operation } of operations()) {
    const where = `${method} ${path}`;
    expect(["get", "put", "post", "delete", "patch"], where).toContain(method);
    expect(operation.summary, where).toBeTypeOf("string");
    expect(operation.tags?.length, where).toBe(1);
    const inPath = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
    const declared = (operation.parameters ?? []).filter((each: any) => each.in === "path");
    expect(
      declared.map(({ name }: any) => name),
      where,
    ).toEqual(inPath);
    for (const each of declared) expect(each.required, where).toBe(true);
    const statuses = Object.entries<any>(operation.responses);
    expect(statuses.length, where).toBeGreaterThan(0);
    for (const [status, response] of statuses) {
      expect(status, where).toMatch(/^([1-5]\d\d|default)$/);
      expect(response.description, where).toBeTypeOf("string");
    }
  }
});

it("is kept: what a route answers matches the schema that it promises", async () => {
  const rows = (await (await api.request("/api/v1/matrix", { headers })).json()) as { rows: { key: string }[] };
  const wrong: string[] = [];
  let checked = 0;
  for (const { path, method, operation } of operations()) {
    const schema = operation.responses["200"]?.content?.["application/json"]?.schema;
    if (method !== "get" || schema === undefined) continue;
    const filled = path.replace("{key}", encodeURIComponent(rows.rows[0]?.key ?? ""));
    if (filled.includes("{")) continue;
    const response = await api.request(filled, { headers });
    if (response.status !== 200) continue;
    checked++;
    const whole = { ...schema, $defs: document["components"].schemas };
    const moved = JSON.parse(JSON.stringify(whole).replaceAll("#/components/schemas/", "#/$defs/"));
    const read = z.fromJSONSchema(moved).safeParse(await response.json());
    if (!read.success) wrong.push(`${path}: ${z.prettifyError(read.error).slice(0, 500)}`);
  }
  expect(wrong).toEqual([]);
  expect(checked).toBeGreaterThan(5);
});

it("can be read: every operation and schema and problem, without a script", async () => {
  const response = await api.request("/api");
  const html = await response.text();
  expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/html; charset=utf-8"]);
  for (const { path, method } of operations())
    expect(html).toContain(`<h3><code>${method.toUpperCase()} ${path}</code></h3>`);
  const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
  for (const [, id] of html.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(id);
  const problems = await (await api.request("/api/problems")).text();
  expect(problems).toContain('id="not_permitted"');
  for (const text of [html, problems]) expect(text).not.toMatch(/<script|style=|https?:\/\//i);
  expect((await api.request("/api/page.css")).status).toBe(200);
});
