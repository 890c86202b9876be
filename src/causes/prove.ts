/**
 * Finds the cause of a split and proves it by counter-experiment: the tool's own conversation and the varied one in turn, three times
 * each, on the same endpoint. What is not proven is not explained. Decides only: who asks is passed in.
 */

import type { Outcome } from "../core/model/outcome.ts";
import type { Profile, Reading } from "../profiles/profile.ts";
import { CAUSES, PAIRS } from "./catalogue.ts";
import type { Cause, Split, Words } from "./cause.ts";
import { Recorder, type Seen } from "./seen.ts";
import { type Variation, varied } from "./variation.ts";
import { SHAM } from "./variations.ts";

/** How often each of the two conversations has to come to its answer. */
export const TIMES = 3;

export interface ProvenCause extends Words {
  readonly id: string;
  readonly annex: readonly string[];
  /** What the factor became. */
  readonly value: string;
}

export type Explanation =
  /** One cause, or two where neither alone was enough. */
  | { readonly kind: "proven"; readonly causes: readonly ProvenCause[]; readonly seen: Seen; readonly varied: Seen }
  /** The same bytes get different answers: several nodes behind the address, or chance (C-15, C-18, C-31). */
  | { readonly kind: "varies"; readonly answers: Readonly<Partial<Record<Outcome, number>>> }
  /** The profile does not say what the tool said. */
  | { readonly kind: "differs"; readonly got: readonly Outcome[] }
  | { readonly kind: "not_explained"; readonly ruledOut: readonly string[] }
  | { readonly kind: "interrupted" };

export interface Proving {
  readonly split: Split;
  /** Runs a profile once against the endpoint. */
  readonly ask: (profile: Profile) => Promise<Reading>;
  readonly signal: AbortSignal;
}

interface Run {
  readonly outcome: Outcome;
  readonly seen: Seen;
}

interface Part {
  readonly cause: Cause;
  readonly variation: Variation;
}

const SHAM_PART = [{ variation: SHAM }];

/** Rejects only when `ask` does. */
export async function explainSplit(profile: Profile, { split, ask, signal }: Proving): Promise<Explanation> {
  const own: Run[] = [];
  const run = async (parts: readonly Pick<Part, "variation">[]): Promise<Run> => {
    const recorder = new Recorder();
    const { finding } = await ask(
      varied(
        profile,
        parts.map(({ variation }) => variation),
        recorder,
      ),
    );
    return { outcome: finding.outcome, seen: recorder };
  };
  const again = async (): Promise<Run> => {
    const latest = await run([]);
    own.push(latest);
    return latest;
  };

  const first = await again();
  while (first.outcome !== split.observed && own.length < TIMES && !signal.aborted) await again();
  if (signal.aborted) return { kind: "interrupted" };
  if (first.outcome !== split.observed) return unlike(own, split);

  const ruledOut: string[] = [];
  for (const parts of candidates(first.seen, split)) {
    if (signal.aborted) return { kind: "interrupted" };
    const other = await run(parts);
    const factor = parts.map(({ cause }) => cause.factor).join(" with ");
    if (other.outcome !== split.wanted) {
      if (!ruledOut.includes(factor)) ruledOut.push(factor);
      continue;
    }
    // What already the hands between tool and wire bring about is no effect of the factor.
    const holds = parts.some(({ variation }) => variation.holdsRecords);
    if (holds && (await run(SHAM_PART)).outcome === split.wanted) {
      ruledOut.push(`${factor} (not told from the experiment itself)`);
      continue;
    }
    // What made us suspect it is no proof of it: all three turns are new.
    let held = 0;
    for (let turn = 0; turn < TIMES && held === turn; turn++) {
      if ((await again()).outcome !== split.observed) break;
      if ((await run(parts)).outcome === split.wanted) held++;
    }
    if (signal.aborted) return { kind: "interrupted" };
    if (own.some(({ outcome }) => outcome !== split.observed)) return unlike(own, split);
    if (held === TIMES) return proven(parts, first.seen, other.seen);
    if (!ruledOut.includes(factor)) ruledOut.push(`${factor} (not every time)`);
  }
  while (own.length < TIMES && !signal.aborted) await again();
  if (signal.aborted) return { kind: "interrupted" };
  if (own.some(({ outcome }) => outcome !== split.observed)) return unlike(own, split);
  return { kind: "not_explained", ruledOut };
}

function proven(parts: readonly Part[], seen: Seen, other: Seen): Explanation {
  const causes = parts.map(({ cause, variation: { value } }) => ({
    id: cause.id,
    annex: cause.annex,
    value,
    ...cause.words(value, seen, other),
  }));
  return { kind: "proven", causes, seen, varied: other };
}

/** The tool's own conversation did not come to the tool's answer every time. */
function unlike(own: readonly Run[], { observed, wanted }: Split): Explanation {
  const got = own.map(({ outcome }) => outcome);
  if (!got.includes(observed) || !got.includes(wanted)) return { kind: "differs", got };
  const answers: Partial<Record<Outcome, number>> = {};
  for (const outcome of got) answers[outcome] = (answers[outcome] ?? 0) + 1;
  return { kind: "varies", answers };
}

/** Single factors, likeliest first, then the pairs. */
function candidates(seen: Seen, split: Split): readonly (readonly Part[])[] {
  const ranked = CAUSES.map((cause) => ({ cause, likely: cause.likely(seen, split) }))
    .filter(({ likely }) => likely > 0)
    .toSorted((a, b) => b.likely - a.likely);
  const partsOf = (cause: Cause): readonly Part[] =>
    cause.variations(seen, split).map((variation) => ({ cause, variation }));
  const singles = ranked.flatMap(({ cause }) => partsOf(cause).map((part) => [part]));
  const known = new Map(ranked.map(({ cause }) => [cause.id, partsOf(cause)]));
  const pairs = PAIRS.flatMap(([one, other]) =>
    (known.get(one) ?? []).flatMap((first) => (known.get(other) ?? []).map((second) => [first, second])),
  );
  return [...singles, ...pairs];
}
