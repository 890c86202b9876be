/**
 * What is believed of tools nobody has measured yet: pseudo-counts with their reasons (statistics.md, 5.4). They are added to every
 * count, so that the estimate is the mode of a Dirichlet(alpha + 1) and no probability is ever 0.
 */

import * as arrays from "./arrays.ts";
import type { Structure } from "./cells.ts";
import type { Role } from "./evidence.ts";
import { type Model, S, type Tool } from "./model.ts";

// Local names: where the code is transformed (tests), an imported one is looked up again in every turn of a loop.
const { add, real, whole } = arrays;

export interface Beliefs {
  /** Works, silently blind, broken, decoy. */
  readonly rho: readonly [number, number, number, number];
  /** Deviates from its lineage, copies it. */
  readonly kappa: readonly [number, number];
  readonly tau: readonly [number, number, number, number];
  /** Vulnerable, not. */
  readonly pi: readonly [number, number];
  /** Fixed: votes cannot identify it. */
  readonly chi: number;
}

/** An unvetted lineage silently misses about 20 % and breaks on 15 %; some hundred confirmed hosts wash it out. Calibrated in 12.4. */
export const PESSIMISTIC: Beliefs = {
  rho: [6, 2, 1.5, 0.5],
  kappa: [1, 9],
  tau: [1, 1, 1, 0.2],
  pi: [0.5, 9.5],
  chi: 0.005,
};

/** Only to compare: it predicted half of the hosts it missed (12.4). */
export const OPTIMISTIC: Beliefs = { ...PESSIMISTIC, rho: [8, 1, 1, 0.3] };

/** Other values of chi at which results are shown beside the default (5.4). */
export const CHI_SHOWN = [0.001, 0.02] as const;

/**
 * Pseudo-counts of an emission row, by role. A tool without proof gets the weight of proofs in its positives; a safe host is called so
 * nine times of ten; what a broken tool says as a negative stands with the class (`whenBroken`): a controlled negative needs a
 * handshake and two signs of life, and is what makes that class strong; a decoy looks vulnerable to whoever infers.
 */
const EMISSIONS: Readonly<Record<"proves" | "infers" | "safe" | "broken" | "decoy", Readonly<Record<Role, number>>>> = {
  proves: { proof: 4, positive: 1, negative: 0.5, inconclusive: 0.5 },
  infers: { proof: 0, positive: 5, negative: 0.5, inconclusive: 0.5 },
  safe: { proof: 0, positive: 0.05, negative: 9, inconclusive: 1 },
  broken: { proof: 0, positive: 0.02, negative: 0, inconclusive: 1.5 },
  decoy: { proof: 0, positive: 3, negative: 0.7, inconclusive: 0.3 },
};

/** Pseudo-counts in the layout of the parameters, and which emissions stay at the policy's phi. */
export interface Priors {
  readonly beliefs: Beliefs;
  /** Tools x 4 rows x classes. */
  readonly rows: Float64Array;
  /** The same shape: phi where the emission is fixed, -1 where it is estimated. */
  readonly fixed: Float64Array;
}

/**
 * @param usage tools x classes, how often each was seen: the weight of a role is shared among its classes as the tool uses them.
 *   Otherwise a tool that only ever says AN would have two thirds of its believed misses in classes it never uses, and look three
 *   times better than believed. Without it they share equally.
 */
export function priorsOf(model: Model, beliefs: Beliefs = PESSIMISTIC, usage?: Float64Array): Priors {
  const width = model.classes.length;
  const rows = new Float64Array(model.tools.length * 4 * width);
  const fixed = new Float64Array(rows.length).fill(-1);
  for (const [t, tool] of model.tools.entries()) {
    for (const [k, { role, phi = 1e-4, whenBroken = 1 }] of model.classes.entries()) {
      const share = shareOf(model, t, k, usage);
      for (const [s, name] of rowNames(tool).entries()) {
        const at = (t * 4 + s) * width + k;
        if (role === "proof" && (s !== S || !tool.proves)) fixed[at] = phi;
        else rows[at] = name === "broken" && role === "negative" ? whenBroken : EMISSIONS[name][role] * share;
      }
    }
  }
  return { beliefs, rows, fixed };
}

const rowNames = ({ proves }: Tool) => [proves ? "proves" : "infers", "safe", "broken", "decoy"] as const;

function shareOf({ classes }: Model, tool: number, k: number, usage: Float64Array | undefined): number {
  const seen = (index: number) => (usage === undefined ? 0 : (usage[tool * classes.length + index] ?? 0)) + 1;
  let total = 0;
  for (const [index, { role }] of classes.entries()) if (role === classes[k]?.role) total += seen(index);
  return seen(k) / total;
}

/** How often each tool came to each class, over all endpoints: tools x classes. */
export function usageOf(structure: Structure): Float64Array {
  const { model, kindTool, kindCount } = structure;
  const width = model.classes.length;
  const usage = new Float64Array(model.tools.length * width);
  const kinds = kindWeights(structure, structure.patternSize);
  for (let kind = 0; kind < kindTool.length; kind++) {
    for (let k = 0; k < width; k++) {
      add(usage, whole(kindTool, kind) * width + k, real(kinds, kind) * real(kindCount, kind * width + k));
    }
  }
  return usage;
}

/** Carries a weight of each pattern down to the kinds in it. */
export function kindWeights(structure: Structure, patterns: Float64Array): Float64Array {
  const { patternOff, patternWord, wordOff, wordKind, wordLineage, kindTool } = structure;
  const words = new Float64Array(wordLineage.length);
  for (let pattern = 0; pattern < patterns.length; pattern++) {
    for (let at = whole(patternOff, pattern); at < whole(patternOff, pattern + 1); at++) {
      add(words, whole(patternWord, at), real(patterns, pattern));
    }
  }
  const kinds = new Float64Array(kindTool.length);
  for (let word = 0; word < words.length; word++) {
    for (let at = whole(wordOff, word); at < whole(wordOff, word + 1); at++) {
      add(kinds, whole(wordKind, at), real(words, word));
    }
  }
  return kinds;
}
