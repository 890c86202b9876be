/** The board that keeps up says what a board says that is made anew, whatever was written in between. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { ALL_ROWS, type BoardQuery, SORTS } from "../../../core/board/query.ts";
import { muteFingerprint } from "../../../core/board/mutes.ts";
import type { Endpoint } from "../../../core/model/endpoint.ts";
import type { DetectorIdentity } from "../../../core/model/observation.ts";
import { finding, type Reason } from "../../../core/model/outcome.ts";
import type { Store } from "../../../core/ports/store.ts";
import { openStore } from "../../../io/store/open-store.ts";
import { Board } from "./board.ts";

const PLACES: readonly Endpoint[] = [
  { address: "192.0.2.9", port: 443, transport: "tcp", serverName: "a.example", origin: "asked" },
  { address: "192.0.2.10", port: 443, transport: "tcp", serverName: null, origin: "discovered" },
  { address: "192.0.2.10", port: 25, transport: "tcp", serverName: null, origin: "asked" },
  { address: null, port: null, transport: "tcp", serverName: "b.example", origin: "asked" },
];
const DETECTORS: readonly DetectorIdentity[] = [
  { id: "heartbleed/flight", kind: "native", version: "1", lineage: "crosscheck" },
  { id: "nmap", kind: "tool", version: "7", lineage: "nmap" },
  { id: "nmap", kind: "tool", version: "6", lineage: "nmap" },
  { id: "sslscan", kind: "tool", version: "2", lineage: "stafford" },
];
const REASONS: readonly Reason[] = [
  "overread_answered",
  "finding_reported",
  "malformed_discarded_control_answered",
  "negative_reported",
  "connect_refused",
  "tool_missing",
];
const RUNS = ["one", "two", "three"] as const;
const run = fc.constantFrom(...RUNS);
const below = (n: number) => fc.integer({ min: 0, max: n - 1 });
const one = fc.oneof(
  fc.record({
    kind: fc.constant("begin"),
    run,
    of: fc.constantFrom("scan" as const, "import" as const),
    draws: fc.constantFrom(1, 2),
  }),
  fc.record({
    kind: fc.constant("plan"),
    run,
    place: below(PLACES.length),
    owner: fc.constantFrom(null, "ops", "web"),
  }),
  fc.record({
    kind: fc.constant("answer"),
    run,
    place: below(PLACES.length),
    detector: below(DETECTORS.length),
    vantage: fc.constantFrom("here", "there"),
    reason: fc.constantFrom(...REASONS),
    minute: below(5),
  }),
  fc.record({
    kind: fc.constant("control"),
    run,
    detector: fc.constantFrom("heartbleed", "nmap"),
    reason: fc.constantFrom(...REASONS),
  }),
  fc.record({ kind: fc.constant("end"), run }),
  fc.record({ kind: fc.constant("look") }),
);
const BEGINNING: readonly Step[] = [
  { kind: "begin", run: "one", of: "scan", draws: 1 },
  ...PLACES.slice(0, 3).map((_, place) => ({ kind: "plan", run: "one", place, owner: "ops" }) as const),
];
const LOOK: Step = { kind: "look" };
const step = fc.oneof(
  { weight: 2, arbitrary: one },
  { weight: 3, arbitrary: one.filter(({ kind }) => kind === "answer" || kind === "look") },
);
type Step = typeof one extends fc.Arbitrary<infer T> ? T : never;

const folder = mkdtempSync(join(tmpdir(), "board-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function take(store: Store, each: Step, ordinal: number): void {
  if (each.kind === "look" || !("run" in each)) return;
  const { run: id } = each;
  if (each.kind === "begin") {
    if (store.run(id) !== null) return;
    const startedAt = `2026-11-10T1${RUNS.indexOf(id)}:00:00.000Z`;
    const common = { vantage: "here", version: "1", resolver: "r", options: "{}", startedAt };
    store.createRun({ id, kind: each.of, pack: "heartbleed", draws: each.draws, ...common });
    return;
  }
  if (store.run(id) === null) return;
  if (each.kind === "plan") {
    const endpoint = PLACES[each.place];
    // Once planned, an endpoint's line of the list is not written again.
    if (endpoint === undefined || planned(store, id, endpoint) !== undefined) return;
    const at = { source: "list", line: ordinal };
    const text = `${id} ${endpoint.address}`;
    const target = { text, at, name: null, address: null, cidr: null, port: null, owner: each.owner, tag: null };
    const place = { endpoint, stage: 1 as const, name: null, resolved: false, permitted: true, unresolved: null };
    store.ingest(id, [{ kind: "target", ordinal, target, endpoints: [place] }], { read: ordinal, complete: false });
  } else if (each.kind === "answer") {
    const endpoint = PLACES[each.place];
    const identity = DETECTORS[each.detector];
    const stored = endpoint === undefined ? undefined : planned(store, id, endpoint);
    if (endpoint === undefined || identity === undefined || stored === undefined) return;
    store.append(stored, identity, {
      endpoint,
      pack: "heartbleed",
      detector: identity.id,
      version: identity.version,
      lineage: identity.lineage,
      vantage: each.vantage,
      run: id,
      mode: "automatic",
      attempt: 1,
      startedAt: `2026-11-10T1${RUNS.indexOf(id)}:0${each.minute}:00.000Z`,
      durationMs: 1,
      ...finding(each.reason),
      transcripts: [],
      provenance: null,
    });
    store.flush();
  } else if (each.kind === "control") {
    const { detector, reason } = each;
    store.addControls(id, [{ detector, condition: "C01", truth: "vulnerable", reason }]);
  } else store.setRunState(id, "done", "2026-11-10T20:00:00.000Z");
}

function planned(store: Store, runId: string, { address, port, serverName }: Endpoint): number | undefined {
  const same = ({ endpoint }: { readonly endpoint: Endpoint }) =>
    endpoint.address === address && endpoint.port === port && endpoint.serverName === serverName;
  return [...store.endpoints(runId)].find(same)?.id;
}

/** All that the API tells of a board, free of the order in which things were met. */
function told(board: Board) {
  const { columns } = board;
  const rows = [...board.rows]
    .map(({ key, endpoint, ids, names, owner, outcome, reason, evidence, shown, cells, muted }) => ({
      key,
      endpoint,
      ids,
      names,
      owner,
      outcome,
      reason,
      evidence,
      shown,
      muted,
      cells: columns.map(({ detector, place }) => [detector, cells[place] ?? 0]),
    }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  // Which of two clusters of one size comes first depends on the numbers of the columns.
  const orders = queries(board).map((query) =>
    query.sort === "cluster"
      ? keysIn(board, query).toSorted((a = "", b = "") => (a < b ? -1 : 1))
      : keysIn(board, query),
  );
  return {
    rows,
    orders,
    columns: columns.map((column) => ({ ...column, place: null, invalid: column.invalid.length })),
  };
}

/** On a slow machine one look may not take in everything. */
function caughtUp(board: Board) {
  let change = board.refresh();
  while (board.behind) change = board.refresh() ?? change;
  return change;
}

function keysIn(board: Board, query: BoardQuery): readonly (string | undefined)[] {
  return [...board.order(query)].map((place) => board.rows[place]?.key);
}

function queries(board: Board): readonly BoardQuery[] {
  const column = board.placeOf("nmap") ?? 99;
  return [
    ...SORTS.map((sort) => ({ ...ALL_ROWS, sort, sortColumn: column })),
    { ...ALL_ROWS, split: true, descending: true },
    { ...ALL_ROWS, heaps: ["open"] as const, owner: "ops" },
    { ...ALL_ROWS, cell: { column, says: "1" as const } },
    { ...ALL_ROWS, text: "A.EXAMPLE" },
  ];
}

test("keeping up is the same as beginning again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
      const file = join(folder, `${++files}.db`);
      const store = await openStore(file);
      try {
        const board = new Board(store, null);
        for (const [at, each] of [...BEGINNING, LOOK, ...steps].entries()) {
          take(store, each, at + 1);
          if (each.kind !== "look") continue;
          const before = board.revision;
          const change = caughtUp(board);
          // Orders are asked for in between, so that keeping them is put to the test.
          for (const query of queries(board)) board.order(query);
          expect(told(board).orders).toEqual(told(new Board(store, null)).orders);
          if (change !== null) expect(board.revision).toBeGreaterThan(before);
          else expect(board.revision).toBe(before);
        }
        caughtUp(board);
        expect(board.refresh()).toBeNull();
        expect(told(board)).toEqual(told(new Board(store, null)));
      } finally {
        store.close();
      }
    }),
    { numRuns: 40 },
  );
});

async function small(): Promise<{ readonly store: Store; readonly board: Board }> {
  const store = await openStore(join(folder, `${++files}.db`));
  const steps: readonly Step[] = [
    { kind: "begin", run: "one", of: "scan", draws: 1 },
    { kind: "plan", run: "one", place: 0, owner: "ops" },
    { kind: "plan", run: "one", place: 2, owner: null },
    { kind: "answer", run: "one", place: 0, detector: 1, vantage: "here", reason: "finding_reported", minute: 1 },
  ];
  for (const [at, each] of steps.entries()) take(store, each, at + 1);
  return { store, board: new Board(store, null) };
}

const KEY = "a.example@192.0.2.9:443";

test("a change names its rows, and a row that was planned is there before it was asked", async () => {
  const { store, board } = await small();
  expect(keysIn(board, ALL_ROWS)).toEqual(["192.0.2.10:25", KEY]);
  take(store, { kind: "plan", run: "one", place: 3, owner: null }, 9);
  take(
    store,
    { kind: "answer", run: "one", place: 0, detector: 3, vantage: "here", reason: "negative_reported", minute: 2 },
    10,
  );
  const change = board.refresh();
  expect(new Set(change?.rows)).toEqual(new Set([KEY, "b.example:* (no address)"]));
  expect(board.columns.map(({ detector }) => detector)).toEqual(["nmap", "sslscan"]);
  store.close();
});

test("a judgement stays with its row until the verdict changes, and takes the order with it", async () => {
  const { store, board } = await small();
  const byProbability: BoardQuery = { ...ALL_ROWS, sort: "probability" };
  const judged = (p: number) => ({ word: "SUSPECT", heap: "open", probability: p, low: 0, high: 1 }) as const;
  const keys = [KEY, "192.0.2.10:25", "nobody:1"];
  board.judge({ keys, at: (index) => judged([0.1, 0.9, 0.5][index] ?? 0) });
  expect(keysIn(board, byProbability)).toEqual(["192.0.2.10:25", KEY]);
  board.judge({ keys, at: (index) => judged([0.95, 0.9, 0.5][index] ?? 0) });
  expect(keysIn(board, byProbability)).toEqual([KEY, "192.0.2.10:25"]);
  take(
    store,
    { kind: "answer", run: "one", place: 0, detector: 0, vantage: "here", reason: "overread_answered", minute: 2 },
    10,
  );
  board.refresh();
  expect(board.row(KEY)?.judged).toBeNull();
  expect(board.row("192.0.2.10:25")?.judged?.probability).toBe(0.9);
  board.judge({ keys: [KEY], at: () => judged(0.4) });
  expect(board.row("192.0.2.10:25")?.judged).toBeNull();
  store.close();
});

test("a mute holds until the evidence changes, and counts stay", async () => {
  const { store, board } = await small();
  const row = board.row(KEY);
  if (row === null) throw new Error("no row");
  const mute = { id: 1, at: "2026-11-10T10:00:00.000Z", who: "me", endpoint: KEY, reason: "known", liftedAt: null };
  board.mute(
    [{ ...mute, until: "2999-01-01T00:00:00.000Z", fingerprint: muteFingerprint(row) }],
    "2026-11-10T10:00:01.000Z",
  );
  expect(board.row(KEY)?.muted).toBe(true);
  expect(board.order({ ...ALL_ROWS, muted: "hide" })).toHaveLength(1);
  expect(board.order({ ...ALL_ROWS, muted: "only" })).toHaveLength(1);
  expect(board.order(ALL_ROWS)).toHaveLength(2);
  take(
    store,
    { kind: "answer", run: "one", place: 0, detector: 0, vantage: "here", reason: "overread_answered", minute: 3 },
    11,
  );
  board.refresh();
  expect(board.row(KEY)?.muted).toBe(false);
  board.mute([], "2026-11-10T10:00:02.000Z");
  expect(board.order({ ...ALL_ROWS, muted: "only" })).toHaveLength(0);
  store.close();
});
