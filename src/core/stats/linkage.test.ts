/** Heights and cophenetic distances by R 4.2.2's hclust: reference/statistics.md 13.5. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cophenetic, copheneticCorrelation, cut, type Distances, link, LINKAGES } from "./linkage.ts";

function distances(items: number, upper: readonly number[]): Distances {
  const between = new Float64Array(items * items);
  let next = 0;
  for (let a = 0; a < items; a++) {
    for (let b = a + 1; b < items; b++) {
      const d = upper[next++] ?? 0;
      between[a * items + b] = d;
      between[b * items + a] = d;
    }
  }
  return { items, between };
}
const FIVE = distances(5, [17, 21, 31, 23, 30, 34, 21, 28, 39, 43]);

test.each([
  ["single", [17, 21, 21, 28]],
  ["complete", [17, 23, 28, 43]],
  ["average", [17, 22, 28, 33]],
  ["wpgma", [17, 22, 28, 35]],
  ["ward", [17, 23.45918441, 28, 43.87558167]],
] as const)("%s", (linkage, heights) => {
  const merges = link(FIVE, linkage);
  expect(merges).toHaveLength(heights.length);
  for (const [index, height] of heights.entries()) expect(merges[index]?.height).toBeCloseTo(height, 8);
});

test("cophenetic distances of the average", () => {
  const found = cophenetic(link(FIVE, "average"));
  const expected = distances(5, [17, 33, 33, 22, 33, 33, 22, 28, 33, 33]);
  expect([...found.between].map((d) => Math.round(d * 1e9) / 1e9)).toEqual([...expected.between]);
});

test("ties go to the smallest pair", () => {
  const equal = distances(4, [1, 1, 1, 1, 1, 1]);
  expect(link(equal, "average").map(({ first, second }) => [first, second])).toEqual([
    [[0], [1]],
    [[0, 1], [2]],
    [[0, 1, 2], [3]],
  ]);
  expect(copheneticCorrelation(equal, link(equal, "average")).value).toBeNull();
});

test("a cut leaves what merged at its height or below", () => {
  const merges = link(FIVE, "average");
  expect(cut(5, merges, 16)).toHaveLength(5);
  expect(cut(5, merges, 22)).toEqual([[0, 1, 4], [2], [3]]);
  expect(cut(5, merges, 28)).toEqual([
    [0, 1, 4],
    [2, 3],
  ]);
  expect(cut(5, merges, 33)).toEqual([[0, 1, 2, 3, 4]]);
  expect(cut(0, [], 1)).toEqual([]);
});

describe("any distances", () => {
  const any = fc.integer({ min: 1, max: 7 }).chain((items) =>
    fc
      .array(fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: (items * (items - 1)) / 2,
        maxLength: (items * (items - 1)) / 2,
      })
      .map((upper) => distances(items, upper)),
  );

  test("every item ends in one tree; a correlation lies between -1 and 1", () => {
    fc.assert(
      fc.property(any, fc.constantFrom(...LINKAGES), (given, linkage) => {
        const merges = link(given, linkage);
        expect(merges).toHaveLength(given.items - 1);
        const last = merges.at(-1);
        if (last !== undefined) expect([...last.first, ...last.second]).toHaveLength(given.items);
        for (const { height } of merges) expect(Number.isFinite(height)).toBe(true);
        const { value } = copheneticCorrelation(given, merges);
        expect(value === null || Math.abs(value) <= 1).toBe(true);
      }),
    );
  });
});
