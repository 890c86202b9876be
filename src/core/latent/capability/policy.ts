/**
 * What a mistake costs, and the thresholds that follow (statistics.md, 9.1). To clear a host needs stronger ground than to treat it: a
 * missed one costs a hundred times a needless repair.
 */

export interface Policy {
  readonly name: string;
  /** Costs in one unit, of one's choice: a vulnerable host that was cleared, a repair of a safe one, one more open case. */
  readonly miss: number;
  readonly fix: number;
  readonly hold: number;
  /** Lineages that must each have a fresh controlled negative before a host is cleared. */
  readonly lineages: number;
  /** Days that a negative counts. */
  readonly freshDays: number;
}

/** Clears below 1 in 3000, treats above 90 %. */
export const CAUTIOUS: Policy = { name: "cautious", miss: 30_000, fix: 100, hold: 10, lineages: 3, freshDays: 7 };
/** The costs of 9.1: clears below 1 in 1000, treats above 90 %. */
export const BALANCED: Policy = { name: "balanced", miss: 10_000, fix: 100, hold: 10, lineages: 3, freshDays: 14 };
/** For the first hours: clears below 1 in 200 on two lineages. */
export const FAST: Policy = { name: "fast", miss: 2_000, fix: 100, hold: 10, lineages: 2, freshDays: 14 };

export const POLICIES: readonly Policy[] = [CAUTIOUS, BALANCED, FAST];

/** The value of chi at which a cleared host must still stand, and how many times the threshold it may then reach. */
export const STRESS = { chi: 0.02, times: 10 } as const;

export interface Thresholds {
  /** At most this probability: may be cleared. */
  readonly clear: number;
  /** At least this: treat. */
  readonly treat: number;
}

/** Costs that are no positive numbers give thresholds that nothing passes. */
export function thresholds({ miss, fix, hold }: Policy): Thresholds {
  if (!(miss > 0 && fix > 0 && hold > 0)) return { clear: 0, treat: 1 };
  return { clear: Math.min(fix / (fix + miss), hold / miss), treat: Math.max(1 - hold / fix, 0.5) };
}

/** Expected cost of the best action at probability `p`. */
export function risk({ miss, fix, hold }: Policy, p: number): number {
  return Math.min(p * miss, (1 - p) * fix, hold);
}
