import fc from "fast-check";
import { expect, test } from "vitest";
import { upset } from "./upset.ts";

test("rows are the largest sets, columns those who found something, in the order given", () => {
  const found = [
    { detectors: ["b"], endpoints: 2 },
    { detectors: ["a", "c"], endpoints: 8 },
    { detectors: ["c"], endpoints: 1 },
  ];
  const shape = upset(found, ["c", "z", "a"], 2);
  expect(shape.columns).toEqual(["c", "a", "b"]);
  expect(shape.rows).toEqual([
    { detectors: ["a", "c"], members: [true, true, false], from: 0, to: 1, endpoints: 8, length: 1 },
    { detectors: ["b"], members: [false, false, true], from: 2, to: 2, endpoints: 2, length: 0.25 },
  ]);
  expect(shape.totals).toEqual([9, 8, 2]);
  expect([shape.endpoints, shape.rest]).toEqual([11, 1]);
});

test("nobody found anything", () => {
  expect(upset([], ["a"], 10)).toEqual({ columns: [], rows: [], totals: [], endpoints: 0, rest: 0 });
});

test("no endpoint is lost, and bars are between 0 and 1", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const set = fc.record({ detectors: fc.subarray(ids), endpoints: fc.nat(1000) });
  fc.assert(
    fc.property(fc.array(set, { maxLength: 30 }), fc.nat(12), (found, most) => {
      const { rows, rest, endpoints, totals } = upset(found, ids, most);
      expect(rows.length).toBeLessThanOrEqual(most);
      expect(rows.reduce((sum, row) => sum + row.endpoints, rest)).toBe(endpoints);
      for (const total of totals) expect(total).toBeLessThanOrEqual(endpoints);
      for (const { length, from, to, members } of rows) {
        expect(length > 0 && length <= 1).toBe(true);
        expect(members[from] && members[to]).toBe(true);
      }
    }),
  );
});
