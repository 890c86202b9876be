/**
 * Zeros are held back until the report says that the scan ended well (gate G7): of a scan that was cut short, no host's
 * negatives are taken. Everything else is passed on at once.
 */

import { printedNegative, type UnknownReason } from "../core/claims.ts";
import type { ReportAnswer } from "./importer.ts";

export class HeldZeros {
  #held: ReportAnswer[] = [];

  /** The answer itself when it is no zero; null: it is held back. */
  pass(answer: ReportAnswer): ReportAnswer | null {
    if (answer.finding.outcome !== "not_vulnerable") return answer;
    this.#held.push(answer);
    return null;
  }

  /** Hands over what was held: as it is, or as unknown for the reason that the scan did not end well. */
  release(instead: UnknownReason | null): readonly ReportAnswer[] {
    const held = this.#held;
    this.#held = [];
    if (instead === null) return held;
    return held.map((answer) => ({
      ...answer,
      finding: printedNegative({ finished: instead }, answer.finding.detail),
    }));
  }
}
