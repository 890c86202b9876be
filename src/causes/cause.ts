/** What a cause is: when it may apply, how the conversation is varied to prove it, the sentence that it comes to. */

import type { StartTlsProtocol } from "../core/starttls/protocols.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { Seen } from "./seen.ts";
import type { Variation } from "./variation.ts";

/** What is known of how the tool was run. */
export interface Circumstances {
  /** Others that asked the same place meanwhile; null: nobody knows. */
  readonly beside: number | null;
  /** Other addresses of the name that may be asked; none where it is known that the tool asked this one. */
  readonly otherAddresses: readonly string[];
  /** Where it ran, if elsewhere; null: here. */
  readonly vantage: string | null;
  /** The protocol that is known, or customary on this port, to come before TLS; null: none. */
  readonly startTls: StartTlsProtocol | null;
}

/** A tool's answer that is not the verdict. */
export interface Split {
  readonly observed: Outcome;
  /** The verdict. */
  readonly wanted: Outcome;
  /** A name the endpoint is known by; null: none. */
  readonly serverName: string | null;
  /** Left out: nothing is known. */
  readonly circumstances?: Circumstances;
}

export interface Words {
  /** Behind `because`. */
  readonly because: string;
  /** What was run instead. */
  readonly same: string;
  /** What that came to, where the verdict's word does not say it. */
  readonly result?: string;
  /** An address behind `because`, which is the user's own and never told to others. */
  readonly where?: string;
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
