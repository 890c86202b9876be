import fc from "fast-check";
import { expect, test } from "vitest";
import { depthAt, depthToShow, MOST_PX, pagesIn, scrollTopAt, sightAt, trackHeight, withSpare } from "./track.ts";

const anyTrack = fc.record({
  rows: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 5_000_000 })),
  row: fc.constantFrom(24, 30),
  sight: fc.integer({ min: 0, max: 2400 }),
});

test("no track is higher than browsers can make it", () => {
  fc.assert(
    fc.property(anyTrack, (track) => trackHeight(track) <= MOST_PX && trackHeight(track) <= track.rows * track.row),
  );
});

test("depth and scroll bar are inverse to each other", () => {
  fc.assert(
    fc.property(anyTrack, fc.double({ min: 0, max: 1, noNaN: true }), (track, share) => {
      const deepest = Math.max(0, track.rows * track.row - track.sight);
      const depth = share * deepest;
      expect(depthAt(track, scrollTopAt(track, depth))).toBeCloseTo(depth, 3);
    }),
  );
});

test("both ends of the rows are within reach", () => {
  fc.assert(
    fc.property(anyTrack, (track) => {
      const { rows, sight } = track;
      const bottom = Math.max(0, trackHeight(track) - sight);
      expect(sightAt(track, 0).first).toBe(0);
      if (rows > 0 && sight > 0) expect(sightAt(track, bottom).end).toBe(rows);
    }),
  );
});

test("what is in sight fills it, and nothing that does not exist is in it", () => {
  fc.assert(
    fc.property(anyTrack, fc.double({ min: -100, max: 2e7, noNaN: true }), (track, top) => {
      const { first, end } = sightAt(track, top);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(track.rows);
      expect((end - first) * track.row).toBeLessThan(track.sight + 2 * track.row);
      if (track.rows * track.row >= track.sight) expect((end - first) * track.row).toBeGreaterThanOrEqual(track.sight);
    }),
  );
});

test("a row brought into sight is in it whole, and one that is there moves nothing", () => {
  fc.assert(
    fc.property(anyTrack, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (track, at, share) => {
      fc.pre(track.rows > 0 && track.sight >= track.row);
      const index = at % track.rows;
      const depth = share * Math.max(0, track.rows * track.row - track.sight);
      const shown = depthToShow(track, depth, index);
      expect(index * track.row).toBeGreaterThanOrEqual(shown - 1e-6);
      expect((index + 1) * track.row).toBeLessThanOrEqual(shown + track.sight + 1e-6);
      expect(depthToShow(track, shown, index)).toBe(shown);
    }),
  );
});

test.each([
  [{ first: 0, end: 0 }, []],
  [{ first: 0, end: 1 }, [0]],
  [{ first: 99, end: 100 }, [0]],
  [{ first: 99, end: 101 }, [0, 1]],
  [{ first: 250, end: 420 }, [2, 3, 4]],
])("rows %j are in the pages %j", (sight, pages) => {
  expect(pagesIn(sight, 100)).toEqual(pages);
});

test("spare rows end where the rows end", () => {
  expect(withSpare({ first: 3, end: 9 }, 10, 8)).toEqual({ first: 0, end: 10 });
});
