/** The store on a real file, with whichever driver this Node has. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Endpoint } from "../../core/model/endpoint.ts";
import type { DetectorIdentity, Observation } from "../../core/model/observation.ts";
import { EVIDENCES, finding, OUTCOMES, REASON_CODES } from "../../core/model/outcome.ts";
import type { Target } from "../../core/model/target.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import { type IngestItem, type NewRun, type PlannedEndpoint, type Store, StoreError } from "../../core/ports/store.ts";
import type { Driver, OpenDriver } from "./driver.ts";
import { loadDriver } from "./load-driver.ts";
import { MIGRATIONS } from "./schema/migrations.ts";
import { openStore, openStoreWith } from "./open-store.ts";

let folder: string;
let file: string;
let open: OpenDriver;
const stores: Store[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-store-"));
  file = join(folder, "test.db");
  open = await loadDriver();
});
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the store and hands out the driver below it, to look or to interfere. */
function opened(): { readonly store: Store; readonly driver: Driver } {
  let driver: Driver | null = null;
  const store = openStoreWith((name) => {
    driver = open(name);
    return driver;
  }, file);
  stores.push(store);
  if (driver === null) throw new Error("the store did not open a driver");
  return { store, driver };
}

function withRun(): { readonly store: Store; readonly driver: Driver } {
  const both = opened();
  both.store.createRun(RUN);
  return both;
}

const RUN: NewRun = {
  id: "run-1",
  kind: "scan",
  pack: "pack",
  vantage: "here",
  version: "0.1.0",
  resolver: "system",
  draws: 2,
  options: '{"draws":2}',
  startedAt: "2026-11-22T10:00:00.000Z",
};
const DETECTOR: DetectorIdentity = { id: "pack/first", kind: "native", version: "1", lineage: "us" };
const NO_MORE = { read: 0, complete: false };

const target = (text: string): Target => ({
  text,
  at: { source: "list.csv", line: 7 },
  name: text,
  address: null,
  cidr: null,
  port: null,
  owner: "Ann",
  tag: "shop",
});
const at = (address: string | null, port = 443, serverName: string | null = null): Endpoint => ({
  address,
  port,
  transport: "tcp",
  serverName,
  origin: "asked",
});
const planned = (endpoint: Endpoint, given: Partial<PlannedEndpoint> = {}): PlannedEndpoint => ({
  endpoint,
  stage: 1,
  name: null,
  resolved: false,
  permitted: true,
  unresolved: null,
  ...given,
});
const item = (ordinal: number, text: string, ...endpoints: PlannedEndpoint[]): IngestItem => ({
  kind: "target",
  ordinal,
  target: target(text),
  endpoints,
});
const TRANSCRIPT: Transcript = {
  format: 1,
  rung: "first",
  address: "192.0.2.1",
  port: 443,
  serverName: null,
  events: [
    { at: 1.5, kind: "received", bytes: Uint8Array.of(1, 2, 3) },
    { at: 2, kind: "end", how: "fin" },
  ],
};
const observed = (given: Partial<Observation> = {}): Observation => ({
  endpoint: at("192.0.2.1"),
  provenance: null,
  pack: RUN.pack,
  detector: DETECTOR.id,
  version: DETECTOR.version,
  lineage: DETECTOR.lineage,
  vantage: RUN.vantage,
  run: RUN.id,
  mode: "automatic",
  attempt: 1,
  startedAt: "2026-11-22T10:00:01.234Z",
  durationMs: 12.5,
  ...finding("connect_refused", "nobody there"),
  transcripts: [TRANSCRIPT],
  ...given,
});

/** The only endpoint of a fresh run. */
function oneEndpoint(store: Store): number {
  store.ingest(RUN.id, [item(1, "a.example", planned(at("192.0.2.1")))], { read: 1, complete: true });
  return [...store.endpoints(RUN.id)][0]?.id ?? 0;
}

describe("the protocol before TLS", () => {
  test("is kept with its endpoint, is no part of its key, and the first that was named holds", () => {
    const { store } = withRun();
    const plain = at("192.0.2.1", 2525);
    const named = (startTls: "smtp" | "imap") => planned({ ...plain, startTls });
    store.ingest(RUN.id, [item(1, "a", planned(plain), planned(at("192.0.2.2")))], NO_MORE);
    store.ingest(
      RUN.id,
      [item(2, "b", named("smtp")), item(3, "c", named("imap")), item(4, "d", planned(plain))],
      NO_MORE,
    );
    const kept = [...store.endpoints(RUN.id)].map(({ endpoint }) => endpoint);
    expect(kept).toEqual([{ ...plain, startTls: "smtp" }, at("192.0.2.2")]);
    expect(kept[1]).not.toHaveProperty("startTls");
  });

  test("files of the schema before it are read as before", () => {
    const old = open(file);
    for (const [index, sql] of MIGRATIONS.slice(0, 3).entries()) old.exec(`${sql}; PRAGMA user_version = ${index + 1}`);
    old.exec("PRAGMA application_id = 2019780715");
    old.exec(`INSERT INTO run (id, pack, vantage, version, resolver, draws, options, started_at) VALUES ('run-1', 'pack', 'x', '0', 'x', 1, '{}', '2026-11-22T10:00:00.000Z');
      INSERT INTO endpoint (run, address, port, transport, server_name, origin, stage, resolved, permitted) VALUES (1, '192.0.2.1', 443, 'tcp', '', 'asked', 1, 0, 1);
      INSERT INTO target (run, ordinal, text, source, line) VALUES (1, 1, 'a', 'list', 1);
      INSERT INTO endpoint_target VALUES (1, 1)`);
    old.close();
    const { store } = opened();
    expect([...store.endpoints("run-1")].map(({ endpoint }) => endpoint)).toEqual([at("192.0.2.1")]);
  });
});

describe("runs", () => {
  test("are there after reopening, newest first, with state and counts", () => {
    const { store } = withRun();
    store.createRun({ ...RUN, id: "run-2" });
    store.ingest(
      RUN.id,
      [
        item(1, "a.example", planned(at("192.0.2.1")), planned(at("192.0.2.2"))),
        { kind: "error", ordinal: 2, error: { at: { source: "list", line: 2 }, text: "%", problem: "no target" } },
      ],
      { read: 2, complete: true },
    );
    const [first] = store.take(RUN.id, 1);
    store.append(first?.id ?? 0, DETECTOR, observed());
    store.finish(first?.id ?? 0);
    store.setRunState(RUN.id, "interrupted", "2026-11-22T10:01:00.000Z");
    store.close();
    stores.pop();

    const again = opened().store;
    expect(again.runs().map(({ id, state }) => [id, state])).toEqual([
      ["run-2", "running"],
      ["run-1", "interrupted"],
    ]);
    expect(again.run(RUN.id)).toEqual({
      ...RUN,
      state: "interrupted",
      endedAt: "2026-11-22T10:01:00.000Z",
      targetsRead: 2,
      targetsComplete: true,
    });
    expect(again.counts(RUN.id)).toEqual({
      targets: 1,
      targetErrors: 1,
      endpoints: 2,
      endpointsDone: 1,
      observations: 1,
    });
    expect([...again.targetErrors(RUN.id)]).toEqual([
      { at: { source: "list", line: 2 }, text: "%", problem: "no target" },
    ]);
    expect(again.run("run-3")).toBeNull();
    expect(() => again.take("run-3", 1)).toThrow("There is no run run-3");
  });
});

describe("endpoints", () => {
  test("duplicates are merged, all their targets kept", () => {
    const { store } = withRun();
    store.ingest(
      RUN.id,
      [item(1, "a.example", planned(at("192.0.2.1"))), item(2, "b.example", planned(at("192.0.2.1")))],
      NO_MORE,
    );
    const [only, ...others] = store.endpoints(RUN.id);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ targetText: "a.example", endpoint: at("192.0.2.1"), done: false });
    expect(store.targetsOf(only?.id ?? 0)).toEqual([target("a.example"), target("b.example")]);
  });

  test("address, port and server name make the difference, their absence too", () => {
    const { store } = withRun();
    const different = [
      at("192.0.2.1"),
      at("192.0.2.1", 444),
      at("192.0.2.1", 443, "a.example"),
      at("::1"),
      at(null, 443, "a.example"),
    ];
    store.ingest(RUN.id, [item(1, "x", ...different.map((endpoint) => planned(endpoint)))], NO_MORE);
    expect([...store.endpoints(RUN.id)].map(({ endpoint }) => endpoint)).toEqual(different);
  });

  test("ingesting the same again, as after a kill, changes nothing", () => {
    const { store } = withRun();
    const items = [item(1, "a.example", planned(at("192.0.2.1")), planned(at("192.0.2.2")))];
    store.ingest(RUN.id, items, NO_MORE);
    const before = [...store.endpoints(RUN.id)];
    store.ingest(RUN.id, items, NO_MORE);
    expect([...store.endpoints(RUN.id)]).toEqual(before);
    expect(store.targetsOf(before[0]?.id ?? 0)).toHaveLength(1);
  });

  test("a port that is asked for by name is asked first, whoever mentioned it before", () => {
    const { store } = withRun();
    const discovered = planned({ ...at("192.0.2.1", 8443), origin: "discovered" }, { stage: 2 });
    store.ingest(
      RUN.id,
      [item(1, "net", discovered), item(2, "host", planned(at("192.0.2.1", 8443))), item(3, "net", discovered)],
      NO_MORE,
    );
    expect([...store.endpoints(RUN.id)]).toMatchObject([{ stage: 1, endpoint: { origin: "asked" } }]);
  });

  test("a permitted mention brings its name, a later one that is not permitted does not replace it", () => {
    const { store } = withRun();
    const mention = (name: string, permitted: boolean): PlannedEndpoint =>
      planned(at("192.0.2.1"), { name, resolved: permitted, permitted });
    store.ingest(
      RUN.id,
      [
        item(1, "x", mention("first", false)),
        item(2, "y", mention("permitted", true)),
        item(3, "z", mention("last", false)),
      ],
      NO_MORE,
    );
    expect([...store.endpoints(RUN.id)]).toMatchObject([{ name: "permitted", resolved: true }]);
  });

  test("why there is no address is kept", () => {
    const { store } = withRun();
    const unresolved = { reason: "dns_failure", detail: "SERVFAIL" } as const;
    store.ingest(RUN.id, [item(1, "x", planned(at(null, 443, "x"), { unresolved }))], NO_MORE);
    expect([...store.endpoints(RUN.id)]).toMatchObject([{ unresolved }]);
  });

  test("are taken once, stage 1 first; what was taken and not finished can be put back", () => {
    const { store } = withRun();
    store.ingest(
      RUN.id,
      [
        item(
          1,
          "x",
          planned(at("192.0.2.1", 1), { stage: 2 }),
          planned(at("192.0.2.1", 2)),
          planned(at("192.0.2.1", 3), { stage: 2 }),
          planned(at("192.0.2.1", 4)),
        ),
      ],
      NO_MORE,
    );
    const ports = (count: number) => store.take(RUN.id, count).map(({ endpoint }) => endpoint.port);
    const first = store.take(RUN.id, 3);
    expect(first.map(({ endpoint }) => endpoint.port)).toEqual([2, 4, 1]);
    expect(ports(3)).toEqual([3]);
    expect(ports(3)).toEqual([]);
    store.finish(first[0]?.id ?? 0);
    store.requeue(RUN.id);
    expect(ports(9)).toEqual([4, 1, 3]);
  });

  test("known at an address or under a name, in any run or in any but one", () => {
    const { store } = withRun();
    store.createRun({ ...RUN, id: "run-2" });
    store.ingest(
      "run-1",
      [item(1, "a.example", planned(at("192.0.2.1", 443, "a.example"), { name: "a.example" }))],
      NO_MORE,
    );
    store.ingest("run-2", [item(1, "192.0.2.1", planned(at("192.0.2.1")))], NO_MORE);
    const known = (otherThan: string | null) =>
      new Set(
        store
          .knownAt({ address: "192.0.2.1", name: "a.example", port: 443, transport: "tcp" }, otherThan)
          .map(({ endpoint }) => endpoint.serverName),
      );
    expect(known(null)).toEqual(new Set(["a.example", null]));
    expect(known("run-1")).toEqual(new Set([null]));
    expect(known("run-2")).toEqual(new Set(["a.example"]));
  });

  test("of many pages are all there, in order", () => {
    const { store } = withRun();
    const many = Array.from({ length: 1_234 }, (_, index) => planned(at("192.0.2.1", index + 1)));
    store.ingest(RUN.id, [item(1, "x", ...many)], NO_MORE);
    expect([...store.endpoints(RUN.id)].map(({ endpoint }) => endpoint.port)).toEqual(
      many.map(({ endpoint }) => endpoint.port),
    );
  });
});

describe("observations", () => {
  test("come back as they went in, transcripts by hash", () => {
    const { store } = withRun();
    const id = oneEndpoint(store);
    store.append(id, DETECTOR, observed());
    const [read] = store.observationsOf(id);
    const { transcripts: _, ...facts } = observed();
    expect(read).toMatchObject({ ...facts, endpointId: id, reinterprets: null });
    expect(store.transcripts(read?.transcriptHash ?? "")).toEqual({ ok: true, transcripts: [TRANSCRIPT] });
    expect([...store.observations(RUN.id)]).toEqual([read]);
    expect(store.transcripts("00")).toMatchObject({ ok: false });
  });

  test("without a connection have no transcripts", () => {
    const { store } = withRun();
    const id = oneEndpoint(store);
    store.append(id, DETECTOR, observed({ transcripts: [] }));
    expect(store.observationsOf(id)[0]?.transcriptHash).toBeNull();
  });

  test("the same transcripts are stored once", () => {
    const { store, driver } = withRun();
    const id = oneEndpoint(store);
    for (const attempt of [1, 2, 3]) store.append(id, DETECTOR, observed({ attempt }));
    expect(store.observationsOf(id).map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(driver.prepare("SELECT count(*) AS n FROM blob").get()).toEqual({ n: 1 });
  });

  test.each([
    "UPDATE observation SET outcome = 0",
    "DELETE FROM observation",
    "REPLACE INTO observation SELECT * FROM observation",
    "UPDATE blob SET bytes = x''",
    "DELETE FROM blob",
    "REPLACE INTO blob SELECT sha256, 9, x'' FROM blob",
  ])("are never changed: %s", (sql) => {
    const { store, driver } = withRun();
    const id = oneEndpoint(store);
    store.append(id, DETECTOR, observed());
    const before = store.observationsOf(id);
    expect(() => {
      driver.exec(sql);
      throw new Error("the statement was accepted");
    }).toThrow(sql.startsWith("REPLACE INTO blob") ? "accepted" : "never");
    expect(store.observationsOf(id)).toEqual(before);
    expect(store.transcripts(before[0]?.transcriptHash ?? "")).toEqual({ ok: true, transcripts: [TRANSCRIPT] });
  });

  test("a later reading stands for the one it reads again, both stay", () => {
    const { store } = withRun();
    const id = oneEndpoint(store);
    store.append(id, DETECTOR, observed());
    store.append(id, DETECTOR, observed({ attempt: 2 }));
    const [first, second] = store.observationsOf(id);
    store.append(id, { ...DETECTOR, version: "2" }, observed({ version: "2" }), first?.id);
    expect(store.observationsOf(id)).toHaveLength(3);
    expect(store.currentObservationsOf(id).map(({ version, reinterprets }) => [version, reinterprets])).toEqual([
      [second?.version, null],
      ["2", first?.id],
    ]);
  });

  test("what is finished was appended before: one transaction for both", () => {
    const { store, driver } = withRun();
    const id = oneEndpoint(store);
    const other = open(file);
    const seen = () => [
      other.prepare("SELECT count(*) AS n FROM observation").get()?.["n"],
      other.prepare("SELECT state FROM endpoint").get()?.["state"],
    ];
    store.append(id, DETECTOR, observed());
    store.finish(id);
    expect(seen()).toEqual([0, 0]);
    store.flush();
    expect(seen()).toEqual([1, 2]);
    other.close();
    expect(driver.name).toBe(store.driver);
  });

  test("are written together or not at all", () => {
    const { store, driver } = withRun();
    const id = oneEndpoint(store);
    store.append(id, DETECTOR, observed());
    store.append(id + 1, DETECTOR, observed());
    expect(() => store.flush()).toThrow("FOREIGN KEY");
    expect(driver.prepare("SELECT count(*) AS n FROM observation").get()).toEqual({ n: 0 });
    stores.pop();
    expect(() => store.close()).toThrow(StoreError);
  });

  test("are written soon without being asked to", async () => {
    const { store } = withRun();
    const id = oneEndpoint(store);
    store.append(id, DETECTOR, observed());
    const other = open(file);
    while (other.prepare("SELECT count(*) AS n FROM observation").get()?.["n"] !== 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    other.close();
  });

  test("with a word that this version does not know are an error, not a default", () => {
    const { store, driver } = withRun();
    const id = oneEndpoint(store);
    store.append(id, DETECTOR, observed());
    store.flush();
    driver.exec("DROP TRIGGER observation_is_never_changed; UPDATE observation SET reason = 'from_the_future'");
    expect(() => store.observationsOf(id)).toThrow(StoreError);
  });
});

describe("failures", () => {
  /** The problem and exit code of the StoreError that `work` throws; its message is one sentence naming the file. */
  function failureOf(work: () => unknown): readonly [string, number] {
    try {
      work();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      expect(error.message).toContain(file);
      expect(error.message).toMatch(/\.$/);
      expect(error.message).not.toContain("\n");
      return [error.problem, error.exitCode];
    }
    throw new Error("nothing was thrown");
  }

  test("not a database", () => {
    writeFileSync(file, "name,address\nshop,192.0.2.1\n".repeat(100));
    expect(failureOf(opened)).toEqual(["not_ours", 65]);
  });

  test("another program's database", () => {
    const other = open(file);
    other.exec("CREATE TABLE bookmarks (url TEXT)");
    other.close();
    expect(failureOf(opened)).toEqual(["not_ours", 65]);
  });

  test("a later version's database", () => {
    const { store, driver } = opened();
    driver.exec("PRAGMA user_version = 99");
    store.close();
    stores.pop();
    expect(failureOf(opened)).toEqual(["newer", 65]);
  });

  test("a folder that does not exist", () => {
    file = join(folder, "missing", "test.db");
    expect(failureOf(opened)).toEqual(["cannot_open", 65]);
  });

  test("a folder in its place", () => {
    file = folder;
    expect(failureOf(opened)).toEqual(["cannot_open", 65]);
  });

  test("read-only", () => {
    const { store, driver } = opened();
    driver.exec("PRAGMA query_only = ON");
    expect(failureOf(() => store.createRun(RUN))).toEqual(["read_only", 65]);
  });

  test("a full disk: told to whoever comes next, and what was saved stays", () => {
    const { store, driver } = withRun();
    const id = oneEndpoint(store);
    store.append(id, DETECTOR, observed());
    store.flush();
    const { page_count: pages } = driver.prepare("PRAGMA page_count").get() ?? {};
    driver.exec(`PRAGMA max_page_count = ${Number(pages)}`);
    const large = "x".repeat(100_000);
    expect(
      failureOf(() => {
        store.append(id, DETECTOR, observed({ detail: large }));
        store.flush();
      }),
    ).toEqual(["full", 70]);
    driver.exec("PRAGMA max_page_count = 1000000");
    store.flush();
    expect(store.observationsOf(id).map(({ detail }) => detail.length)).toEqual([12, large.length]);
  });

  test("a full disk met in the background is thrown at the next call", async () => {
    const { store, driver } = withRun();
    const id = oneEndpoint(store);
    store.flush();
    const { page_count: pages } = driver.prepare("PRAGMA page_count").get() ?? {};
    driver.exec(`PRAGMA max_page_count = ${Number(pages)}`);
    store.append(id, DETECTOR, observed({ detail: "x".repeat(100_000) }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(failureOf(() => store.finish(id))).toEqual(["full", 70]);
    driver.exec("PRAGMA max_page_count = 1000000");
  });

  test("locked: nothing is lost, the next flush has it", () => {
    const { store, driver } = withRun();
    const id = oneEndpoint(store);
    driver.exec("PRAGMA busy_timeout = 20");
    const other = open(file);
    other.exec("BEGIN IMMEDIATE");
    store.append(id, DETECTOR, observed());
    expect(failureOf(() => store.flush())).toEqual(["locked", 70]);
    other.exec("COMMIT");
    other.close();
    store.flush();
    expect(store.observationsOf(id)).toHaveLength(1);
  });
});

test("openStore finds a driver by itself and creates the file", async () => {
  const store = await openStore(file);
  stores.push(store);
  expect(["node:sqlite", "better-sqlite3"]).toContain(store.driver);
  expect(store.runs()).toEqual([]);
});

describe("answers as columns", () => {
  test("every endpoint once over several runs, every answer in its place, none that was read again", () => {
    const { store } = withRun();
    store.createRun({ ...RUN, id: "run-2" });
    const places = [planned(at("192.0.2.1")), planned(at("192.0.2.2"))];
    for (const run of [RUN.id, "run-2"]) store.ingest(run, [item(1, "a", ...places)], { read: 1, complete: true });
    const [one = 0, two = 0] = [...store.endpoints(RUN.id)].map(({ id }) => id);
    const [again = 0] = [...store.endpoints("run-2")].map(({ id }) => id);
    store.append(one, DETECTOR, observed());
    store.append(two, DETECTOR, observed({ endpoint: at("192.0.2.2"), ...finding("overread_answered") }));
    store.append(again, DETECTOR, observed({ run: "run-2", mode: "manual", ...finding("negative_reported") }));
    const [first] = store.observationsOf(one);
    store.append(one, DETECTOR, observed({ attempt: 2, ...finding("connect_timeout") }), first?.id ?? 0);

    const table = store.answers([RUN.id, "run-2"]);
    expect(table.endpoints.map(({ address }) => address)).toEqual(["192.0.2.1", "192.0.2.2"]);
    const answers = Array.from(table.endpoint, (endpoint, index) => {
      const source = table.sources[table.source[index] ?? -1];
      const outcome = OUTCOMES[table.outcome[index] ?? -1];
      return [endpoint, source?.run, source?.mode, source?.lineage, outcome, EVIDENCES[table.evidence[index] ?? -1]];
    });
    expect(answers).toEqual([
      [0, "run-1", "automatic", "us", "unknown", "inferred"],
      [0, "run-2", "manual", "us", "not_vulnerable", "reported"],
      [1, "run-1", "automatic", "us", "vulnerable", "demonstrated"],
    ]);
    expect([...table.starts]).toEqual([0, 2, 3]);
    expect([...table.endpointIds]).toEqual([one, again, two, ...[...store.endpoints("run-2")].slice(1).map(({ id }) => id)]);
    expect([...table.reason].map((code) => REASON_CODES[code])).toEqual(["connect_timeout", "negative_reported", "overread_answered"]);
    expect(store.targetTexts(table)).toEqual([["a"], ["a"]]);
    expect(table.startedAt[0]).toBe(Date.parse("2026-11-22T10:00:01.234Z"));
    expect(store.answers([]).endpoint).toHaveLength(0);
  });
});
