/** Does an answer move with what was believed before (reference/statistics.md, 4.2)? Of endpoints, and of detectors. Pure. */

import {
  decide,
  type Fit,
  type Policy,
  priorWeight,
  type Standing,
  type Structure,
} from "../latent/capability/index.ts";

/** An endpoint's number when three times fewer, or three times more, are believed vulnerable (as odds). */
export interface OnPrior {
  /** Whether the word would be another one then, or nobody has said anything that could move the number. */
  readonly rests: boolean;
  readonly low: number;
  readonly high: number;
}

const TIMES = 3;

/** Exact: posterior odds are prior odds times what was said. */
export function onPrior(standing: Standing, shown: number, policy: Policy): OnPrior {
  const word = decide(standing, policy).word;
  const [fewer, more] = [1 / TIMES, TIMES].map((by) => {
    const moved = {
      ...standing,
      probability: scaled(standing.probability, by),
      stressed: scaled(standing.stressed, by),
      prior: scaled(standing.prior, by),
    };
    return decide(moved, policy).word;
  });
  const rests = !standing.conclusive || fewer !== word || more !== word;
  return { rests, low: scaled(shown, 1 / TIMES), high: scaled(shown, TIMES) };
}

function scaled(p: number, by: number): number {
  const inside = Math.min(Math.max(p, 0), 1);
  return (by * inside) / (by * inside + 1 - inside);
}

/** Above it what is known of a detector is what was believed of it (4.2). */
const DRIVEN = 0.8;

/** By place in the model's tools: whether what it is worth is belief, not measurement. */
export function priorDriven(structure: Structure, fitted: Fit): readonly boolean[] {
  return priorWeight(structure, fitted).map((weight, tool) => {
    return fitted.gated || (fitted.kept[tool] ?? null) !== null || !(weight <= DRIVEN);
  });
}
