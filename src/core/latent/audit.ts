/**
 * What a random sample of cleared hosts shows when a stronger method checks them: the only number about missed hosts that rests
 * on no model (reference/statistics.md 7.2, 9.2).
 */

import { betaQuantile } from "../stats/beta.ts";

/**
 * Upper bound of the share that `missed` of `checked` come from (Clopper and Pearson, one-sided): 0 of n gives 1 - 0.05^(1/n),
 * about 3/n. Nothing checked, or counts that are none: 1.
 */
export function mostMissed(missed: number, checked: number, confidence = 0.95): number {
  if (!(checked > 0) || !(missed >= 0) || missed >= checked) return 1;
  return missed === 0
    ? -Math.expm1(Math.log1p(-confidence) / checked)
    : betaQuantile(confidence, missed + 1, checked - missed);
}

/** How many hosts must be checked, none of them missed, for the bound to be `share` or less. Infinite for 0. */
export function checksNeeded(share: number, confidence = 0.95): number {
  if (share >= 1) return 0;
  return share > 0 ? Math.ceil(Math.log1p(-confidence) / Math.log1p(-share) - 1e-9) : Number.POSITIVE_INFINITY;
}
