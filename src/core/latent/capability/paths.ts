/**
 * An endpoint over time (statistics.md, section 6). It may be patched or broken between epochs (a two-state Markov chain in days), while what
 * a lineage can see of it, and the common blindness, persist. Every path of truth is weighed exactly, each epoch with the rows of its
 * own z: a negative after a proof is either a patch or a blind tool, and this says how far it is which.
 */

import { add, real, whole } from "./arrays.ts";
import type { Cell } from "./cells.ts";
import type { Model, Parameters } from "./model.ts";
import { fillKind, kindTables, rowValue } from "./tree.ts";

export interface Epoch {
  /** Days since any fixed start; epochs are taken in the order of it. */
  readonly day: number;
  readonly cells: readonly Cell[];
}

/** Per day. */
export interface Hazards {
  /** Vulnerable to not: patched. */
  readonly patched: number;
  /** Not to vulnerable. */
  readonly broken: number;
}

export const HAZARDS: Hazards = { patched: 0.05, broken: 0.0005 };

export interface PathPosterior {
  /** Oldest epoch first: 0 or 1 for each, with its probability; most probable first. */
  readonly paths: readonly { readonly path: readonly number[]; readonly probability: number }[];
  /** P(vulnerable) in each epoch. */
  readonly vulnerable: readonly number[];
  /** P(the truth changed between some two epochs). */
  readonly changed: number;
  /** P(vulnerable in any epoch). */
  readonly ever: number;
  /** Epochs at the start that were taken as one, because there are too many to weigh every path. */
  readonly merged: number;
}

/** All paths up to here; beyond, those with at most two changes. */
const ALL_PATHS = 10;
/** The oldest epochs beyond are taken as one. */
const MOST_EPOCHS = 60;

/** @param pi prevalence at the first epoch */
export function pathPosterior(
  model: Model,
  parameters: Parameters,
  given: readonly Epoch[],
  pi: number,
  hazards: Hazards = HAZARDS,
): PathPosterior {
  const { epochs, merged } = atMost(
    given.toSorted((a, b) => a.day - b.day),
    model,
  );
  const weigh = weigher(model, parameters, epochs);
  const safe = epochs.map(() => 0);
  const hidden = Math.log(parameters.chi) + weigh(safe);
  const shown = Math.log(1 - parameters.chi);
  const weighed = pathsOf(epochs.length).map((path) => {
    const seen = shown + weigh(path);
    return { path, log: logPrior(path, epochs, pi, hazards) + logAdd(hidden, seen) };
  });
  const most = weighed.reduce((largest, { log }) => Math.max(largest, log), Number.NEGATIVE_INFINITY);
  const masses = weighed.map(({ path, log }) => ({
    path,
    mass: most > Number.NEGATIVE_INFINITY ? Math.exp(log - most) : 1,
  }));
  const total = masses.reduce((sum, { mass }) => sum + mass, 0);
  const paths = masses
    .map(({ path, mass }) => ({ path, probability: mass / total }))
    .toSorted((a, b) => b.probability - a.probability);
  const share = (is: (path: readonly number[]) => boolean) =>
    Math.min(
      paths.reduce((sum, { path, probability }) => (is(path) ? sum + probability : sum), 0),
      1,
    );
  return {
    paths,
    vulnerable: epochs.map((_, e) => share((path) => path[e] === 1)),
    changed: share((path) => path.includes(0) && path.includes(1)),
    ever: share((path) => path.includes(1)),
    merged,
  };
}

/** log P(data | path, no common blindness): the capability of each lineage is one over all epochs. */
function weigher(model: Model, parameters: Parameters, epochs: readonly Epoch[]): (path: readonly number[]) => number {
  const tables = epochs.map(({ cells }) => {
    const own = kindTables(cells.length);
    for (const [at, { tool, counts }] of cells.entries()) fillKind(own, at, parameters, tool, counts, 0);
    return own;
  });
  // Of each tool that was run: in which epoch, at which place.
  const runs = new Map<number, { readonly epoch: number; readonly at: number }[]>();
  for (const [epoch, { cells }] of epochs.entries()) {
    for (const [at, { tool }] of cells.entries()) runs.set(tool, [...(runs.get(tool) ?? []), { epoch, at }]);
  }
  const tools = [...runs].toSorted(([a], [b]) => whole(model.rank, a) - whole(model.rank, b));
  const shift = tables.reduce((sum, own) => own.shift.reduce((total, each) => total + each, sum), 0);
  return (path) => {
    const lineages = new Float64Array(model.lineages.length * 4);
    for (const [tool, places] of tools) {
      const own = Float64Array.from({ length: 4 }, (_, c) => {
        let log = 0;
        for (const { epoch, at } of places) {
          const table = tables[epoch];
          if (table !== undefined) log += Math.log(rowValue(table.row, at, (path[epoch] ?? 0) * 4 + c));
        }
        return log;
      });
      const kappa = real(parameters.kappa, tool);
      const mix = logSum(own.map((log, c) => log + Math.log(real(parameters.tau, tool * 4 + c))));
      for (let c = 0; c < 4; c++) {
        const log = logAdd(Math.log(1 - kappa) + real(own, c), Math.log(kappa) + mix);
        add(lineages, whole(model.lineageOf, tool) * 4 + c, Math.max(log, -1e9));
      }
    }
    let log = shift;
    for (let g = 0; g < model.lineages.length; g++) {
      const states = Float64Array.from(
        { length: 4 },
        (_, c) => real(lineages, g * 4 + c) + Math.log(real(parameters.rho, g * 4 + c)),
      );
      log += Math.max(logSum(states), -1e12);
    }
    return log;
  };
}

function logPrior(path: readonly number[], epochs: readonly Epoch[], pi: number, hazards: Hazards): number {
  let log = path.length === 0 ? 0 : Math.log(path[0] === 1 ? pi : 1 - pi);
  for (let e = 1; e < path.length; e++) {
    const days = Math.max((epochs[e]?.day ?? 0) - (epochs[e - 1]?.day ?? 0), 0) || 0;
    const hazard = path[e - 1] === 1 ? hazards.patched : hazards.broken;
    const stays = -Math.max(hazard, 0) * days;
    log += path[e] === path[e - 1] ? stays : Math.log(-Math.expm1(stays));
  }
  return log;
}

function pathsOf(length: number): readonly (readonly number[])[] {
  if (length <= ALL_PATHS) {
    return Array.from({ length: 2 ** length }, (_, code) => Array.from({ length }, (__, e) => (code >> e) & 1));
  }
  const paths: number[][] = [];
  for (const start of [0, 1]) {
    for (let from = 1; from <= length; from++) {
      // From `from` on it is the other, until `to`; both at the end: never.
      for (let to = from + 1; to <= length; to++) {
        paths.push(Array.from({ length }, (_, e) => (e >= from && e < to ? 1 - start : start)));
      }
    }
    paths.push(Array.from({ length }, () => start));
  }
  return paths;
}

function atMost(
  sorted: readonly Epoch[],
  model: Model,
): { readonly epochs: readonly Epoch[]; readonly merged: number } {
  const extra = sorted.length - MOST_EPOCHS;
  const last = sorted[extra];
  if (extra <= 0 || last === undefined) return { epochs: sorted, merged: 0 };
  const together = new Map<number, Float64Array>();
  for (const { tool, counts } of sorted.slice(0, extra + 1).flatMap(({ cells }) => cells)) {
    const sum = together.get(tool) ?? new Float64Array(model.classes.length);
    together.set(
      tool,
      sum.map((each, k) => each + real(counts, k)),
    );
  }
  const cells = [...together].map(([tool, counts]) => ({ tool, counts }));
  return { epochs: [{ day: last.day, cells }, ...sorted.slice(extra + 1)], merged: extra + 1 };
}

function logSum(logs: Float64Array): number {
  const most = logs.reduce((largest, log) => Math.max(largest, log), Number.NEGATIVE_INFINITY);
  if (most === Number.NEGATIVE_INFINITY) return most;
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}

const logAdd = (a: number, b: number): number => logSum(Float64Array.of(a, b));
