import { expect, test } from "vitest";
import { voices } from "./voices.ts";

const row = (cells: readonly number[], shown = true) => ({ cells: Uint8Array.from(cells), shown });
/** Outcomes in a cell's two lowest bits. */
const [ZERO, ONE, OPEN] = [1, 2, 3] as const;

test("counts what each says, over shown rows", () => {
  const found = voices([row([ONE, ZERO]), row([OPEN]), row([ONE, ONE], false)], ["a", "b"]);
  expect(found).toEqual([
    { vulnerable: 1, notVulnerable: 0, unknown: 1, notAsked: 0, aloneWith1: 1, aloneWith0: 0 },
    { vulnerable: 0, notVulnerable: 1, unknown: 0, notAsked: 1, aloneWith1: 0, aloneWith0: 1 },
  ]);
});

test.each([
  ["one against two", [ONE, ZERO, ZERO], ["a", "b", "c"], [1, 0, 0], [0, 0, 0]],
  ["nobody says the opposite", [ONE, OPEN, OPEN], ["a", "b", "c"], [0, 0, 0], [0, 0, 0]],
  ["its sister is no company", [ZERO, ZERO, ONE], ["a", "a", "c"], [0, 0, 1], [1, 1, 0]],
  ["its sister is no opposition", [ONE, ZERO, 0], ["a", "a", "c"], [0, 0, 0], [0, 0, 0]],
  ["two lineages are company", [ONE, ONE, ZERO], ["a", "b", "c"], [0, 0, 0], [0, 0, 1]],
  ["who is nobody does not count", [ONE, ZERO, ZERO], ["a", null, null], [0, 0, 0], [0, 0, 0]],
] as const)("%s", (_, cells, lineages, ones, zeros) => {
  const found = voices([row(cells)], lineages);
  expect(found.map(({ aloneWith1 }) => aloneWith1)).toEqual(ones);
  expect(found.map(({ aloneWith0 }) => aloneWith0)).toEqual(zeros);
});
