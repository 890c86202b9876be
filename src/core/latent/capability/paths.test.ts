import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Epoch, HAZARDS, pathPosterior } from "./paths.ts";
import { anyCase } from "./testing/arbitraries.ts";
import { A1, B1, cells, GOLDEN, GOLDEN_MODEL, H1 } from "./testing/golden.ts";
import { jointOf } from "./tree.ts";

const NEG = [0, 0, 1, 0];
const two = (then: Epoch["cells"], now: Epoch["cells"]): readonly Epoch[] => [
  { day: 0, cells: then },
  { day: 7, cells: now },
];
const of = (epochs: readonly Epoch[]) => pathPosterior(GOLDEN_MODEL, GOLDEN, epochs, 0.03);

describe("two epochs (13.7)", () => {
  test.each<[string, readonly Epoch[], readonly number[]]>([
    [
      "T1",
      two(cells([H1, [1, 0, 0, 0]]), cells([A1, NEG], [H1, [0, 0, 2, 0]])),
      [0.000127496, 0.000000014, 0.998962479, 0.000910012],
    ],
    ["T2", two(cells([H1, [1, 0, 0, 0]]), cells([A1, NEG])), [0.000072498, 0.000000098, 0.523100476, 0.476826929]],
    ["T3", two(cells([B1, [0, 1, 0, 0]]), cells([B1, NEG])), [0.494946586, 0.001024503, 0.453296361, 0.050732551]],
    ["T4", two(cells([A1, NEG]), cells([H1, [1, 0, 0, 0]])), [0.000107086, 0.295576396, 0.000000378, 0.70431614]],
  ])("%s", (_name, epochs, expected) => {
    for (const order of [epochs, epochs.toReversed()]) {
      const { paths, vulnerable, changed, ever } = of(order);
      const p = (name: string) => paths.find(({ path }) => path.join("") === name)?.probability ?? Number.NaN;
      expect(["00", "01", "10", "11"].map((name) => p(name).toFixed(9))).toEqual(
        expected.map((each) => each.toFixed(9)),
      );
      expect(vulnerable[1]).toBeCloseTo(p("01") + p("11"), 12);
      expect(changed).toBeCloseTo(p("01") + p("10"), 12);
      expect(ever).toBeCloseTo(1 - p("00"), 12);
    }
  });
});

test("one epoch is the posterior without time", () => {
  fc.assert(
    fc.property(anyCase, ({ model, parameters, cells: own }) => {
      const pi = parameters.pi[0] ?? 0;
      const { vulnerable } = pathPosterior(model, parameters, [{ day: 3, cells: own }], pi);
      expect(vulnerable[0]).toBeCloseTo(jointOf(model, parameters, own, pi).probability, 11);
    }),
  );
});

test("two epochs at the same time are one", () => {
  const split = pathPosterior(
    GOLDEN_MODEL,
    GOLDEN,
    [
      { day: 1, cells: cells([A1, NEG]) },
      { day: 1, cells: cells([A1, NEG], [B1, NEG]) },
    ],
    0.03,
  );
  const joint = jointOf(GOLDEN_MODEL, GOLDEN, cells([A1, [0, 0, 2, 0]], [B1, NEG]), 0.03);
  expect(split.vulnerable[1]).toBeCloseTo(joint.probability, 12);
  expect(split.changed).toBe(0);
});

describe("nothing is NaN", () => {
  test("no epochs, epochs without evidence, days that are none", () => {
    expect(of([])).toMatchObject({ vulnerable: [], changed: 0, ever: 0 });
    const empty = of([
      { day: 0, cells: [] },
      { day: 1e9, cells: [] },
    ]);
    expect(empty.vulnerable[0]).toBeCloseTo(0.03, 12);
    expect(empty.vulnerable.every(Number.isFinite)).toBe(true);
    expect(
      of([
        { day: Number.NaN, cells: [] },
        { day: 1, cells: cells([A1, NEG]) },
      ]).vulnerable.every(Number.isFinite),
    ).toBe(true);
    for (const pi of [0, 1]) {
      const { vulnerable } = pathPosterior(
        GOLDEN_MODEL,
        { ...GOLDEN, chi: 0 },
        two(cells([H1, [1, 0, 0, 0]]), []),
        pi,
        { patched: 0, broken: 0 },
      );
      expect(vulnerable).toEqual([pi, pi]);
    }
  });

  test("many epochs: at most two changes, and the oldest as one", () => {
    const epochs = (length: number): readonly Epoch[] =>
      Array.from({ length }, (_, day) => ({ day, cells: cells([H1, day < 30 ? [1, 0, 0, 0] : NEG]) }));
    const twelve = of(epochs(12));
    expect(twelve.merged).toBe(0);
    expect(twelve.paths).toHaveLength(2 * (1 + 11 + (11 * 10) / 2));
    const many = of(epochs(70));
    expect(many.merged).toBe(11);
    expect(many.vulnerable).toHaveLength(60);
    expect(many.paths[0]?.path.indexOf(0)).toBe(20);
    expect(many.vulnerable.every(Number.isFinite)).toBe(true);
  });

  test("the hazards are those of section 6", () => {
    expect(HAZARDS).toEqual({ patched: 0.05, broken: 0.0005 });
  });
});
