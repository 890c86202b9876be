/** The scope editor: what may be asked is said before it counts, and replacing the file cannot leave half a file. */

// oxlint-disable typescript/no-explicit-any -- what is tested is JSON of any shape
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { OURS, testApi, type TestApi } from "../support/api.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
const FILE = folder.at("scope.yaml");
const TEXT = "permitted_by: Jane\nuntil: 2026-12-31\nallow: [192.0.2.0/28]\nexclude: [192.0.2.3]\n";
let api: TestApi;
let headers: Record<string, string>;
beforeAll(async () => {
  writeFileSync(FILE, TEXT);
  api = await testApi(folder.path, { scope: FILE });
  headers = { ...OURS, Authorization: `Bearer ${api.token(["admin"]).secret}`, "Content-Type": "application/json" };
});
afterAll(() => {
  api.close();
  folder.remove();
});

const ask = async (method: string, path: string, body?: unknown) => {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await api.request(`/api/v1${path}`, { method, headers, ...sent });
  return { status: response.status, body: (await response.json()) as Record<string, any> };
};

it("says address by address what would be allowed, and why", async () => {
  const targets = ["192.0.2.0/30", "127.0.0.1", "198.51.100.1", "x@192.0.2.3", "10.0.0.0/8", "a b", "224.0.0.1"];
  const { body } = await ask("POST", "/scope/check", { targets });
  const short = body["items"].map(({ address, allowed }: { address: string; allowed: boolean }) => [address, allowed]);
  expect(short).toEqual([
    ["192.0.2.0", true],
    ["192.0.2.1", true],
    ["192.0.2.2", true],
    ["192.0.2.3", false],
    ["127.0.0.1", true],
    ["198.51.100.1", false],
    ["192.0.2.3", false],
    [null, false],
    [null, false],
    ["224.0.0.1", false],
  ]);
  expect(body["items"][0].why).toContain("Jane");
  expect(body["items"][4].why).toContain("loopback");
});

it("tries a text that is not saved, and names the line of what is wrong with it", async () => {
  const other = TEXT.replace("192.0.2.0/28", "198.51.100.0/24");
  const { body } = await ask("POST", "/scope/check", { text: other, targets: ["198.51.100.1", "192.0.2.1"] });
  expect(body["items"].map(({ allowed }: { allowed: boolean }) => allowed)).toEqual([true, false]);
  const over = await ask("POST", "/scope/check", {
    text: TEXT.replace("2026-12-31", "2026-11-24"),
    targets: ["192.0.2.1"],
  });
  expect(over.body["items"][0].allowed).toBe(false);
  const bad = await ask("POST", "/scope/check", {
    text: TEXT.replace("192.0.2.3", "192.0.2.3/8"),
    targets: ["127.0.0.1"],
  });
  expect([bad.body["items"], bad.body["problems"][0].line]).toEqual([[], 4]);
  expect(readFileSync(FILE, "utf8")).toBe(TEXT);
});

it("saves nothing that would not be in force, nor over what somebody else saved", async () => {
  const { tag } = (await ask("GET", "/scope")).body;
  expect((await ask("PUT", "/scope", { text: "allow: everything", tag })).status).toBe(422);
  expect((await ask("PUT", "/scope", { text: TEXT, tag: "other" })).status).toBe(409);
  expect((await ask("PUT", "/scope", { text: TEXT, tag: null })).status).toBe(409);
  expect(readFileSync(FILE, "utf8")).toBe(TEXT);
});

it("replaces the file, keeps the old one beside it, and says so in the audit log", async () => {
  const { tag } = (await ask("GET", "/scope")).body;
  const next = TEXT.replace("Jane", "Joan");
  const { status, body } = await ask("PUT", "/scope", { text: next, tag });
  expect([status, body["permittedBy"]]).toEqual([200, "Joan"]);
  expect(readFileSync(FILE, "utf8")).toBe(next);
  const old = readdirSync(folder.path).filter((name) => name.startsWith("scope.yaml."));
  expect(old.map((name) => readFileSync(folder.at(name), "utf8"))).toEqual([TEXT]);
  expect(api.desk.auditLog(null, 1).items).toMatchObject([
    { action: "scope.change", subject: FILE, who: "test admin" },
  ]);
});
