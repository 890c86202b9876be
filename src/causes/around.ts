/** What is around a conversation rather than in it, and experiments that change only that. Data: who asks is passed in. */

import type { Outcome } from "../core/model/outcome.ts";
import type { Split, Words } from "./cause.ts";
import type { Seen } from "./seen.ts";
import type { Variation } from "./variation.ts";

export interface Around {
  /** Copies of the same conversation that are at it meanwhile. */
  readonly beside: number;
  /**
   * "usual": from where we always ask. A number: from an address of this machine that stays the same throughout one explanation and
   * asked nothing before it. "each": every connection from another one, which nobody asks from again.
   */
  readonly from: "usual" | "each" | number;
  /** How long none of ours asks before, ms. */
  readonly afterMs: number;
  /** Another address than the endpoint's; null: the endpoint's own. */
  readonly address: string | null;
}

/** Alone, at once, from where we always ask, at the endpoint itself. */
export const AS_USUAL: Around = { beside: 0, from: "usual", afterMs: 0, address: null };

/** What the place of the experiment allows. */
export interface Possible {
  /** Whether there are other addresses to ask from. */
  readonly sources: boolean;
  /** The most copies that may be let loose on it at once. */
  readonly beside: number;
}

/** One run of the tool's conversation and what has to come of it. */
export interface Scene {
  readonly around: Around;
  readonly variations: readonly Variation[];
  /** The tool's answer, or the verdict. */
  readonly comesTo: "observed" | "wanted";
  /** What else has to be seen in it. */
  readonly sign: (seen: Seen) => boolean;
}

/** Scenes in their order. All have to come out as they say: each ends in either way three times or more. */
export interface Staging {
  readonly value: string;
  readonly scenes: readonly Scene[];
  readonly words: Words;
}

/** What the runs so far came to. */
export interface Known {
  readonly split: Split;
  readonly possible: Possible;
  /** The unchanged conversation, oldest first. */
  readonly own: readonly { readonly outcome: Outcome; readonly seen: Seen }[];
}

/** A cause around the conversation. */
export interface CauseAround {
  readonly id: string;
  readonly annex: readonly string[];
  /** In lists of what was ruled out. */
  readonly factor: string;
  /** None: it cannot be, or nothing can show it from here. */
  stagings(known: Known): readonly Staging[];
}

type Place = Partial<Around>;
const always = () => true;

export const scene = (
  comesTo: Scene["comesTo"],
  place: Place = {},
  sign: (seen: Seen) => boolean = always,
  variations: readonly Variation[] = [],
): Scene => ({ around: { ...AS_USUAL, ...place }, variations, comesTo, sign });
