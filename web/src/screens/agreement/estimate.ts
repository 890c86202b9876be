/** A coefficient with its interval, as text. */

import type { Agreement } from "../../api/types.ts";

/** `0.82 (0.54 to 1.00)`; where there is no number, why. */
export function estimate({ value, low, high, because }: Agreement["group"]["ac1"]): string {
  if (value === null) return `unknown (${because ?? "nothing to compare"})`;
  const interval = low === null || high === null ? "" : ` (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return `${value.toFixed(2)}${interval}`;
}
