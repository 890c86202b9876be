/** Learning: the priors of 5.4, the climb of 5.2 and 5.3, the guards of 5.6, and the model without its extras (5.7, 13.6). */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random-stream.ts";
import { type Cell, gather, type Rows, withRuns } from "./cells.ts";
import { climb, LIMITS, priorParameters } from "./em.ts";
import { EVIDENCE_CLASSES, classIndex } from "./evidence.ts";
import { fit } from "./fit.ts";
import { nothingFrozen } from "./maximise.ts";
import { makeModel, type Model, N, type Parameters, S, X } from "./model.ts";
import { OPTIMISTIC, PESSIMISTIC, type Priors, priorsOf } from "./priors.ts";
import { simulate } from "./testing/estate.ts";
import { FOUR_CLASSES } from "./testing/golden.ts";
import { jointOf, posterior } from "./tree.ts";

const NO_GATE = { vulnerable: 0, confirmed: 0 };
const clones = (lineages: readonly string[], proves = true) =>
  makeModel(
    lineages.map((lineage, at) => ({ id: `t${at}`, lineage, proves })),
    FOUR_CLASSES,
  );
const empty = (model: Model) => gather(model, { endpoint: [], tool: [], evidence: [] }, { endpoints: 0 });
const believed = (model: Model): Parameters => priorParameters(empty(model), priorsOf(model));
const judged = (model: Model, tools: readonly number[], evidence = 2) => {
  const cells = tools.reduce<readonly Cell[]>((own, tool) => withRuns(model, own, tool, evidence), []);
  return jointOf(model, believed(model), cells, 0.05).probability;
};

describe("the default priors", () => {
  const three = clones(["F", "F", "E", "H"]);
  const two = clones(["F", "F", "E", "E"]);
  const merged = clones(["F", "F", "F", "F"]);
  test.each([
    ["one negative", three, [3], 0.0196],
    ["a second from a clone", three, [0, 1], 0.0146],
    ["a second from another lineage", three, [0, 2], 0.0081],
    ["three lineages", three, [0, 2, 3], 0.0031],
    ["two lineages", two, [0, 2, 3], 0.0057],
    ["all merged", merged, [0, 2, 3], 0.0129],
  ])("%s", (_name, model, tools, expected) => {
    expect(judged(model, tools)).toBeCloseTo(expected, 3);
  });

  test("are probabilities, for all eight classes, and keep proof where it is", () => {
    const model = makeModel([
      { id: "own", lineage: "H", proves: true },
      { id: "banner", lineage: "E", proves: false },
    ]);
    const { rows, rho } = believed(model);
    const width = EVIDENCE_CLASSES.length;
    for (let from = 0; from < rows.length; from += width) {
      expect(rows.subarray(from, from + width).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
    }
    expect([...rho.subarray(0, 4)].map((share) => Math.round(share * 1000))).toEqual([600, 200, 150, 50]);
    const cell = (tool: number, row: number, code: string) => rows[(tool * 4 + row) * width + classIndex(code)] ?? 0;
    expect(cell(0, N, "PV")).toBe(1e-9);
    expect(cell(1, S, "PC")).toBe(1e-4);
    expect(cell(0, S, "PV")).toBeGreaterThan(0.3);
    expect(cell(0, S, "Q")).toBe(cell(0, N, "Q"));
    expect(cell(0, X, "AN")).toBeLessThan(cell(0, X, "WN") / 50);
  });

  test("what a controlled negative, a weak one and a ? are worth is in this order", () => {
    const model = makeModel([{ id: "own", lineage: "H", proves: true }]);
    const p = (code: string) => judged(model, [0], classIndex(code));
    expect(p("AN")).toBeLessThan(p("WN"));
    expect(p("WN")).toBeLessThan(p("Q"));
    expect(p("Q")).toBeCloseTo(0.05, 14);
    expect(p("IP")).toBeGreaterThan(0.05);
    expect(p("PC")).toBeGreaterThan(0.9);
    expect(p("PV")).toBeGreaterThan(p("PC"));
  });

  test("a clone's negative lowers less than another lineage's, merging never lowers, a positive never lowers", () => {
    const some = fc.uniqueArray(fc.nat(3), { minLength: 1 });
    fc.assert(
      fc.property(some, fc.nat(3), fc.boolean(), (tools, more, proves) => {
        const model = clones(["F", "F", "E", "H"], proves);
        const oneLineage = clones(["F", "F", "F", "F"], proves);
        expect(judged(oneLineage, tools)).toBeGreaterThanOrEqual(judged(model, tools) - 1e-12);
        if (!tools.includes(1) && !tools.includes(3) && tools.includes(0)) {
          expect(judged(model, [...tools, 1])).toBeGreaterThan(judged(model, [...tools, 3]));
        }
        const parameters = believed(model);
        const cells = tools.reduce<readonly Cell[]>((own, tool) => withRuns(model, own, tool, 2), []);
        const before = jointOf(model, parameters, cells, 0.05).probability;
        for (const k of [0, 1]) {
          const at = (row: number) => parameters.rows[(more * 4 + row) * 4 + k] ?? 0;
          if (at(S) < Math.max(at(N), at(3))) continue;
          const after = jointOf(model, parameters, withRuns(model, cells, more, k), 0.05).probability;
          expect(after).toBeGreaterThanOrEqual(before - 1e-12);
        }
      }),
    );
  });

  test("a ? beside a negative of the same lineage takes credit from it", () => {
    const model = clones(["F", "F", "E", "H"]);
    const one = judged(model, [0]);
    for (const tool of [0, 1]) {
      const cells = withRuns(model, withRuns(model, [], 0, 2), tool, 3);
      expect(jointOf(model, believed(model), cells, 0.05).probability).toBeGreaterThan(one);
    }
  });
});

/** Any estate: rows of any tools, classes and endpoints. */
const anyEstate = fc
  .tuple(
    fc.array(fc.constantFrom("F", "E", "H"), { minLength: 1, maxLength: 5 }),
    fc.boolean(),
    fc.array(fc.tuple(fc.nat(14), fc.nat(4), fc.nat(3), fc.integer({ min: 1, max: 4 })), { maxLength: 60 }),
  )
  .map(([lineages, proves, rows]) => {
    const model = clones(lineages, proves);
    const columns: Rows = {
      endpoint: rows.map((row) => row[0]),
      tool: rows.map((row) => row[1]),
      evidence: rows.map((row) => row[2]),
      count: rows.map((row) => row[3]),
    };
    return { model, columns };
  });

describe("the climb", () => {
  test("never falls, and every number stays a probability", () => {
    fc.assert(
      fc.property(anyEstate, ({ model, columns }) => {
        const structure = gather(model, columns, { endpoints: 15 });
        const priors = priorsOf(model);
        const limits = { ...LIMITS, most: 60 };
        const { path, parameters } = climb(
          structure,
          priors,
          priorParameters(structure, priors),
          nothingFrozen(model),
          limits,
        );
        for (const [at, value] of path.entries()) {
          expect(value).toBeGreaterThanOrEqual((path[at - 1] ?? value) - 1e-9 * Math.abs(value));
        }
        const { rows, rho, kappa, tau, pi } = parameters;
        for (const array of [rows, rho, kappa, tau, pi]) {
          for (const value of array) expect(value >= 0 && value <= 1).toBe(true);
        }
        for (let from = 0; from < rows.length; from += 4) {
          expect(rows.subarray(from, from + 4).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        }
        for (let tool = 0; tool < model.tools.length; tool++) {
          const at = (row: number, k: number) => rows[(tool * 4 + row) * 4 + k] ?? 0;
          expect(at(S, 3)).toBe(at(N, 3));
          expect(at(S, 1)).toBeGreaterThanOrEqual(at(N, 1) - 1e-15);
          expect(at(S, 2)).toBeLessThanOrEqual(at(N, 2) + 1e-15);
          for (const row of [N, X, 3]) expect(at(row, 0)).toBe(1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("two copies of every endpoint are a weight of 2", () => {
    fc.assert(
      fc.property(anyEstate, ({ model, columns }) => {
        const twice = (column: ArrayLike<number>, more = 0) => [
          ...Array.from(column),
          ...Array.from(column, (each) => each + more),
        ];
        const copied: Rows = {
          endpoint: twice(columns.endpoint, 15),
          tool: twice(columns.tool),
          evidence: twice(columns.evidence),
          count: twice(columns.count ?? []),
        };
        const limits = { ...LIMITS, most: 10 };
        const climbed = [
          gather(model, copied, { endpoints: 30 }),
          gather(model, columns, { endpoints: 15, weight: Array.from({ length: 15 }, () => 2) }),
        ].map((structure) => {
          const priors = priorsOf(model);
          return climb(structure, priors, priorParameters(structure, priors), nothingFrozen(model), limits);
        });
        expect(climbed[0]?.objective).toBeCloseTo(climbed[1]?.objective ?? Number.NaN, 8);
        expect(climbed[0]?.parameters.rho[1]).toBeCloseTo(climbed[1]?.parameters.rho[1] ?? Number.NaN, 10);
      }),
      { numRuns: 30 },
    );
  });

  test("without its extras it is latent class analysis of two classes: four HIV assays", () => {
    const counts: Readonly<Record<string, number>> = {
      "0000": 170,
      "0001": 15,
      "0100": 6,
      "1000": 4,
      "1001": 17,
      "1011": 83,
      "1100": 1,
      "1101": 4,
      "1111": 128,
    };
    const model = makeModel(
      [1, 2, 3, 4].map((each) => ({ id: `V${each}`, lineage: `V${each}`, proves: false })),
      [
        { code: "1", role: "positive", meaning: "1" },
        { code: "0", role: "negative", meaning: "0" },
      ],
    );
    const people = Object.entries(counts).flatMap(([answers, many]) => Array.from({ length: many }, () => answers));
    const rows: Rows = {
      endpoint: people.flatMap((_, at) => [at, at, at, at]),
      tool: people.flatMap(() => [0, 1, 2, 3]),
      evidence: people.flatMap((answers) => answers.split("").map((answer) => (answer === "1" ? 0 : 1))),
    };
    const structure = gather(model, rows, { endpoints: people.length });
    expect(structure.patternSize).toHaveLength(9);
    const flat = priorsOf(model);
    const priors: Priors = {
      beliefs: { rho: [1, 0, 0, 0], kappa: [0, 1], tau: [1, 0, 0, 0], pi: [1e-12, 1e-12], chi: 0 },
      rows: flat.rows.map(() => 1e-12),
      fixed: flat.fixed,
    };
    const start = priorParameters(structure, { ...priors, rows: flat.rows });
    const { parameters, objective } = climb(structure, priors, start, nothingFrozen(model), {
      most: 5000,
      objective: 1e-14,
      parameter: 1e-9,
    });
    expect(objective).toBeCloseTo(-629.882677, 5);
    expect(parameters.pi[0]).toBeCloseTo(0.540056, 5);
    const emission = (tool: number, row: number, k: number) => parameters.rows[(tool * 4 + row) * 2 + k] ?? 0;
    expect(emission(1, S, 0)).toBeCloseTo(0.571047, 5);
    expect(emission(2, S, 0)).toBeCloseTo(0.912851, 5);
    expect(emission(0, N, 1)).toBeCloseTo(0.970252, 5);
    expect(emission(3, N, 1)).toBeCloseTo(0.919454, 5);
    expect(posterior(structure, parameters)[people.indexOf("1001")]).toBeCloseTo(0.949988, 5);
  });
});

describe("a fit", () => {
  const estate = simulate(randomStream(5, "estate"), 4000, 0.03, 0.4);
  const structure = gather(estate.model, estate.rows, { endpoints: 4000 });
  const fitted = fit(structure);

  test("finds the capabilities behind four thousand endpoints", () => {
    const { rho } = fitted.parameters;
    expect(fitted.converged).toBe(true);
    expect(fitted.gated).toBe(false);
    expect(fitted.kept.every((reason) => reason === null)).toBe(true);
    // F silently misses about a fifth, the others much less.
    expect(rho[1]).toBeGreaterThan(0.1);
    expect(rho[1]).toBeLessThan(0.32);
    expect(rho[5]).toBeLessThan(0.15);
    expect(rho[9]).toBeLessThan(0.15);
    expect(fitted.parameters.pi[0]).toBeCloseTo(0.03, 2);
    expect(fitted.starts).toHaveLength(5);
    expect(fitted.objective).toBeGreaterThanOrEqual(fitted.starts[0]?.objective ?? 0);
  });

  test("is sure of what it should be, and predicts what it misses", () => {
    const p = posterior(structure, fitted.parameters);
    const brier = p.reduce((sum, each, at) => sum + (each - (estate.truth[at] ?? 0)) ** 2, 0) / p.length;
    expect(brier).toBeLessThan(0.0065);
    let [missed, predicted] = [0, 0];
    for (const [at, each] of p.entries()) {
      if (each > 0.005) continue;
      missed += estate.truth[at] ?? 0;
      predicted += each;
    }
    expect(missed / predicted).toBeLessThan(2.2);
  });

  test("comes to the same again", () => {
    expect(fit(structure)).toEqual(fitted);
  });

  test("a clone three times over is still one opinion", () => {
    const cloned = makeModel(
      [...estate.model.tools, ...[1, 2, 3].map((each) => ({ id: `copy${each}`, lineage: "F", proves: true }))],
      FOUR_CLASSES,
    );
    const tools = [0, 10, 11, 12];
    const cells = (which: readonly number[]) =>
      which.reduce<readonly Cell[]>((own, tool) => withRuns(cloned, own, tool, 2), []);
    const p = (which: readonly number[]) => jointOf(cloned, believed(cloned), cells(which), 0.03).probability;
    expect(p(tools) / p([0])).toBeGreaterThan(p([0, 5]) / p([0]));
  });

  test("few vulnerable hosts: only prevalence is learned, and it is said", () => {
    const small = simulate(randomStream(1, "small"), 60, 0.03, 0.4);
    const own = gather(small.model, small.rows, { endpoints: 60 });
    const result = fit(own);
    expect(result.gated).toBe(true);
    expect(result.kept.every((reason) => reason === "too_few_confirmed")).toBe(true);
    expect(result.parameters.rho).toEqual(priorParameters(own, result.priors).rho);
  });

  test("a tool that says nothing keeps the prior", () => {
    const chance = randomStream(2, "noise");
    const world = simulate(chance, 2000, 0.1, 0.3);
    const model = makeModel([...world.model.tools, { id: "coin", lineage: "C", proves: false }], FOUR_CLASSES);
    const coin = Array.from(world.truth, (z) => (z === 1 ? 2 : 1 + chance.below(2)));
    const rows: Rows = {
      endpoint: [...Array.from(world.rows.endpoint), ...coin.keys()],
      tool: [...Array.from(world.rows.tool), ...coin.map(() => 10)],
      evidence: [...Array.from(world.rows.evidence), ...coin],
    };
    const result = fit(gather(model, rows, { endpoints: 2000 }));
    expect(result.kept[10]).toBe("uninformative");
  });

  test("a laboratory of known truth teaches rows and never prevalence", () => {
    const endpoint = Array.from({ length: 400 }, (_, at) => at);
    const rows: Rows = { endpoint, tool: endpoint.map(() => 0), evidence: endpoint.map((at) => (at < 200 ? 0 : 2)) };
    const truth = endpoint.map((at) => (at < 200 ? 1 : 0));
    const lab = gather(clones(["F"]), rows, { endpoints: 400, truth, weight: endpoint.map(() => 0.5) });
    const result = fit(lab, { gate: NO_GATE });
    expect(result.parameters.pi[0]).toBeCloseTo(0.05, 10);
    expect(result.parameters.rows[0]).toBeGreaterThan(0.9);
    expect([...posterior(lab, result.parameters)]).toEqual(truth.map((z) => (z === 1 ? 1 - 1e-9 : 0)));
  });

  test.each<[string, readonly number[], readonly number[], readonly number[], number]>([
    ["nothing", [], [], [], 0],
    ["endpoints without a row", [], [], [], 5],
    ["one endpoint", [0], [0], [2], 1],
    ["one tool, all equal", [0, 1, 2, 3], [0, 0, 0, 0], [0, 0, 0, 0], 4],
    ["all ?", [0, 1, 2, 3], [0, 1, 2, 3], [3, 3, 3, 3], 4],
  ])("%s is no trouble", (_name, endpoint, tool, evidence, endpoints) => {
    const model = clones(["F", "F", "E", "H"]);
    const own = gather(model, { endpoint, tool, evidence }, { endpoints });
    for (const gate of [undefined, NO_GATE]) {
      for (const beliefs of [PESSIMISTIC, OPTIMISTIC]) {
        const result = fit(own, gate === undefined ? { beliefs } : { beliefs, gate });
        expect(Number.isFinite(result.objective)).toBe(true);
        expect(result.converged).toBe(true);
        for (const p of posterior(own, result.parameters)) expect(p > 0 && p < 1).toBe(true);
      }
    }
  });
});
