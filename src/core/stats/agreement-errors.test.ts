/** Data and values of reference/statistics.md 13.4 (irr, irrCAC and SAS); the five observers: Gwet, Handbook of Inter-Rater Reliability, 2014. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohenChanceError, congerError, fleissZ, groupErrors, gwetError, light } from "./agreement-errors.ts";
import { conger, groupAgreement } from "./group-agreement.ts";
import { cohen, cohenError, squareTable } from "./pair-agreement.ts";
import { collapse, MISSING, type Patterns, unitCounts } from "./ratings.ts";
import { FIVE_OBSERVERS, FOUR_OBSERVERS, PSYCHIATRISTS } from "./testing/raters.ts";

const firstRaters = ({ raters, categories, cells, weights }: Patterns, many: number): Patterns => ({
  raters: many,
  categories,
  cells: cells.filter((_, at) => at % raters < many),
  weights,
});

test("Krippendorff's four observers in Gwet's package", () => {
  const { fleiss, ac1, brennanPrediger, alpha } = groupErrors(unitCounts(FOUR_OBSERVERS));
  expect(ac1.value).toBeCloseTo(0.14295, 5);
  expect(fleiss.value).toBeCloseTo(0.15302, 5);
  expect(alpha.value).toBeCloseTo(0.14557, 5);
  expect(brennanPrediger.value).toBeCloseTo(0.14472, 5);
  expect(congerError(FOUR_OBSERVERS).value).toBeCloseTo(0.14917, 5);
});

test("five observers, fifteen units", () => {
  const found = groupAgreement(unitCounts(FIVE_OBSERVERS));
  expect(found.raw.value).toBeCloseTo(0.6155556, 7);
  expect(found.ac1.value).toBeCloseTo(0.49662, 5);
  expect(found.fleiss.value).toBeCloseTo(0.45762, 5);
  expect(found.alpha.value).toBeCloseTo(0.48053, 5);
  expect(found.brennanPrediger.value).toBeCloseTo(0.48741, 5);
  expect(conger(FIVE_OBSERVERS, found.raw).value).toBeCloseTo(0.46927, 5);
});

describe("Fleiss' psychiatrists, rater by rater", () => {
  const units = unitCounts(PSYCHIATRISTS);
  const { raw, fleiss } = groupAgreement(units);

  test("Fleiss' z", () => {
    expect(fleiss.value).toBeCloseTo(0.4302445201, 9);
    expect(fleissZ(units).value).toBeCloseTo(17.65183, 5);
  });

  test("Conger's and Light's kappa, Fleiss' of the first four", () => {
    expect(conger(PSYCHIATRISTS, raw).value).toBeCloseTo(0.4418085403, 9);
    expect(light(PSYCHIATRISTS).value).toBeCloseTo(0.4594121444, 9);
    expect(groupAgreement(unitCounts(firstRaters(PSYCHIATRISTS, 4))).fleiss.value).toBeCloseTo(0.4893319342, 9);
  });
});

test("Cohen's error under chance and z, as SAS prints them; irrCAC's error", () => {
  const table = squareTable([
    [0, 4, 1],
    [0, 8, 0],
    [0, 1, 5],
  ]);
  const chance = cohenChanceError(table).value ?? Number.NaN;
  expect(chance).toBeCloseTo(0.1484, 4);
  expect((cohen(table).value ?? 0) / chance).toBeCloseTo(3.2626, 4);
  expect(cohenError(table).value).toBeCloseTo(0.1380135783, 9);
});

test("Gwet's abstractors and diagnoses", () => {
  const abstractors = squareTable([
    [13, 0, 0],
    [0, 20, 7],
    [0, 4, 56],
  ]);
  const diagnoses = squareTable([
    [40, 6, 4, 15],
    [4, 25, 1, 5],
    [4, 2, 21, 9],
    [17, 13, 12, 45],
  ]);
  expect(cohenError(abstractors).value).toBeCloseTo(0.0589107, 7);
  expect(gwetError(abstractors).value).toBeCloseTo(0.0432175, 7);
  expect(gwetError(diagnoses).value).toBeCloseTo(0.0434499, 7);
});

const matrix = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 10 })).chain(([raters, units]) =>
  fc.array(fc.array(fc.integer({ min: MISSING, max: 2 }), { minLength: units, maxLength: units }), {
    minLength: raters,
    maxLength: raters,
  }),
);
const patternsOf = (rows: readonly (readonly number[])[]) =>
  collapse(
    rows.map((row) => Int8Array.from(row)),
    3,
  );
const errorsOf = (patterns: Patterns) => {
  const { fleiss, ac1, brennanPrediger, alpha } = groupErrors(unitCounts(patterns));
  return [fleiss, ac1, brennanPrediger, alpha, congerError(patterns)];
};

describe("any matrix", () => {
  test("an error from 0, or a reason, and never NaN", () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const patterns = patternsOf(rows);
        for (const error of errorsOf(patterns)) expect(error.value === null || error.value >= 0).toBe(true);
        for (const one of [light(patterns), fleissZ(unitCounts(patterns))]) {
          expect(one.value === null ? one.because !== null : Number.isFinite(one.value)).toBe(true);
        }
      }),
    );
  });

  test("the order of raters and units does not matter", () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const turned = patternsOf(rows.toReversed().map((row) => row.toReversed()));
        const [now, then] = [errorsOf(patternsOf(rows)), errorsOf(turned)];
        for (const [at, { value }] of now.entries()) {
          if (value !== null) expect(then[at]?.value).toBeCloseTo(value, 9);
          else expect(then[at]?.value).toBeNull();
        }
      }),
    );
  });
});
