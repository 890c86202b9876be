/**
 * Does the model fit (reference/statistics.md, 5.6 and 7.3)? For every two tools of different lineages: how they answered the same
 * endpoints, against how the model expects them to, knowing what everybody else said there. What is expected of both together includes
 * that they look at the same host, so that what remains is something they share. Exact: given a host that shows itself or not, lineages
 * are independent, so that mean and variance of every product follow, and no replicate is drawn.
 *
 * Only endpoints of unknown truth: a laboratory is a collection of hard cases, where tools fail alike by intent.
 */

import { real, whole } from "./arrays.ts";
import type { Structure } from "./cells.ts";
import { ROW_OF, type Model, type Parameters } from "./model.ts";
import { fillKind, kindTables, type KindTables } from "./tree.ts";

export interface PairResidual {
  readonly tools: readonly [number, number];
  /** Endpoints where both gave an answer, 1 or 0. */
  readonly endpoints: number;
  /** The residual correlation r_st; above 0: they answer alike beyond what the model explains. */
  readonly correlation: number;
  /** Two-sided. */
  readonly p: number;
  /** Whether it stands among all pairs (Benjamini and Hochberg, 5 %) and is large enough to matter (0.2). */
  readonly misfit: boolean;
}

/** Below it a residual is no news however sure it is (7.3). */
export const LEAST_EFFECT = 0.2;
const FALSE_DISCOVERIES = 0.05;
/** Pairs with fewer endpoints in common are not looked at. */
const LEAST_ENDPOINTS = 20;

/** What a tool's cell says, by (z, state), when only known to be answers and ?; and when one of them is a 1. */
interface Half {
  readonly tool: number;
  readonly lineage: number;
  readonly said: 0 | 1;
  /** Sums over the states of its lineage, by z: of the lineage with this tool's answers not known, and of those with a 1. */
  readonly any: readonly [number, number];
  readonly one: readonly [number, number];
}

/** Most striking first. */
export function residuals(structure: Structure, parameters: Parameters): readonly PairResidual[] {
  const { model, patternTruth, patternStratum } = structure;
  const patternSize = sampled(structure);
  const many = model.tools.length;
  const sums = new Float64Array(many * many * 5);
  const kinds = kindsOf(structure, parameters);
  for (let pattern = 0; pattern < patternTruth.length; pattern++) {
    if (patternTruth[pattern] !== -1 || patternSize[pattern] === 0) continue;
    const { halves, lineages } = halvesOf(structure, parameters, kinds, pattern);
    if (halves.length < 2) continue;
    const pi = real(parameters.pi, whole(patternStratum, pattern));
    const seen = [1 - pi + pi * parameters.chi, pi * (1 - parameters.chi)] as const;
    addPairs(sums, many, real(patternSize, pattern), halves, lineages, seen);
  }
  return judged(model, sums);
}

/** More say no more: a residual that matters shows on these, and a million observations take no longer. */
const MOST_ENDPOINTS = 5000;

/** How often each pattern is among every n-th endpoint. Endpoints are chosen, not patterns: what is chosen must not depend on what was said. */
function sampled({ endpoints, patternOf, patternSize, patternTruth }: Structure): Float64Array {
  const open = patternSize.reduce((sum, size, p) => (patternTruth[p] === -1 ? sum + size : sum), 0);
  const step = Math.max(Math.ceil(open / MOST_ENDPOINTS), 1);
  const sizes = new Float64Array(patternSize.length);
  let turn = 0;
  for (let endpoint = 0; endpoint < endpoints; endpoint++) {
    const pattern = whole(patternOf, endpoint);
    if (patternTruth[pattern] !== -1) continue;
    if (turn++ % step === 0) sizes[pattern] = real(sizes, pattern) + 1;
  }
  return sizes;
}

/** Kinds as they are, and as patterns of answers and ? only. */
interface Kinds {
  readonly tables: KindTables;
  /** Kinds x 4 rows: P(that many answers and ?), and P(the same, and a 1 among them). */
  readonly any: Float64Array;
  readonly one: Float64Array;
  /** 1, 0; -1: only ?. */
  readonly said: Int8Array;
}

function kindsOf({ model, kindTool, kindCount }: Structure, parameters: Parameters): Kinds {
  const width = model.classes.length;
  const count = kindTool.length;
  const tables = kindTables(count);
  const [any, one, said] = [new Float64Array(count * 4), new Float64Array(count * 4), new Int8Array(count).fill(-1)];
  for (let kind = 0; kind < count; kind++) {
    const tool = whole(kindTool, kind);
    fillKind(tables, kind, parameters, tool, kindCount, kind * width);
    let [answers, unknown, positive] = [0, 0, 0];
    for (const [k, { role }] of model.classes.entries()) {
      const runs = real(kindCount, kind * width + k);
      if (role === "inconclusive") unknown += runs;
      else {
        answers += runs;
        if (role !== "negative") positive += runs;
      }
    }
    if (answers > 0) said[kind] = positive > 0 ? 1 : 0;
    for (let s = 0; s < 4; s++) {
      let [unanswered, negative] = [0, 0];
      for (const [k, { role }] of model.classes.entries()) {
        const share = real(parameters.rows, (tool * 4 + s) * width + k);
        if (role === "inconclusive") unanswered += share;
        if (role === "negative") negative += share;
      }
      const seen = Math.max(1 - unanswered, 1e-12);
      const pattern = seen ** answers * unanswered ** unknown;
      any[kind * 4 + s] = pattern;
      one[kind * 4 + s] = pattern * (1 - Math.min(negative / seen, 1) ** answers);
    }
  }
  return { tables, any, one, said };
}

/** Every tool of a pattern that gave an answer; and of each lineage there what it says by z. */
function halvesOf(
  { model, patternOff, patternWord, wordOff, wordKind, wordLineage, kindTool }: Structure,
  parameters: Parameters,
  { tables, any, one, said }: Kinds,
  pattern: number,
) {
  const halves: Half[] = [];
  const lineages = new Map<number, readonly [number, number]>();
  for (let at = whole(patternOff, pattern); at < whole(patternOff, pattern + 1); at++) {
    const word = whole(patternWord, at);
    const lineage = whole(wordLineage, word);
    const [from, to] = [whole(wordOff, word), whole(wordOff, word + 1)];
    // The lineage by (z, state), with every tool but the one at `without`.
    const rest = (without: number) =>
      Float64Array.from({ length: 8 }, (_, place) => {
        let product = real(parameters.rho, lineage * 4 + (place % 4));
        for (let w = from; w < to; w++) {
          if (w !== without) product *= real(tables.tool, whole(wordKind, w) * 8 + place);
        }
        return product;
      });
    const all = rest(-1);
    lineages.set(lineage, [sum(all, 0), sum(all, 1)]);
    for (let w = from; w < to; w++) {
      const kind = whole(wordKind, w);
      const answer = said[kind] ?? -1;
      if (answer === -1) continue;
      const others = rest(w);
      const tool = whole(kindTool, kind);
      const both = (rows: Float64Array) => {
        const own = withDeviation(model, parameters, tool, rows, kind);
        const product = others.map((value, place) => value * real(own, place));
        return [sum(product, 0), sum(product, 1)] as const;
      };
      halves.push({ tool, lineage, said: answer === 1 ? 1 : 0, any: both(any), one: both(one) });
    }
  }
  return { halves, lineages };
}

function withDeviation({ tools }: Model, parameters: Parameters, tool: number, rows: Float64Array, kind: number) {
  const kappa = tools[tool] === undefined ? 0 : real(parameters.kappa, tool);
  const own = (place: number) => real(rows, kind * 4 + whole(ROW_PLACES, place));
  return Float64Array.from({ length: 8 }, (_, place) => {
    const z = place < 4 ? 0 : 4;
    let mixed = 0;
    for (let c = 0; c < 4; c++) mixed += real(parameters.tau, tool * 4 + c) * own(z + c);
    return (1 - kappa) * own(place) + kappa * mixed;
  });
}

const ROW_PLACES = Int32Array.from(ROW_OF);

const sum = (places: Float64Array, z: 0 | 1): number => {
  let total = 0;
  for (let c = z * 4; c < z * 4 + 4; c++) total += real(places, c);
  return total;
};

/** Per pair: endpoints, sum of (residual product - its mean), sum of its variances, and the variances of either. */
function addPairs(
  sums: Float64Array,
  many: number,
  size: number,
  halves: readonly Half[],
  lineages: ReadonlyMap<number, readonly [number, number]>,
  seen: readonly [number, number],
): void {
  for (const [at, a] of halves.entries()) {
    for (const b of halves.slice(at + 1)) {
      if (a.lineage === b.lineage) continue;
      let [likes0, likes1]: [number, number] = [seen[0], seen[1]];
      for (const [lineage, [m0, m1]] of lineages) {
        if (lineage === a.lineage || lineage === b.lineage) continue;
        const scale = Math.max(m0, m1, 1e-300);
        likes0 *= m0 / scale;
        likes1 *= m1 / scale;
      }
      const mass = [likes0 * a.any[0] * b.any[0], likes1 * a.any[1] * b.any[1]] as const;
      const total = mass[0] + mass[1];
      if (!(total > 0)) continue;
      const joint = [0, 0, 0, 0];
      for (const z of [0, 1] as const) {
        const [pa, pb] = [share(a, z), share(b, z)];
        const weight = mass[z] / total;
        for (const [place, [x, y]] of ANSWERS.entries()) {
          joint[place] = (joint[place] ?? 0) + weight * (x === 1 ? pa : 1 - pa) * (y === 1 ? pb : 1 - pb);
        }
      }
      const ea = (joint[2] ?? 0) + (joint[3] ?? 0);
      const eb = (joint[1] ?? 0) + (joint[3] ?? 0);
      let [mean, square] = [0, 0];
      for (const [place, [x, y]] of ANSWERS.entries()) {
        const product = (x - ea) * (y - eb);
        mean += (joint[place] ?? 0) * product;
        square += (joint[place] ?? 0) * product ** 2;
      }
      const low = Math.min(a.tool, b.tool) * many + Math.max(a.tool, b.tool);
      const place = low * 5;
      const add = (offset: number, value: number) => {
        sums[place + offset] = real(sums, place + offset) + size * value;
      };
      add(0, 1);
      add(1, (a.said - ea) * (b.said - eb) - mean);
      add(2, Math.max(square - mean ** 2, 0));
      add(3, ea * (1 - ea));
      add(4, eb * (1 - eb));
    }
  }
}

const ANSWERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

const share = ({ any, one }: Half, z: 0 | 1): number => (any[z] > 0 ? Math.min(one[z] / any[z], 1) : 0);

function judged({ tools }: Model, sums: Float64Array): readonly PairResidual[] {
  const found: Omit<PairResidual, "misfit">[] = [];
  for (let s = 0; s < tools.length; s++) {
    for (let t = s + 1; t < tools.length; t++) {
      const at = (s * tools.length + t) * 5;
      const [endpoints, over, variance] = [real(sums, at), real(sums, at + 1), real(sums, at + 2)];
      const scale = Math.sqrt(real(sums, at + 3) * real(sums, at + 4));
      if (endpoints < LEAST_ENDPOINTS || !(scale > 0) || !(variance > 0)) continue;
      // Bernstein's bound, not the normal's tail: one endpoint that hardly could be must not make a pair.
      const p = Math.min(2 * Math.exp(-(over ** 2) / 2 / (variance + Math.abs(over) / 3)), 1);
      // Where few products carry it all, the ratio may leave the range of a correlation.
      found.push({ tools: [s, t], endpoints, correlation: Math.min(Math.max(over / scale, -1), 1), p });
    }
  }
  const sorted = found.toSorted((a, b) => a.p - b.p);
  // Benjamini and Hochberg: the last that is below its line takes all before it along.
  const last = sorted.reduce(
    (most, { p }, at) => (p <= (FALSE_DISCOVERIES * (at + 1)) / sorted.length ? at : most),
    -1,
  );
  return sorted.map((each, at) => ({ ...each, misfit: at <= last && Math.abs(each.correlation) >= LEAST_EFFECT }));
}
