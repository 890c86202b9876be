/**
 * The exact posterior with fixed parameters (statistics.md, 5.2): from kinds to words to patterns, each once.
 *
 *   posterior odds = prior odds x [ chi + (1 - chi) x LR_1 x ... x LR_G ]      one likelihood ratio per lineage
 *
 * Nothing here can be NaN: a likelihood below 1e-290 of the largest beside it counts as 1e-290, sums over lineages are taken in logs.
 */

import * as arrays from "./arrays.ts";
import type { Cell, Structure } from "./cells.ts";
import { type Model, ROW_OF, type Parameters } from "./model.ts";

// Local names: where the code is transformed (tests), an imported one is looked up again in every turn of a loop.
const { add, longSum, real, whole } = arrays;
const PLACE = ROW_OF;

/** Relative likelihoods below it say the same: impossible. */
const FLOOR = 1e-290;
const LOG_FLOOR = Math.log(FLOOR);
/** Probabilities of 0 in given parameters count as this, so that their logarithm is a number. */
const LEAST = 1e-300;
/** No verdict is surer than this (5.6). */
export const SUREST = 1 - 1e-9;

/** What a kind of cell says: likelihoods by row and by (z, state), divided by e^shift. */
export interface KindTables {
  /** Kinds x 4 rows. */
  readonly row: Float64Array;
  /** Kinds x 8: m_it(z, c), deviation included. */
  readonly tool: Float64Array;
  /** Kinds x 2: mix_it(z). */
  readonly mix: Float64Array;
  readonly shift: Float64Array;
}

export function kindTables(kinds: number): KindTables {
  return {
    row: new Float64Array(kinds * 4),
    tool: new Float64Array(kinds * 8),
    mix: new Float64Array(kinds * 2),
    shift: new Float64Array(kinds),
  };
}

/** Fills one kind from its counts, which begin at `from`. */
export function fillKind(
  { row, tool: table, mix, shift }: KindTables,
  kind: number,
  parameters: Parameters,
  tool: number,
  counts: Float64Array,
  from: number,
): void {
  const width = parameters.rows.length / (parameters.kappa.length * 4);
  let largest = Number.NEGATIVE_INFINITY;
  for (let s = 0; s < 4; s++) {
    const emissions = (tool * 4 + s) * width;
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const count = real(counts, from + k);
      if (count > 0) sum += count * Math.log(Math.max(real(parameters.rows, emissions + k), LEAST));
    }
    row[kind * 4 + s] = sum;
    if (sum > largest) largest = sum;
  }
  for (let s = 0; s < 4; s++) row[kind * 4 + s] = Math.exp(Math.max(real(row, kind * 4 + s) - largest, LOG_FLOOR));
  shift[kind] = largest;
  const kappa = real(parameters.kappa, tool);
  for (let z = 0; z < 2; z++) {
    let mixed = 0;
    for (let c = 0; c < 4; c++) mixed += real(parameters.tau, tool * 4 + c) * rowValue(row, kind, z * 4 + c);
    mix[kind * 2 + z] = mixed;
    for (let c = z * 4; c < z * 4 + 4; c++) {
      table[kind * 8 + c] = Math.max((1 - kappa) * rowValue(row, kind, c) + kappa * mixed, FLOOR);
    }
  }
}

/** l_it(z, c): the likelihood of the emission row that belongs to a place of (z, state). */
export const rowValue = (row: Float64Array, kind: number, place: number): number =>
  real(row, kind * 4 + (PLACE[place] as number));

/** l_ig(z, c) over the kinds from `kinds[from]` to `kinds[to - 1]`, into `product` (8 places). @returns the logarithm it was divided by */
export function lineageProduct(
  tables: KindTables,
  kinds: Int32Array,
  from: number,
  to: number,
  product: Float64Array,
): number {
  product.fill(1);
  let shift = 0;
  for (let at = from; at < to; at++) {
    const kind = whole(kinds, at);
    let largest = 0;
    for (let place = 0; place < 8; place++) {
      const value = real(product, place) * real(tables.tool, kind * 8 + place);
      product[place] = value;
      if (value > largest) largest = value;
    }
    shift += real(tables.shift, kind);
    if (largest < 1e-100) {
      shift += Math.log(largest);
      for (let place = 0; place < 8; place++) product[place] = real(product, place) / largest;
    }
    for (let place = 0; place < 8; place++) product[place] = Math.max(real(product, place), FLOOR);
  }
  return shift;
}

/** M_ig(z) for a product: what the lineage's cells are worth if the host is (z = 1) or is not (0) vulnerable and visible. */
export function lineageSum(rho: Float64Array, lineage: number, product: Float64Array, z: 0 | 1): number {
  let sum = 0;
  for (let c = 0; c < 4; c++) sum += real(rho, lineage * 4 + c) * real(product, z * 4 + c);
  return Math.max(sum, LEAST);
}

/** What a pass needs and leaves; reused between passes. */
export interface Pass {
  readonly kinds: KindTables;
  /** Words x 2: log M_ig(z), shifts included. */
  readonly logM: Float64Array;
  /** Per pattern: P(vulnerable and visible | data), the V/(S+V) of 5.2. */
  readonly visible: Float64Array;
  /** Per pattern: P(vulnerable | data), not capped. */
  readonly probability: Float64Array;
  /** Per pattern; of endpoints with known truth it is the likelihood given that truth, so that a laboratory never informs prevalence. */
  readonly logLikelihood: Float64Array;
}

export function newPass(structure: Structure): Pass {
  const patterns = structure.patternSize.length;
  return {
    kinds: kindTables(structure.kindTool.length),
    logM: new Float64Array(structure.wordLineage.length * 2),
    visible: new Float64Array(patterns),
    probability: new Float64Array(patterns),
    logLikelihood: new Float64Array(patterns),
  };
}

/** One exact pass over all patterns. */
export function pass(structure: Structure, parameters: Parameters, into: Pass = newPass(structure)): Pass {
  fillWords(structure, parameters, into);
  const { patternOff, patternWord, patternStratum, patternTruth } = structure;
  const outcome = new Float64Array(3);
  // One block per stratum, and one for endpoints known to be vulnerable.
  const { strata } = structure;
  const terms = new Float64Array((strata + 1) * 3);
  for (let stratum = 0; stratum < strata; stratum++) {
    fillTerms(terms, stratum * 3, parameters.pi[stratum] ?? 0.5, parameters.chi);
  }
  fillTerms(terms, strata * 3, 1, parameters.chi);
  for (let pattern = 0; pattern < patternStratum.length; pattern++) {
    let m0 = 0;
    let m1 = 0;
    for (let at = whole(patternOff, pattern); at < whole(patternOff, pattern + 1); at++) {
      const word = whole(patternWord, at);
      m0 += real(into.logM, word * 2);
      m1 += real(into.logM, word * 2 + 1);
    }
    const truth = whole(patternTruth, pattern);
    if (truth === 0) {
      into.probability[pattern] = 0;
      into.visible[pattern] = 0;
      into.logLikelihood[pattern] = m0;
      continue;
    }
    combine(terms, truth === 1 ? strata * 3 : whole(patternStratum, pattern) * 3, m0, m1, outcome);
    into.probability[pattern] = truth === 1 ? 1 : real(outcome, 0);
    into.visible[pattern] = real(outcome, 1);
    into.logLikelihood[pattern] = real(outcome, 2);
  }
  return into;
}

function fillWords(structure: Structure, parameters: Parameters, { kinds, logM }: Pass): void {
  const { kindTool, kindCount, wordOff, wordKind, wordLineage } = structure;
  const width = structure.model.classes.length;
  for (let kind = 0; kind < kindTool.length; kind++) {
    fillKind(kinds, kind, parameters, whole(kindTool, kind), kindCount, kind * width);
  }
  const product = new Float64Array(8);
  for (let word = 0; word < wordLineage.length; word++) {
    const shift = lineageProduct(kinds, wordKind, whole(wordOff, word), whole(wordOff, word + 1), product);
    for (const z of [0, 1] as const) {
      logM[word * 2 + z] = Math.log(lineageSum(parameters.rho, whole(wordLineage, word), product, z)) + shift;
    }
  }
}

/** What prevalence and common blindness add to every endpoint alike: logs of the factors of S and V, and the vulnerable share of S. */
function fillTerms(terms: Float64Array, at: number, pi: number, chi: number): void {
  const asSafe = 1 - pi + pi * chi;
  terms[at] = Math.log(asSafe);
  terms[at + 1] = Math.log(pi * (1 - chi));
  terms[at + 2] = asSafe > 0 ? (pi * chi) / asSafe : 0;
}

/**
 * S and V of 5.2 from the sums over lineages of log M(0) and log M(1).
 * @param terms from `fillTerms`, at `at`
 * @param out probability, visible share, log-likelihood
 */
function combine(terms: Float64Array, at: number, m0: number, m1: number, out: Float64Array): void {
  const logS = real(terms, at) + m0;
  const logV = real(terms, at + 1) + m1;
  const behind = logV - logS;
  const less = Math.exp(-Math.abs(behind));
  const most = 1 / (1 + less);
  const visible = behind > 0 ? most : less * most;
  out[0] = visible + real(terms, at + 2) * (behind > 0 ? less * most : most);
  out[1] = visible;
  out[2] = Math.max(logV, logS) + Math.log1p(less);
}

/** The objective's data part: the weighted sum of log-likelihoods. */
export function totalLogLikelihood(
  structure: Structure,
  { logLikelihood }: Pass,
  weights = structure.patternWeight,
): number {
  const sum = longSum();
  for (let p = 0; p < logLikelihood.length; p++) sum.add(real(weights, p) * real(logLikelihood, p));
  return sum.total();
}

/** P(vulnerable) of every endpoint, at most 1 - 1e-9. */
export function posterior(structure: Structure, parameters: Parameters): Float64Array {
  const { probability } = pass(structure, parameters);
  return Float64Array.from(structure.patternOf, (pattern) => Math.min(real(probability, pattern), SUREST));
}

/** What a set of cells comes to: for single endpoints, and for asking "what if". */
export interface Joint {
  /** P(vulnerable), not capped. */
  readonly probability: number;
  /** P(vulnerable and visible). */
  readonly visible: number;
  readonly logLikelihood: number;
  /** Per lineage: log M(0), log M(1); 0 where nothing was run. */
  readonly logM: Float64Array;
}

/** The posterior of cells that are in no structure: one endpoint, with or without one more run. @param pi prevalence of its stratum */
export function jointOf(model: Model, parameters: Parameters, cells: readonly Cell[], pi: number): Joint {
  const logM = new Float64Array(model.lineages.length * 2);
  const tables = kindTables(cells.length);
  const product = new Float64Array(8);
  for (const [at, { tool, counts }] of cells.entries()) fillKind(tables, at, parameters, tool, counts, 0);
  for (let lineage = 0; lineage < model.lineages.length; lineage++) {
    const own = Int32Array.from(cells.keys()).filter((at) => model.lineageOf[cells[at]?.tool ?? -1] === lineage);
    if (own.length === 0) continue;
    const shift = lineageProduct(tables, own, 0, own.length, product);
    for (const z of [0, 1] as const) {
      logM[lineage * 2 + z] = Math.log(lineageSum(parameters.rho, lineage, product, z)) + shift;
    }
  }
  const sums = new Float64Array(2);
  for (let at = 0; at < logM.length; at++) add(sums, at % 2, real(logM, at));
  const out = new Float64Array(3);
  const terms = new Float64Array(3);
  fillTerms(terms, 0, pi, parameters.chi);
  combine(terms, 0, real(sums, 0), real(sums, 1), out);
  return { probability: real(out, 0), visible: real(out, 1), logLikelihood: real(out, 2), logM };
}
