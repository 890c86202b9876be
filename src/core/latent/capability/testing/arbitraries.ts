/** Random models, parameters and cells for the properties of statistics.md 13.8. */

import fc from "fast-check";
import type { Cell } from "../cells.ts";
import { makeModel, type Model, type Parameters } from "../model.ts";
import { FOUR_CLASSES } from "./golden.ts";

export interface Case {
  readonly model: Model;
  readonly parameters: Parameters;
  readonly cells: readonly Cell[];
}

const share = fc.double({ min: 0.001, max: 1, noNaN: true });

function normalised(weights: readonly number[], width: number): Float64Array {
  const out = Float64Array.from(weights);
  for (let from = 0; from < out.length; from += width) {
    const sum = out.subarray(from, from + width).reduce((total, each) => total + each, 0);
    for (let at = from; at < from + width; at++) out[at] = (out[at] ?? 0) / sum;
  }
  return out;
}

/** Any parameters; the inconclusive column of rows S and N is tied, as the model demands (5.1). */
export function anyParameters(model: Model): fc.Arbitrary<Parameters> {
  const [tools, lineages] = [model.tools.length, model.lineages.length];
  const many = (length: number) => fc.array(share, { minLength: length, maxLength: length });
  return fc
    .tuple(fc.double({ min: 0.001, max: 0.9, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true }))
    .chain(([pi, chi]) =>
      fc.tuple(many(lineages * 4), many(tools), many(tools * 4), many(tools * 16)).map(
        ([rho, kappa, tau, rows]): Parameters => ({
          pi: Float64Array.of(pi),
          chi,
          rho: normalised(rho, 4),
          kappa: Float64Array.from(kappa, (each, tool) =>
            model.lineageSize[model.lineageOf[tool] ?? 0] === 1 ? 0 : each / 2,
          ),
          tau: normalised(tau, 4),
          rows: tied(normalised(rows, 4)),
        }),
      ),
    );
}

function tied(rows: Float64Array): Float64Array {
  for (let tool = 0; tool < rows.length; tool += 16) {
    const q = rows[tool + 7] ?? 0;
    const own = rows[tool + 3] ?? 0;
    for (let k = 0; k < 3; k++) rows[tool + k] = ((rows[tool + k] ?? 0) * (1 - q)) / (1 - own);
    rows[tool + 3] = q;
  }
  return rows;
}

export const anyModel: fc.Arbitrary<Model> = fc
  .array(fc.constantFrom("F", "E", "H"), { minLength: 1, maxLength: 4 })
  .map((lineages) =>
    makeModel(
      lineages.map((lineage, at) => ({ id: `t${at}`, lineage, proves: true })),
      FOUR_CLASSES,
    ),
  );

/** Cells of different tools, in the model's order. @param counts what a cell may hold */
export function anyCells(model: Model, counts: fc.Arbitrary<number[]> = anyCounts): fc.Arbitrary<readonly Cell[]> {
  return fc
    .tuple(fc.subarray([...model.tools.keys()]), fc.array(counts, { minLength: 8, maxLength: 8 }))
    .map(([tools, all]) => {
      const order = tools.toSorted((a, b) => (model.rank[a] ?? 0) - (model.rank[b] ?? 0));
      return order.map((tool, at) => ({ tool, counts: Float64Array.from(all[at] ?? [0, 0, 1, 0]) }));
    });
}

const anyCounts = fc
  .array(fc.nat(3), { minLength: 4, maxLength: 4 })
  .map((counts) => (counts.every((count) => count === 0) ? [0, 0, 1, 0] : counts));

export const anyCase: fc.Arbitrary<Case> = anyModel.chain((model) =>
  fc.tuple(anyParameters(model), anyCells(model)).map(([parameters, cells]) => ({ model, parameters, cells })),
);
