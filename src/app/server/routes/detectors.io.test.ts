/** Detectors, agreement and the range through the API: a real scan of the range, the sheet that ships, real child processes. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Store } from "../../../core/ports/store.ts";
import { openStore } from "../../../io/store/open-store.ts";
import { CONDITIONS } from "../../../range/conditions/catalogue.ts";
import { startScripted } from "../../../range/scripted/start-scripted.ts";
import { resolveSettings } from "../../cli/settings.ts";
import { findPack } from "../../packs.ts";
import { scanRange } from "../../range/scan-range.ts";
import { type Serving, startServing } from "../serve.ts";

const PROBE = {
  ...{ draws: 3, allowOverread: false, includeFragile: false },
  ...{ connectTimeoutMs: 3000, quickMs: 5000, patientMs: 20_000, psk: null },
};
const folder = mkdtempSync(join(tmpdir(), "crosscheck-detectors-"));
const db = join(folder, "incident.db");
let serving: Serving;
let cookie = "";

/** A tool's answer beside ours: it misses what it is asked about, and failed no control unless told. */
function appendTool(store: Store, id: string, lineage: string, said: "finding_reported" | "negative_reported"): void {
  const outcome = said === "finding_reported" ? ("vulnerable" as const) : ("not_vulnerable" as const);
  for (const stored of store.endpoints("scanned")) {
    store.append(
      stored.id,
      { id, kind: "tool", version: "7.93", lineage },
      {
        ...{ endpoint: stored.endpoint, pack: "heartbleed", detector: id, version: "7.93", lineage, vantage: "test" },
        ...{ run: "scanned", mode: "automatic", attempt: 1, startedAt: new Date().toISOString(), durationMs: 5 },
        ...{ outcome, reason: said, evidence: "reported", detail: "", transcripts: [], provenance: null },
      },
    );
  }
}

beforeAll(async () => {
  const range = await startScripted(CONDITIONS.filter(({ id }) => id === "C01" || id === "C02" || id === "C14"));
  const store = await openStore(db);
  try {
    const run = {
      ...{ id: "scanned", kind: "scan" as const, pack: "heartbleed", vantage: "test", version: "0", resolver: "none" },
      ...{ draws: 3, options: "{}", startedAt: new Date().toISOString() },
    };
    const { signal } = new AbortController();
    await scanRange({ run, store, servers: range.servers, pack: findPack("heartbleed"), probe: PROBE, signal });
    appendTool(store, "nmap", "nmap", "negative_reported");
    appendTool(store, "sslscan", "stafford", "finding_reported");
    store.addControls("scanned", [
      { detector: "nmap", condition: "C01", truth: "vulnerable", reason: "finding_reported" },
      { detector: "sslscan", condition: "C02", truth: "not_vulnerable", reason: "finding_reported" },
    ]);
    store.flush();
  } finally {
    store.close();
    await range.stop();
  }
  const resolved = resolveSettings({ flags: { db }, environment: {}, file: null });
  if (!resolved.ok) throw new Error(resolved.problems.join());
  const configuration = { settings: resolved.settings, origins: resolved.origins, file: null, tools: undefined };
  serving = await startServing({
    ...{
      configuration,
      address: "127.0.0.1",
      port: 0,
      names: [],
      runs: [],
      policy: "balanced",
      say: () => {},
    },
  });
  const key = /key=([^&]+)/.exec(serving.launchUrl)?.[1] ?? "";
  const signedIn = await fetch(`${serving.url}/api/v1/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: serving.url },
    body: JSON.stringify({ key }),
  });
  cookie = signedIn.headers.get("Set-Cookie")?.split(";")[0] ?? "";
});

afterAll(async () => {
  await serving.close();
  rmSync(folder, { recursive: true, force: true });
});

// What comes back is what a client gets: any JSON.
async function ask(method: string, path: string, body?: unknown) {
  const response = await fetch(`${serving.url}/api/v1${path}`, {
    method,
    headers: { Cookie: cookie, Origin: serving.url, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { headers, status } = response;
  return { status, tag: headers.get("ETag"), body: JSON.parse(await response.text()) };
}

async function until<T>(look: () => Promise<T>, done: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await look();
    if (done(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe("detectors", () => {
  test("those that spoke come first, each with how it is measured; the others of the sheet follow", async () => {
    const { body } = await ask("GET", "/detectors");
    const of = (id: string) => body.items.find((item: { id: string }) => item.id === id);
    expect(body.items[0]).toMatchObject({ id: "heartbleed/flight", range: { id: "heartbleed", wrong: 0 } });
    expect(of("nmap").said).toMatchObject({ notVulnerable: 3, aloneWith1: 0 });
    expect(of("profile/ssltest")).toMatchObject({ said: null, versions: [], range: { conditions: 69 } });
    expect(of("heartbleed")).toBeUndefined();
  });
  test("one of them, with its scores, its lineage and its controls", async () => {
    const { body } = await ask("GET", "/detectors/nmap");
    expect(body).toMatchObject({
      vantages: ["test"],
      runs: ["scanned"],
      range: { version: "7.93", versionSeen: true },
    });
    expect(body.shares).toContain("profile/nmap-7");
    expect(body.range.scores.find((score: { condition: string }) => score.condition === "C14")).toMatchObject({
      ...{ truth: "vulnerable", kind: "wrong", wrong: 5, right: 0, rightLow: 0 },
      reasons: [{ outcome: "not_vulnerable", times: 5 }],
    });
    expect(body.controls).toEqual([expect.objectContaining({ condition: "C01", outcome: "vulnerable", holds: true })]);
  });
  test("a false alarm at a control shows, with the run it is not valid in", async () => {
    const { body } = await ask("GET", "/detectors/sslscan");
    expect(body.controls[0]).toMatchObject({ condition: "C02", holds: false });
    expect(body.invalid).toEqual([expect.objectContaining({ run: "scanned" })]);
  });
  test("a name with a slash, and one that nobody knows", async () => {
    expect((await ask("GET", "/detectors/heartbleed%2Fflight")).body.range.id).toBe("heartbleed");
    expect((await ask("GET", "/detectors/nobody")).body).toMatchObject({ status: 404, code: "not_found" });
  });
});

describe("agreement", () => {
  test("pairs, sets and repeats of what counts: the false alarms of sslscan do not", async () => {
    const { body } = await ask("GET", "/agreement");
    expect(body).toMatchObject({ endpoints: 3, disputed: 2, foundOthers: 0, current: true });
    const of = (id: string) => body.detectors.find((each: { id: string }) => each.id === id);
    expect(of("sslscan")).toMatchObject({ vulnerable: 0, unknown: 3 });
    expect(of("nmap")).toMatchObject({ notVulnerable: 3, kind: "tool", lineages: ["nmap"] });
    expect(body.found.reduce((sum: number, set: { endpoints: number }) => sum + set.endpoints, 0)).toBe(2);
    const pair = body.pairs.find(
      (each: { first: string; second: string }) => each.first === "heartbleed/flight" && each.second === "nmap",
    );
    expect(pair.counts).toMatchObject({ bothVulnerable: 0, onlySecond: 0 });
  });
  test("of some kinds only", async () => {
    const { body } = await ask("GET", "/agreement?kind=tool");
    expect(body.detectors.map(({ id }: { id: string }) => id)).toEqual(["nmap", "sslscan"]);
  });
  test("leads to the same rows of the matrix", async () => {
    const { body } = await ask("GET", "/agreement");
    for (const { detectors, endpoints } of body.found) {
      const matrix = await ask("GET", `/matrix?found=${encodeURIComponent(detectors.join(","))}`);
      expect(matrix.body.total).toBe(endpoints);
    }
    expect((await ask("GET", "/matrix?found=nobody")).body).toMatchObject({ code: "bad_request" });
  });
  test.each([
    ["/agreement?run=nowhere", 404],
    ["/agreement?kind=oracle", 400],
  ])("%s is %i", async (path, status) => {
    expect((await ask("GET", path)).status).toBe(status);
  });
});

describe("the range", () => {
  test("conditions and scores", async () => {
    expect((await ask("GET", "/range/conditions")).body.items).toHaveLength(CONDITIONS.length);
    const { body } = await ask("GET", "/range/scores?kind=native");
    expect(body.detectors.map(({ id }: { id: string }) => id)).toEqual(["heartbleed"]);
    expect(body.detectors[0].cells.C01).toMatchObject({
      kind: "right",
      reasons: [{ reason: "overread_answered", times: 5 }],
    });
    expect(body.reasons.overread_answered).toMatchObject({ outcome: "vulnerable" });
  });
  test.each([
    ["/range/laboratories", { conditions: ["C99"] }, "bad_input"],
    ["/range/laboratories", { conditions: ["C01 --help"] }, "bad_request"],
    ["/range/laboratories", { conditions: [] }, "bad_request"],
    ["/range/scores", { conditions: ["C01"], detectors: ["profile/none"] }, "bad_input"],
    ["/range/scores", { conditions: ["C01"], detectors: ["--save=/etc/passwd"] }, "bad_request"],
    ["/range/scores", { conditions: ["C01"], repeats: 1000 }, "bad_request"],
  ])("%s refuses %j", async (path, body, code) => {
    expect((await ask("POST", path, body)).body.code).toBe(code);
  });
  test("a measurement that nobody began", async () => {
    expect((await ask("GET", "/range/scores/none")).status).toBe(404);
  });
  test("a laboratory comes up, says where it listens, and goes down", async () => {
    const started = await ask("POST", "/range/laboratories", { conditions: ["C03", "C43"] });
    expect(started).toMatchObject({ status: 202, body: { kind: "range", state: "running" } });
    const of = async () =>
      (await ask("GET", "/range/laboratories")).body.items.find((lab: { job: string }) => lab.job === started.body.id);
    const up = await until(of, (lab) => lab.servers.length === 2 || lab.state !== "running");
    expect(up).toMatchObject({ state: "running", conditions: ["C03", "C43"] });
    const [tls, mail] = up.servers;
    expect(tls).toMatchObject({ condition: "C03", truth: "vulnerable", target: `127.0.0.1:${tls.port}` });
    expect(mail.target).toBe(`smtp://127.0.0.1:${mail.port}`);
    expect((await ask("DELETE", `/jobs/${started.body.id}`)).status).toBe(202);
    expect(await until(of, (lab) => lab.state !== "running")).toMatchObject({ state: "stopped" });
  });
  test("scoring live gives a sheet, compared with the one that ships", async () => {
    const started = await ask("POST", "/range/scores", { conditions: ["C01", "C02"], repeats: 1 });
    expect(started).toMatchObject({ status: 202, body: { kind: "score" } });
    const of = async () => (await ask("GET", `/range/scores/${started.body.id}`)).body;
    const done = await until(of, ({ state, sheet }) => state !== "running" && (sheet !== null || state === "failed"));
    expect(done).toMatchObject({ state: "done", compared: { same: 2, changed: 0, fresh: 0 }, changes: [] });
    expect(done.sheet.detectors[0]).toMatchObject({ id: "heartbleed", totals: { right: 2, wrong: 0 } });
  });
});
