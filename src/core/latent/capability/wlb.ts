/**
 * How sure the numbers are (statistics.md, 5.5.1): a weighted-likelihood bootstrap. Every endpoint gets an exponential weight, the fit goes
 * on from where it ended, and the replicates are combined by their joints of data and truth, not by averaging posteriors.
 */

import { type RandomStream, randomStream } from "../../stats/random-stream.ts";
import { real, whole } from "./arrays.ts";
import type { Structure } from "./cells.ts";
import { climb, LIMITS } from "./em.ts";
import type { Fit } from "./fit.ts";
import { type Model, type Parameters, S } from "./model.ts";
import type { Beliefs, Priors } from "./priors.ts";
import { newPass, pass, SUREST } from "./tree.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Uncertainty {
  readonly replicates: readonly Parameters[];
  /** Per endpoint, joints combined; at most 1 - 1e-9. */
  readonly probability: Float64Array;
  /** Per endpoint: what parameters not being known exactly makes of it. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Per tool: P(a run of it shows a vulnerable host), all states of its lineage considered. */
  readonly sensitivity: readonly Interval[];
  /** Per lineage: P(silently blind). */
  readonly blind: readonly Interval[];
  /** Vulnerable hosts expected among those for which `cleared` is 1. */
  readonly missed: (cleared: ArrayLike<number>) => Interval & { readonly expected: number };
}

export interface BootstrapOptions {
  readonly replicates?: number;
  /** Steps of the fit in each. */
  readonly steps?: number;
  readonly seed?: number;
}

/** Two-sided 90 %: the quantile of Student's t for 2 to 30 degrees of freedom, to three digits (Cornish-Fisher in 1/df around 1.645). */
const student = (df: number): number => 1.645 + 1.524 / df + 1.42 / df ** 2 + 1.2 / df ** 3;

export function bootstrap(structure: Structure, fitted: Fit, options: BootstrapOptions = {}): Uncertainty {
  const { steps = 25, seed = 1 } = options;
  const many = Math.min(Math.max(Math.trunc(options.replicates ?? 20) || 20, 3), 200);
  const chance = randomStream(seed, "capability bootstrap");
  const buffer = newPass(structure);
  const patterns = structure.patternSize.length;
  const limits = { ...LIMITS, most: Math.max(steps, 1) };
  const replicates: Parameters[] = [];
  const probabilities: Float64Array[] = [];
  // Per pattern: the joints so far, divided by e^scale.
  const both = new Float64Array(patterns);
  const vulnerable = new Float64Array(patterns);
  const scale = new Float64Array(patterns).fill(Number.NEGATIVE_INFINITY);
  for (let turn = 0; turn < many; turn++) {
    // The sum of n exponential weights is a gamma: equal endpoints need one draw.
    const weights = structure.patternWeight.map((weight, p) => {
      const size = real(structure.patternSize, p);
      return (weight / size) * chance.gamma(size);
    });
    const { frozen, parameters: from } = fitted;
    const priors = shaken(fitted.priors, chance);
    const { parameters } = climb(structure, priors, from, frozen, limits, weights, buffer);
    pass(structure, parameters, buffer);
    replicates.push(parameters);
    probabilities.push(buffer.probability.slice());
    for (let p = 0; p < patterns; p++) {
      const log = real(buffer.logLikelihood, p);
      if (log > real(scale, p)) {
        const shrink = Math.exp(real(scale, p) - log);
        both[p] = real(both, p) * shrink;
        vulnerable[p] = real(vulnerable, p) * shrink;
        scale[p] = log;
      }
      const joint = Math.exp(log - real(scale, p));
      both[p] = real(both, p) + joint;
      vulnerable[p] = real(vulnerable, p) + joint * real(buffer.probability, p);
    }
  }
  const combined = vulnerable.map((mass, p) => (real(both, p) > 0 ? Math.min(mass / real(both, p), SUREST) : 0));
  const bounds = combined.map((_, p) => p);
  const low = bounds.map((p) => onLogit(probabilities.map((each) => real(each, p))).low);
  const high = bounds.map((p) => Math.min(onLogit(probabilities.map((each) => real(each, p))).high, SUREST));
  const spread = (values: Float64Array) => Float64Array.from(structure.patternOf, (p) => real(values, p));
  const { model } = structure;
  return {
    replicates,
    probability: spread(combined),
    low: spread(low.map((value, p) => Math.min(value, real(combined, p)))),
    high: spread(high.map((value, p) => Math.max(value, real(combined, p)))),
    sensitivity: model.tools.map((_, tool) => onLogit(replicates.map((each) => sensitivity(model, each, tool)))),
    blind: model.lineages.map((_, g) => onLogit(replicates.map((each) => real(each.rho, g * 4 + 1)))),
    missed: (cleared) => {
      const counts = new Float64Array(patterns);
      for (let endpoint = 0; endpoint < structure.endpoints; endpoint++) {
        const p = whole(structure.patternOf, endpoint);
        if (cleared[endpoint] === 1) counts[p] = real(counts, p) + 1;
      }
      const expected = sumOver(counts, combined);
      const sums = probabilities.map((each) => sumOver(counts, each));
      return { expected, ...missedInterval(sums, expected, seed) };
    },
  };
}

/**
 * Prior counts with a weight drawn for each, as the endpoints have: what is believed for want of data is no better known than as many
 * endpoints would make it. Without that the intervals of detectors that were rarely heard are too narrow (gibbs.test.ts).
 */
function shaken(priors: Priors, chance: RandomStream): Priors {
  const drawn = (count: number) => (count > 0 ? Math.max(chance.gamma(count), 1e-9) : 0);
  const { rho, kappa, tau, pi, chi } = priors.beliefs;
  const beliefs: Beliefs = {
    rho: [drawn(rho[0]), drawn(rho[1]), drawn(rho[2]), drawn(rho[3])],
    kappa: [drawn(kappa[0]), drawn(kappa[1])],
    tau: [drawn(tau[0]), drawn(tau[1]), drawn(tau[2]), drawn(tau[3])],
    pi: [drawn(pi[0]), drawn(pi[1])],
    chi,
  };
  return { beliefs, rows: priors.rows.map(drawn), fixed: priors.fixed };
}

/** P(a run of the tool is positive or a proof | the host is vulnerable and visible), over the states of its lineage (7.1). */
export function sensitivity(model: Model, { rho, kappa, tau, rows }: Parameters, tool: number): number {
  const width = model.classes.length;
  const lineage = whole(model.lineageOf, tool);
  const rowOf = [S, 1, 2, 3] as const;
  let total = 0;
  for (const [c, row] of rowOf.entries()) {
    const dev = real(kappa, tool);
    const state = (1 - dev) * real(rho, lineage * 4 + c) + dev * real(tau, tool * 4 + c);
    for (const [k, { role }] of model.classes.entries()) {
      if (role === "proof" || role === "positive") total += state * real(rows, (tool * 4 + row) * width + k);
    }
  }
  return Math.min(total, 1);
}

function sumOver(counts: Float64Array, probability: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < counts.length; p++) sum += real(counts, p) * real(probability, p);
  return sum;
}

/** 90 %, on the scale of log odds, where few replicates say more than their own quantiles. */
function onLogit(values: readonly number[]): Interval {
  const logits = values.map((p) => {
    const inside = Math.min(Math.max(p, 1e-15), 1 - 1e-15);
    return Math.log(inside) - Math.log1p(-inside);
  });
  const { mean, reach } = reachOf(logits);
  const back = (logit: number) => 1 / (1 + Math.exp(-logit));
  return { low: back(mean - reach), high: back(mean + reach) };
}

function reachOf(values: readonly number[]): { readonly mean: number; readonly reach: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(values.length - 1, 1);
  return { mean, reach: student(Math.max(values.length - 1, 2)) * Math.sqrt(variance) };
}

/** 5 % and 95 % of the number itself: unknown parameters, and the chance that remains when they are known (Poisson). */
function missedInterval(sums: readonly number[], expected: number, seed: number): Interval {
  if (!(expected > 0)) return { low: 0, high: 0 };
  const chance = randomStream(seed, "capability missed");
  const { mean, reach } = reachOf(sums.map((sum) => Math.log(Math.max(sum, 1e-12))));
  const sd = reach / student(Math.max(sums.length - 1, 2));
  const shift = Math.log(expected) - mean;
  const draws = Array.from({ length: 2000 }, () => poisson(Math.exp(mean + shift + sd * chance.normal()), chance));
  const sorted = draws.toSorted((a, b) => a - b);
  return { low: sorted[100] ?? 0, high: sorted[1899] ?? 0 };
}

/** Counts arrivals up to 100, then a normal that is as good. */
function poisson(mean: number, chance: { readonly exponential: () => number; readonly normal: () => number }): number {
  if (!(mean < 100)) return Math.max(0, Math.round(mean + Math.sqrt(mean) * chance.normal()));
  let arrivals = 0;
  for (let time = chance.exponential(); time < mean; time += chance.exponential()) arrivals += 1;
  return arrivals;
}
