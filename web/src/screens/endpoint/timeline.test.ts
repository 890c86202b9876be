import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timelineOf, type Told } from "./timeline.ts";

const at = (minute: number) => new Date(Date.UTC(2014, 3, 8) + minute * 60_000).toISOString();
const told = (id: number, detector: string, minute: number, outcome: Told["outcome"], counted = true): Told => ({
  id,
  detector,
  outcome,
  counted,
  run: "r",
  version: "1",
  startedAt: at(minute),
});

describe("observations through time", () => {
  test("lanes stand in the order of the matrix, marks in the order of time", () => {
    const { lanes } = timelineOf(
      [
        told(1, "nmap", 2, "vulnerable"),
        told(2, "own", 1, "unknown"),
        told(3, "nmap", 0, "unknown"),
        told(4, "new", 0, "unknown"),
      ],
      ["own", "sslscan", "nmap"],
    );
    expect(lanes.map(({ detector, marks }) => [detector, marks.map(({ of }) => of.id)])).toEqual([
      ["own", [2]],
      ["nmap", [3, 1]],
      ["new", [4]],
    ]);
  });

  test("the axis is cut where nobody asked for long, and says for how long", () => {
    const { stretches, pauses } = timelineOf(
      [told(1, "a", 0, "vulnerable"), told(2, "a", 1, "vulnerable"), told(3, "a", 3000, "vulnerable")],
      [],
    );
    expect(stretches).toHaveLength(2);
    expect(pauses.map(({ ms }) => ms)).toEqual([2999 * 60_000]);
  });

  test("between two equal answers it is sure; between different ones, about a ? and after the last nobody knows", () => {
    const { lanes } = timelineOf(
      [
        told(1, "a", 0, "vulnerable"),
        told(2, "a", 1, "vulnerable"),
        told(3, "a", 2, "not_vulnerable"),
        told(4, "a", 3, "unknown"),
        told(5, "a", 4, "unknown"),
      ],
      [],
    );
    expect(lanes[0]?.spans.map(({ kind }) => kind)).toEqual(["sure", "open", "open", "open", "after"]);
  });

  test("never touching, never outside, never NaN", () => {
    const one = fc.record({
      minute: fc.integer({ min: 0, max: 100_000 }),
      detector: fc.constantFrom("a", "b"),
      bad: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), (list) => {
        const all = list.map(({ minute, detector, bad }, id) => ({
          ...told(id, detector, minute, "unknown"),
          ...(bad && { startedAt: "not a time" }),
        }));
        const { lanes, minWidth } = timelineOf(all, ["a", "b"]);
        const marks = lanes.flatMap((lane) => lane.marks);
        expect(marks).toHaveLength(list.filter(({ bad }) => !bad).length);
        for (const lane of lanes) {
          const px = lane.marks.map((mark) => (mark.at * minWidth) / 100);
          for (const [index, x] of px.entries()) {
            expect(x).toBeGreaterThanOrEqual(12.9);
            expect(x).toBeLessThanOrEqual(minWidth);
            if (index > 0) expect(x - (px[index - 1] ?? 0)).toBeGreaterThan(25.9);
          }
          for (const span of lane.spans) expect(span.to).toBeGreaterThanOrEqual(span.from);
        }
      }),
    );
  });
});
