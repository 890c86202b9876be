/**
 * The M-step (statistics.md, 5.3): pseudo-counts and expected counts, normalised under the constraints of 5.1. Proof stays at phi, `Q` of
 * rows S and N is one number, and a tool that sees says no positive less often of a vulnerable host than of a safe one, no negative
 * more often. The constraints are part of the maximum instead of a repair after it, so that the objective never falls.
 */

import * as arrays from "./arrays.ts";
import type { Counts } from "./expect.ts";
import { emptyParameters, type Model, N, type Parameters, S } from "./model.ts";
import type { Priors } from "./priors.ts";

// Local names: where the code is transformed (tests), an imported one is looked up again in every turn of a loop.
const { add, longSum, real, whole } = arrays;

/** What does not move in a fit. */
export interface Frozen {
  /** Per tool: its emission rows. */
  readonly rows: Uint8Array;
  /** Everything but prevalence. */
  readonly tools: boolean;
}

export const nothingFrozen = (model: Model): Frozen => ({ rows: new Uint8Array(model.tools.length), tools: false });

/** @param before where frozen numbers come from */
export function maximise(
  model: Model,
  priors: Priors,
  counts: Counts,
  frozen: Frozen,
  before: Parameters | null,
): Parameters {
  const { pi, kappa, tau, chi } = priors.beliefs;
  const next = emptyParameters(model, counts.pi.length / 2, chi);
  for (let stratum = 0; stratum < next.pi.length; stratum++) {
    const [vulnerable, all] = [real(counts.pi, stratum * 2), real(counts.pi, stratum * 2 + 1)];
    next.pi[stratum] = (pi[0] + vulnerable) / (pi[0] + pi[1] + all);
  }
  if (frozen.tools && before !== null) return { ...before, pi: next.pi };
  for (let lineage = 0; lineage < model.lineages.length; lineage++) capability(priors, counts, lineage, next.rho);
  const [deviates, copies] = kappa;
  for (let tool = 0; tool < model.tools.length; tool++) {
    // Alone, a deviation cannot be told from a state of the lineage.
    const alone = model.lineageSize[whole(model.lineageOf, tool)] === 1;
    const dev = deviates + real(counts.kappa, tool * 2);
    next.kappa[tool] = alone ? 0 : dev / (dev + copies + real(counts.kappa, tool * 2 + 1));
    let total = 0;
    for (let c = 0; c < 4; c++) total += (tau[c] ?? 0) + real(counts.tau, tool * 4 + c);
    for (let c = 0; c < 4; c++) next.tau[tool * 4 + c] = ((tau[c] ?? 0) + real(counts.tau, tool * 4 + c)) / total;
    emissions(model, priors, counts, tool, frozen.rows[tool] === 1 ? before : null, next.rows);
  }
  return next;
}

/**
 * rho of a lineage. Working and blind look the same on a safe host, so that their split is learned from vulnerable and visible ones
 * alone: the same optimum in fewer steps.
 */
function capability({ beliefs }: Priors, counts: Counts, lineage: number, rho: Float64Array): void {
  const [w, b, x, d] = beliefs.rho;
  const at = (place: number) => real(counts.rho, lineage * 8 + place);
  const seeing = w + b + at(0) + at(1) + at(4) + at(5);
  const broken = x + at(2) + at(6);
  const decoy = d + at(3) + at(7);
  const total = seeing + broken + decoy;
  const blind = (b + at(5)) / (w + b + at(4) + at(5));
  rho.set([(seeing / total) * (1 - blind), (seeing / total) * blind, broken / total, decoy / total], lineage * 4);
}

function emissions(
  model: Model,
  priors: Priors,
  counts: Counts,
  tool: number,
  kept: Parameters | null,
  rows: Float64Array,
): void {
  const stride = 4 * model.classes.length;
  const from = tool * stride;
  if (kept !== null) {
    rows.set(kept.rows.subarray(from, from + stride), from);
    return;
  }
  const sum = Float64Array.from(
    { length: stride },
    (_, at) => real(priors.rows, from + at) + real(counts.rows, from + at),
  );
  emissionsFrom(model, priors, tool, sum, rows);
}

/** The rows of one tool that `sum` (4 rows x classes) asks for, under the constraints. */
function emissionsFrom(model: Model, priors: Priors, tool: number, sum: Float64Array, rows: Float64Array): void {
  const width = model.classes.length;
  const from = tool * 4 * width;
  const out = priors.fixed.slice(from, from + 4 * width);
  for (let s = 2; s < 4; s++) proportional(sum, out, s * width, width);
  seeingRows(model, sum, out);
  rows.set(out, from);
}

/** Brings extrapolated numbers back under the constraints: for the acceleration of the climb. `wild` is changed in place. */
export function tamed(model: Model, priors: Priors, frozen: Frozen, wild: Parameters, before: Parameters): Parameters {
  if (frozen.tools) return { ...before, pi: wild.pi };
  for (const array of [wild.rho, wild.tau]) {
    for (let from = 0; from < array.length; from += 4) {
      let total = 0;
      for (let at = from; at < from + 4; at++) total += real(array, at);
      for (let at = from; at < from + 4; at++) array[at] = real(array, at) / total;
    }
  }
  const stride = 4 * model.classes.length;
  for (let tool = 0; tool < model.tools.length; tool++) {
    const from = tool * stride;
    if (frozen.rows[tool] === 1) wild.rows.set(before.rows.subarray(from, from + stride), from);
    else emissionsFrom(model, priors, tool, wild.rows.slice(from, from + stride), wild.rows);
  }
  return wild;
}

/** Gives what is -1 in a row its part of what the fixed ones leave. */
function proportional(sum: Float64Array, out: Float64Array, from: number, width: number): void {
  let free = 1;
  let total = 0;
  for (let at = from; at < from + width; at++) {
    if (real(out, at) >= 0) free -= real(out, at);
    else total += real(sum, at);
  }
  for (let at = from; at < from + width; at++) {
    if (real(out, at) < 0) out[at] = total > 0 ? (free * real(sum, at)) / total : 0;
  }
}

/** Rows S and N together: what is tied is one number; a constraint that would be broken ties its class too. */
function seeingRows(model: Model, sum: Float64Array, out: Float64Array): void {
  const width = model.classes.length;
  const fixed = out.slice(0, 2 * width);
  const tied = model.classes.map(({ role }) => role === "inconclusive");
  for (let round = 0; round <= width; round++) {
    solve(sum, fixed, tied, out, width);
    let broken = false;
    for (const [k, { role }] of model.classes.entries()) {
      const [s, n] = [real(out, k), real(out, width + k)];
      if (tied[k] === true || (role === "negative" ? s <= n : s >= n)) continue;
      if (real(fixed, width + k) >= 0) fixed[k] = n;
      else tied[k] = true;
      broken = true;
    }
    if (!broken) return;
  }
}

/** The maximum of sum n log E over both rows, given which classes are fixed (>= 0) and which are tied. */
function solve(
  sum: Float64Array,
  fixed: Float64Array,
  tied: readonly boolean[],
  out: Float64Array,
  width: number,
): void {
  const left = Float64Array.of(1, 1);
  const own = Float64Array.of(0, 0);
  let shared = 0;
  for (let at = 0; at < 2 * width; at++) {
    const row = at < width ? S : N;
    if (real(fixed, at) >= 0) add(left, row, -real(fixed, at));
    else if (tied[at % width] === true) shared += real(sum, at);
    else add(own, row, real(sum, at));
  }
  const mass = sharedMass(shared, real(left, S), real(left, N), real(own, S), real(own, N));
  for (let at = 0; at < 2 * width; at++) {
    const row = at < width ? S : N;
    const k = at % width;
    if (real(fixed, at) >= 0) out[at] = real(fixed, at);
    else if (tied[k] === true) out[at] = (mass * (real(sum, k) + real(sum, width + k))) / shared;
    else out[at] = ((real(left, row) - mass) * real(sum, at)) / real(own, row);
  }
}

/** The t that maximises T log t + A log(a - t) + B log(b - t): the smaller root of a quadratic. */
function sharedMass(T: number, a: number, b: number, A: number, B: number): number {
  if (T <= 0) return 0;
  if (A <= 0) return a;
  if (B <= 0) return b;
  const middle = T * (a + b) + A * b + B * a;
  const root = Math.sqrt(Math.max(middle * middle - 4 * (T + A + B) * T * a * b, 0));
  return (2 * T * a * b) / (middle + root);
}

/** The prior's part of the objective: sum of alpha log theta over what is estimated. */
export function logPrior(model: Model, priors: Priors, { pi, rho, kappa, tau, rows }: Parameters): number {
  const { beliefs } = priors;
  const sum = longSum();
  const each = (weight: number, value: number) => {
    if (weight > 0 && value > 0) sum.add(weight * Math.log(value));
  };
  for (const p of pi) {
    each(beliefs.pi[0], p);
    each(beliefs.pi[1], 1 - p);
  }
  for (const [at, value] of rho.entries()) each(beliefs.rho[at % 4] ?? 0, value);
  for (const [at, value] of tau.entries()) each(beliefs.tau[at % 4] ?? 0, value);
  for (const [tool, value] of kappa.entries()) {
    if (model.lineageSize[whole(model.lineageOf, tool)] === 1) continue;
    each(beliefs.kappa[0], value);
    each(beliefs.kappa[1], 1 - value);
  }
  for (let at = 0; at < rows.length; at++) if (real(priors.fixed, at) < 0) each(real(priors.rows, at), real(rows, at));
  return sum.total();
}
