/** Numbers of an agreement report in words: two digits, a dash where there is none. */

import type { Estimate } from "../../core/agreement/methods.ts";

const NONE = "–";

/** `0.65`, or a dash. */
export function shown(value: number | null): string {
  // Rounding must not turn -0.001 into "-0.00", or "almost" into "all".
  if (value === null) return NONE;
  const text = value.toFixed(2);
  if (text === "1.00" && value < 1) return ">0.99";
  return text === "-0.00" ? "0.00" : text;
}

/** `0.56 to 0.73`, or nothing. */
export function range({ low, high }: Pick<Estimate, "low" | "high">): string {
  return low === null || high === null ? "" : `${shown(low)} to ${shown(high)}`;
}

/** `0.65 (0.56 to 0.73)`. */
export function estimated(estimate: Estimate): string {
  const interval = range(estimate);
  return interval === "" ? shown(estimate.value) : `${shown(estimate.value)} (${interval})`;
}

/** A p-value: `0.031`, `<0.001`. */
export function probability(p: number | null): string {
  if (p === null) return NONE;
  return p < 0.001 ? "<0.001" : p.toFixed(3);
}

/** `87 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `1 detector`, `2 detectors`. */
export function counted(n: number, thing: string, things = `${thing}s`): string {
  return `${n} ${n === 1 ? thing : things}`;
}
