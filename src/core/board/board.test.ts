import fc from "fast-check";
import { expect, test } from "vitest";
import { matrixCells } from "../matrix/matrix.ts";
import { EVIDENCES, finding, OUTCOMES, type Reason } from "../model/outcome.ts";
import type { Mute } from "../ports/desk.ts";
import { type BoardRow, disagreement, HEAPS, heapOfRow, isSplit } from "./board-row.ts";
import { cellCode, NOT_ASKED, readCell, says0, says1, saysUnknown } from "./cell-code.ts";
import { muteFingerprint, muteHolds } from "./mutes.ts";
import { ALL_ROWS, alphabetOf, type BoardQuery, placesOf, sameInOrder, SORTS } from "./query.ts";

const count = fc.integer({ min: 0, max: 3 });
const anyCell = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
  evidence: fc.constantFrom(...EVIDENCES),
  failed: fc.boolean(),
  tally: fc.record({ vulnerable: count, not_vulnerable: count, unknown: count }),
});

test("a cell survives its byte", () => {
  fc.assert(
    fc.property(anyCell, ({ outcome, evidence, failed, tally }) => {
      const reason = failed ? "control_failed" : "no_evidence";
      const code = cellCode({ outcome, evidence, reason, tally });
      expect(code).toBeGreaterThan(NOT_ASKED);
      expect(code).toBeLessThan(128);
      const split = tally.vulnerable > 0 && tally.not_vulnerable > 0;
      expect(readCell(code)).toEqual({ outcome, evidence, invalid: failed, split });
    }),
  );
});

test("nothing but a 0 says 0, unless repetitions disagree: unknown is never safe", () => {
  const none = { vulnerable: 0, not_vulnerable: 0, unknown: 0 };
  for (const outcome of OUTCOMES) {
    for (const evidence of EVIDENCES) {
      const code = cellCode({ outcome, evidence, reason: "no_evidence", tally: none });
      expect(says0(code)).toBe(outcome === "not_vulnerable");
      expect(says1(code)).toBe(outcome === "vulnerable");
      expect(saysUnknown(code)).toBe(outcome === "unknown");
    }
  }
  expect([says0(NOT_ASKED), says1(NOT_ASKED), saysUnknown(NOT_ASKED)]).toEqual([false, false, false]);
  expect(readCell(NOT_ASKED).outcome).toBeNull();
});

/** One column a word: `1`, `0`, `?`, `x` repetitions that disagree, `.` not asked. */
function cellsFrom(words: string): Uint8Array {
  const said: Readonly<Record<string, readonly Reason[]>> = {
    "1": ["finding_reported"],
    "0": ["negative_reported"],
    "?": ["tool_timed_out"],
    x: ["finding_reported", "negative_reported"],
  };
  return Uint8Array.from(words, (word) => {
    const answers = (said[word] ?? []).map((reason) => ({ detector: "d", ...finding(reason) }));
    const cell = matrixCells(answers).get("d");
    return cell === undefined ? NOT_ASKED : cellCode(cell);
  });
}

test.each([
  ["110?", true, 2 * 1 * 256 + 1],
  ["000", false, 0],
  ["???", false, 0],
  ["1?", false, 1],
  ["x", true, 256],
  ["", false, 0],
])("the columns %s: split %s, disagreement %i", (words, split, much) => {
  expect(isSplit(cellsFrom(words))).toBe(split);
  expect(disagreement(cellsFrom(words))).toBe(much);
});

test("until it is judged a row lies where the rules put it, and what is unknown is open", () => {
  const heap = (outcome: BoardRow["outcome"]) => heapOfRow({ judged: null, outcome });
  expect(OUTCOMES.map(heap)).toEqual(["vulnerable", "safe", "open"]);
  const judged = { word: "UNKNOWN", heap: "open", probability: 0.2, low: 0, high: 1 } as const;
  expect(heapOfRow({ judged, outcome: "not_vulnerable" })).toBe("open");
});

test("a mute holds only for what was looked at, until its time is over or it is lifted", () => {
  const known = { outcome: "unknown", reason: "host_dead" } as const;
  const mute: Mute = {
    id: 1,
    at: "2026-11-01T00:00:00.000Z",
    who: "me",
    endpoint: "a:1",
    reason: "broken",
    until: "2026-11-08T00:00:00.000Z",
    fingerprint: muteFingerprint(known),
    liftedAt: null,
  };
  expect(muteHolds(mute, known, "2026-11-02T00:00:00.000Z")).toBe(true);
  expect(muteHolds(mute, known, "2026-11-08T00:00:00.000Z")).toBe(false);
  expect(muteHolds({ ...mute, liftedAt: mute.at }, known, "2026-11-02T00:00:00.000Z")).toBe(false);
  expect(muteHolds(mute, { outcome: "vulnerable", reason: "finding_reported" }, "2026-11-02T00:00:00.000Z")).toBe(
    false,
  );
  expect(muteHolds(mute, { ...known, reason: "connect_timeout" }, "2026-11-02T00:00:00.000Z")).toBe(false);
});

const PATTERNS = ["110", "001", "1?0", "...", "000", "x11", "1", ""].map(cellsFrom);
const anyRow = fc.record({
  host: fc.integer({ min: 0, max: 300 }),
  cells: fc.constantFrom(...PATTERNS),
  outcome: fc.constantFrom(...OUTCOMES),
  owner: fc.constantFrom(null, "Ops", "web"),
  probability: fc.option(fc.constantFrom(0.1, 0.5, 0.9)),
  shown: fc.boolean(),
  muted: fc.boolean(),
});
type AnyRow = typeof anyRow extends fc.Arbitrary<infer T> ? T : never;

function rowFrom({ host, cells, outcome, owner, probability, shown, muted }: AnyRow): BoardRow {
  const key = `192.0.2.${host}:443`;
  const heap = probability === null || probability < 0.3 ? "safe" : probability < 0.7 ? "open" : "vulnerable";
  return {
    key,
    endpoint: { address: `192.0.2.${host}`, port: 443, transport: "tcp", serverName: null, origin: "asked" },
    names: [`Host-${host}.example`],
    owner,
    tag: null,
    outcome,
    reason: "no_evidence",
    evidence: "inferred",
    cells,
    shown,
    muted,
    judged: probability === null ? null : { word: "UNKNOWN", heap, probability, low: 0, high: 1 },
  };
}

const anyQuery: fc.Arbitrary<BoardQuery> = fc.record({
  text: fc.constantFrom("", "HOST-1", "ops", "nothing of the kind"),
  heaps: fc.subarray([...HEAPS]),
  split: fc.boolean(),
  reasons: fc.constantFrom([], ["no_evidence"], ["host_dead"]),
  owner: fc.constantFrom(null, "Ops"),
  cell: fc.option(fc.record({ column: fc.constantFrom(0, 2, 7), says: fc.constantFrom("1", "0", "?", "none") })),
  muted: fc.constantFrom("hide", "show", "only"),
  sort: fc.constantFrom(...SORTS),
  descending: fc.boolean(),
  sortColumn: fc.constantFrom(0, 2, 9),
});
const anyRows = fc
  .uniqueArray(anyRow, { selector: ({ host }) => host, maxLength: 40 })
  .map((rows) => rows.map(rowFrom));

test("a query leaves out what does not match, and the filters narrow one another", () => {
  fc.assert(
    fc.property(anyRows, anyQuery, (rows, query) => {
      const alphabet = alphabetOf(rows);
      const places = [...placesOf(rows, query, alphabet)];
      expect(new Set(places).size).toBe(places.length);
      for (const place of places) {
        const row = rows[place];
        if (row === undefined) throw new Error("a place of no row");
        expect(row.shown).toBe(true);
        if (query.muted !== "show") expect(row.muted).toBe(query.muted === "only");
        if (query.heaps.length > 0) expect(query.heaps).toContain(heapOfRow(row));
        if (query.split) expect(isSplit(row.cells)).toBe(true);
      }
      const all = [...placesOf(rows, ALL_ROWS, alphabet)];
      expect(all).toHaveLength(rows.filter(({ shown }) => shown).length);
      expect(places.every((place) => all.includes(place))).toBe(true);
    }),
  );
});

test("the order does not depend on the order of the rows", () => {
  fc.assert(
    fc.property(anyRows, anyQuery, (rows, query) => {
      const keys = (of: readonly BoardRow[]) => [...placesOf(of, query, alphabetOf(of))].map((place) => of[place]?.key);
      expect(keys(rows.toReversed())).toEqual(keys(rows));
    }),
  );
});

test("an order that is said to stay does stay when a row changes", () => {
  fc.assert(
    fc.property(anyRows, anyQuery, anyRow, fc.nat(), (rows, query, other, at) => {
      const place = rows.length === 0 ? 0 : at % rows.length;
      const before = rows[place];
      fc.pre(before !== undefined);
      if (before === undefined) return;
      const after = { ...rowFrom(other), key: before.key, names: before.names };
      if (!sameInOrder(before, after, query)) return;
      const alphabet = alphabetOf(rows);
      expect(placesOf(rows.with(place, after), query, alphabet)).toEqual(placesOf(rows, query, alphabet));
    }),
    { numRuns: 400 },
  );
});

const sorted = (rows: readonly BoardRow[], query: Partial<BoardQuery>) =>
  [...placesOf(rows, { ...ALL_ROWS, ...query }, alphabetOf(rows))].map((place) => rows[place]?.key.slice(8, -4));
const row = (host: number, words: string, more: Partial<AnyRow> = {}) =>
  rowFrom({
    host,
    cells: cellsFrom(words),
    outcome: "unknown",
    owner: null,
    probability: null,
    shown: true,
    muted: false,
    ...more,
  });

test("numbers in addresses count as numbers", () => {
  expect(sorted([row(10, "1"), row(9, "1"), row(100, "1")], {})).toEqual(["9", "10", "100"]);
});

test.each([
  ["disagreement", ["3", "2", "1", "4"]],
  ["column", ["3", "2", "1", "4"]],
] as const)("sorted by %s", (sort, order) => {
  expect(sorted([row(1, "000"), row(2, "100"), row(3, "1100"), row(4, "")], { sort })).toEqual(
    sort === "column" ? ["2", "3", "1", "4"] : order,
  );
});

test("what is most probably vulnerable comes first, what is not judged last; equals by address either way", () => {
  const rows = [
    row(1, "1", { probability: 0.1 }),
    row(2, "1"),
    row(3, "1", { probability: 0.9 }),
    row(4, "1", { probability: 0.9 }),
  ];
  expect(sorted(rows, { sort: "probability" })).toEqual(["3", "4", "1", "2"]);
  expect(sorted(rows, { sort: "probability", descending: true })).toEqual(["2", "1", "3", "4"]);
});

test("those without an owner come last", () => {
  const rows = [row(1, "1"), row(2, "1", { owner: "web" }), row(3, "1", { owner: "Ops" })];
  expect(sorted(rows, { sort: "owner" })).toEqual(["3", "2", "1"]);
});

test("rows that everybody answers alike stand together, the largest group first, then the most alike", () => {
  const rows = [row(1, "111"), row(2, "000"), row(3, "111"), row(4, "110"), row(5, "000"), row(6, "111")];
  expect(sorted(rows, { sort: "cluster" })).toEqual(["1", "3", "6", "4", "2", "5"]);
});
