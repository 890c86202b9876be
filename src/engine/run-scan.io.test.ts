/** Whole runs: real servers, the real dialer and store, a tiny pack. */

import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LIMITS, manyNames, newRun, scanOf, targetAt } from "../../test/io/engine/scan-parts.ts";
import { PROBE, tinyPack } from "../../test/io/engine/tiny-pack.ts";
import { finding } from "../core/model/outcome.ts";
import type { TargetResult } from "../core/model/target.ts";
import type { EndKind } from "../core/model/transcript.ts";
import type { Dialer } from "../core/ports/net.ts";
import { type Store, StoreError } from "../core/ports/store.ts";
import { openStore } from "../io/store/open-store.ts";
import type { Pack, Rung } from "../packs/pack.ts";
import type { ScanEvent } from "./options.ts";
import { planScan } from "./plan-scan.ts";
import { reinterpret } from "./reinterpret.ts";
import { runScan } from "./run-scan.ts";

let folder: string;
let store: Store;
const servers: Server[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-engine-"));
  store = await openStore(join(folder, "test.db"));
});
afterEach(async () => {
  store.close();
  for (const server of servers.splice(0)) if (server.listening) await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** A server that reacts to the first bytes of each connection, and what it saw. */
async function serve(
  answer: (socket: Socket) => void,
  at: { readonly host?: string; readonly port?: number } = {},
): Promise<{ readonly port: number; readonly server: Server; connections: number; most: number }> {
  const seen = { connections: 0, open: 0, most: 0 };
  const server = createServer((socket) => {
    seen.connections += 1;
    seen.open += 1;
    seen.most = Math.max(seen.most, seen.open);
    socket.once("close", () => {
      seen.open -= 1;
    });
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  servers.push(server);
  server.listen({ host: "127.0.0.1", port: 0, ...at });
  await once(server, "listening");
  return Object.assign(seen, { server, port: (server.address() as AddressInfo).port });
}

const vulnerable = (socket: Socket): void => void socket.end("V");
const safe = (socket: Socket): void => void socket.end("S");

async function closedPort(): Promise<number> {
  const { port, server } = await serve(safe);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const verdicts = (told: readonly ScanEvent[]): Record<string, string> =>
  Object.fromEntries(
    told.flatMap((event) =>
      event.kind === "verdict" ? [[event.endpoint.targetText, `${event.verdict.outcome} ${event.verdict.reason}`]] : [],
    ),
  );
const observations = (told: readonly ScanEvent[]): readonly string[] =>
  told.flatMap((event) =>
    event.kind === "observation" ? [`${event.observation.detector} ${event.observation.reason}`] : [],
  );

describe("verdicts", () => {
  test("every endpoint has one, from what its server did", async () => {
    const [a, b, silent] = [await serve(vulnerable), await serve(safe), await serve(() => {})];
    const closed = await closedPort();
    const targets = [a.port, b.port, silent.port, closed].map((port) => targetAt("127.0.0.1", port));
    const scan = scanOf(store, targets, { probe: { ...PROBE, quickMs: 200 } });
    expect(await runScan(scan)).toEqual({ state: "done" });
    expect(verdicts(scan.told)).toEqual({
      [`127.0.0.1:${a.port}`]: "vulnerable overread_answered",
      [`127.0.0.1:${b.port}`]: "not_vulnerable malformed_discarded_control_answered",
      [`127.0.0.1:${silent.port}`]: "unknown silent_after_probe",
      [`127.0.0.1:${closed}`]: "unknown connect_refused",
    });
    expect(store.run("run")).toMatchObject({ state: "done", targetsRead: 4, targetsComplete: true });
    expect(store.counts("run")).toMatchObject({ endpoints: 4, endpointsDone: 4, observations: 4 });
    const stored = [...store.endpoints("run")].map(({ id }) => store.observationsOf(id).map(({ reason }) => reason));
    expect(stored).toEqual([
      ["overread_answered"],
      ["malformed_discarded_control_answered"],
      ["silent_after_probe"],
      ["connect_refused"],
    ]);
  });

  test("a name without address, an address out of scope and an unreadable line are rows, not gaps", async () => {
    const { port, connections } = await serve(vulnerable);
    const unreadable: TargetResult = {
      ok: false,
      error: { at: { source: "list", line: 3 }, text: "%%", problem: "expected a host" },
    };
    const scan = scanOf(store, [targetAt("gone.example", 443), unreadable, targetAt("127.0.0.1", port)]);
    await runScan({
      ...scan,
      inventory: { ...scan.inventory, decide: () => ({ allowed: false, why: "not covered" }) },
    });
    expect(verdicts(scan.told)).toEqual({
      "gone.example:443": "unknown dns_failure",
      [`127.0.0.1:${port}`]: "unknown out_of_scope",
    });
    expect(observations(scan.told).toSorted()).toEqual(["inventory dns_failure", "inventory out_of_scope"]);
    expect(scan.told).toContainEqual({ kind: "target_error", error: unreadable.ok ? null : unreadable.error });
    expect([...store.targetErrors("run")]).toHaveLength(1);
    expect(connections).toBe(0);
  });

  test("every address of a name is asked, and the dialer is told the name that led there", async () => {
    const { port } = await serve(vulnerable);
    await serve(safe, { host: "127.0.0.2", port });
    const asked: unknown[] = [];
    const scan = scanOf(store, [targetAt("shop.example", port)]);
    await runScan({
      ...scan,
      dialer: { run: (to, talk, options) => (asked.push(to), scan.dialer.run(to, talk, options)) },
      inventory: {
        ...scan.inventory,
        resolver: {
          resolve: async () => ({ kind: "addresses", addresses: ["127.0.0.1", "127.0.0.2"] }),
          description: "test",
        },
      },
    });
    expect(asked).toEqual(
      ["127.0.0.1", "127.0.0.2"].map((address) => ({
        address,
        port,
        transport: "tcp",
        name: "shop.example",
        resolved: true,
      })),
    );
    expect(store.counts("run")).toMatchObject({ targets: 1, endpoints: 2, endpointsDone: 2 });
  });

  test("results come while targets are still being read", async () => {
    const { port } = await serve(vulnerable);
    let release = (): void => {};
    const firstVerdict = new Promise<void>((resolve) => {
      release = resolve;
    });
    const scan = scanOf(store, []);
    await runScan({
      ...scan,
      targets: (async function* () {
        yield targetAt("127.0.0.1", port);
        await firstVerdict;
        yield targetAt("two.example", port);
      })(),
      events: (event) => {
        if (event.kind === "verdict") release();
      },
    });
    expect(store.counts("run")).toMatchObject({ endpointsDone: 2 });
  });
});

describe("limits", () => {
  test.each([
    ["at once in all", { concurrency: 3, perHost: 99 }, 3],
    ["at once per host", { concurrency: 99, perHost: 2 }, 2],
  ])("%s", async (_what, limits, expected) => {
    const server = await serve((socket) => setTimeout(() => socket.end("S"), 20));
    const scan = scanOf(store, manyNames(12, server.port));
    await runScan({
      ...scan,
      limits: { ...LIMITS, ...limits },
    });
    expect(server.connections).toBe(12);
    expect(server.most).toBe(expected);
  });

  test("a listener that is slow holds the run back", async () => {
    const { port } = await serve(safe);
    let pending = 0;
    let most = 0;
    const targets = manyNames(20, port);
    await runScan(
      scanOf(store, targets, {
        limits: { ...LIMITS, concurrency: 2 },
        events: async () => {
          pending += 1;
          most = Math.max(most, pending);
          await new Promise((resolve) => setTimeout(resolve, 2));
          pending -= 1;
        },
      }),
    );
    // Two endpoints and the list of targets.
    expect(most).toBeLessThanOrEqual(3);
  });
});

/** A dialer whose connections end before they begin, as given; after that they are real. */
function failingFirst(real: Dialer, ends: EndKind[]): Dialer {
  return {
    run(to, talk, options) {
      const how = ends.shift();
      if (how === undefined) return real.run(to, talk, options);
      talk.event({ kind: "end", at: 1, how }, { now: () => 1, send() {}, wakeIn() {}, close() {} });
      return Promise.resolve();
    },
  };
}

describe("retries", () => {
  test("a connection that timed out is tried again, both are observations", async () => {
    const { port } = await serve(safe);
    const scan = scanOf(store, [targetAt("127.0.0.1", port)]);
    await runScan({ ...scan, dialer: failingFirst(scan.dialer, ["connect_timeout"]) });
    expect(observations(scan.told)).toEqual([
      "tiny/letter connect_timeout",
      "tiny/letter malformed_discarded_control_answered",
    ]);
    const attempts = scan.told.map((event) => (event.kind === "observation" ? event.observation.attempt : null));
    expect(attempts.filter((attempt) => attempt !== null)).toEqual([1, 2]);
  });

  test("the second try leaves from any port: odd ones may be used up", async () => {
    const { port } = await serve(safe);
    const scan = scanOf(store, [targetAt("127.0.0.1", port)]);
    const odd: (boolean | undefined)[] = [];
    const starved = failingFirst(scan.dialer, ["local_resources"]);
    const pack: Pack = {
      ...tinyPack,
      next(endpoint, past, options) {
        const rung = tinyPack.next(endpoint, past, options);
        return rung === null ? null : { ...rung, dial: { ...rung.dial, oddSourcePort: true } };
      },
    };
    const dialer: Dialer = {
      run: (to, talk, options) => (odd.push(options.oddSourcePort), starved.run(to, talk, options)),
    };
    expect(await runScan({ ...scan, pack, dialer })).toEqual({ state: "done" });
    expect(odd).toEqual([true, false]);
  });

  test("but not for ever, and not where trying again cannot help", async () => {
    const scan = scanOf(store, [targetAt("127.0.0.1", 1)]);
    const limits = { ...LIMITS, retries: 2 };
    await runScan({ ...scan, limits, dialer: failingFirst(scan.dialer, Array(9).fill("connect_timeout")) });
    expect(observations(scan.told)).toHaveLength(3);
    const refused = scanOf(store, [targetAt("127.0.0.1", 1)], { run: newRun("other"), limits });
    await runScan({ ...refused, dialer: failingFirst(refused.dialer, ["refused", "refused"]) });
    expect(observations(refused.told)).toEqual(["tiny/letter connect_refused"]);
  });

  test("what this machine could not ask stays open, and is asked when the run is resumed", async () => {
    const { port } = await serve(safe);
    const scan = scanOf(store, [targetAt("127.0.0.1", port)]);
    const starved = failingFirst(scan.dialer, ["local_resources", "local_resources"]);
    expect(await runScan({ ...scan, dialer: starved })).toEqual({ state: "interrupted" });
    expect(scan.told.at(-1)).toMatchObject({ kind: "verdict", settled: false, verdict: { reason: "local_resources" } });
    const again = scanOf(store, []);
    expect(await runScan(again)).toEqual({ state: "done" });
    expect(verdicts(again.told)).toEqual({
      [`127.0.0.1:${port}`]: "not_vulnerable malformed_discarded_control_answered",
    });
  });
});

describe("circuit breaker", () => {
  test("a host that stops answering after a probe is left alone, also under its other names", async () => {
    const { port, server } = await serve((socket) => {
      server.close();
      safe(socket);
    });
    const scan = scanOf(store, [targetAt("one.example", port), targetAt("two.example", port)]);
    await runScan({
      ...scan,
      probe: { ...PROBE, draws: 3 },
      limits: { ...LIMITS, perHost: 1 },
    });
    expect(observations(scan.told)).toEqual([
      "tiny/letter malformed_discarded_control_answered",
      "tiny/letter connect_refused",
      "tiny/letter connect_refused",
      "engine host_stopped_answering",
      "engine host_stopped_answering",
    ]);
    expect(scan.told.filter(({ kind }) => kind === "host_stopped_answering")).toHaveLength(1);
    expect(verdicts(scan.told)[`two.example:${port}`]).toBe("unknown host_stopped_answering");
  });

  test("a port that never answered opens nothing", async () => {
    const closed = await closedPort();
    const { port } = await serve(vulnerable);
    const scan = scanOf(store, [targetAt("127.0.0.1", closed), targetAt("127.0.0.1", port)]);
    await runScan(scan);
    expect(scan.told.some(({ kind }) => kind === "host_stopped_answering")).toBe(false);
    expect(store.counts("run")).toMatchObject({ observations: 2 });
  });
});

describe("defects of a pack never lose an endpoint", () => {
  const broken = (): never => {
    throw new Error("defect\u001b[31m");
  };
  const withRung = (change: (rung: Rung) => Partial<Rung>): Pack => ({
    ...tinyPack,
    next(endpoint, past, options) {
      const rung = tinyPack.next(endpoint, past, options);
      return rung === null ? null : { ...rung, ...change(rung) };
    },
  });

  test.each<[string, Pack, string]>([
    ["next", { ...tinyPack, next: broken }, "engine tool_failed"],
    ["interpret", { ...tinyPack, interpret: broken }, "tiny/letter tool_failed"],
    ["start", withRung(() => ({ start: broken })), "tiny/letter tool_failed"],
    [
      "event",
      withRung((rung) => ({
        start: (random) => ({ event: broken, transcript: () => rung.start(random).transcript() }),
      })),
      "tiny/letter tool_failed",
    ],
    ["no question", { ...tinyPack, next: () => null }, "engine no_evidence"],
  ])("%s", async (_where, pack, expected) => {
    const { port } = await serve(vulnerable);
    const scan = scanOf(store, [targetAt("127.0.0.1", port)], { pack });
    expect(await runScan(scan)).toEqual({ state: "done" });
    expect(observations(scan.told)).toEqual([expected]);
    expect(Object.values(verdicts(scan.told))).toEqual([expected.replace(/^\S+/, "unknown")]);
    expect(JSON.stringify([...store.observations("run")])).not.toContain("\u001b");
  });

  test("a ladder without end is cut", async () => {
    const { port } = await serve(safe);
    const endless: Pack = { ...tinyPack, next: (endpoint, _past, options) => tinyPack.next(endpoint, [], options) };
    const scan = scanOf(store, [targetAt("127.0.0.1", port)], { pack: endless, probe: { ...PROBE, draws: 4 } });
    await runScan(scan);
    expect(observations(scan.told)).toHaveLength(4);
  });
});

describe("stopping and resuming", () => {
  test("what runs may finish, the rest waits; resumed, nothing is asked twice and nothing is lost", async () => {
    const server = await serve((socket) => setTimeout(() => socket.end("S"), 30));
    const targets = manyNames(30, server.port);
    const stop = new AbortController();
    const scan = scanOf(store, targets, { limits: { ...LIMITS, concurrency: 4 }, signal: stop.signal });
    const result = await runScan({
      ...scan,
      events: (event) => {
        void scan.events(event);
        if (event.kind === "verdict") stop.abort();
      },
    });
    expect(result).toEqual({ state: "interrupted" });
    const asked = observations(scan.told);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(30);
    expect(new Set(asked)).toEqual(new Set(["tiny/letter malformed_discarded_control_answered"]));
    expect(store.run("run")).toMatchObject({ state: "interrupted" });

    expect(await runScan(scanOf(store, targets))).toEqual({ state: "done" });
    expect(store.counts("run")).toMatchObject({ endpoints: 30, endpointsDone: 30, observations: 30 });
    expect(server.connections).toBe(30);
  });

  test("a list that was not read to its end is read on from there", async () => {
    const { port } = await serve(safe);
    const stop = new AbortController();
    const scan = scanOf(store, []);
    await runScan({
      ...scan,
      signal: stop.signal,
      targets: (async function* () {
        yield targetAt("127.0.0.1", port);
        yield targetAt("two.example", port);
        await new Promise(() => {});
      })(),
      events: (event) => {
        if (event.kind === "verdict") stop.abort();
      },
    });
    expect(store.run("run")).toMatchObject({ targetsRead: 2, targetsComplete: false, state: "interrupted" });
    const all = ["127.0.0.1", "two.example", "three.example"].map((host) => targetAt(host, port));
    expect(await runScan(scanOf(store, all))).toEqual({ state: "done" });
    expect(store.counts("run")).toMatchObject({ targets: 3, endpointsDone: 3 });
  });

  test("a server that does not come to an end is cut off after the time to drain, and asked again when resumed", async () => {
    const server = await serve(() => {});
    const stop = new AbortController();
    const scan = scanOf(store, [targetAt("127.0.0.1", server.port)], {
      limits: { ...LIMITS, drainMs: 50 },
      probe: { ...PROBE, quickMs: 30_000 },
      signal: stop.signal,
    });
    server.server.once("connection", () => stop.abort());
    expect(await runScan(scan)).toEqual({ state: "interrupted" });
    expect(observations(scan.told)).toEqual(["tiny/letter interrupted"]);
    expect(verdicts(scan.told)).toEqual({});
    const again = scanOf(store, [], { probe: { ...PROBE, quickMs: 50 } });
    expect(await runScan(again)).toEqual({ state: "done" });
    expect(verdicts(again.told)).toEqual({ [`127.0.0.1:${server.port}`]: "unknown silent_after_probe" });
  });

  test("a ladder goes on where it was", async () => {
    const server = await serve(safe);
    const stop = new AbortController();
    const scan = scanOf(store, [targetAt("127.0.0.1", server.port)], { probe: { ...PROBE, draws: 3 } });
    await runScan({
      ...scan,
      signal: stop.signal,
      events: (event) => {
        if (event.kind === "observation") stop.abort();
      },
    });
    expect(server.connections).toBe(1);
    const again = scanOf(store, [], { probe: { ...PROBE, draws: 3 } });
    await runScan(again);
    expect(server.connections).toBe(3);
    expect(again.told.at(-1)).toMatchObject({ kind: "verdict", verdict: { tally: { not_vulnerable: 3 } } });
  });

  test("another pack's run is not resumed", async () => {
    await runScan(scanOf(store, []));
    await expect(runScan(scanOf(store, [], { pack: { ...tinyPack, id: "other" } }))).rejects.toThrow("pack tiny");
  });
});

describe("what has to be there before a run is done", () => {
  test("is waited for while the run is still running, with everything asked", async () => {
    const states: (string | undefined)[] = [];
    const scan = scanOf(store, manyNames(3, (await serve(safe)).port));
    const beforeDone = async () => {
      states.push(store.run("run")?.state);
      expect(store.counts("run")).toMatchObject({ endpoints: 3, endpointsDone: 3 });
      store.addControls("run", []);
      return true;
    };
    expect(await runScan({ ...scan, beforeDone })).toEqual({ state: "done" });
    expect(states).toEqual(["running"]);
  });

  test("leaves the run unfinished where it is not there", async () => {
    const scan = scanOf(store, manyNames(1, (await serve(safe)).port));
    expect(await runScan({ ...scan, beforeDone: async () => false })).toEqual({ state: "interrupted" });
    expect(store.run("run")?.state).toBe("interrupted");
  });

  test("fails the run where it fails: it is not done", async () => {
    const scan = scanOf(store, manyNames(1, (await serve(safe)).port));
    await expect(runScan({ ...scan, beforeDone: () => Promise.reject(new Error("no controls")) })).rejects.toThrow();
    expect(store.run("run")?.state).not.toBe("done");
  });
});

describe("failures end the run and are told", () => {
  test("the store", async () => {
    const { port } = await serve(safe);
    const full = new StoreError("full", "The disk is full.");
    const failing = new Proxy(store, {
      get(target, key) {
        if (key === "append") {
          return () => {
            throw full;
          };
        }
        const value: unknown = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const targets = manyNames(50, port);
    await expect(runScan(scanOf(failing, targets))).rejects.toBe(full);
  });

  test("the list of targets", async () => {
    const { port } = await serve(safe);
    const scan = scanOf(store, []);
    const targets = (async function* () {
      yield targetAt("127.0.0.1", port);
      throw new Error("list.csv: cannot be read");
    })();
    await expect(runScan({ ...scan, targets })).rejects.toThrow("list.csv");
    expect(store.run("run")).toMatchObject({ targetsComplete: false });
  });
});

describe("planScan", () => {
  test("counts endpoints and connections, merges duplicates, connects to nothing", async () => {
    const server = await serve(safe);
    const { port } = server;
    const list = [
      targetAt("127.0.0.1", port),
      targetAt("127.0.0.1", port),
      targetAt("gone.example", 443),
      targetAt("192.0.2.1", 443),
    ];
    const scan = scanOf(store, list, { probe: { ...PROBE, draws: 3 } });
    const plan = await planScan({
      ...scan,
      inventory: {
        ...scan.inventory,
        ports: { first: 443, further: [8443] },
        decide: ({ address }) => (address === "192.0.2.1" ? { allowed: false, why: "no" } : { allowed: true }),
      },
    });
    expect(plan).toEqual({
      targets: 4,
      targetErrors: 0,
      endpoints: 3,
      first: 1,
      further: 0,
      unresolved: 1,
      outOfScope: 1,
      detectors: ["tiny/letter"],
      witnesses: [],
      mostQuestions: 0,
      mostConnections: 3,
    });
    expect(server.connections).toBe(0);
  });
});

describe("reinterpret", () => {
  test("reads stored transcripts again; saves only what changed, and only when asked", async () => {
    const [a, b] = [await serve(vulnerable), await serve(safe)];
    await runScan(
      scanOf(store, [targetAt("127.0.0.1", a.port), targetAt("127.0.0.1", b.port), targetAt("gone.example", 1)]),
    );
    const stricter: Pack = {
      ...tinyPack,
      detectors: tinyPack.detectors.map((detector) => ({ ...detector, version: "2" })),
      interpret(detector, transcripts) {
        const now = tinyPack.interpret(detector, transcripts);
        return now.outcome === "not_vulnerable" ? finding("zero_not_confirmed") : now;
      },
    };
    const again = (save: boolean) => [
      ...reinterpret({ store, pack: stricter, run: "run", readForeign: () => null, save }),
    ];
    const changes = again(false).map(({ old, now, changed }) => [old.reason, now.reason, changed]);
    expect(changes).toEqual([
      ["overread_answered", "overread_answered", false],
      ["malformed_discarded_control_answered", "zero_not_confirmed", true],
    ]);
    expect(store.counts("run").observations).toBe(3);
    again(true);
    expect(store.counts("run").observations).toBe(4);
    expect([...store.observations("run")].at(-1)).toMatchObject({ reason: "zero_not_confirmed", version: "2" });
    expect(again(true).some(({ changed }) => changed)).toBe(false);
  });
});
