/** The evidence behind an endpoint through the API: a real store with a real scan of the range, the real judging thread. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import type { AccessScope, Desk } from "../../../core/ports/desk.ts";
import type { Store } from "../../../core/ports/store.ts";
import { openDesk, openStore } from "../../../io/store/open-store.ts";
import { CONDITIONS } from "../../../range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../../range/scripted/start-scripted.ts";
import { resolveSettings } from "../../cli/settings.ts";
import { findPack } from "../../packs.ts";
import { scanRange } from "../../range/scan-range.ts";
import { createAgreements } from "../agreement/agreements.ts";
import { buildApp } from "../app.ts";
import { Board } from "../board/board.ts";
import type { Deps } from "../deps.ts";
import { createHub, type ServerEvent } from "../hub.ts";
import type { Job, JobRequest } from "../jobs/jobs.ts";
import { type Judging, startJudging } from "../judging/judging.ts";
import { placeOf } from "../security/same-place.ts";
import { hashOf, newSecret } from "../security/secrets.ts";
import { createSessions } from "../security/sessions.ts";

const PROBE = {
  draws: 3,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 3000,
  quickMs: 5000,
  patientMs: 20_000,
  psk: null,
};
const HOSTILE = "<script>alert(1)</script>\u001b[31m\u202etxt";

const folder = mkdtempSync(join(tmpdir(), "crosscheck-evidence-"));
const db = join(folder, "incident.db");
const events: ServerEvent[] = [];
const started: JobRequest[] = [];
let range: ScriptedRange;
let store: Store;
let desk: Desk;
let board: Board;
let judging: Judging;
let app: ReturnType<typeof buildApp>;
let vulnerable = "";
const tokens = new Map<AccessScope, string>();
let now = Date.now();

beforeAll(async () => {
  const conditions = CONDITIONS.filter(({ id }) => id === "C01" || id === "C02");
  range = await startScripted(conditions);
  store = await openStore(db);
  const run = {
    id: "scanned",
    kind: "scan" as const,
    pack: "heartbleed",
    vantage: "test",
    version: "0",
    resolver: "none",
    draws: 3,
    options: "{}",
    startedAt: new Date().toISOString(),
  };
  const { signal } = new AbortController();
  await scanRange({ run, store, servers: range.servers, pack: findPack("heartbleed"), probe: PROBE, signal });
  desk = await openDesk(db);
  const resolved = resolveSettings({ flags: { db, with: "no-such-program" }, environment: {}, file: null });
  if (!resolved.ok) throw new Error(resolved.problems.join());
  const configuration = { settings: resolved.settings, origins: resolved.origins, file: null, tools: undefined };
  board = new Board(store, null);
  const judged = new Promise<void>((resolve, reject) => {
    judging = startJudging({
      configuration,
      runs: null,
      policy: "balanced",
      judged: (by) => {
        board.judge(by);
        resolve();
      },
      problem: (text) => reject(new Error(text)),
    });
  });
  judging.request();
  await judged;
  const hub = createHub();
  hub.add((event) => events.push(event));
  const jobs: Deps["jobs"] = {
    start(request) {
      started.push(request);
      return jobOf(request);
    },
    list: () => [],
    find: () => null,
    stop: () => false,
    close: async () => {},
  };
  const deps: Deps = {
    store,
    desk,
    board,
    judging,
    agreements: createAgreements(db),
    hub,
    jobs,
    configuration,
    sessions: createSessions(() => now),
    version: "0",
    now: () => now,
  };
  for (const scope of ["read", "scan", "import", "admin"] as const) {
    const secret = newSecret();
    const createdAt = new Date(now).toISOString();
    const expiresAt = new Date(now + 400 * 86_400_000).toISOString();
    desk.addToken({ id: scope, name: `the ${scope} one`, scopes: [scope], createdAt, expiresAt }, hashOf(secret));
    tokens.set(scope, secret);
  }
  app = buildApp(deps, { place: placeOf("127.0.0.1", 7337, []), files: new Map(), log: () => {} });
  vulnerable = board.rows.find(({ outcome }) => outcome === "vulnerable")?.key ?? "";
});

afterAll(async () => {
  await judging.close();
  desk.close();
  store.close();
  await range.stop();
  rmSync(folder, { recursive: true, force: true });
});

function jobOf({ kind, args, who }: JobRequest): Job {
  return {
    id: "job",
    kind,
    state: "running",
    argv: ["crosscheck", ...args],
    who,
    startedAt: new Date().toISOString(),
    endedAt: null,
    exit: null,
    run: null,
    lines: [],
    output: "",
    truncated: false,
  };
}

async function ask(scope: AccessScope, method: string, path: string, body?: unknown) {
  const response = await app.request(`http://127.0.0.1:7337/api/v1${path}`, {
    method,
    headers: {
      Host: "127.0.0.1:7337",
      Authorization: `Bearer ${tokens.get(scope)}`,
      ...(body !== undefined && { "Content-Type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get("Content-Type") ?? "";
  // What it is, is for the tests to say: `any`, as JSON.parse gives it.
  const data = type.includes("json") && text !== "" ? JSON.parse(text) : text;
  return { status: response.status, data, headers: response.headers };
}

const at = (key: string, rest = "") => `/endpoints/${encodeURIComponent(key)}${rest}`;
const read = (path: string) => ask("read", "GET", path);

describe("an endpoint", () => {
  test("shows what our transcripts show of it, and its ground", async () => {
    const { status, data } = await read(at(vulnerable));
    expect(status).toBe(200);
    expect(data).toMatchObject({
      row: { key: vulnerable, judged: { word: "CONFIRMED" } },
      ground: { rule: "proof" },
      traits: { extension: "mode_1", version: expect.stringContaining("TLS") },
      askable: true,
      mute: null,
    });
  });

  test("says whom to ask next: nobody, where there is proof", async () => {
    const { status, data } = await read(at(vulnerable, "/next"));
    expect(status).toBe(200);
    expect(data.stop).toBe("settled");
    expect(data.tests.map(({ detector }: { detector: string }) => detector)).toContain("heartbleed/flight");
  });

  test("that nobody has spoken of is not found, whatever is asked of it", async () => {
    for (const rest of ["", "/next", "/notes", "/observations", "/cells/nmap", "/beside?a=x&b=y"]) {
      expect((await read(at("192.0.2.1:443", rest))).status).toBe(404);
    }
  });
});

describe("a cell", () => {
  test("has its meaning, its advice and its transcripts in words", async () => {
    const { data } = await read(at(vulnerable, "/cells/heartbleed%2Fflight"));
    expect(data).toMatchObject({
      said: { outcome: "vulnerable", reason: "overread_answered" },
      askable: true,
      kind: "native",
    });
    const page = await read(at(vulnerable, "/observations?detector=heartbleed%2Fflight"));
    const [observation] = page.data.items;
    expect(observation).toMatchObject({ counted: true, outcome: "vulnerable" });
    const transcripts = await read(`/transcripts/${observation.transcript}`);
    const lines = transcripts.data.items.flatMap((each: { lines: { text: string }[] }) => each.lines);
    expect(lines.map(({ text }: { text: string }) => text)).toContainEqual(expect.stringContaining("ClientHello"));
    // Memory is in no answer: heartbeats are told by their lengths.
    expect(JSON.stringify(transcripts.data)).not.toMatch(/bytes":\[|payload/);
  });

  test("of a transcript or output that is not there", async () => {
    const none = "0".repeat(64);
    expect((await read(`/transcripts/${none}`)).data).toMatchObject({ items: [], problem: expect.any(String) });
    expect((await read(`/raw/${none}`)).status).toBe(404);
    expect((await read("/raw/../etc")).status).toBe(404);
    expect((await read("/raw/xyz")).status).toBe(400);
  });

  test("gives raw output as a file that no browser shows, and its beginning as text", async () => {
    const bytes = new TextEncoder().encode(`${HOSTILE}${"x".repeat(100_000)}`);
    const sha256 = store.keepRaw(bytes);
    const raw = await read(`/raw/${sha256}`);
    expect(raw.data).toHaveLength(new TextDecoder().decode(bytes).length);
    expect(raw.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(raw.headers.get("Content-Disposition")).toMatch(/^attachment; filename="[0-9a-f]{16}\.txt"$/);
    expect(raw.headers.get("X-Content-Type-Options")).toBe("nosniff");
    const preview = await read(`/raw/${sha256}/preview`);
    expect(preview.data).toMatchObject({ bytes: bytes.length, truncated: true });
    expect(preview.data.text.startsWith(HOSTILE)).toBe(true);
  });
});

describe("what people add", () => {
  test("a note is kept with who said so, and told to everybody", async () => {
    events.length = 0;
    const { status, data } = await ask("import", "POST", at(vulnerable, "/notes"), { text: HOSTILE });
    expect(status).toBe(201);
    expect(data).toMatchObject({ who: "the import one", endpoint: vulnerable, text: HOSTILE });
    expect((await read(at(vulnerable, "/notes"))).data.items).toHaveLength(1);
    expect(desk.auditLog(null, 1).items[0]).toMatchObject({
      action: "note.add",
      subject: vulnerable,
      who: "the import one",
    });
    expect(events).toContainEqual({ type: "desk" });
    expect((await ask("import", "POST", at(vulnerable, "/notes"), { text: " " })).status).toBe(400);
  });

  test("a mute takes a row out of the list of work until its time is over, or it is lifted", async () => {
    const until = new Date(now + 86_400_000).toISOString();
    const muting = { endpoint: vulnerable, reason: "being repaired", until };
    const { status, data } = await ask("import", "POST", "/mutes", muting);
    expect(status).toBe(201);
    expect(board.row(vulnerable)?.muted).toBe(true);
    expect((await read(at(vulnerable))).data.mute).toMatchObject({ reason: "being repaired", until });
    expect((await ask("import", "POST", "/mutes", muting)).status).toBe(409);
    expect((await ask("import", "DELETE", `/mutes/${data.id}`)).status).toBe(204);
    expect((await ask("import", "DELETE", `/mutes/${data.id}`)).status).toBe(404);
    expect(board.row(vulnerable)?.muted).toBe(false);
    for (const wrong of [new Date(now - 1000), new Date(now + 500 * 86_400_000)]) {
      expect((await ask("import", "POST", "/mutes", { ...muting, until: wrong.toISOString() })).status).toBe(422);
    }
    expect(desk.auditLog(null, 2).items.map(({ action }) => action)).toEqual(["mute.lift", "mute.add"]);
  });

  test("a mute ends by itself", async () => {
    const until = new Date(now + 1000).toISOString();
    await ask("import", "POST", "/mutes", { endpoint: vulnerable, reason: "a second", until });
    now += 2000;
    expect((await read(at(vulnerable))).data.mute).toBeNull();
    expect((await read("/mutes")).data.items).toEqual([]);
  });

  test("nobody may without the scope for it", async () => {
    const bodies: [string, string, unknown][] = [
      ["POST", at(vulnerable, "/notes"), { text: "x" }],
      ["POST", "/mutes", { endpoint: vulnerable, reason: "x", until: new Date(now + 1000).toISOString() }],
      ["DELETE", "/mutes/1", undefined],
      ["POST", at(vulnerable, "/record"), { outcome: "vulnerable", detector: "x" }],
      ["POST", "/experiments", { endpoint: vulnerable, detector: "x" }],
    ];
    for (const [method, path, body] of bodies) expect((await ask("read", method, path, body)).status).toBe(403);
  });
});

describe("a result by hand and the disagreement that it makes", () => {
  test("is one witness more; a 0 without ground is not noted as one", async () => {
    const noted = await ask("import", "POST", at(vulnerable, "/record"), {
      outcome: "not_vulnerable",
      detector: "sslscan",
      version: "2.0.7",
      words: HOSTILE,
    });
    expect(noted.status).toBe(201);
    expect(noted.data).toMatchObject({
      noted: { detector: "sslscan", outcome: "not_vulnerable", evidence: "reported" },
      changed: false,
    });
    const empty = await ask("import", "POST", at(vulnerable, "/record"), {
      outcome: "not_vulnerable",
      detector: "mcafee",
    });
    expect(empty.data).toMatchObject({ noted: { outcome: "unknown" }, changed: true });
    board.refresh();
    expect(board.rows.filter(({ key }) => key === vulnerable)).toHaveLength(1);
    const { data } = await read(at(vulnerable, "/cells/sslscan"));
    expect(data).toMatchObject({ said: { outcome: "not_vulnerable" }, verdict: { outcome: "vulnerable" } });
    const later = { outcome: "vulnerable", detector: "x", when: new Date(now + 86_400_000).toISOString() };
    expect((await ask("import", "POST", at(vulnerable, "/record"), later)).status).toBe(422);
    const option = { outcome: "vulnerable", detector: "--db=x" };
    expect((await ask("import", "POST", at(vulnerable, "/record"), option)).status).toBe(400);
  });

  test("stands in the list, with whom to compare", async () => {
    const { data } = await read("/disagreements");
    expect(data).toMatchObject({ total: 1, next: null, policy: "balanced" });
    expect(data.items[0]).toMatchObject({ key: vulnerable, zeros: ["sslscan"], a: "heartbleed/flight", b: "sslscan" });
  });

  test("puts our conversation beside what would re-enact the other's", async () => {
    const { data } = await read(at(vulnerable, "/beside?a=heartbleed%2Fflight&b=sslscan"));
    expect(data.a.lines.map(({ what }: { what: string }) => what)).toContainEqual(
      expect.stringMatching(/^ClientHello/),
    );
    expect(data.b).toMatchObject({
      lines: null,
      outcome: "not_vulnerable",
      words: HOSTILE,
      profile: { id: expect.any(String) },
    });
    expect((await read(at(vulnerable, "/beside?a=heartbleed%2Fflight&b=nobody"))).status).toBe(404);
  });

  test("begins an experiment as our own command, the endpoint never an option", async () => {
    const { status } = await ask("scan", "POST", "/experiments", { endpoint: vulnerable, detector: "sslscan" });
    expect(status).toBe(202);
    expect(started.at(-1)).toMatchObject({
      kind: "experiment",
      args: [
        "explain",
        `--db=${db}`,
        expect.stringMatching(/^--vantage=/),
        "--prove",
        "--detector=sslscan",
        "--format=json",
        "--",
        vulnerable,
      ],
      who: "the scan one",
    });
    expect(desk.auditLog(null, 1).items[0]).toMatchObject({ action: "experiment.start", subject: vulnerable });
    for (const detector of ["--db=x", "a b", "", "a\n--prove"]) {
      expect((await ask("scan", "POST", "/experiments", { endpoint: vulnerable, detector })).status).toBe(400);
    }
    expect((await ask("scan", "POST", "/experiments", { endpoint: "--db=x", detector: "sslscan" })).status).toBe(404);
  });
});

test("the endpoint's key is its label", () => {
  expect(board.rows.map(({ key, endpoint }) => key === endpointLabel(endpoint))).not.toContain(false);
});
