import fc from "fast-check";
import { expect, test } from "vitest";
import { chiSquareUpperTail, gammaUpperTail } from "./gamma-tail.ts";

test("the value R 4.2.2 gives (reference/statistics.md 13.5)", () => {
  expect(chiSquareUpperTail(16.2272, 6)).toBeCloseTo(0.0125850754679, 12);
});

test("in closed form: two degrees of freedom, and a Poisson sum for whole shapes", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 200, noNaN: true }), fc.integer({ min: 1, max: 40 }), (x, shape) => {
      expect(chiSquareUpperTail(x, 2)).toBeCloseTo(Math.exp(-x / 2), 12);
      let term = Math.exp(-x);
      let poisson = 0;
      for (let k = 0; k < shape; k++) {
        poisson += term;
        term *= x / (k + 1);
      }
      expect(gammaUpperTail(shape, x)).toBeCloseTo(poisson, 10);
    }),
  );
});

test("far out it is small, not 0 and not NaN; the ends are the ends", () => {
  expect(chiSquareUpperTail(500, 20) / 4.8e-93).toBeGreaterThan(0);
  expect(chiSquareUpperTail(0, 6)).toBe(1);
  expect(chiSquareUpperTail(-1, 6)).toBe(1);
  expect(chiSquareUpperTail(Number.POSITIVE_INFINITY, 6)).toBe(0);
  expect(chiSquareUpperTail(1e5, 1e5)).toBeCloseTo(0.5, 2);
  expect(chiSquareUpperTail(1, 0)).toBeNaN();
});
