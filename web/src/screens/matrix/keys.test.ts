import fc from "fast-check";
import { expect, test } from "vitest";
import { deedOf, type Place } from "./keys.ts";

const grid = { rows: 1000, columns: 9, page: 20 };
const at: Place = { row: 100, column: 4 };
const press = (key: string, { ctrl = false, shift = false } = {}, from = at) =>
  deedOf({ key, ctrl, shift }, from, grid);

test.each([
  ["ArrowUp", 99, 4],
  ["ArrowDown", 101, 4],
  ["ArrowLeft", 100, 3],
  ["ArrowRight", 100, 5],
  ["Home", 100, 0],
  ["End", 100, 8],
  ["PageUp", 81, 4],
  ["PageDown", 119, 4],
])("%s goes to row %i, column %i", (key, row, column) => {
  expect(press(key)).toEqual({ kind: "go", to: { row, column }, select: false });
});

test.each([
  ["Home", 0, 0],
  ["End", 999, 8],
  ["ArrowUp", 0, 4],
  ["ArrowDown", 999, 4],
  ["ArrowLeft", 100, 0],
  ["ArrowRight", 100, 8],
])("Ctrl+%s goes to row %i, column %i", (key, row, column) => {
  expect(press(key, { ctrl: true })).toEqual({ kind: "go", to: { row, column }, select: false });
});

test.each([
  ["Enter", {}, "open"],
  [" ", {}, "select"],
  [" ", { shift: true }, "select-to"],
  ["a", { ctrl: true }, "select-all"],
  ["s", {}, "sort"],
  ["Escape", {}, "leave"],
])("%j %j: %s", (key, held, kind) => {
  expect(press(key, held)).toEqual({ kind });
});

test.each(["a", "Tab", "x", "F5"])("%s is none of the grid's", (key) => {
  expect(press(key)).toBeNull();
});

test("with Shift a step to another row selects it, one along the row does not", () => {
  expect(press("ArrowDown", { shift: true })).toMatchObject({ select: true });
  expect(press("ArrowRight", { shift: true })).toMatchObject({ select: false });
});

test("above the first row is the header, and nothing above that", () => {
  expect(press("ArrowUp", {}, { row: 0, column: 2 })).toMatchObject({ to: { row: -1, column: 2 } });
  expect(press("ArrowUp", {}, { row: -1, column: 2 })).toMatchObject({ to: { row: -1, column: 2 } });
  expect(press("PageUp", {}, { row: 5, column: 2 })).toMatchObject({ to: { row: 0, column: 2 } });
});

test("no key leads out of the grid, an empty one neither", () => {
  const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];
  const size = fc.record({ rows: fc.nat(50), columns: fc.integer({ min: 1, max: 9 }), page: fc.nat(60) });
  fc.assert(
    fc.property(size, fc.array(fc.tuple(fc.constantFrom(...keys), fc.boolean())), (of, pressed) => {
      let place: Place = { row: -1, column: 0 };
      for (const [key, ctrl] of pressed) {
        const deed = deedOf({ key, ctrl, shift: false }, place, of);
        if (deed?.kind === "go") place = deed.to;
        expect(place.row).toBeGreaterThanOrEqual(-1);
        expect(place.row).toBeLessThan(Math.max(of.rows, 1));
        expect(place.column).toBeGreaterThanOrEqual(0);
        expect(place.column).toBeLessThan(of.columns);
      }
    }),
  );
});
