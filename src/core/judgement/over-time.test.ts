import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  believedParameters,
  classIndex,
  gather,
  HAZARDS,
  jointOf,
  makeModel,
  pathPosterior,
} from "../latent/capability/index.ts";
import { aged, overTime } from "./over-time.ts";

const model = makeModel([
  { id: "own", lineage: "own", proves: true },
  { id: "nmap", lineage: "nmap", proves: true },
]);
const structure = gather(model, { endpoint: [], tool: [], evidence: [] }, { endpoints: 0 });
const parameters = believedParameters(structure);
const PI = 0.03;
const cell = (tool: number, code: string, runs = 1) => {
  const counts = new Float64Array(model.classes.length);
  counts[classIndex(code)] = runs;
  return [{ tool, counts }];
};
const believe = (replicates = [parameters, parameters]) => overTime(model, parameters, { replicates }, PI);
const pooledOf = (cells: ReturnType<typeof cell>) => {
  const { probability } = jointOf(model, parameters, cells, PI);
  return { cells, probability, low: probability / 2, high: Math.min(probability * 2, 1) };
};

describe("age", () => {
  test("a zero loses weight at the hazard of section 6", () => {
    expect(aged(0, 10)).toBeCloseTo(1 - Math.exp(-10 * HAZARDS.broken), 12);
    expect(aged(0.3, 0)).toBe(0.3);
  });

  test("never speaks for an endpoint, and is never sure", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1 - 1e-9, noNaN: true }), fc.double(), (p, days) => {
        const later = aged(p, days);
        expect(later).toBeGreaterThanOrEqual(p - 1e-15);
        expect(later).toBeLessThan(1);
      }),
    );
  });
});

describe("several epochs", () => {
  const proofThenZeros = [
    { day: 0, cells: cell(0, "PV") },
    { day: 7, cells: cell(0, "AN", 3) },
  ];

  test("that contradict each other: the paths of section 6, and an interval around them", () => {
    const { believed, vulnerable } = believe()({ epochs: proofThenZeros, contrary: true }, pooledOf([]));
    const path = pathPosterior(model, parameters, proofThenZeros, PI);
    expect(believed.probability).toBeCloseTo(path.vulnerable[1] ?? Number.NaN, 12);
    expect(vulnerable[0]).toBeGreaterThan(0.999);
    expect(believed.probability).toBeLessThan(0.05);
    expect(believed.low).toBeLessThanOrEqual(believed.probability);
    expect(believed.high).toBeGreaterThanOrEqual(believed.probability);
    const other = {
      ...parameters,
      pi: Float64Array.of(0.4),
      rho: parameters.rho.map((_, at) => [0.4, 0.4, 0.15, 0.05][at % 4] ?? 0),
    };
    const wider = believe([parameters, other])({ epochs: proofThenZeros, contrary: true }, pooledOf([]));
    expect(wider.believed.high).toBeGreaterThan(believed.high);
  });

  test("that do not: the number of all words, moved by what could have happened between", () => {
    const epochs = [
      { day: 0, cells: cell(1, "WN") },
      { day: 100, cells: cell(1, "WN") },
    ];
    const pooled = pooledOf(cell(1, "WN", 2));
    const { believed } = believe()({ epochs, contrary: false }, pooled);
    expect(believed.probability).toBeCloseTo(pathPosterior(model, parameters, epochs, PI).vulnerable[1] ?? 0, 9);
    expect(believed.probability).toBeGreaterThan(pooled.probability);
    expect(believed.low).toBeLessThan(believed.probability);
    expect(believed.high).toBeGreaterThan(believed.probability);
  });

  test("an old zero is worth less than a young one", () => {
    const zero = (day: number) =>
      believe()(
        {
          epochs: [
            { day, cells: cell(0, "AN") },
            { day: 200, cells: cell(1, "WN") },
          ],
          contrary: false,
        },
        pooledOf([...cell(0, "AN"), ...cell(1, "WN")]),
      );
    expect(zero(0).believed.probability).toBeGreaterThan(zero(199).believed.probability);
  });

  test("at one hour, at days that are none: numbers", () => {
    for (const days of [
      [1, 1],
      [Number.NaN, 3],
      [0, 1e9],
      [5, 0],
    ]) {
      const epochs = days.map((day, at) => ({ day, cells: cell(0, at === 0 ? "PV" : "AN") }));
      const { believed, vulnerable } = believe()({ epochs, contrary: true }, pooledOf([]));
      for (const p of [believed.probability, believed.low, believed.high, ...vulnerable]) {
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }
    }
  });
});
