/** The exact posterior against the golden vectors and the brute-force enumerator (statistics.md, 13.7 and 13.8). */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, cellsOf, gather, type Rows, withRuns } from "./cells.ts";
import { emptyParameters, makeModel, type Model, withPolicy } from "./model.ts";
import { anyCase, anyCells, anyModel, anyParameters, type Case } from "./testing/arbitraries.ts";
import { enumerate } from "./testing/enumerate.ts";
import { cells, A1, GOLDEN, GOLDEN_MODEL, GOLDEN_VECTORS } from "./testing/golden.ts";
import { jointOf, pass, posterior } from "./tree.ts";

const rowsOf = (endpoints: readonly (readonly Cell[])[]): Rows => {
  const rows = endpoints.flatMap((own, endpoint) =>
    own.flatMap(({ tool, counts }) => [...counts].map((count, evidence) => ({ endpoint, tool, evidence, count }))),
  );
  return {
    endpoint: rows.map((row) => row.endpoint),
    tool: rows.map((row) => row.tool),
    evidence: rows.map((row) => row.evidence),
    count: rows.map((row) => row.count),
  };
};
const structureOf = (model: Model, endpoints: readonly (readonly Cell[])[]) =>
  gather(model, rowsOf(endpoints), { endpoints: endpoints.length });
const probability = ({ model, parameters, cells: own }: Case) =>
  jointOf(model, parameters, own, parameters.pi[0] ?? 0).probability;

describe("golden vectors", () => {
  test.each(GOLDEN_VECTORS)("%s", (_name, own, expected) => {
    expect(jointOf(GOLDEN_MODEL, GOLDEN, own, 0.03).probability).toBeCloseTo(expected, 13);
    expect(enumerate(GOLDEN_MODEL, GOLDEN, own, 0.03).probability).toBeCloseTo(expected, 13);
  });

  test("all at once, through rows, patterns and words", () => {
    const structure = structureOf(
      GOLDEN_MODEL,
      GOLDEN_VECTORS.map(([, own]) => own),
    );
    for (const [endpoint, p] of posterior(structure, GOLDEN).entries()) {
      expect(p / (GOLDEN_VECTORS[endpoint]?.[2] ?? 0)).toBeCloseTo(1, 12);
    }
  });
});

describe("any parameters", () => {
  test("message passing is enumeration", () => {
    fc.assert(
      fc.property(anyCase, ({ model, parameters, cells: own }) => {
        const pi = parameters.pi[0] ?? 0;
        const joint = jointOf(model, parameters, own, pi);
        const brute = enumerate(model, parameters, own, pi);
        expect(joint.probability / brute.probability).toBeCloseTo(1, 11);
        expect(Math.abs(joint.probability - brute.probability)).toBeLessThan(1e-12);
        expect(joint.logLikelihood).toBeCloseTo(Math.log(brute.evidence), 10);
      }),
      { numRuns: 25 },
    );
  });

  test("a structure says what its endpoints say alone, in any order of endpoints and rows", () => {
    const estate = anyModel.chain((model) =>
      fc.tuple(fc.constant(model), anyParameters(model), fc.array(anyCells(model), { maxLength: 12 }), fc.nat()),
    );
    fc.assert(
      fc.property(estate, ([model, parameters, endpoints, turn]) => {
        const columns = rowsOf(endpoints);
        const length = columns.endpoint.length;
        const turned = (column: ArrayLike<number>) => Array.from(column, (_, at) => column[(at + turn) % length] ?? 0);
        const rows: Rows = {
          endpoint: turned(columns.endpoint),
          tool: turned(columns.tool),
          evidence: turned(columns.evidence),
          count: turned(columns.count ?? []),
        };
        const structure = gather(model, rows, { endpoints: endpoints.length });
        const { logLikelihood } = pass(structure, parameters);
        for (const [endpoint, p] of posterior(structure, parameters).entries()) {
          const own = endpoints[endpoint] ?? [];
          expect(cellsOf(structure, endpoint)).toEqual(own);
          const joint = jointOf(model, parameters, own, parameters.pi[0] ?? 0);
          expect(p).toBe(Math.min(joint.probability, 1 - 1e-9));
          expect(logLikelihood[structure.patternOf[endpoint] ?? 0]).toBe(joint.logLikelihood);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("the order of tools does not matter", () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { model, parameters, cells: own } = given;
        const last = model.tools.length - 1;
        const blocks = (array: Float64Array, width: number) =>
          Float64Array.from(array, (_, at) => array[(last - Math.floor(at / width)) * width + (at % width)] ?? 0);
        const mirror = makeModel(model.tools.toReversed(), model.classes);
        const rho = mirror.lineages.flatMap((name) => {
          const place = model.lineages.indexOf(name) * 4;
          return [...parameters.rho.subarray(place, place + 4)];
        });
        const { kappa, tau, rows } = parameters;
        const mirrored = {
          ...parameters,
          rho: Float64Array.from(rho),
          kappa: blocks(kappa, 1),
          tau: blocks(tau, 4),
          rows: blocks(rows, 16),
        };
        const other = own.map(({ tool, counts }) => ({ tool: last - tool, counts }));
        expect(probability({ model: mirror, parameters: mirrored, cells: other })).toBeCloseTo(probability(given), 12);
      }),
      { numRuns: 60 },
    );
  });

  test("only ? leaves the prior, and a ? of another lineage changes nothing", () => {
    const only = fc.nat(5).map((n) => [0, 0, 0, n + 1]);
    fc.assert(
      fc.property(
        anyModel.chain((model) => fc.tuple(fc.constant(model), anyParameters(model), anyCells(model, only))),
        ([model, parameters, own]) => {
          expect(probability({ model, parameters, cells: own })).toBeCloseTo(parameters.pi[0] ?? 0, 13);
        },
      ),
    );
    fc.assert(
      fc.property(anyCase, fc.nat(3), (given, tool) => {
        const lineage = given.model.lineageOf[tool];
        fc.pre(lineage !== undefined && given.cells.every((cell) => given.model.lineageOf[cell.tool] !== lineage));
        const more = { ...given, cells: withRuns(given.model, given.cells, tool, 3, 2) };
        expect(probability(more)).toBeCloseTo(probability(given), 12);
      }),
    );
  });

  test("the odds never fall below the prior odds times chi, and a negative host rises with chi", () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const pi = given.parameters.pi[0] ?? 0;
        const odds = (p: number) => p / (1 - p);
        expect(odds(probability(given)) * (1 + 1e-9)).toBeGreaterThanOrEqual(odds(pi) * given.parameters.chi);
        const joint = jointOf(given.model, given.parameters, given.cells, pi);
        const towardsSafe = joint.logM.reduce((sum, each, at) => sum + (at % 2 === 0 ? each : -each), 0) > 0;
        const p = (chi: number) => probability({ ...given, parameters: withPolicy(given.parameters, { chi }) });
        if (towardsSafe) expect(p(0.3)).toBeGreaterThan(p(0.1));
      }),
    );
  });

  test("what may come next has probabilities that sum to 1, and the posterior expected of it is the one we have", () => {
    fc.assert(
      fc.property(anyCase, fc.nat(3), (given, tool) => {
        fc.pre(given.model.tools[tool] !== undefined);
        const pi = given.parameters.pi[0] ?? 0;
        const now = jointOf(given.model, given.parameters, given.cells, pi);
        let [total, expected] = [0, 0];
        for (let k = 0; k < 4; k++) {
          const next = jointOf(given.model, given.parameters, withRuns(given.model, given.cells, tool, k), pi);
          const weight = Math.exp(next.logLikelihood - now.logLikelihood);
          total += weight;
          expected += weight * next.probability;
        }
        expect(total).toBeCloseTo(1, 11);
        expect(expected).toBeCloseTo(now.probability, 11);
      }),
    );
  });
});

describe("nothing is NaN", () => {
  const numbers = (p: Float64Array) => [...p].every((each) => each >= 0 && each <= 1 - 1e-9);

  test("no endpoints, no rows, no tools", () => {
    expect(posterior(structureOf(GOLDEN_MODEL, []), GOLDEN)).toHaveLength(0);
    for (const p of posterior(structureOf(GOLDEN_MODEL, [[], []]), GOLDEN)) expect(p).toBeCloseTo(0.03, 15);
    const nothing = makeModel([]);
    expect(
      posterior(structureOf(nothing, [[]]), { ...emptyParameters(nothing, 1, 0.005), pi: Float64Array.of(0.1) })[0],
    ).toBeCloseTo(0.1, 15);
  });

  test("a hundred thousand runs, all against each other", () => {
    const own = GOLDEN_MODEL.tools.map((_, tool) => ({ tool, counts: Float64Array.of(1e5, 1e5, 1e5, 1e5) }));
    expect(numbers(posterior(structureOf(GOLDEN_MODEL, [own]), GOLDEN))).toBe(true);
  });

  test.each([
    ["all zero", 0],
    ["all one", 1],
  ])("parameters that are %s", (_name, value) => {
    const flat = emptyParameters(GOLDEN_MODEL, 1, value);
    for (const array of [flat.pi, flat.rho, flat.kappa, flat.tau, flat.rows]) array.fill(value);
    expect(
      numbers(
        posterior(
          structureOf(
            GOLDEN_MODEL,
            GOLDEN_VECTORS.map(([, own]) => own),
          ),
          flat,
        ),
      ),
    ).toBe(true);
  });

  test("rows that belong nowhere are counted, not kept", () => {
    const bad = {
      endpoint: [0, 5, -1, 0.5, 0, 0, 0],
      tool: [0, 0, 0, 0, 9, 0, 0],
      evidence: [2, 2, 2, 2, 2, 7, 2],
      count: [1, 1, 1, 1, 1, 1, Number.NaN],
    };
    const structure = gather(GOLDEN_MODEL, bad, { endpoints: 1 });
    expect(structure.rejected).toBe(6);
    expect(cellsOf(structure, 0)).toEqual(cells([A1, [0, 0, 1, 0]]));
    expect(cellsOf(structure, 7)).toEqual([]);
  });
});
