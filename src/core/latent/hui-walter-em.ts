/** Hui and Walter's model by EM, for counts whose closed form leads outside [0, 1]: EM cannot leave it. */

import { add, at } from "./flat.ts";
import type { Theta } from "./identifiability.ts";

const MOST_ITERATIONS = 2000;

/**
 * The most likely parameters over a few fixed starts, the closed form pulled inside among them; sensitivity exceeds the share of
 * false positives in them all, which is where EM from such starts stays.
 * @param cells `[population][answers]`, flat; bit 0 of `answers` is the first test's
 */
export function mostLikelyTheta(cells: Float64Array, closed: Theta | undefined): Theta {
  const starts = [
    Float64Array.of(0.1, 0.6, 0.9, 0.9, 0.05, 0.05),
    Float64Array.of(0.6, 0.1, 0.9, 0.9, 0.05, 0.05),
    Float64Array.of(0.5, 0.5, 0.7, 0.9, 0.1, 0.2),
    ...(closed === undefined ? [] : [closed.map((value) => Math.min(0.98, Math.max(0.02, value)))]),
  ];
  let best: Climbed = { theta: new Float64Array(6), logLikelihood: Number.NEGATIVE_INFINITY };
  for (const start of starts) {
    const climbed = climb(cells, start);
    if (climbed.logLikelihood > best.logLikelihood) best = climbed;
  }
  return best.theta;
}

interface Climbed {
  readonly theta: Theta;
  readonly logLikelihood: number;
}

function climb(cells: Float64Array, start: Theta): Climbed {
  let theta = start;
  let before = Number.NEGATIVE_INFINITY;
  for (let iteration = 0; ; iteration++) {
    const { next, logLikelihood } = step(cells, theta);
    if (iteration >= MOST_ITERATIONS || Math.abs(logLikelihood - before) < 1e-13 * Math.abs(logLikelihood))
      return { theta, logLikelihood };
    before = logLikelihood;
    theta = next;
  }
}

function step(cells: Float64Array, theta: Theta): { next: Theta; logLikelihood: number } {
  const hits = new Float64Array(6);
  const asked = new Float64Array(6);
  let logLikelihood = 0;
  const tally = (parameter: number, happened: boolean, amount: number) => {
    add(asked, parameter, amount);
    if (happened) add(hits, parameter, amount);
  };
  for (const [index, count] of cells.entries()) {
    if (count === 0) continue;
    const population = index < 4 ? 0 : 1;
    const said = [index % 2 === 1, index % 4 >= 2] as const;
    const chance = (parameter: number, happened: boolean) =>
      happened ? at(theta, parameter) : 1 - at(theta, parameter);
    const positive = at(theta, population) * chance(2, said[0]) * chance(3, said[1]);
    const negative = (1 - at(theta, population)) * chance(4, said[0]) * chance(5, said[1]);
    const share = positive + negative > 0 ? positive / (positive + negative) : 0.5;
    logLikelihood += count * Math.log(Math.max(positive + negative, 1e-300));
    tally(population, true, count * share);
    tally(population, false, count * (1 - share));
    for (const [test, happened] of said.entries()) {
      tally(2 + test, happened, count * share);
      tally(4 + test, happened, count * (1 - share));
    }
  }
  const next = theta.map((value, index) => (at(asked, index) > 0 ? at(hits, index) / at(asked, index) : value));
  return { next, logLikelihood };
}
