import { expect, test } from "vitest";
import { differences } from "./compare.ts";
import type { SheetDetector, Tally } from "./sheet.ts";

const CONDITION = { id: "C14", title: "no extension", truth: "vulnerable" } as const;
const detector = (tally: Tally): SheetDetector => ({
  identity: { id: "a", kind: "tool", version: "1", lineage: "a" },
  measuredAt: "2026-11-25T10:00:00.000Z",
  cells: { C14: tally },
});

test.each<[string, Tally, Tally, boolean | null]>([
  ["six against none", { finding_reported: 6 }, { negative_reported: 6 }, true],
  ["five against none, which may be chance", { finding_reported: 5 }, { negative_reported: 5 }, false],
  ["now and then", { finding_reported: 6 }, { finding_reported: 4, negative_reported: 2 }, false],
  ["the same outcome for other reasons", { negative_reported: 6 }, { extension_absent_reported: 6 }, null],
  ["the same share of fewer", { finding_reported: 6 }, { finding_reported: 2 }, null],
  ["not measured", { finding_reported: 6 }, {}, null],
])("%s", (_what, first, second, proven) => {
  const found = differences(detector(first), detector(second), [CONDITION]);
  expect(found.map((each) => each.proven)).toEqual(proven === null ? [] : [proven]);
});
