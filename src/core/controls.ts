/**
 * Controls: servers of known truth that every scanner of a run is asked about as well. A scanner that is wrong about them has a broken
 * environment, a broken version or a broken reading, and what it says in that run counts for nothing.
 */

import { type Outcome, type Reason, reasonFacts } from "./model/outcome.ts";

export interface ControlResult {
  readonly detector: string;
  /** The condition of the range. */
  readonly condition: string;
  readonly truth: Outcome;
  readonly reason: Reason;
}

/** A scanner that is not there, or that cannot ask such a server at all, shows nothing by it. */
const SHOWS_NOTHING: ReadonlySet<Reason> = new Set(["tool_missing", "tool_not_applicable", "interrupted"]);

/**
 * The known 1 must be found; the known 0 must not be called vulnerable; where nothing can be known, nothing may be claimed.
 * null: the control shows nothing.
 */
export function controlHolds({ truth, reason }: Pick<ControlResult, "truth" | "reason">): boolean | null {
  if (SHOWS_NOTHING.has(reason)) return null;
  const { outcome } = reasonFacts(reason);
  if (truth === "not_vulnerable") return outcome !== "vulnerable";
  return outcome === truth;
}

/** Detectors whose controls failed, each once, with the sentence that says why. */
export function failedControls(results: readonly ControlResult[]): ReadonlyMap<string, string> {
  const failed = new Map<string, string>();
  for (const result of results) {
    if (controlHolds(result) !== false || failed.has(result.detector)) continue;
    const { detector, condition, truth, reason } = result;
    failed.set(detector, `its control ${condition}, known to be ${truth}, was answered ${reason}`);
  }
  return failed;
}
