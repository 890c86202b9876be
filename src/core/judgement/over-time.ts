/**
 * P(vulnerable now) of an endpoint with words of several epochs (reference/statistics.md, section 6). Pure.
 *
 * Between two epochs it may have been patched or broken; after the last, only broken: a patch that nobody saw is none, so that
 * time alone never speaks for an endpoint. A zero loses weight as it ages, at HAZARDS.broken a day.
 */

import {
  type Cell,
  type Epoch,
  HAZARDS,
  jointOf,
  type Model,
  type Parameters,
  pathPosterior,
  type Uncertainty,
} from "../latent/capability/index.ts";

export interface Believed {
  readonly probability: number;
  /** 90 %. */
  readonly low: number;
  readonly high: number;
}

/** What the model says of all its words as if of one time. */
export interface Pooled extends Believed {
  readonly cells: readonly Cell[];
}

export interface TimedEndpoint {
  /** Oldest first; `day` since any fixed start. */
  readonly epochs: readonly Epoch[];
  /** Whether some epoch speaks for it and another against: only then the replicates are asked as well. */
  readonly contrary: boolean;
}

export interface OverTime {
  /** P(vulnerable) in each epoch, as far as it was learned from all. */
  readonly vulnerable: readonly number[];
  /** In the last epoch. */
  readonly believed: Believed;
}

/** No verdict is surer than this (statistics.md, 5.6). */
const SUREST = 1 - 1e-9;

/** After `days` in which nobody looked. */
export function aged(p: number, days: number): number {
  const broken = days > 0 && Number.isFinite(days) ? -Math.expm1(-HAZARDS.broken * days) : 0;
  return Math.min(p + (1 - p) * broken, SUREST);
}

/** Equal endpoints are worked out once: time is taken by the hour where it changed, by the day elsewhere. @param pi prevalence of the campaign */
export function overTime(
  model: Model,
  parameters: Parameters,
  { replicates }: Pick<Uncertainty, "replicates">,
  pi: number,
): (endpoint: TimedEndpoint, pooled: Pooled) => OverTime {
  const known = new Map<string, ReturnType<typeof pathPosterior>>();
  const spreads = new Map<string, Believed>();
  const shifts = new Map<string, number>();
  return ({ epochs: given, contrary }, pooled) => {
    const epochs = inSteps(given, contrary ? 1 : 24);
    const key = epochs
      .map(({ day, cells }) => `${day}:${cells.map(({ tool, counts }) => `${tool} ${counts.join(" ")}`).join(",")}`)
      .join(";");
    const path = known.get(key) ?? pathPosterior(model, parameters, epochs, pi);
    known.set(key, path);
    const vulnerable = path.vulnerable.map((p) => Math.min(p, SUREST));
    const last = vulnerable.at(-1) ?? pi;
    if (!contrary) {
      const by = shifts.get(key) ?? logit(last) - logit(jointOf(model, parameters, pooled.cells, pi).probability);
      shifts.set(key, by);
      const moved = (p: number) => fromLogit(logit(p) + by);
      const believed = { probability: moved(pooled.probability), low: moved(pooled.low), high: moved(pooled.high) };
      return { vulnerable, believed };
    }
    const believed = spreads.get(key) ?? spreadOf(model, replicates, epochs, last);
    spreads.set(key, believed);
    return { vulnerable, believed };
  };
}

/** From the replicates of the bootstrap: the mean on the scale of log odds, and twice the deviation at most what they reach. */
function spreadOf(model: Model, replicates: readonly Parameters[], epochs: readonly Epoch[], at: number): Believed {
  const logits = replicates.map((each) => {
    const { vulnerable } = pathPosterior(model, each, epochs, each.pi[0] ?? 0.5);
    return logit(vulnerable.at(-1) ?? at);
  });
  const middle = logit(at);
  if (logits.length < 2) return { probability: at, low: at, high: at };
  const deviation = Math.sqrt(logits.reduce((sum, each) => sum + (each - middle) ** 2, 0) / (logits.length - 1));
  const [low, high] = [fromLogit(middle - NINETY * deviation), fromLogit(middle + NINETY * deviation)];
  return { probability: Math.min(at, SUREST), low: Math.min(low, at), high: Math.max(high, Math.min(at, SUREST)) };
}

/** Student's t for 19 degrees of freedom, two-sided 90 %. */
const NINETY = 1.729;

/** @param step hours */
function inSteps(epochs: readonly Epoch[], step: number): readonly Epoch[] {
  const first = epochs[0]?.day ?? 0;
  let before = Number.NEGATIVE_INFINITY;
  return epochs.map(({ day, cells }) => {
    // Two epochs are never at the same time: then nothing could have changed between them.
    const hours = Math.max(Math.round(((day - first) * 24) / step) * step || 0, before + step, 0);
    before = hours;
    return { day: hours / 24, cells };
  });
}

const logit = (p: number): number => {
  const inside = Math.min(Math.max(p, 1e-12), SUREST);
  return Math.log(inside) - Math.log1p(-inside);
};
const fromLogit = (x: number): number => Math.min(1 / (1 + Math.exp(-x)), SUREST);
