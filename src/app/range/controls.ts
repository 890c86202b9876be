/** Asks every scanner of a run about three servers of known truth, on loopback, while the run goes on. */

import type { ControlResult } from "../../core/controls.ts";
import type { Outcome } from "../../core/model/outcome.ts";
import { CONDITIONS } from "../../range/conditions/catalogue.ts";
import { startScripted } from "../../range/scripted/start-scripted.ts";
import type { Candidate } from "./measure.ts";

const TRUTHS: Readonly<Record<string, Outcome>> = { C01: "vulnerable", C02: "not_vulnerable", C40: "unknown" };

/** Each candidate in a laboratory of its own. What the signal interrupts shows nothing. */
export async function runControls(
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly ControlResult[]> {
  const conditions = CONDITIONS.filter(({ id }) => Object.hasOwn(TRUTHS, id));
  const results = await Promise.all(
    candidates.map(async (candidate): Promise<readonly ControlResult[]> => {
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
    }),
  );
  return results.flat();
}
