/** What an explanation is at, in one line. */

import { truncate } from "./width.ts";

export interface ProofProgress {
  readonly detector: string;
  readonly factor: string;
  readonly nth: number;
  readonly of: number;
  /** null: nothing is suspected yet. */
  readonly held: number | null;
  /** How often a suspected cause has to hold. */
  readonly times: number;
  /** Of this detector's answer. */
  readonly elapsedMs: number;
}

/** At most `columns` wide, no line end, no escape sequences. `detector` must be safe to print. */
export function proofLine(progress: ProofProgress, columns: number): string {
  const { detector, factor, nth, of, held, times, elapsedMs } = progress;
  const seconds = Math.max(0, Math.round(elapsedMs / 1000));
  const proof = held === null ? "" : `  suspected, held ${held} of ${times}`;
  return truncate(`${nth} of ${of}  ${seconds} s  ${detector}: ${factor}${proof}`, columns);
}
