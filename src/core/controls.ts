/**
 * Controls: servers of known truth that every detector of a run is asked about as well. One that is wrong about them has a broken
 * environment, a broken version or a broken reading: it is not valid in that run, and what it says there is shown but not counted.
 */

import { type Finding, finding, type Outcome, type Reason, reasonFacts } from "./model/outcome.ts";

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

/** How a detector failed its controls. */
export interface FailedControl {
  /** The sentence that says why. */
  readonly why: string;
  /** It called something vulnerable that is not: its 1 is worth nothing either. */
  readonly falseAlarm: boolean;
}

/** Detectors whose controls failed, each once, with the first failure; by their id in the controls. */
export type FailedControls = ReadonlyMap<string, FailedControl>;

export function failedControls(results: readonly ControlResult[]): FailedControls {
  const failed = new Map<string, FailedControl>();
  for (const result of results) {
    if (controlHolds(result) !== false) continue;
    const { detector, condition, truth, reason } = result;
    const why = failed.get(detector)?.why ?? `its control ${condition}, known to be ${truth}, was answered ${reason}`;
    const falseAlarm = reasonFacts(reason).outcome === "vulnerable" || failed.get(detector)?.falseAlarm === true;
    failed.set(detector, { why, falseAlarm });
  }
  return failed;
}

/** The failure that concerns a detector: a pack's rungs (`heartbleed/flight`) are controlled together (`heartbleed`). */
export function failureOf(failed: FailedControls, detector: string): FailedControl | null {
  return failed.get(detector) ?? failed.get(detector.split("/")[0] ?? "") ?? null;
}

/**
 * The observations as a verdict may count them: those of a detector that is not valid in its run are unknown. Its 1 stands
 * nevertheless unless it also raised a false alarm: who misses some finds what it finds. Nothing is left out.
 * @param failed by run
 */
export function withoutDiscredited<T extends Finding & { readonly detector: string; readonly run: string }>(
  observations: readonly T[],
  failed: ReadonlyMap<string, FailedControls>,
): readonly T[] {
  if (failed.size === 0) return observations;
  return observations.map((observation) => {
    const inRun = failed.get(observation.run);
    const failure = inRun === undefined ? null : failureOf(inRun, observation.detector);
    if (failure === null || isCounted(failure, observation.outcome)) return observation;
    return { ...observation, ...finding("control_failed", failure.why) };
  });
}

/** Whether an answer of a detector that failed so counts all the same. */
export function isCounted(failure: FailedControl | null, outcome: Outcome): boolean {
  return failure === null || outcome === "unknown" || (outcome === "vulnerable" && !failure.falseAlarm);
}
