/**
 * From rows to the sufficient statistic (statistics.md, sections 3 and 11). What is equal is kept once, at three levels: a *kind* is a
 * tool with its counts per class, a *word* is all kinds of one lineage on an endpoint, a *pattern* is all words of an endpoint. A million
 * observations have some dozen kinds and a few thousand words, so that a pass of the fit costs little more than one addition per
 * endpoint and lineage. Not run is no cell: it is never read as anything.
 */

import * as arrays from "./arrays.ts";
import { type Interner, interner } from "./intern.ts";
import type { Model } from "./model.ts";

// Local names: where the code is transformed (tests), an imported one is looked up again in every turn of a loop.
const { add, real, whole } = arrays;

/** Runs, as columns of equal length; the order does not matter. */
export interface Rows {
  readonly endpoint: ArrayLike<number>;
  readonly tool: ArrayLike<number>;
  /** Place in the model's `classes`. */
  readonly evidence: ArrayLike<number>;
  /** Runs that this row stands for; 1 when absent. */
  readonly count?: ArrayLike<number>;
}

/** Columns over endpoints; each may be absent. */
export interface Population {
  readonly endpoints: number;
  /** Strata with a prevalence each, from 0; absent: one. */
  readonly stratum?: ArrayLike<number>;
  /** Known truth of a laboratory: 0, 1, or -1 for not known. */
  readonly truth?: ArrayLike<number>;
  /** Say in the fit: 0.5 for a laboratory (5.4); absent: 1. */
  readonly weight?: ArrayLike<number>;
}

/** `xOff[i]` to `xOff[i + 1]` are the places of i's parts in the array beside it. */
export interface Structure {
  readonly model: Model;
  readonly endpoints: number;
  readonly strata: number;
  /** Rows that name no endpoint, tool or class of this model, or no positive count: they are in no cell, and the caller must say so. */
  readonly rejected: number;
  readonly kindTool: Int32Array;
  /** Kinds x classes. */
  readonly kindCount: Float64Array;
  readonly wordLineage: Int32Array;
  readonly wordOff: Int32Array;
  readonly wordKind: Int32Array;
  readonly patternOff: Int32Array;
  readonly patternWord: Int32Array;
  readonly patternStratum: Int32Array;
  /** 0, 1, -1 for not known. */
  readonly patternTruth: Int32Array;
  /** Endpoints of each pattern. */
  readonly patternSize: Float64Array;
  /** The sum of their weights. */
  readonly patternWeight: Float64Array;
  /** Endpoint to pattern. */
  readonly patternOf: Int32Array;
}

/** Runs of one tool on one endpoint. */
export interface Cell {
  readonly tool: number;
  /** Per class. */
  readonly counts: Float64Array;
}

/** What claims to be in a stratum beyond is put in the first. */
const MOST_STRATA = 65_536;

export function gather(model: Model, rows: Rows, population: Population): Structure {
  const { endpoints } = population;
  const sorted = byEndpoint(model, rows, endpoints);
  const kinds = interner();
  const words = interner();
  const patterns = interner();
  const patternOf = new Int32Array(endpoints);
  const toPattern = reader(model, rows, kinds, words, patterns);
  for (let endpoint = 0; endpoint < endpoints; endpoint++) {
    const stratum = orElse(population.stratum, endpoint, 0);
    const truth = orElse(population.truth, endpoint, -1);
    const [from, to] = [whole(sorted.off, endpoint), whole(sorted.off, endpoint + 1)];
    const known = truth === 0 || truth === 1 ? truth : -1;
    patternOf[endpoint] = toPattern(sorted.order, from, to, stratum >= 0 && stratum < MOST_STRATA ? stratum : 0, known);
  }
  const { kindTool, kindCount } = readKinds(model, kinds);
  const wordOff = words.offsets();
  const wordKind = words.pool();
  const lineage = (word: number) => whole(model.lineageOf, whole(kindTool, whole(wordKind, whole(wordOff, word))));
  const patternParts = readPatterns(patterns);
  const { patternSize, patternWeight } = sizes(patternOf, patterns.size(), population.weight);
  return {
    model,
    endpoints,
    strata: patternParts.patternStratum.reduce((most, stratum) => Math.max(most, stratum + 1), 1),
    rejected: sorted.rejected,
    kindTool,
    kindCount,
    wordLineage: Int32Array.from({ length: words.size() }, (_, word) => lineage(word)),
    wordOff,
    wordKind,
    ...patternParts,
    patternSize,
    patternWeight,
    patternOf,
  };
}

/** The cells of an endpoint, by lineage and tool; empty for one that is not there. */
export function cellsOf(structure: Structure, endpoint: number): readonly Cell[] {
  const pattern = structure.patternOf[endpoint];
  return pattern === undefined ? [] : cellsOfPattern(structure, pattern);
}

export function cellsOfPattern(structure: Structure, pattern: number): readonly Cell[] {
  const width = structure.model.classes.length;
  const cells: Cell[] = [];
  for (let p = whole(structure.patternOff, pattern); p < whole(structure.patternOff, pattern + 1); p++) {
    const word = whole(structure.patternWord, p);
    for (let w = whole(structure.wordOff, word); w < whole(structure.wordOff, word + 1); w++) {
      const kind = whole(structure.wordKind, w);
      const counts = structure.kindCount.slice(kind * width, (kind + 1) * width);
      cells.push({ tool: whole(structure.kindTool, kind), counts });
    }
  }
  return cells;
}

/** The same cells with more runs of one tool. What names no tool or class of the model changes nothing. */
export function withRuns(
  model: Model,
  cells: readonly Cell[],
  tool: number,
  evidence: number,
  runs = 1,
): readonly Cell[] {
  if (model.tools[tool] === undefined || model.classes[evidence] === undefined || !(runs > 0)) return cells;
  const before = cells.find((cell) => cell.tool === tool);
  const counts = before === undefined ? new Float64Array(model.classes.length) : before.counts.slice();
  add(counts, evidence, runs);
  return [...cells.filter((cell) => cell !== before), { tool, counts }].toSorted(
    (a, b) => whole(model.rank, a.tool) - whole(model.rank, b.tool),
  );
}

const orElse = (column: ArrayLike<number> | undefined, index: number, otherwise: number): number => {
  const value = column?.[index];
  return value !== undefined && Number.isFinite(value) ? Math.trunc(value) : otherwise;
};

/** A counting sort: the places of each endpoint's rows, and how many rows belong nowhere. */
function byEndpoint(model: Model, rows: Rows, endpoints: number) {
  const length = rows.endpoint.length;
  const belongs = (row: number): boolean => {
    const [endpoint = -1, tool = -1, evidence = -1] = [rows.endpoint[row], rows.tool[row], rows.evidence[row]];
    const count = rows.count === undefined ? 1 : (rows.count[row] ?? 0);
    const named = endpoint >= 0 && endpoint < endpoints && Number.isInteger(endpoint);
    return (
      named && model.tools[tool] !== undefined && model.classes[evidence] !== undefined && count > 0 && count < 1e9
    );
  };
  const off = new Int32Array(endpoints + 1);
  const good = new Uint8Array(length);
  for (let row = 0; row < length; row++) {
    if (!belongs(row)) continue;
    good[row] = 1;
    const next = (rows.endpoint[row] ?? 0) + 1;
    off[next] = whole(off, next) + 1;
  }
  for (let endpoint = 0; endpoint < endpoints; endpoint++)
    off[endpoint + 1] = whole(off, endpoint + 1) + whole(off, endpoint);
  const order = new Int32Array(whole(off, endpoints));
  const next = off.slice();
  for (let row = 0; row < length; row++) {
    if (good[row] === 0) continue;
    const endpoint = rows.endpoint[row] ?? 0;
    const at = whole(next, endpoint);
    order[at] = row;
    next[endpoint] = at + 1;
  }
  return { off, order, rejected: length - order.length };
}

/** Makes one endpoint's rows into a pattern. */
function reader(model: Model, rows: Rows, kinds: Interner, words: Interner, patterns: Interner) {
  const width = model.classes.length;
  const { rank, lineageOf } = model;
  const counts = new Float64Array(model.tools.length * width);
  const touched: number[] = [];
  const isTouched = new Uint8Array(model.tools.length);
  // A kind is the tool and the bits of its counts.
  const bits = new Float64Array(width);
  const bitWords = new Int32Array(bits.buffer);
  const kindKey = new Int32Array(1 + 2 * width);
  const wordKey = new Int32Array(model.tools.length);
  const patternKey = new Int32Array(2 + model.lineages.length);
  const kindOf = (tool: number): number => {
    const from = tool * width;
    for (let k = 0; k < width; k++) bits[k] = real(counts, from + k);
    counts.fill(0, from, from + width);
    isTouched[tool] = 0;
    kindKey[0] = tool;
    kindKey.set(bitWords, 1);
    return kinds.intern(kindKey, kindKey.length);
  };
  return (order: Int32Array, from: number, to: number, stratum: number, truth: number): number => {
    touched.length = 0;
    for (let at = from; at < to; at++) {
      const row = whole(order, at);
      const tool = rows.tool[row] ?? 0;
      if (isTouched[tool] === 0) {
        isTouched[tool] = 1;
        touched.push(tool);
      }
      add(counts, tool * width + (rows.evidence[row] ?? 0), rows.count?.[row] ?? 1);
    }
    touched.sort((a, b) => whole(rank, a) - whole(rank, b));
    patternKey[0] = stratum;
    patternKey[1] = truth;
    let wordsHere = 2;
    let kindsHere = 0;
    for (let i = 0; i < touched.length; i++) {
      const tool = touched[i] ?? 0;
      wordKey[kindsHere++] = kindOf(tool);
      const next = touched[i + 1];
      if (next !== undefined && lineageOf[next] === lineageOf[tool]) continue;
      patternKey[wordsHere++] = words.intern(wordKey, kindsHere);
      kindsHere = 0;
    }
    return patterns.intern(patternKey, wordsHere);
  };
}

function readKinds(model: Model, kinds: Interner) {
  const width = model.classes.length;
  const pool = kinds.pool();
  const stride = 1 + 2 * width;
  const kindTool = Int32Array.from({ length: kinds.size() }, (_, kind) => whole(pool, kind * stride));
  const kindCount = new Float64Array(kinds.size() * width);
  const bits = new Int32Array(kindCount.buffer);
  for (let kind = 0; kind < kinds.size(); kind++) {
    bits.set(pool.subarray(kind * stride + 1, (kind + 1) * stride), kind * 2 * width);
  }
  return { kindTool, kindCount };
}

function readPatterns(patterns: Interner) {
  const count = patterns.size();
  const off = patterns.offsets();
  const pool = patterns.pool();
  const patternOff = new Int32Array(count + 1);
  const patternStratum = new Int32Array(count);
  const patternTruth = new Int32Array(count);
  const patternWord = new Int32Array(pool.length - 2 * count);
  for (let pattern = 0; pattern < count; pattern++) {
    const [from, to] = [whole(off, pattern), whole(off, pattern + 1)];
    patternStratum[pattern] = whole(pool, from);
    patternTruth[pattern] = whole(pool, from + 1);
    patternOff[pattern + 1] = to - 2 * (pattern + 1);
    patternWord.set(pool.subarray(from + 2, to), whole(patternOff, pattern));
  }
  return { patternOff, patternWord, patternStratum, patternTruth };
}

function sizes(patternOf: Int32Array, patterns: number, weight: ArrayLike<number> | undefined) {
  const patternSize = new Float64Array(patterns);
  const patternWeight = new Float64Array(patterns);
  for (let endpoint = 0; endpoint < patternOf.length; endpoint++) {
    const pattern = whole(patternOf, endpoint);
    const own = weight?.[endpoint] ?? 1;
    add(patternSize, pattern, 1);
    add(patternWeight, pattern, own >= 0 && own < 1e9 ? own : 1);
  }
  return { patternSize, patternWeight };
}
