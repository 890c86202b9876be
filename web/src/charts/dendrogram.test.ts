import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { link } from "../../../src/core/stats/linkage.ts";
import { dendrogram, type TreeBranch } from "./dendrogram.ts";

const branch = (first: readonly string[], second: readonly string[], height: number): TreeBranch => ({
  ...{ first, second, height, support: 1 },
});

describe("the dendrogram", () => {
  test("puts together what is joined, and hangs lines between leaves and joins", () => {
    const { leaves, lines, joins } = dendrogram(
      ["a", "b", "c"],
      [branch(["a"], ["c"], 0.1), branch(["a", "c"], ["b"], 0.4)],
    );
    expect(leaves).toEqual(["a", "c", "b"]);
    expect(joins.map(({ height, leaf }) => [height, leaf])).toEqual([
      [0.1, 0.5],
      [0.4, 1.25],
    ]);
    expect(lines).toContainEqual({ fromHeight: 0.1, toHeight: 0.4, fromLeaf: 0.5, toLeaf: 0.5 });
    expect(lines).toContainEqual({ fromHeight: 0, toHeight: 0.4, fromLeaf: 2, toLeaf: 2 });
    expect(lines).toContainEqual({ fromHeight: 0.4, toHeight: 0.4, fromLeaf: 0.5, toLeaf: 2 });
  });
  test("does not draw what joins things with nothing in common", () => {
    const { lines, leaves } = dendrogram(["a", "b"], [branch(["a"], ["b"], 1)]);
    expect(lines).toEqual([]);
    expect(leaves).toEqual(["a", "b"]);
  });
  test("keeps who is in no branch, last", () => {
    expect(dendrogram(["x", "a", "b"], [branch(["a"], ["b"], 0.2)]).leaves).toEqual(["a", "b", "x"]);
  });
  test.each([[[]], [["a"]]])("of %j detectors alone has no lines", (ids) => {
    expect(dendrogram(ids, [])).toEqual({ leaves: ids, lines: [], joins: [] });
  });
  test("every detector is a leaf once, no lines cross, nothing is outside", () => {
    const distances = fc.integer({ min: 2, max: 9 }).chain((items) =>
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: items * items, maxLength: items * items }).map((flat) => {
        const between = new Float64Array(items * items);
        for (let a = 0; a < items; a++) {
          for (let b = a + 1; b < items; b++)
            between[a * items + b] = between[b * items + a] = (flat[a * items + b] ?? 0) / 20;
        }
        return { items, between };
      }),
    );
    fc.assert(
      fc.property(distances, (given) => {
        const ids = Array.from({ length: given.items }, (_, at) => `d${at}`);
        const named = (items: readonly number[]) => items.map((item) => ids[item] ?? "");
        const branches = link(given, "average").map(({ first, second, height }) =>
          branch(named(first), named(second), height),
        );
        const { leaves, lines } = dendrogram(ids, branches);
        expect(leaves.toSorted()).toEqual(ids.toSorted());
        for (const { first, second } of branches) {
          const places = [...first, ...second].map((id) => leaves.indexOf(id));
          expect(Math.max(...places) - Math.min(...places)).toBe(places.length - 1);
        }
        for (const { fromHeight, toHeight, fromLeaf, toLeaf } of lines) {
          expect(fromHeight).toBeLessThanOrEqual(toHeight);
          expect(toHeight).toBeLessThan(1);
          expect(fromLeaf >= 0 && toLeaf < given.items).toBe(true);
        }
      }),
    );
  });
});
