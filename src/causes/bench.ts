/** Where the runs of one explanation are made: each is recorded, those of the unchanged conversation are kept, and somebody may watch. */

import type { Outcome } from "../core/model/outcome.ts";
import type { Profile, Reading } from "../profiles/profile.ts";
import { AS_USUAL, type Around, type Possible } from "./around.ts";
import type { Split, Words } from "./cause.ts";
import { Recorder, type Seen } from "./seen.ts";
import { type Variation, varied } from "./variation.ts";

/** How often each of the two conversations has to come to its answer. */
export const TIMES = 3;

export interface ProvenCause extends Words {
  readonly id: string;
  readonly annex: readonly string[];
  /** What the factor became. */
  readonly value: string;
}

/** What is being tried, for somebody who waits. */
export interface Trying {
  /** A factor, or `the tool as it is`. */
  readonly factor: string;
  /** From 1; `of` may grow. */
  readonly nth: number;
  readonly of: number;
  /** How often a suspected cause has held so far, of TIMES; null: nothing is suspected yet. */
  readonly held: number | null;
}

export interface Proving {
  readonly split: Split;
  /** Runs a profile once against the endpoint, with this around it. */
  readonly ask: (profile: Profile, around: Around) => Promise<Reading>;
  readonly signal: AbortSignal;
  /** What can be changed around the conversation; left out: nothing. */
  readonly possible?: Possible;
  readonly onTrying?: (trying: Trying) => void;
}

export interface Run {
  readonly outcome: Outcome;
  readonly seen: Seen;
}

export interface Bench {
  readonly split: Split;
  readonly possible: Possible | null;
  readonly signal: AbortSignal;
  /** Of the unchanged conversation as usual, oldest first. */
  readonly own: readonly Run[];
  /** What did not explain it, each once. */
  readonly ruledOut: readonly string[];
  run(variations: readonly Variation[], around?: Around): Promise<Run>;
  /** The unchanged conversation as usual. */
  again(): Promise<Run>;
  ruleOut(factor: string): void;
  /** Whether this is the first time that it is asked for: no experiment is made twice. */
  isNew(experiment: string): boolean;
  trying(trying: Trying): void;
}

export function benchFor(profile: Profile, { split, ask, signal, possible, onTrying }: Proving): Bench {
  const own: Run[] = [];
  const ruledOut: string[] = [];
  const made = new Set<string>();
  const run = async (variations: readonly Variation[], around: Around = AS_USUAL): Promise<Run> => {
    const recorder = new Recorder();
    const { finding } = await ask(varied(profile, variations, recorder), around);
    return { outcome: finding.outcome, seen: recorder };
  };
  return {
    split,
    possible: possible ?? null,
    signal,
    own,
    ruledOut,
    run,
    again: async () => {
      const latest = await run([]);
      own.push(latest);
      return latest;
    },
    ruleOut: (factor) => {
      if (!ruledOut.includes(factor)) ruledOut.push(factor);
    },
    isNew: (experiment) => made.size < made.add(experiment).size,
    trying: (trying) => onTrying?.(trying),
  };
}
