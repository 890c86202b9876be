/** Tables: reference/statistics.md 9.2; intervals 13.5. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checksNeeded, mostMissed } from "./audit.ts";
import { confirmedHostsNeeded, lineagesNeeded, missBudget, residualRisk } from "./residual-risk.ts";

const given = (commonCause: number) => ({ prior: 0.03, commonCause });
const TARGET = 1e-4;

describe("how many lineages", () => {
  test("the budget for all of them to miss", () => {
    expect(missBudget(0.03, TARGET)).toBeCloseTo(0.003234, 6);
  });

  test.each<[number, number, readonly string[], number]>([
    [0, 0.1, ["3.1e-3", "3.1e-4", "3.1e-5", "3.1e-6"], 3],
    [0, 0.2, ["6.1e-3", "1.2e-3", "2.5e-4", "4.9e-5"], 4],
    [0, 0.3, ["9.2e-3", "2.8e-3", "8.3e-4", "2.5e-4", "7.5e-5", "2.3e-5"], 5],
    [0.001, 0.1, ["3.1e-3", "3.4e-4", "6.2e-5", "3.4e-5"], 3],
    [0.001, 0.2, ["6.2e-3", "1.3e-3", "2.8e-4", "8.0e-5"], 4],
  ])("common cause %s, silent miss %s", (chi, beta, printed, needed) => {
    const risks = printed.map((_, index) =>
      residualRisk(
        given(chi),
        Array.from({ length: index + 1 }, () => beta),
      ),
    );
    expect(risks.map((risk) => risk.toExponential(1))).toEqual(printed);
    expect(lineagesNeeded(given(chi), beta, TARGET)).toBe(needed);
    expect(risks.findIndex((risk) => risk < TARGET) + 1).toBe(needed);
  });

  test.each([
    [0.005, "1.5e-4"],
    [0.01, "3.1e-4"],
  ])("common cause %s: a floor of %s, and never enough", (chi, floor) => {
    expect(
      residualRisk(
        given(chi),
        Array.from({ length: 60 }, () => 0.1),
      ).toExponential(1),
    ).toBe(floor);
    for (const beta of [0, 0.001, 0.1, 0.3]) expect(lineagesNeeded(given(chi), beta, TARGET)).toBeUndefined();
  });

  test.each<[number, readonly number[]]>([
    [0, [925, 52, 19, 11, 8]],
    [0.001, [1339, 62, 22, 13, 9]],
  ])("evidence needed of each lineage, common cause %s", (chi, needed) => {
    expect(needed.map((_, index) => confirmedHostsNeeded(given(chi), index + 1, TARGET))).toEqual(needed);
  });

  test("what is not known is taken at its worst; every answer is a share", () => {
    const any = fc.double();
    fc.assert(
      fc.property(any, any, fc.array(any, { maxLength: 5 }), any, (prior, commonCause, silentMiss, target) => {
        const risk = residualRisk({ prior, commonCause }, silentMiss);
        expect(risk >= 0 && risk <= 1).toBe(true);
        expect(residualRisk({ prior, commonCause: Number.NaN }, silentMiss)).toBeGreaterThanOrEqual(risk);
        expect(residualRisk({ prior, commonCause }, [...silentMiss, Number.NaN])).toBe(risk);
        expect(lineagesNeeded({ prior, commonCause }, silentMiss[0] ?? 1, target)).not.toBeNaN();
        expect(confirmedHostsNeeded({ prior, commonCause }, 2, target)).not.toBeNaN();
      }),
    );
    expect(residualRisk({ prior: Number.NaN, commonCause: 0 }, [])).toBe(1);
    expect(residualRisk({ prior: 1, commonCause: 0 }, [0])).toBe(1);
    expect(residualRisk({ prior: 1, commonCause: 5e-324 }, [0])).toBe(1);
    expect(residualRisk({ prior: 0, commonCause: 1 }, [])).toBe(0);
    expect(residualRisk({ prior: 0.2, commonCause: 0.3 }, [])).toBeCloseTo(0.2, 12);
  });
});

describe("an audit", () => {
  test.each([
    [10, 0.2588655509],
    [30, 0.0950338529],
    [100, 0.0295130496],
    [29956, 9.999941532e-5],
  ])("0 of %s missed: at most %s", (checked, bound) => {
    expect(mostMissed(0, checked) / bound).toBeCloseTo(1, 8);
  });

  test.each([
    [0.1, 29],
    [0.05, 59],
    [0.01, 299],
    [0.001, 2995],
    [0.0001, 29956],
  ])("a bound of %s needs %s checks", (share, checks) => {
    expect(checksNeeded(share)).toBe(checks);
    expect(mostMissed(0, checks)).toBeLessThanOrEqual(share);
    expect(mostMissed(0, checks - 1)).toBeGreaterThan(share);
  });

  test("nothing checked, all missed, nonsense: up to all", () => {
    for (const [missed, checked] of [
      [0, 0],
      [3, 3],
      [Number.NaN, 5],
      [0, Number.NaN],
      [-1, 5],
    ] as const)
      expect(mostMissed(missed, checked)).toBe(1);
    expect(mostMissed(1, 30)).toBeGreaterThan(mostMissed(0, 30));
    expect(checksNeeded(0)).toBe(Number.POSITIVE_INFINITY);
    expect(checksNeeded(1)).toBe(0);
  });
});
