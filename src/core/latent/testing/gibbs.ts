/**
 * Gibbs samplers of the reference models, for tests alone: slow, simple, and exact but for their own noise. They know nothing of the
 * code they check. Hidden classes are drawn given the parameters, parameters given the hidden classes, in turn (reference/statistics.md 5.5.2, 13.1, 13.3).
 */

import { binomial } from "../../stats/bootstrap.ts";
import { type RandomStream, randomStream } from "../../stats/random-stream.ts";
import { at } from "../flat.ts";
import type { TwoTests } from "../hui-walter.ts";
import type { Vote } from "../votes.ts";

/** @param shape each above 0 */
export function dirichlet(shape: readonly number[], chance: RandomStream): readonly number[] {
  // A small shape may draw 0, whose logarithm is no number.
  const drawn = shape.map((each) => Math.max(chance.gamma(each), 1e-300));
  const total = drawn.reduce((sum, each) => sum + each, 0);
  return drawn.map((each) => each / total);
}

/** An index, as often as its weight says. */
export function pick(weights: readonly number[], chance: RandomStream): number {
  let all = 0;
  for (const weight of weights) all += weight;
  let left = chance.uniform() * all;
  let index = 0;
  for (const weight of weights) {
    left -= weight;
    if (left < 0) return index;
    index++;
  }
  return weights.length - 1;
}

export interface Summary {
  readonly mean: number;
  readonly sd: number;
  /** 2.5 % and 97.5 %. */
  readonly low: number;
  readonly high: number;
}

export function summary(draws: readonly number[]): Summary {
  const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length;
  const variance = draws.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (draws.length - 1);
  const sorted = draws.toSorted((a, b) => a - b);
  const quantile = (share: number) => at(sorted, Math.round(share * (sorted.length - 1)));
  return { mean, sd: Math.sqrt(variance), low: quantile(0.025), high: quantile(0.975) };
}

/** Chains that agree have a split R-hat near 1 (Gelman et al., Bayesian Data Analysis, 11.4). @param chains of equal length */
export function splitRHat(chains: readonly (readonly number[])[]): number {
  const halves = chains.flatMap((chain) => {
    const half = chain.length >> 1;
    return [chain.slice(0, half), chain.slice(half, 2 * half)];
  });
  const length = halves[0]?.length ?? 0;
  const each = halves.map(summary);
  const within = each.reduce((sum, { sd }) => sum + sd * sd, 0) / each.length;
  const between = length * summary(each.map(({ mean }) => mean)).sd ** 2;
  return Math.sqrt((length - 1) / length + between / within / length);
}

export interface Sampling {
  readonly seed: number;
  readonly draws: number;
  /** Default 500, thrown away. */
  readonly warmUp?: number;
}

export interface DawidSkeneDraws {
  /** Class by class, a chain each. */
  readonly prevalence: readonly (readonly number[])[];
  /** `[observer][class][said]`: posterior means. */
  readonly confusion: readonly (readonly (readonly number[])[])[];
  /** `[item][class]`: how often it was drawn. */
  readonly memberships: readonly (readonly number[])[];
}

/** @param prior pseudo-counts: of each class, of an observer's right answer, of each wrong one */
export function gibbsDawidSkene(
  votes: readonly Vote[],
  { items, observers, classes }: { readonly items: number; readonly observers: number; readonly classes: number },
  prior: { readonly prevalence: number; readonly right: number; readonly wrong: number },
  { seed, draws, warmUp = 500 }: Sampling,
): DawidSkeneDraws {
  const chance = randomStream(seed, "gibbs Dawid-Skene");
  const all = Array.from({ length: classes }, (_, k) => k);
  const of = Array.from({ length: items }, (_, item) => votes.filter((vote) => vote.item === item));
  const hidden = of.map((own) => own[0]?.said ?? 0);
  const prevalence: number[][] = all.map(() => []);
  const sums = Array.from({ length: observers }, () => all.map(() => all.map(() => 0)));
  const memberships = of.map(() => all.map(() => 0));
  for (let turn = -warmUp; turn < draws; turn++) {
    const ofClass = all.map((k) => prior.prevalence + hidden.filter((own) => own === k).length);
    const p = dirichlet(ofClass, chance);
    const counts = sums.map(() => all.map((k) => all.map((said) => (k === said ? prior.right : prior.wrong))));
    for (const { item, observer, said } of votes) {
      const row = counts[observer]?.[at(hidden, item)];
      if (row !== undefined) row[said] = at(row, said) + 1;
    }
    const tables = counts.map((rows) => rows.map((row) => dirichlet(row, chance)));
    for (const [item, own] of of.entries()) {
      const weights = all.map((k) =>
        own.reduce((product, { observer, said }) => product * at(tables[observer]?.[k] ?? [], said), at(p, k)),
      );
      hidden[item] = pick(weights, chance);
    }
    if (turn < 0) continue;
    for (const [k, chain] of prevalence.entries()) chain.push(at(p, k));
    for (const [item, own] of memberships.entries()) own[at(hidden, item)] = at(own, at(hidden, item)) + 1 / draws;
    for (const [observer, rows] of sums.entries())
      for (const [k, row] of rows.entries())
        for (const said of all) row[said] = at(row, said) + at(tables[observer]?.[k] ?? [], said) / draws;
  }
  return { prevalence, confusion: sums, memberships };
}

/** Chains of what Hui and Walter estimate, all priors Beta(1, 1). */
export interface HuiWalterDraws {
  readonly sensitivity: readonly [readonly number[], readonly number[]];
  readonly specificity: readonly [readonly number[], readonly number[]];
  readonly prevalence: readonly [readonly number[], readonly number[]];
}

export function gibbsHuiWalter(
  populations: readonly [TwoTests, TwoTests],
  { seed, draws, warmUp = 500 }: Sampling,
): HuiWalterDraws {
  const chance = randomStream(seed, "gibbs Hui-Walter");
  const chains = { sensitivity: [[], []], specificity: [[], []], prevalence: [[], []] } as Record<
    keyof HuiWalterDraws,
    [number[], number[]]
  >;
  let [se, sp, p] = [
    [0.9, 0.9],
    [0.9, 0.9],
    [0.2, 0.5],
  ];
  for (let turn = -warmUp; turn < draws; turn++) {
    // Of each test: right and wrong answers on the affected, on the others.
    const tallies = [0, 1].map(() => ({ hit: 0, miss: 0, pass: 0, alarm: 0 }));
    const affected = populations.map((cells, population) => {
      let [here, all] = [0, 0];
      for (const [cell, count] of cells.entries()) {
        const positive = [cell < 2, cell % 2 === 0];
        const chanceOf = (rate: readonly number[]) =>
          positive.reduce((product, is, test) => product * (is ? at(rate, test) : 1 - at(rate, test)), 1);
        const yes = at(p, population) * chanceOf(se);
        const no = (1 - at(p, population)) * chanceOf(sp.map((each) => 1 - each));
        const drawn = binomial(chance, count, yes / (yes + no));
        here += drawn;
        all += count;
        for (const [test, tally] of tallies.entries()) {
          if (positive[test] === true) {
            tally.hit += drawn;
            tally.alarm += count - drawn;
          } else {
            tally.miss += drawn;
            tally.pass += count - drawn;
          }
        }
      }
      return { here, all };
    });
    se = tallies.map(({ hit, miss }) => chance.beta(1 + hit, 1 + miss));
    sp = tallies.map(({ pass, alarm }) => chance.beta(1 + pass, 1 + alarm));
    p = affected.map(({ here, all }) => chance.beta(1 + here, 1 + all - here));
    if (turn < 0) continue;
    for (const index of [0, 1] as const) {
      chains.sensitivity[index].push(at(se, index));
      chains.specificity[index].push(at(sp, index));
      chains.prevalence[index].push(at(p, index));
    }
  }
  return chains;
}
