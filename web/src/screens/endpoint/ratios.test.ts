import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ratioChart, ratioText } from "./ratios.ts";

describe("bars of likelihood ratios", () => {
  test("what speaks for vulnerable goes right of the middle, what speaks against goes left", () => {
    const { bars, takeaway } = ratioChart([
      { lineage: "quiet", ratio: 1 },
      { lineage: "stafford", ratio: 0.1 },
      { lineage: "nmap", ratio: 1000 },
    ]);
    expect(bars.map(({ lineage, speaks }) => [lineage, speaks])).toEqual([
      ["nmap", "vulnerable"],
      ["stafford", "safe"],
      ["quiet", "nothing"],
    ]);
    const [nmap, stafford, quiet] = bars;
    expect(nmap).toMatchObject({ from: 50, width: 50, text: "× 1,000" });
    expect(stafford?.from).toBeCloseTo(50 - 50 / 3);
    expect((stafford?.from ?? 0) + (stafford?.width ?? 0)).toBeCloseTo(50);
    expect(quiet?.width).toBe(0);
    expect(takeaway).toBe(
      "nmap says most, for vulnerable (× 1,000); stafford speaks for not vulnerable (÷ 10); 1 lineage says nothing.",
    );
  });

  test.each([
    [5173.35, "× 5,173"],
    [0.2636, "÷ 3.8"],
    [1.01, "1"],
    [7.4e8, "× 740 million"],
    [Number.POSITIVE_INFINITY, "× 1,000 million"],
    [0, "÷ 1,000 million"],
    [Number.NaN, "1"],
    [-3, "÷ 1,000 million"],
  ])("%d reads %s", (ratio, text) => expect(ratioText(ratio)).toBe(text));

  test("nothing leaves the chart, whatever the numbers", () => {
    const ratios = fc.array(fc.record({ lineage: fc.string(), ratio: fc.double() }), { maxLength: 20 });
    fc.assert(
      fc.property(ratios, (list) => {
        const { bars, ticks, takeaway } = ratioChart(list);
        expect(bars).toHaveLength(list.length);
        for (const { from, width } of bars) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(from + width).toBeLessThanOrEqual(100.000001);
        }
        for (const { at } of ticks) expect(at >= 0 && at <= 100).toBe(true);
        expect(takeaway).not.toContain("NaN");
      }),
    );
  });
});
