/** One line of the board: an endpoint of the incident with what everybody says about it, small enough to hold a hundred thousand. */

import type { Word } from "../latent/capability/index.ts";
import type { Endpoint } from "../model/endpoint.ts";
import type { Evidence, Outcome, Reason } from "../model/outcome.ts";
import { says0, says1, saysUnknown } from "./cell-code.ts";

/** The three heaps of triage. */
export const HEAPS = ["vulnerable", "safe", "open"] as const;
export type Heap = (typeof HEAPS)[number];

/** What the judgement of the whole incident says of an endpoint. */
export interface BoardJudgement {
  readonly word: Word;
  readonly heap: Heap;
  /** P(vulnerable) with its 90 % interval. */
  readonly probability: number;
  readonly low: number;
  readonly high: number;
}

export interface BoardRow {
  /** endpointLabel: what it is called in URLs. */
  readonly key: string;
  readonly endpoint: Endpoint;
  readonly names: readonly string[];
  readonly owner: string | null;
  readonly tag: string | null;
  /** By the rules (judge.ts). */
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly evidence: Evidence;
  /** cellCode by column; shorter than the columns where later ones have nothing. */
  readonly cells: Uint8Array;
  /** False where nothing was promised and nothing listens: members of a CIDR, further ports of a plan. */
  readonly shown: boolean;
  /** null: not judged yet. */
  readonly judged: BoardJudgement | null;
  readonly muted: boolean;
}

/** How far the columns contradict each other: pairs of a 1 and a 0, then the number of ?. */
export function disagreement(cells: Uint8Array): number {
  let ones = 0;
  let zeros = 0;
  let unknowns = 0;
  for (const code of cells) {
    if (says1(code)) ones++;
    if (says0(code)) zeros++;
    if (saysUnknown(code)) unknowns++;
  }
  return ones * zeros * 256 + (ones + zeros > 0 ? unknowns : 0);
}

export function isSplit(cells: Uint8Array): boolean {
  let one = false;
  let zero = false;
  for (const code of cells) {
    one ||= says1(code);
    zero ||= says0(code);
  }
  return one && zero;
}

/** Until the incident is judged, the rules tell. */
export function heapOfRow({ judged, outcome }: Pick<BoardRow, "judged" | "outcome">): Heap {
  if (judged !== null) return judged.heap;
  return outcome === "vulnerable" ? "vulnerable" : outcome === "not_vulnerable" ? "safe" : "open";
}
