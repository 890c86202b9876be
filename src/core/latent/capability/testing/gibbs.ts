/**
 * A Gibbs sampler of the capability model (statistics.md, 5.5.2), for tests alone: everything hidden is drawn endpoint by endpoint down the
 * tree, then every parameter given what was drawn. It shares nothing with the passes and steps it checks but the layout of their numbers.
 * A pseudo-count alpha is the alpha of a Dirichlet here: its mean is what a fit takes for the mode of alpha + 1.
 */

import type { RandomStream } from "../../../stats/random-stream.ts";
import { add, at } from "../../flat.ts";
import { dirichlet, pick } from "../../testing/gibbs.ts";
import { type Cell, cellsOfPattern, type Rows, type Structure } from "../cells.ts";
import { type Counts, zeroCounts } from "../expect.ts";
import { emptyParameters, type Model, type Parameters, ROW_OF } from "../model.ts";
import type { Priors } from "../priors.ts";

/** One draw of all that is hidden, as counts in the layout of the expected ones. @param onTruth hears whether each endpoint is vulnerable */
export function drawHidden(
  structure: Structure,
  parameters: Parameters,
  chance: RandomStream,
  onTruth: (endpoint: number, vulnerable: boolean) => void = () => undefined,
): Counts {
  const counts = zeroCounts(structure);
  const pi = at(parameters.pi, 0);
  const patterns = Array.from(structure.patternSize, (_, pattern) => weightsOf(structure, pattern, parameters));
  const asSafe = 1 - pi + pi * parameters.chi;
  for (const [endpoint, pattern] of structure.patternOf.entries()) {
    const lineages = patterns[pattern] ?? [];
    const side = (z: number) => lineages.reduce((product, { sums }) => product * total(sums[z] ?? []), 1);
    const visible = pick([asSafe * side(0), pi * (1 - parameters.chi) * side(1)], chance);
    const blind = visible === 0 && chance.uniform() * asSafe < pi * parameters.chi;
    onTruth(endpoint, visible === 1 || blind);
    if (visible === 1 || blind) add(counts.pi, 0, 1);
    add(counts.pi, 1, 1);
    for (const { lineage, tools, sums } of lineages) {
      const state = pick(sums[visible] ?? [], chance);
      add(counts.rho, lineage * 8 + visible * 4 + state, 1);
      for (const tool of tools) drawTool(parameters, tool, visible, state, counts, chance);
    }
  }
  return counts;
}

/** By lineage that was asked: its cells, and how likely each of its states is on either side. */
function weightsOf(structure: Structure, pattern: number, parameters: Parameters) {
  const { model } = structure;
  const cells = cellsOfPattern(structure, pattern);
  return model.lineages.flatMap((_, lineage) => {
    const own = cells.filter(({ tool }) => model.lineageOf[tool] === lineage);
    if (own.length === 0) return [];
    const tools = own.map((cell) => toolOf(parameters, cell));
    const weights = (z: number) => [0, 1, 2, 3].map((c) => stateWeight(parameters, lineage, c, z, tools));
    return [{ lineage, tools, sums: [weights(0), weights(1)] }];
  });
}

interface ToolCell {
  readonly tool: number;
  readonly counts: Float64Array;
  /** Likelihood by emission row. */
  readonly rows: readonly number[];
}

function toolOf({ rows, kappa }: Parameters, { tool, counts }: Cell): ToolCell {
  const width = rows.length / kappa.length / 4;
  const likelihood = (row: number) => {
    let product = 1;
    for (let k = 0; k < width; k++) {
      const count = counts[k] ?? 0;
      if (count > 0) product *= at(rows, (tool * 4 + row) * width + k) ** count;
    }
    return product;
  };
  return { tool, counts, rows: [0, 1, 2, 3].map(likelihood) };
}

const rowAt = (z: number, c: number): number => ROW_OF[z * 4 + c] ?? 0;
const total = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);

/** What a deviating tool may be, each as likely as its answers make it. */
const deviations = ({ tau }: Parameters, { tool, rows }: ToolCell, z: number) =>
  [0, 1, 2, 3].map((c) => at(tau, tool * 4 + c) * at(rows, rowAt(z, c)));

function stateWeight(parameters: Parameters, lineage: number, c: number, z: number, tools: readonly ToolCell[]) {
  const ofTool = (tool: ToolCell) => {
    const kappa = at(parameters.kappa, tool.tool);
    return (1 - kappa) * at(tool.rows, rowAt(z, c)) + kappa * total(deviations(parameters, tool, z));
  };
  return tools.reduce((product, tool) => product * ofTool(tool), at(parameters.rho, lineage * 4 + c));
}

function drawTool(
  parameters: Parameters,
  cell: ToolCell,
  z: number,
  state: number,
  counts: Counts,
  chance: RandomStream,
): void {
  const { tool } = cell;
  const kappa = at(parameters.kappa, tool);
  const own = deviations(parameters, cell, z);
  const deviates = pick([(1 - kappa) * at(cell.rows, rowAt(z, state)), kappa * total(own)], chance) === 1;
  const inState = deviates ? pick(own, chance) : state;
  add(counts.kappa, tool * 2 + (deviates ? 0 : 1), 1);
  if (deviates) add(counts.tau, tool * 4 + inState, 1);
  const width = cell.counts.length;
  for (const [k, count] of cell.counts.entries()) add(counts.rows, (tool * 4 + rowAt(z, inState)) * width + k, count);
}

/** Parameters given what is hidden; given no counts, from the prior. Draws that break the order of rows S and N (5.1) are drawn again. */
export function drawParameters(
  structure: Pick<Structure, "model">,
  { beliefs, rows: alpha, fixed }: Priors,
  counts: Counts,
  chance: RandomStream,
): Parameters {
  const { model } = structure;
  const drawn = emptyParameters(model, 1, beliefs.chi);
  const [vulnerable, all] = [at(counts.pi, 0), at(counts.pi, 1)];
  drawn.pi[0] = chance.beta(beliefs.pi[0] + vulnerable, beliefs.pi[1] + all - vulnerable);
  for (const lineage of model.lineages.keys()) {
    const n = (place: number) => at(counts.rho, lineage * 8 + place);
    const [w, b, x, d] = beliefs.rho;
    const [seeing = 0, broken = 0, decoy = 0] = dirichlet(
      [w + b + n(0) + n(1) + n(4) + n(5), x + n(2) + n(6), d + n(3) + n(7)],
      chance,
    );
    // On a safe host a check that works and a blind one are the same.
    const blind = chance.beta(b + n(5), w + n(4));
    drawn.rho.set([seeing * (1 - blind), seeing * blind, broken, decoy], lineage * 4);
  }
  for (const tool of model.tools.keys()) {
    const n = (which: number) => at(counts.kappa, tool * 2 + which);
    const alone = model.lineageSize[model.lineageOf[tool] ?? 0] === 1;
    drawn.kappa[tool] = alone ? 0 : chance.beta(beliefs.kappa[0] + n(0), beliefs.kappa[1] + n(1));
    drawn.tau.set(
      dirichlet(
        beliefs.tau.map((each, c) => each + at(counts.tau, tool * 4 + c)),
        chance,
      ),
      tool * 4,
    );
    drawn.rows.set(drawRows(model, tool, alpha, fixed, counts.rows, chance), tool * 4 * model.classes.length);
  }
  return drawn;
}

const MOST_TRIES = 10_000;

function drawRows(
  model: Model,
  tool: number,
  alpha: Float64Array,
  fixed: Float64Array,
  counts: Float64Array,
  chance: RandomStream,
): readonly number[] {
  const width = model.classes.length;
  const shape = (row: number, k: number) => {
    const place = (tool * 4 + row) * width + k;
    return at(fixed, place) >= 0 ? null : at(alpha, place) + at(counts, place);
  };
  const kept = (row: number, k: number) => Math.max(at(fixed, (tool * 4 + row) * width + k), 0);
  const places = [...model.classes.keys()];
  const tied = places.filter((k) => model.classes[k]?.role === "inconclusive");
  /** A row over what is not fixed, its `others` sharing what is left of 1. */
  const rowOf = (row: number, given: ReadonlyMap<number, number>): readonly number[] => {
    const free = places.filter((k) => shape(row, k) !== null && !given.has(k));
    const taken = places.reduce((sum, k) => sum + (given.get(k) ?? kept(row, k)), 0);
    const shares = dirichlet(
      free.map((k) => shape(row, k) ?? 0),
      chance,
    );
    return places.map(
      (k) => given.get(k) ?? (free.includes(k) ? (1 - taken) * at(shares, free.indexOf(k)) : kept(row, k)),
    );
  };
  const mass = (some: readonly number[], row: number) => some.reduce((sum, k) => sum + (shape(row, k) ?? 0), 0);
  const others = places.filter((k) => !tied.includes(k));
  for (let turn = 0; turn < MOST_TRIES; turn++) {
    const inconclusive = chance.beta(mass(tied, 0) + mass(tied, 1), mass(others, 0) + mass(others, 1));
    const shares = dirichlet(
      tied.map((k) => (shape(0, k) ?? 0) + (shape(1, k) ?? 0)),
      chance,
    );
    const given = new Map(tied.map((k, index) => [k, inconclusive * at(shares, index)]));
    const [sees, safe] = [rowOf(0, given), rowOf(1, given)];
    const inOrder = model.classes.every(({ role }, k) => {
      if (role === "inconclusive" || at(fixed, (tool * 4 + 1) * width + k) >= 0) return true;
      return role === "negative" ? at(sees, k) <= at(safe, k) : at(sees, k) >= at(safe, k);
    });
    if (inOrder) return [...sees, ...safe, ...rowOf(2, new Map()), ...rowOf(3, new Map())];
  }
  throw new Error("no draw keeps the order of the rows");
}

export interface DrawnEstate {
  readonly rows: Rows;
  readonly truth: readonly number[];
}

/** An estate of the model itself: one stratum. @param asked share of tool-endpoint pairs that are run, once or twice */
export function drawEstate(
  model: Model,
  parameters: Parameters,
  endpoints: number,
  asked: number,
  chance: RandomStream,
): DrawnEstate {
  const { pi, chi, rho, kappa, tau, rows } = parameters;
  const width = model.classes.length;
  const part = (from: Float64Array, index: number, size: number) => [
    ...from.subarray(index * size, (index + 1) * size),
  ];
  const truth: number[] = [];
  const lines: (readonly [number, number, number])[] = [];
  for (let endpoint = 0; endpoint < endpoints; endpoint++) {
    const vulnerable = chance.uniform() < at(pi, 0) ? 1 : 0;
    truth.push(vulnerable);
    const z = vulnerable === 1 && chance.uniform() >= chi ? 1 : 0;
    const states = model.lineages.map((_, lineage) => pick(part(rho, lineage, 4), chance));
    for (const tool of model.tools.keys()) {
      const deviates = chance.uniform() < at(kappa, tool);
      const state = deviates ? pick(part(tau, tool, 4), chance) : at(states, model.lineageOf[tool] ?? -1);
      if (chance.uniform() >= asked) continue;
      const emissions = part(rows, tool * 4 + rowAt(z, state), width);
      for (let run = 0; run <= chance.below(2); run++) lines.push([endpoint, tool, pick(emissions, chance)]);
    }
  }
  return {
    rows: {
      endpoint: lines.map(([endpoint]) => endpoint),
      tool: lines.map(([, tool]) => tool),
      evidence: lines.map(([, , evidence]) => evidence),
    },
    truth,
  };
}
