/** The E-step (statistics.md, 5.2): expected counts of everything hidden, given the data and the parameters. One pass, then words and kinds only. */

import * as arrays from "./arrays.ts";
import type { Structure } from "./cells.ts";
import { type Parameters, ROW_OF } from "./model.ts";
import { lineageProduct, lineageSum, type Pass, rowValue } from "./tree.ts";

// Local names: where the code is transformed (tests), an imported one is looked up again in every turn of a loop.
const { add, real, whole } = arrays;
const PLACE = ROW_OF;

export interface Counts {
  /** Strata x (vulnerable, all). */
  readonly pi: Float64Array;
  /** Lineages x 8 places of (z, state). */
  readonly rho: Float64Array;
  /** Tools x (deviates, copies). */
  readonly kappa: Float64Array;
  readonly tau: Float64Array;
  readonly rows: Float64Array;
}

export function zeroCounts({ model, strata }: Structure): Counts {
  const { tools, lineages, classes } = model;
  return {
    pi: new Float64Array(strata * 2),
    rho: new Float64Array(lineages.length * 8),
    kappa: new Float64Array(tools.length * 2),
    tau: new Float64Array(tools.length * 4),
    rows: new Float64Array(tools.length * 4 * classes.length),
  };
}

/** @param done the pass over `structure` with `parameters`; its `visible` and `probability` may have been replaced by a guess (a start) */
export function expectation(structure: Structure, parameters: Parameters, done: Pass, weights: Float64Array): Counts {
  const counts = zeroCounts(structure);
  const words = sharesOfWords(structure, done, weights, counts);
  const kinds = statesOfKinds(structure, parameters, done, words, counts);
  emissions(structure, parameters, done, kinds, counts);
  return counts;
}

/** r_0 and r_1 of every word, and the counts for prevalence: endpoints of known truth are none. */
function sharesOfWords(structure: Structure, done: Pass, weights: Float64Array, counts: Counts): Float64Array {
  const { patternOff, patternWord, patternStratum, patternTruth } = structure;
  const words = new Float64Array(structure.wordLineage.length * 2);
  for (let pattern = 0; pattern < weights.length; pattern++) {
    const weight = real(weights, pattern);
    const seen = weight * real(done.visible, pattern);
    for (let at = whole(patternOff, pattern); at < whole(patternOff, pattern + 1); at++) {
      const word = whole(patternWord, at) * 2;
      add(words, word, weight - seen);
      add(words, word + 1, seen);
    }
    if (patternTruth[pattern] !== -1) continue;
    const stratum = whole(patternStratum, pattern) * 2;
    add(counts.pi, stratum, weight * real(done.probability, pattern));
    add(counts.pi, stratum + 1, weight);
  }
  return words;
}

/** w_g(z, c) of every word, into the counts for the lineage and onto each of its kinds: kinds x 8. */
function statesOfKinds(
  { wordOff, wordKind, wordLineage, kindTool }: Structure,
  parameters: Parameters,
  done: Pass,
  words: Float64Array,
  counts: Counts,
): Float64Array {
  const kinds = new Float64Array(kindTool.length * 8);
  const product = new Float64Array(8);
  for (let word = 0; word < wordLineage.length; word++) {
    const lineage = whole(wordLineage, word);
    const [from, to] = [whole(wordOff, word), whole(wordOff, word + 1)];
    lineageProduct(done.kinds, wordKind, from, to, product);
    for (const z of [0, 1] as const) {
      const scale = real(words, word * 2 + z) / lineageSum(parameters.rho, lineage, product, z);
      for (let c = 0; c < 4; c++) {
        const place = z * 4 + c;
        const mass = scale * real(parameters.rho, lineage * 4 + c) * real(product, place);
        add(counts.rho, lineage * 8 + place, mass);
        for (let at = from; at < to; at++) add(kinds, whole(wordKind, at) * 8 + place, mass);
      }
    }
  }
  return kinds;
}

/** From states to copies, deviations and emissions of each kind. */
function emissions(
  { kindTool, kindCount, model }: Structure,
  parameters: Parameters,
  done: Pass,
  kinds: Float64Array,
  counts: Counts,
): void {
  const width = model.classes.length;
  const rows = new Float64Array(4);
  for (let kind = 0; kind < kindTool.length; kind++) {
    const tool = whole(kindTool, kind);
    const kappa = real(parameters.kappa, tool);
    rows.fill(0);
    for (let z = 0; z < 2; z++) {
      const mixed = Math.max(real(done.kinds.mix, kind * 2 + z), 1e-300);
      let deviating = 0;
      for (let place = z * 4; place < z * 4 + 4; place++) {
        const perUnit = real(kinds, kind * 8 + place) / real(done.kinds.tool, kind * 8 + place);
        const copies = perUnit * (1 - kappa) * rowValue(done.kinds.row, kind, place);
        deviating += perUnit * kappa * mixed;
        add(rows, PLACE[place] as number, copies);
        add(counts.kappa, tool * 2 + 1, copies);
      }
      add(counts.kappa, tool * 2, deviating);
      for (let c = 0; c < 4; c++) {
        const value = rowValue(done.kinds.row, kind, z * 4 + c);
        const share = (deviating * real(parameters.tau, tool * 4 + c) * value) / mixed;
        add(counts.tau, tool * 4 + c, share);
        add(rows, PLACE[z * 4 + c] as number, share);
      }
    }
    for (let s = 0; s < 4; s++) {
      for (let k = 0; k < width; k++) {
        add(counts.rows, (tool * 4 + s) * width + k, real(rows, s) * real(kindCount, kind * width + k));
      }
    }
  }
}
