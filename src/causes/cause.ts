/** What a cause is: when it may apply, how the conversation is varied to prove it, the sentence that it comes to. */

import type { Outcome } from "../core/model/outcome.ts";
import type { Seen } from "./seen.ts";
import type { Variation } from "./variation.ts";

/** A tool's answer that is not the verdict. */
export interface Split {
  readonly observed: Outcome;
  /** The verdict. */
  readonly wanted: Outcome;
  /** A name the endpoint is known by; null: none. */
  readonly serverName: string | null;
}

export interface Words {
  /** Behind `because`. */
  readonly because: string;
  /** What was run instead. */
  readonly same: string;
}

export interface Cause {
  readonly id: string;
  /** Of annex C. */
  readonly annex: readonly string[];
  /** In lists of what was ruled out. */
  readonly factor: string;
  /** How likely from what was seen, to choose the order; 0: it cannot be. */
  likely(seen: Seen, split: Split): number;
  variations(seen: Seen, split: Split): readonly Variation[];
  /** @param seen of the tool's own talk. @param other of the varied one, which came to the verdict. */
  words(value: string, seen: Seen, other: Seen): Words;
}
