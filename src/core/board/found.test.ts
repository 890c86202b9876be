import { expect, test } from "vitest";
import type { BoardRow } from "./board-row.ts";
import { ALL_ROWS, alphabetOf, placesOf } from "./query.ts";

const row = (key: string, cells: readonly number[]): BoardRow => ({
  ...{ key, names: [], owner: null, tag: null, outcome: "unknown", reason: "dns_failure", evidence: "inferred" },
  ...{ shown: true, judged: null, muted: false, cells: Uint8Array.from(cells) },
  endpoint: { address: key, port: 443, transport: "tcp", serverName: null, origin: "asked" },
});
/** Cell codes: not asked, 0, 1, ?, and a 1 whose repetitions disagree. */
const [NONE, ZERO, ONE, OPEN, SPLIT] = [0, 1, 2, 3, 6] as const;
const rows = [
  row("a", [ONE, ONE, ZERO]),
  row("b", [ONE]),
  row("c", [ONE, OPEN, NONE]),
  row("d", [SPLIT, ONE]),
  row("e", [ZERO]),
];

test.each([
  [[0], ["b", "c"]],
  [
    [0, 1],
    ["a", "d"],
  ],
  [
    [1, 0],
    ["a", "d"],
  ],
  [[2], []],
  [[], ["e"]],
])("exactly the columns %j found %j", (found, keys) => {
  const places = placesOf(rows, { ...ALL_ROWS, found }, alphabetOf(rows));
  expect([...places].map((place) => rows[place]?.key)).toEqual(keys);
});
