/**
 * The same endpoint seen from several places (reference/statistics.md, section 6; design, section 2). Nothing is averaged: each vantage has its
 * own word, and what one could not reach no other clears, because behind an address there may be another machine for everybody. Pure.
 */

import type { Judged } from "../judge.ts";
import type { Verdict } from "../model/observation.ts";
import { type Outcome, type Reason, reasonFacts } from "../model/outcome.ts";
import type { Dated } from "./epochs.ts";
import { evidenceOf } from "./evidence-of.ts";

export interface SeenFrom {
  readonly vantage: string;
  /** By the rules alone, on what was said from there. */
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** Whether anybody there had an answer, 1 or 0. */
  readonly answered: boolean;
}

/** What somebody else's tool says of the way to the endpoint, and not of itself. */
const OF_THE_WAY: ReadonlySet<Reason> = new Set([
  "port_closed",
  "port_filtered",
  "host_dead",
  "tool_timed_out",
  "tool_handshake_failed",
]);

const tellsOfEndpoint = ({ reason }: Judged) =>
  evidenceOf(reason) !== null && (reasonFacts(reason).secondhand !== true || OF_THE_WAY.has(reason));

/** Every vantage that has something to say of the endpoint, by name; none where there is but one. */
export function seenFrom<T extends Judged & Pick<Dated, "vantage">>(
  words: readonly T[],
  judge: (words: readonly T[]) => Pick<Verdict, "outcome" | "reason">,
): readonly SeenFrom[] {
  const first = words[0]?.vantage;
  if (words.every(({ vantage }) => vantage === first)) return [];
  const telling = words.filter(tellsOfEndpoint);
  const names = [...new Set(telling.map(({ vantage }) => vantage))].toSorted();
  if (names.length < 2) return [];
  return names.map((vantage) => {
    const here = telling.filter((word) => word.vantage === vantage);
    const { outcome, reason } = judge(here);
    return { vantage, outcome, reason, answered: here.some((word) => word.outcome !== "unknown") };
  });
}

/** Our own connections of one run and vantage that did not all come to the same: several machines answer. */
export interface Mixed {
  readonly vulnerable: number;
  readonly notVulnerable: number;
}

/** In the newest run that has it; null: each run is of one mind. */
export function mixedMachines(words: readonly (Judged & Dated)[], ownLineage: string): Mixed | null {
  const proven = words.filter(
    ({ lineage, outcome, evidence }) =>
      lineage === ownLineage && outcome !== "unknown" && evidence !== "inferred" && evidence !== "reported",
  );
  if (!proven.some(({ outcome }) => outcome === "vulnerable")) return null;
  const runs = [...new Set(proven.map(({ run, vantage }) => `${run}\0${vantage}`))].map((key) => {
    const here = proven.filter(({ run, vantage }) => `${run}\0${vantage}` === key);
    const vulnerable = here.filter(({ outcome }) => outcome === "vulnerable").length;
    return { at: here[0]?.startedAt ?? "", vulnerable, notVulnerable: here.length - vulnerable };
  });
  const mixed = runs.filter(({ vulnerable, notVulnerable }) => vulnerable > 0 && notVulnerable > 0);
  const newest = mixed.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  return newest === undefined ? null : { vulnerable: newest.vulnerable, notVulnerable: newest.notVulnerable };
}
