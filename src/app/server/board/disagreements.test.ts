import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BoardRow } from "../../../core/board/board-row.ts";
import { BALANCED } from "../../../core/latent/capability/index.ts";
import type { BoardColumn } from "./columns.ts";
import { disagreementsOf, valueOfTruth } from "./disagreements.ts";

const column = (detector: string, place: number, kind: BoardColumn["kind"]): BoardColumn => ({
  detector,
  place,
  kind,
  lineage: detector,
  versions: [],
  vantages: [],
  invalid: [],
});
const COLUMNS = [column("heartbleed/flight", 0, "native"), column("nmap", 1, "tool"), column("sslscan", 2, "tool")];
const [ZERO, ONE, OPEN] = [1, 2, 3];

function row(key: string, cells: readonly number[], change: Partial<BoardRow> = {}): BoardRow {
  return {
    key,
    endpoint: { address: "192.0.2.1", port: 443, transport: "tcp", serverName: null, origin: "asked" },
    names: [],
    owner: null,
    tag: null,
    outcome: "vulnerable",
    reason: "overread_answered",
    evidence: "demonstrated",
    cells: Uint8Array.from(cells),
    shown: true,
    judged: { word: "CONFIRMED", heap: "vulnerable", probability: 1, low: 1, high: 1 },
    muted: false,
    ...change,
  };
}
const open = (probability: number): Partial<BoardRow> => ({
  judged: { word: "SUSPECT", heap: "open", probability, low: 0, high: 1 },
});

describe("the list of disagreements", () => {
  test("has every row where a 1 stands against a 0, none that is muted, hidden or merely open", () => {
    const rows = [
      row("split", [ONE, ZERO, ZERO]),
      row("agreed", [ONE, ONE, OPEN]),
      row("muted", [ONE, ZERO], { muted: true }),
      row("hidden", [ONE, ZERO], { shown: false }),
    ];
    expect(disagreementsOf(rows, COLUMNS, "balanced").map(({ key }) => key)).toEqual(["split"]);
  });

  test("begins with what is worth most, then with what would explain most others", () => {
    const rows = [
      row("alone", [ONE, ZERO, ONE]),
      row("alike-1", [ONE, ONE, ZERO]),
      row("alike-2", [ONE, ONE, ZERO]),
      row("likely", [ONE, ONE, ZERO], open(0.5)),
      row("unlikely", [ONE, ONE, ZERO], open(0.0001)),
    ];
    const list = disagreementsOf(rows, COLUMNS, "balanced");
    expect(list.map(({ key }) => key)).toEqual(["likely", "unlikely", "alike-1", "alike-2", "alone"]);
    expect(list.map(({ alike }) => alike)).toEqual([3, 3, 3, 3, 0]);
  });

  test("compares one of ours who holds with the verdict with the first who does not", () => {
    const safe = { outcome: "not_vulnerable", reason: "heartbeat_not_supported" } as const;
    const pairs = disagreementsOf([row("a", [ONE, ONE, ZERO]), row("b", [ZERO, ZERO, ONE], safe)], COLUMNS, null);
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([
      ["heartbleed/flight", "sslscan"],
      ["heartbleed/flight", "sslscan"],
    ]);
    expect(pairs.map(({ value }) => value)).toEqual([null, null]);
  });

  test("a detector that contradicts itself stands on both sides", () => {
    const [only] = disagreementsOf([row("a", [ONE | 4])], COLUMNS, "balanced");
    expect(only).toMatchObject({ ones: ["heartbleed/flight"], zeros: ["heartbleed/flight"] });
  });
});

describe("what the truth is worth", () => {
  test("nothing where it is known, at most what leaving it open costs", () => {
    expect(valueOfTruth(0, BALANCED)).toBe(0);
    expect(valueOfTruth(1, BALANCED)).toBe(0);
    expect(valueOfTruth(0.5, BALANCED)).toBe(BALANCED.hold);
    expect(valueOfTruth(0.0001, BALANCED)).toBeCloseTo(1);
  });

  test("a number for whatever probability", () => {
    fc.assert(
      fc.property(fc.double(), (p) => Number.isFinite(valueOfTruth(p, BALANCED)) && valueOfTruth(p, BALANCED) >= 0),
    );
  });
});
