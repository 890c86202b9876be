/**
 * The model by brute force (statistics.md, 13.7): loop over truth, common blindness, every lineage's state, every tool's deviation and own
 * state; multiply; sum. Shares nothing with the message passing it checks but the layout of the parameters. For a few tools only.
 */

import type { Cell } from "../cells.ts";
import type { Model, Parameters } from "../model.ts";

export interface Enumerated {
  readonly probability: number;
  readonly evidence: number;
  /** Lineages x 8: P(z, state of the lineage | data), z = 0 first. */
  readonly states: readonly number[];
  /** Per tool: P(deviates | data). */
  readonly deviates: readonly number[];
}

/** `own` per cell: 0 copies the lineage, 1 to 4 deviates to that state. */
type World = { z: number; blinded: number; lineage: number[]; own: number[] };

export function enumerate(model: Model, p: Parameters, cells: readonly Cell[], pi: number): Enumerated {
  const tools = cells.map((cell) => cell.tool);
  const states = model.lineages.map(() => Array.from({ length: 8 }, () => 0)).flat();
  const deviates = model.tools.map(() => 0);
  let evidence = 0;
  let vulnerable = 0;
  for (const world of worlds(model, tools)) {
    let mass = (world.z === 1 ? pi : 1 - pi) * (world.blinded === 1 ? p.chi : 1 - p.chi);
    for (const [g, state] of world.lineage.entries()) mass *= p.rho[g * 4 + state] ?? 0;
    for (const [at, { tool, counts }] of cells.entries()) {
      const kappa = p.kappa[tool] ?? 0;
      const choice = world.own[at] ?? 0;
      mass *= choice === 0 ? 1 - kappa : kappa * (p.tau[tool * 4 + choice - 1] ?? 0);
      const own = choice === 0 ? (world.lineage[model.lineageOf[tool] ?? 0] ?? 0) : choice - 1;
      const row = own === 2 ? 2 : own === 3 ? 3 : own === 0 && world.z === 1 && world.blinded === 0 ? 0 : 1;
      for (const [k, n] of counts.entries()) mass *= (p.rows[(tool * 4 + row) * counts.length + k] ?? 0) ** n;
    }
    evidence += mass;
    if (world.z === 1) vulnerable += mass;
    for (const [g, state] of world.lineage.entries()) {
      const place = g * 8 + world.z * 4 + state;
      states[place] = (states[place] ?? 0) + mass;
    }
    for (const [at, tool] of tools.entries())
      deviates[tool] = (deviates[tool] ?? 0) + ((world.own[at] ?? 0) > 0 ? mass : 0);
  }
  return {
    probability: vulnerable / evidence,
    evidence,
    states: states.map((mass) => mass / evidence),
    deviates: deviates.map((mass) => mass / evidence),
  };
}

function* worlds(model: Model, tools: readonly number[]): Generator<World> {
  for (const z of [0, 1])
    for (const blinded of [0, 1])
      for (const lineage of tuples(model.lineages.length, 4))
        for (const own of tuples(tools.length, 5)) yield { z, blinded, lineage, own };
}

function* tuples(length: number, base: number): Generator<number[]> {
  for (let code = 0; code < base ** length; code++) {
    yield Array.from({ length }, (_, place) => Math.floor(code / base ** place) % base);
  }
}
