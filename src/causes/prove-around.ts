/** Proves causes that lie around the conversation: scene by scene, in the order that the cause lays down. */

import type { CauseAround, Staging } from "./around.ts";
import type { Bench, ProvenCause, Run } from "./bench.ts";
import { WHAT_IS_AROUND } from "./in-what-is-around.ts";
import type { Seen } from "./seen.ts";
import { bothAnswers, worthAnother } from "./several-nodes.ts";
import { ONE_MORE_CONNECTION, REFUSED_RECORD } from "./variations.ts";

export interface ProvenAround {
  readonly cause: ProvenCause;
  /** Of a run that came to the tool's answer, and of one that came to the verdict. */
  readonly seen: Seen;
  readonly varied: Seen;
}

/** null: none of them. Rejects only when asking does. */
export async function proveAround(bench: Bench): Promise<ProvenAround | null> {
  const { possible, signal, own, split } = bench;
  if (possible === null) return null;
  const known = { split, possible, own };
  for (const [index, cause] of WHAT_IS_AROUND.entries()) {
    const stagings = cause
      .stagings(known)
      .filter(({ value, words }) => bench.isNew(`${cause.id} ${value} ${words.where ?? ""}`));
    for (const staging of stagings) {
      if (signal.aborted) return null;
      bench.trying({ factor: cause.factor, nth: index + 1, of: WHAT_IS_AROUND.length, held: null });
      const found = await staged(bench, cause, staging);
      if (found !== null) return found;
    }
    if (stagings.length > 0) bench.ruleOut(cause.factor);
  }
  return null;
}

async function staged(bench: Bench, { id, annex }: CauseAround, staging: Staging): Promise<ProvenAround | null> {
  const { split, signal } = bench;
  const runs: (Run & { readonly comesTo: "observed" | "wanted" })[] = [];
  for (const { around, variations, comesTo, sign } of staging.scenes) {
    const run = await bench.run(variations, around);
    if (signal.aborted || run.outcome !== split[comesTo] || !sign(run.seen)) return null;
    runs.push({ ...run, comesTo });
  }
  const seen = runs.find(({ comesTo }) => comesTo === "observed")?.seen;
  const varied = runs.find(({ comesTo }) => comesTo === "wanted")?.seen;
  if (seen === undefined || varied === undefined) return null;
  return { cause: { id, annex, value: staging.value, ...staging.words }, seen, varied };
}

const SHIFT = 3;
const SEVERAL_NODES = "several machines behind the address";

/** Whether the same bytes get both answers, of which the tool got the wrong one. */
export async function proveSeveralNodes(bench: Bench): Promise<ProvenAround | null> {
  const { split, signal, own } = bench;
  if (split.wanted !== "vulnerable" || !bench.isNew(SEVERAL_NODES)) return null;
  const runs: Seen[] = [];
  while (!signal.aborted && worthAnother(runs)) {
    bench.trying({ factor: SEVERAL_NODES, nth: runs.length + 1, of: runs.length + 1, held: null });
    // A tool whose connections are as many as the machines would always meet the same ones.
    const shifted = runs.length % SHIFT === SHIFT - 1;
    runs.push((await bench.run(shifted ? [REFUSED_RECORD, ONE_MORE_CONNECTION] : [REFUSED_RECORD])).seen);
    const both = bothAnswers(runs);
    if (both === null) continue;
    const cause: ProvenCause = {
      id: "several_nodes",
      annex: ["C-15"],
      value: "the same bytes again",
      because: "only some of several machines behind the address are vulnerable, and its connections met others",
      same: `the same bytes, sent ${both.answered + both.refused} times and read on by the server each time`,
      result: `${both.answered} times answered, ${both.refused} times refused`,
    };
    const seen = own.find(({ outcome }) => outcome === split.observed)?.seen ?? runs[0];
    const varied = runs.find(({ connections }) => connections.some(({ heartbeats }) => heartbeats > 0));
    return seen === undefined || varied === undefined ? null : { cause, seen, varied };
  }
  bench.ruleOut(SEVERAL_NODES);
  return null;
}
