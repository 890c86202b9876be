/**
 * Chao's lower bounds for the hosts that no lineage proved, from those that exactly one and exactly two proved
 * (reference/statistics.md 4.2). Hosts may differ in how easily they are found; a blind spot of all lineages remains unseen.
 */

import type { Interval } from "../stats/binomial.ts";
import { sum } from "./flat.ts";

/** By number of lineages that proved it. Chao 1984, bias-corrected: f1 (f1 - 1) / 2 (f2 + 1). For many lineages, all equally good. */
export const chaoUnseen = (once: number, twice: number): number => (once * Math.max(0, once - 1)) / (2 * (twice + 1));

export interface LowerBound {
  readonly unseen: number;
  /** 95 %, logarithmic normal (Chao 1987). For the bound, not for the number of hosts. */
  readonly interval: Interval;
}

/**
 * The bound for lineages that are not equally good (Chao, Biometrics 45, 1989): (f1² - sum of Z²) / 2 (f2 + 1), Z the hosts proved by
 * one lineage alone. With few or unequal lineages `chaoUnseen` may exceed the truth and so is no lower bound: three lineages that
 * each find 70 % leave 2.7 %, it says 4.1 %. For two lineages this is Lincoln and Petersen's estimate.
 * @param onceBy hosts proved by that lineage alone, by lineage
 * @param hosts how many were tested by all and proved by none: the unseen are among them
 */
export function chaoLowerBound(onceBy: readonly number[], twice: number, hosts: number): LowerBound {
  const once = sum(onceBy);
  const pairs = (once * once - sum(onceBy.map((count) => count * count))) / 2;
  const unseen = Math.max(0, pairs) / (twice + 1);
  if (!(unseen > 0)) return { unseen: 0, interval: { low: 0, high: hosts } };
  const slopes = onceBy.map((count) => count * ((once - count) / (twice + 1)) ** 2);
  const variance = unseen + sum(slopes) + twice * (unseen / (twice + 1)) ** 2;
  const factor = Math.exp(1.959963984540054 * Math.sqrt(Math.log1p(variance / unseen ** 2)));
  return {
    unseen: Math.min(unseen, hosts),
    interval: { low: Math.min(unseen / factor, hosts), high: Math.min(unseen * factor, hosts) },
  };
}
