/**
 * Finds the cause of a split and proves it by counter-experiment: the tool's own conversation and the varied one in turn, three times
 * each, on the same endpoint. What is not proven is not explained. Decides only: who asks is passed in.
 */

import type { Outcome } from "../core/model/outcome.ts";
import type { Profile } from "../profiles/profile.ts";
import { type Bench, benchFor, type ProvenCause, type Proving, type Run, TIMES } from "./bench.ts";
import { CAUSES, PAIRS } from "./catalogue.ts";
import type { Cause, Split } from "./cause.ts";
import { type ProvenAround, proveAround, proveSeveralNodes } from "./prove-around.ts";
import type { Seen } from "./seen.ts";
import { answered, requested, waited } from "./signs.ts";
import type { Variation } from "./variation.ts";
import { SHAM } from "./variations.ts";

export type Explanation =
  /** One cause, or two where neither alone was enough. */
  | { readonly kind: "proven"; readonly causes: readonly ProvenCause[]; readonly seen: Seen; readonly varied: Seen }
  /** The same bytes get different answers: several nodes behind the address, or chance (C-15, C-18, C-31). */
  | { readonly kind: "varies"; readonly answers: Readonly<Partial<Record<Outcome, number>>> }
  /** The profile does not say what the tool said. */
  | { readonly kind: "differs"; readonly got: readonly Outcome[]; readonly ruledOut: readonly string[] }
  /** From here it comes to the verdict; the tool ran elsewhere (C-17). */
  | { readonly kind: "elsewhere"; readonly vantage: string; readonly ruledOut: readonly string[] }
  | { readonly kind: "not_explained"; readonly ruledOut: readonly string[] }
  | { readonly kind: "interrupted" };

interface Part {
  readonly cause: Cause;
  readonly variation: Variation;
}

const AS_IT_IS = "the tool as it is";

/** Rejects only when `ask` does. */
export async function explainSplit(profile: Profile, proving: Proving): Promise<Explanation> {
  const bench = benchFor(profile, proving);
  const { split, own, signal } = bench;
  const first = await repeated(bench, 1);
  if (first.outcome === split.observed) {
    return proven(await atFirstSight(bench, first.seen)) ?? (await inTheConversation(bench, first));
  }
  await repeated(bench, TIMES);
  if (signal.aborted) return { kind: "interrupted" };
  return await aroundIt(bench, unlike(own, bench));
}

/** What is around comes first where nothing was said and it costs no waiting, and where silence may be that of another machine. */
async function atFirstSight(bench: Bench, seen: Seen): Promise<ProvenAround | null> {
  if (nothingSaid(seen)) return bench.possible?.sources === true ? await proveAround(bench) : null;
  return waited(seen) > 0 && requested(seen) && !answered(seen) ? await proveSeveralNodes(bench) : null;
}

/** No word of TLS on any connection: not even a refusal. */
const nothingSaid = ({ connections }: Seen): boolean =>
  connections.length > 0 &&
  connections.every(({ chosen, alerts, plainText }) => chosen === null && alerts === 0 && !plainText);

/** Until the unchanged conversation has run so often. @returns the first run. */
async function repeated(bench: Bench, times: number): Promise<Run> {
  let [first] = bench.own;
  while (first === undefined || (bench.own.length < times && !bench.signal.aborted)) {
    bench.trying({ factor: AS_IT_IS, nth: bench.own.length + 1, of: times, held: null });
    const latest = await bench.again();
    first ??= latest;
  }
  return first;
}

/** The causes around the conversation that are left; else `otherwise`. */
async function aroundIt(bench: Bench, otherwise: Explanation): Promise<Explanation> {
  const { own, split } = bench;
  const both = own.some(({ outcome }) => outcome === split.wanted);
  const found = (both ? await proveSeveralNodes(bench) : null) ?? (await proveAround(bench));
  if (bench.signal.aborted) return { kind: "interrupted" };
  const explained = proven(found);
  if (explained !== null) return explained;
  const vantage = split.circumstances?.vantage ?? null;
  const { ruledOut } = bench;
  if (vantage !== null && own.every(({ outcome }) => outcome === split.wanted))
    return { kind: "elsewhere", vantage, ruledOut };
  return otherwise;
}

function proven(found: ProvenAround | null): Explanation | null {
  return found === null ? null : { kind: "proven", causes: [found.cause], seen: found.seen, varied: found.varied };
}

async function inTheConversation(bench: Bench, first: Run): Promise<Explanation> {
  const { split, own, signal } = bench;
  const all = candidates(first.seen, split);
  for (const [index, parts] of all.entries()) {
    if (signal.aborted) return { kind: "interrupted" };
    const factor = parts.map(({ cause }) => cause.factor).join(" with ");
    const trying = (held: number | null) => bench.trying({ factor, nth: index + 1, of: all.length, held });
    trying(null);
    const variations = parts.map(({ variation }) => variation);
    const other = await bench.run(variations);
    if (other.outcome !== split.wanted) {
      bench.ruleOut(factor);
      continue;
    }
    // What already the hands between tool and wire bring about is no effect of the factor.
    if (variations.some(({ holdsRecords }) => holdsRecords) && (await bench.run([SHAM])).outcome === split.wanted) {
      bench.ruleOut(`${factor} (not told from the experiment itself)`);
      continue;
    }
    // What made us suspect it is no proof of it: all three turns are new.
    let held = 0;
    for (let turn = 0; turn < TIMES && held === turn; turn++) {
      trying(held);
      if ((await bench.again()).outcome !== split.observed) break;
      if ((await bench.run(variations)).outcome === split.wanted) held++;
    }
    if (signal.aborted) return { kind: "interrupted" };
    if (own.some(({ outcome }) => outcome !== split.observed)) return await aroundIt(bench, unlike(own, bench));
    if (held === TIMES) return { kind: "proven", causes: parts.map(inWords), seen: first.seen, varied: other.seen };
    if (!bench.ruledOut.includes(factor)) bench.ruleOut(`${factor} (not every time)`);

    function inWords({ cause, variation: { value } }: Part): ProvenCause {
      return { id: cause.id, annex: cause.annex, value, ...cause.words(value, first.seen, other.seen) };
    }
  }
  await repeated(bench, TIMES);
  if (signal.aborted) return { kind: "interrupted" };
  if (own.some(({ outcome }) => outcome !== split.observed)) return await aroundIt(bench, unlike(own, bench));
  return await aroundIt(bench, { kind: "not_explained", ruledOut: bench.ruledOut });
}

/** The tool's own conversation did not come to the tool's answer every time. */
function unlike(own: readonly Run[], { split: { observed, wanted }, ruledOut }: Bench): Explanation {
  const got = own.map(({ outcome }) => outcome);
  if (!got.includes(observed) || !got.includes(wanted)) return { kind: "differs", got, ruledOut };
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
