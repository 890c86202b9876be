import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moved } from "./grid-move.ts";
import { inWords, label, listed } from "./names.ts";

describe("keys of a grid", () => {
  const size = { rows: 20, columns: 5 };
  test.each([
    ["ArrowUp", false, 2, 3],
    ["ArrowDown", false, 4, 3],
    ["ArrowLeft", false, 3, 2],
    ["ArrowRight", false, 3, 4],
    ["PageDown", false, 13, 3],
    ["PageUp", false, 0, 3],
    ["Home", false, 3, 0],
    ["End", false, 3, 4],
    ["Home", true, 0, 0],
    ["End", true, 19, 4],
  ])("%s (control: %s) leads to %i, %i", (key, control, row, column) => {
    expect(moved({ row: 3, column: 3 }, key, control, size)).toEqual({ row, column });
  });
  test.each(["a", "Enter", "Tab", " "])("%s does not move", (key) => {
    expect(moved({ row: 3, column: 3 }, key, false, size)).toBeNull();
  });
  test("never leaves the grid", () => {
    const keys = fc.constantFrom(
      "ArrowUp",
      "ArrowDown",
      "ArrowLeft",
      "ArrowRight",
      "PageUp",
      "PageDown",
      "Home",
      "End",
    );
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer(),
        keys,
        fc.boolean(),
        fc.nat(9),
        fc.nat(9),
        (row, column, key, control, rows, columns) => {
          const next = moved({ row, column }, key, control, { rows, columns });
          if (rows === 0 || columns === 0) expect(next).toBeNull();
          else {
            expect(next?.row ?? -1).toBeGreaterThanOrEqual(0);
            expect(next?.row ?? rows).toBeLessThan(rows);
            expect(next?.column ?? -1).toBeGreaterThanOrEqual(0);
            expect(next?.column ?? columns).toBeLessThan(columns);
          }
        },
      ),
    );
  });
});

describe("names", () => {
  test("spell out what cannot be seen", () => {
    expect(label("nm\u202eap\u0007")).toBe("nm\\u{202e}ap\\u{7}");
  });
  test("are cut where they are long", () => {
    expect(Array.from(label("x".repeat(1_000_000))).length).toBe(60);
  });
  test.each([
    [[], "nobody"],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
  ])("%j read %s", (names, text) => {
    expect(listed(names)).toBe(text);
  });
  test("small numbers are words", () => {
    expect([0, 3, 12, 13].map(inWords)).toEqual(["no", "three", "twelve", "13"]);
  });
});
