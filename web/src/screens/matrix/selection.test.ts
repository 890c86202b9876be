import fc from "fast-check";
import { expect, test } from "vitest";
import { EVERYTHING, isSelected, NOTHING, sizeOf, withSet, withToggled } from "./selection.ts";

const keys = ["a", "b", "c", "d"];

test("a selection does what a plain set of keys does, also when it began with everything", () => {
  const step = fc.record({ some: fc.subarray(keys), selected: fc.boolean() });
  fc.assert(
    fc.property(fc.boolean(), fc.array(step), (all, steps) => {
      let selection = all ? EVERYTHING : NOTHING;
      const model = new Set(all ? keys : []);
      for (const { some, selected } of steps) {
        selection = withSet(selection, some, selected);
        for (const key of some)
          if (selected) model.add(key);
          else model.delete(key);
      }
      expect(keys.filter((key) => isSelected(selection, key))).toEqual(keys.filter((key) => model.has(key)));
      expect(sizeOf(selection, keys.length)).toBe(model.size);
    }),
  );
});

test("toggled twice is as before", () => {
  expect(withToggled(withToggled(EVERYTHING, "a"), "a")).toEqual(EVERYTHING);
});
