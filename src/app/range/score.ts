/** Measures a detector against the range: per server, how often it was right, wrong or undecided. Pure. */

import type { Outcome } from "../../core/model/outcome.ts";
import type { RangeServer } from "../../range/server.ts";

export interface Score {
  readonly server: RangeServer;
  readonly right: number;
  readonly wrong: number;
  readonly undecided: number;
  /** The reasons given, with how often, most frequent first. */
  readonly reasons: readonly (readonly [reason: string, times: number])[];
}

export interface Answer {
  readonly outcome: Outcome;
  readonly reason: string;
}

/** `answers`: one for each repeat. Where nobody vouches for the truth, nothing is right or wrong. */
export function scoreOf(server: RangeServer, answers: readonly Answer[]): Score {
  const decided = server.truth === null ? [] : answers.filter((a) => a.outcome !== "unknown");
  const right = decided.filter((a) => a.outcome === server.truth).length;
  const times = new Map<string, number>();
  for (const { reason } of answers) times.set(reason, (times.get(reason) ?? 0) + 1);
  return {
    server,
    right,
    wrong: decided.length - right,
    undecided: answers.length - decided.length,
    reasons: [...times].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
  };
}
