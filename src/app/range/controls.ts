/** Asks every detector of a run about three servers of known truth, on loopback, while the run goes on. */

import { controlHolds, type ControlResult } from "../../core/controls.ts";
import { type Outcome, reasonFacts } from "../../core/model/outcome.ts";
import { CONDITIONS } from "../../range/conditions/catalogue.ts";
import type { Condition } from "../../range/conditions/condition.ts";
import { startScripted } from "../../range/scripted/start-scripted.ts";
import type { Candidate } from "./measure.ts";

const TRUTHS: Readonly<Record<string, Outcome>> = { C01: "vulnerable", C02: "not_vulnerable", C40: "unknown" };

/**
 * Each candidate in a laboratory of its own. What the signal interrupts shows nothing. Who could not tell about the known 1 is
 * asked once more: on a busy machine a time-out shows little, twice shows enough.
 */
export async function runControls(
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly ControlResult[]> {
  const conditions = CONDITIONS.filter(({ id }) => Object.hasOwn(TRUTHS, id));
  const results = await Promise.allSettled(
    candidates.map(async (candidate) => {
      const first = await ask(candidate, conditions, signal);
      const open = first.filter((result) => controlHolds(result) === false && isOpen(result));
      if (open.length === 0) return first;
      const again = conditions.filter(({ id }) => open.some(({ condition }) => condition === id));
      return [...first.filter((result) => !open.includes(result)), ...(await ask(candidate, again, signal))];
    }),
  );
  // Whose controls could not be run is not known to see anything.
  return results.flatMap((result, index): readonly ControlResult[] => {
    if (result.status === "fulfilled") return result.value;
    const detector = candidates[index]?.identity.id ?? "";
    return [{ detector, condition: "C01", truth: "vulnerable", reason: "check_failed" }];
  });
}

const isOpen = ({ reason }: ControlResult): boolean => reasonFacts(reason).outcome === "unknown";

async function ask(
  candidate: Candidate,
  conditions: readonly Condition[],
  signal: AbortSignal,
): Promise<readonly ControlResult[]> {
  const range = await startScripted(conditions);
  try {
    const reasons = await candidate.ask(range.servers, signal);
    return range.servers.map(({ id, condition }) => ({
      detector: candidate.identity.id,
      condition,
      truth: TRUTHS[condition] ?? "unknown",
      reason: reasons.get(id) ?? "interrupted",
    }));
  } finally {
    await range.stop();
  }
}
