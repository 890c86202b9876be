/** Values: reference/statistics.md 13.1, computed by its author; the paper prints the prevalence .40 .42 .11 .07. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DawidSkeneFit, fitDawidSkene } from "./dawid-skene.ts";
import { expectation, maximisation } from "./dawid-skene-steps.ts";
import { voteShareStart } from "./starts.ts";
import { anaesthetists, anaesthetistVotes } from "./testing/anaesthetists.ts";
import { type Vote, votePatterns } from "./votes.ts";

const close = (values: ArrayLike<number>, expected: readonly number[], digits = 6) => {
  expect(values.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) expect(values[index], `at ${index}`).toBeCloseTo(value, digits);
};
const tight = { tolerance: 1e-13 } as const;
const row = ({ posterior }: DawidSkeneFit, item: number, classes = 4) =>
  posterior.subarray(item * classes, (item + 1) * classes);
const mostLikely = (shares: Float64Array) => shares.indexOf(Math.max(...shares)) + 1;

describe("Dawid and Skene's anaesthetists", () => {
  const fit = fitDawidSkene(anaesthetists, tight);

  test("the table is the published one", () => {
    const totals = [0, 0, 0, 0];
    for (const { said } of anaesthetistVotes) totals[said] = (totals[said] ?? 0) + 1;
    expect(totals).toEqual([127, 125, 48, 15]);
  });

  test("log likelihood, iteration by iteration", () => {
    close(
      [1, 2, 3, 4, 5, 10, 20].map((iteration) => fit.trace[iteration - 1] ?? 0),
      [-205.091138, -194.550952, -193.159445, -192.942424, -192.90931, -192.891014, -192.890881],
    );
    expect(fit.logLikelihood).toBeCloseTo(-192.8908812142, 9);
    expect(fit.converged).toBe(true);
  });

  test("prevalence and the observers' tables", () => {
    close(fit.prevalence, [0.399555, 0.421983, 0.111795, 0.066667]);
    // biome-ignore format: the reference's rows
    close(fit.confusion, [
      .889488, .110512, 0, 0, .070585, .876380, .053035, 0, 0, .338822, .661178, 0, 0, 0, .555556, .444444,
      .834214, .165786, 0, 0, .052707, .632946, .314347, 0, 0, 0, 1, 0, 0, 0, 0, 1,
      1, 0, 0, 0, .106378, .788299, .105323, 0, 0, .403671, .198776, .397552, 0, 0, .666667, .333333,
      .944430, .055570, 0, 0, .053672, .842627, .103702, 0, 0, 0, .801224, .198776, 0, 0, .333333, .666667,
      1, 0, 0, 0, .159039, .734520, .106440, 0, 0, .209114, .790886, 0, 0, 0, .333333, .666667,
    ]);
  });

  test("each patient's class, and the five that are not certain", () => {
    const classes = Array.from({ length: 45 }, (_, item) => mostLikely(row(fit, item)));
    expect(classes.join(" ")).toBe(
      "1 4 2 2 2 2 1 3 2 2 4 3 1 2 1 1 1 1 2 2 2 2 2 2 1 1 2 1 1 1 1 3 1 2 2 4 2 3 3 1 1 1 2 1 2",
    );
    close(row(fit, 6), [0.98102, 0.01898, 0, 0]);
    close(row(fit, 29), [0.999146, 0.000854, 0, 0]);
    close(row(fit, 34), [0, 0.947995, 0.052005, 0]);
    close(row(fit, 37), [0, 0.0212, 0.9788, 0]);
    close(row(fit, 41), [0.999806, 0.000194, 0, 0]);
    const uncertain = classes.flatMap((_, item) => (Math.max(...row(fit, item)) < 0.9999 ? [item + 1] : []));
    expect(uncertain).toEqual([7, 30, 35, 38, 42]);
  });

  test("the copy with a slip in patient 7 gives other numbers (16, trap 2)", () => {
    const slipped = anaesthetistVotes
      .filter(({ item, observer }) => item !== 6 || observer !== 0)
      .concat([0, 0, 1].map((said) => ({ item: 6, observer: 0, said })));
    const other = fitDawidSkene(votePatterns(slipped, { items: 45, observers: 5, classes: 4 }), tight);
    expect(other.logLikelihood).toBeCloseTo(-190.7309965985, 8);
    close(other.prevalence, [0.399969, 0.421576, 0.111788, 0.066667]);
    close(other.confusion.subarray(0, 2), [0.907, 0.093], 3);
  });

  test("small data and no prior: impossible certainty, which one pseudo-count turns round (16, trap 4)", () => {
    expect(row(fit, 1)[3]).toBeCloseTo(1, 6);
    const guarded = fitDawidSkene(anaesthetists, { ...tight, votePseudoCount: 1 });
    expect(row(guarded, 1)[2]).toBeCloseTo(0.9993, 4);
  });

  test("several starts end in several tops, the best of them known", () => {
    const many = fitDawidSkene(anaesthetists, { starts: 120, seed: 7 });
    const found = many.optima.map((value) => value.toFixed(4));
    for (const known of ["-191.5689", "-191.5937", "-192.6822", "-192.8646", "-192.8909", "-193.0202"])
      expect(found).toContain(known);
    expect(many.logLikelihood).toBeCloseTo(-191.5689, 4);
    expect(many.optima[0]).toBeCloseTo(many.objective, 6);
    // Whatever the start called them, the classes bear the names that the votes give them.
    expect(mostLikely(row(many, 0))).toBe(1);
    expect(mostLikely(row(many, 10))).toBe(4);
  });

  test("the start decides: from each patient's majority, patient 12 shared, EM ends lower", () => {
    const memberships = voteShareStart(anaesthetists);
    for (let from = 0; from < memberships.length; from += 4) {
      const shares = [...memberships.subarray(from, from + 4)];
      const top = shares.filter((share) => share > Math.max(...shares) - 1e-12).length;
      memberships.set(
        shares.map((share) => (share > Math.max(...shares) - 1e-12 ? 1 / top : 0)),
        from,
      );
    }
    let logLikelihood = Number.NaN;
    for (let turn = 0; turn < 400; turn++) {
      const parameters = maximisation(anaesthetists, memberships, { class: 0, vote: 0 });
      logLikelihood = expectation(anaesthetists, parameters, memberships);
    }
    expect(logLikelihood).toBeCloseTo(-193.9746, 4);
  });

  test("two classes: {1} against {2, 3, 4}", () => {
    const binary = anaesthetistVotes.map((vote) => ({ ...vote, said: Math.min(vote.said, 1) }));
    const two = fitDawidSkene(votePatterns(binary, { items: 45, observers: 5, classes: 2 }), tight);
    expect(two.logLikelihood).toBeCloseTo(-102.1157615388, 8);
    close(two.prevalence, [0.399763, 0.600237]);
    close(two.confusion.subarray(0, 4), [0.88919, 0.11081, 0.04951, 0.95049], 5);
    close([two.confusion[4] ?? 0, two.confusion[7] ?? 0], [0.83381, 0.96297], 5);
    close(
      [3, 6, 29].map((item) => row(two, item, 2)[0] ?? 0),
      [0.00127, 0.98841, 0.99975],
      5,
    );
  });
});

describe("properties", () => {
  const shape = { items: 6, observers: 3, classes: 3 };
  const votes = fc.array(
    fc.record<Vote>({ item: fc.nat(5), observer: fc.nat(2), said: fc.nat(2), count: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 40 },
  );
  const options = fc.record({
    classPseudoCount: fc.constantFrom(0, 0.5),
    votePseudoCount: fc.constantFrom(0, 1),
    starts: fc.constantFrom(1, 3),
  });
  const numbers = (fit: DawidSkeneFit) => [
    fit.logLikelihood,
    ...fit.prevalence,
    ...fit.confusion,
    ...fit.posterior,
    ...fit.votesBehind,
  ];

  test("whatever is voted, even nothing: numbers, shares that sum to 1, and an objective that never falls", () => {
    fc.assert(
      fc.property(votes, options, (said, how) => {
        const fit = fitDawidSkene(votePatterns(said, shape), how);
        expect(numbers(fit).every(Number.isFinite)).toBe(true);
        for (let item = 0; item < 6; item++)
          expect(row(fit, item, 3).reduce((total, share) => total + share)).toBeCloseTo(1, 9);
        for (const [index, objective] of fit.trace.slice(1).entries())
          expect(objective).toBeGreaterThanOrEqual((fit.trace[index] ?? 0) - 1e-9);
      }),
      { numRuns: 100 },
    );
  });

  test("the order of the votes does not matter, that of the observers hardly", () => {
    fc.assert(
      fc.property(votes, fc.infiniteStream(fc.nat(1000)), (said, keys) => {
        const plain = fitDawidSkene(votePatterns(said, shape), { mostIterations: 30 });
        const shuffled = said
          .map((vote) => ({ vote, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ vote }) => vote);
        expect(fitDawidSkene(votePatterns(shuffled, shape), { mostIterations: 30 })).toEqual(plain);
        const turned = said.map((vote) => ({ ...vote, observer: 2 - vote.observer }));
        const other = fitDawidSkene(votePatterns(turned, shape), { mostIterations: 30 });
        close(other.posterior, [...plain.posterior], 7);
      }),
      { numRuns: 60 },
    );
  });

  test("the order of the items does not matter, to the last bit", () => {
    fc.assert(
      fc.property(votes, (said) => {
        const plain = fitDawidSkene(votePatterns(said, shape));
        const turned = fitDawidSkene(
          votePatterns(
            said.map((vote) => ({ ...vote, item: 5 - vote.item })),
            shape,
          ),
        );
        expect(turned.trace).toEqual(plain.trace);
        for (let item = 0; item < 6; item++) expect(row(turned, 5 - item, 3)).toEqual(row(plain, item, 3));
      }),
      { numRuns: 60 },
    );
  });

  test("items that nobody voted on start where all votes together are, not half and half", () => {
    const said = [0, 1, 2, 3].map((item) => ({ item, observer: 0, said: item === 0 ? 1 : 0 }));
    const table = votePatterns(said, { items: 50, observers: 1, classes: 2 });
    expect(fitDawidSkene(table, { mostIterations: 1 }).prevalence[1]).toBeCloseTo(0.25, 9);
  });

  test("weight 2 is two copies", () => {
    fc.assert(
      fc.property(votes, (said) => {
        const weights = [2, 1, 1, 1, 1, 1];
        const copied = [...said, ...said.filter(({ item }) => item === 0).map((vote) => ({ ...vote, item: 6 }))];
        const weighted = fitDawidSkene(votePatterns(said, { ...shape, weights }));
        const twice = fitDawidSkene(votePatterns(copied, { ...shape, items: 7 }));
        expect(twice.objective).toBeCloseTo(weighted.objective, 9);
        close(twice.posterior.subarray(0, 18), [...weighted.posterior], 9);
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, readonly Vote[], { items: number; observers: number; classes: number }]>([
    ["nothing at all", [], { items: 0, observers: 0, classes: 2 }],
    ["items without votes", [], { items: 3, observers: 2, classes: 2 }],
    ["one item", [{ item: 0, observer: 0, said: 1 }], { items: 1, observers: 2, classes: 2 }],
    [
      "one observer",
      [0, 1, 1].map((said, item) => ({ item, observer: 0, said })),
      { items: 3, observers: 1, classes: 2 },
    ],
    ["all equal", [0, 1, 2].map((item) => ({ item, observer: 0, said: 0 })), { items: 3, observers: 1, classes: 2 }],
  ])("%s: no NaN", (_name, said, small) => {
    const fit = fitDawidSkene(votePatterns(said, small), { starts: 3 });
    expect(numbers(fit).every(Number.isFinite)).toBe(true);
  });

  test("votes outside the shape are a mistake, not data", () => {
    expect(() => votePatterns([{ item: 0, observer: 0, said: 2 }], { items: 1, observers: 1, classes: 2 })).toThrow(
      RangeError,
    );
  });
});
