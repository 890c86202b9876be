/**
 * Does one detector say the same again? Cells are repeats of one question (same endpoint, version, vantage, epoch), conclusive answers only
 * (reference/statistics.md 8.4).
 */

import { bootstrap } from "./bootstrap.ts";
import { clopperPearson, type Interval } from "./binomial.ts";
import { none, ratio, type Statistic, value } from "./statistic.ts";

/** `ones` of `answers` were 1, in `weight` cells. Cells of fewer than two answers say nothing and are passed over. */
export interface RepeatCell {
  readonly ones: number;
  readonly answers: number;
  readonly weight: number;
}

export interface Repeatability {
  /** Cells with two answers or more. */
  readonly cells: number;
  readonly answers: number;
  /** Cells with both a 1 and a 0. */
  readonly discordantCells: number;
  /** Chance that two answers of one cell differ: D. */
  readonly discordance: Statistic;
  readonly interval: Interval | null;
  readonly intervalBy: "Clopper-Pearson" | "bootstrap" | null;
  /** f with 2 f (1 - f) = D: the chance that one answer is the odd one. */
  readonly flakeRate: Statistic;
  /** Fleiss and Cuzick's intraclass correlation: 1, a cell always says the same. */
  readonly intraclass: Statistic;
}

const NO_REPEATS = "nothing was asked twice with a conclusive answer";

export function repeatability(given: readonly RepeatCell[], purpose: string): Repeatability {
  const repeated = given.filter(({ answers, weight }) => answers >= 2 && weight > 0);
  const weights = Float64Array.from(repeated.map(({ weight }) => weight));
  const cells = sum(weights);
  const discordance = discordanceOf(repeated, weights);
  const discordantCells = repeated.reduce((n, c) => n + (c.ones > 0 && c.ones < c.answers ? c.weight : 0), 0);
  const pairs = repeated.every(({ answers }) => answers === 2);
  const interval =
    cells === 0
      ? null
      : pairs
        ? clopperPearson(discordantCells, cells)
        : (bootstrap(weights, (resample) => [discordanceOf(repeated, resample).value], { purpose })[0]?.interval ??
          null);
  return {
    cells,
    answers: repeated.reduce((n, c) => n + c.answers * c.weight, 0),
    discordantCells,
    discordance,
    interval,
    intervalBy: interval === null ? null : pairs ? "Clopper-Pearson" : "bootstrap",
    flakeRate: flakeRateOf(discordance),
    intraclass: intraclassOf(repeated, cells),
  };
}

function discordanceOf(cells: readonly RepeatCell[], weights: Float64Array): Statistic {
  let [differ, pairs] = [0, 0];
  for (const [index, { ones, answers }] of cells.entries()) {
    const weight = weights[index] ?? 0;
    differ += weight * 2 * ones * (answers - ones);
    pairs += weight * answers * (answers - 1);
  }
  return ratio(differ, pairs, NO_REPEATS);
}

/** D above one half is more than any rate of flaking gives; the rate is then one half. */
function flakeRateOf(discordance: Statistic): Statistic {
  if (discordance.value === null) return discordance;
  return value((1 - Math.sqrt(Math.max(0, 1 - 2 * discordance.value))) / 2);
}

function intraclassOf(cells: readonly RepeatCell[], count: number): Statistic {
  let [answers, ones, within] = [0, 0, 0];
  for (const cell of cells) {
    answers += cell.weight * cell.answers;
    ones += cell.weight * cell.ones;
    within += (cell.weight * cell.ones * (cell.answers - cell.ones)) / cell.answers;
  }
  if (answers === 0) return none(NO_REPEATS);
  const share = ones / answers;
  const expected = (answers - count) * share * (1 - share);
  return expected > 0 ? value(1 - within / expected) : none("every answer is the same");
}

/** Beta-binomial view: the chance that all of `runs` runs miss, for a mean chance p of finding and an intraclass correlation rho. @param p in (0, 1). @param rho in [0, 1) */
export function allMiss(p: number, rho: number, runs: number): number {
  let chance = 1;
  for (let run = 0; run < runs; run++) {
    // a = p (1 - rho) / rho and b = (1 - p) (1 - rho) / rho, multiplied by rho so that 0 is no exception.
    chance *= ((1 - p) * (1 - rho) + run * rho) / (1 - rho + run * rho);
  }
  return chance;
}

const sum = (numbers: Float64Array): number => numbers.reduce((total, one) => total + one, 0);
