/** How good probabilities were, once the truth is known: the columns of reference/statistics.md 12.1. */

import { at } from "../flat.ts";

export interface Scores {
  readonly endpoints: number;
  readonly vulnerable: number;
  readonly brier: number;
  /** Probabilities clipped to 1e-6 from 0 and 1. */
  readonly logLoss: number;
  /** Vulnerable endpoints with a probability below one half. */
  readonly belowHalf: number;
  /** Vulnerable endpoints that were cleared, and as many as the probabilities said. */
  readonly missed: number;
  readonly missedPredicted: number;
  /** Safe endpoints that were not cleared. */
  readonly burden: number;
  /** 200 for each missed, 1 for each safe one not cleared. */
  readonly cost: number;
}

/** Sums over endpoints but for Brier and log loss, which are means. @param clearAt cleared: a probability of no more than this */
export function scoreProbabilities(probability: ArrayLike<number>, truth: Uint8Array, clearAt = 0.005): Scores {
  let [squares, logs, vulnerable, belowHalf, missed, missedPredicted, burden] = [0, 0, 0, 0, 0, 0, 0];
  for (const [endpoint, is] of truth.entries()) {
    const p = at(probability, endpoint);
    const clipped = Math.min(1 - 1e-6, Math.max(1e-6, p));
    squares += (p - is) ** 2;
    logs -= Math.log(is === 1 ? clipped : 1 - clipped);
    vulnerable += is;
    if (is === 1 && p < 0.5) belowHalf++;
    if (p <= clearAt) {
      missed += is;
      missedPredicted += p;
    } else if (is === 0) burden++;
  }
  const endpoints = truth.length;
  const mean = (total: number) => (endpoints > 0 ? total / endpoints : 0);
  return {
    endpoints,
    vulnerable,
    brier: mean(squares),
    logLoss: mean(logs),
    belowHalf,
    missed,
    missedPredicted,
    burden,
    cost: 200 * missed + burden,
  };
}
