/**
 * A cell of the matrix in one byte, for views of a million cells: bits 0 and 1 the outcome (0: not asked, 1: `0`, 2: `1`, 3: `?`), bit 2
 * repetitions disagree, bit 3 the detector failed its controls there, bits 4 to 6 the evidence's place in EVIDENCES.
 */

import type { MatrixCell } from "../matrix/matrix.ts";
import { type Evidence, EVIDENCES, type Outcome } from "../model/outcome.ts";

export const NOT_ASKED = 0;

const OUTCOME_BITS: Readonly<Record<Outcome, number>> = { not_vulnerable: 1, vulnerable: 2, unknown: 3 };
const SPLIT = 4;
const INVALID = 8;

export interface CellParts {
  /** null: not asked. */
  readonly outcome: Outcome | null;
  readonly split: boolean;
  readonly invalid: boolean;
  readonly evidence: Evidence;
}

export function cellCode({ outcome, evidence, reason, tally }: MatrixCell): number {
  const split = tally.vulnerable > 0 && tally.not_vulnerable > 0 ? SPLIT : 0;
  const invalid = reason === "control_failed" ? INVALID : 0;
  return OUTCOME_BITS[outcome] | split | invalid | (EVIDENCES.indexOf(evidence) << 4);
}

export function readCell(code: number): CellParts {
  const bits = code & 3;
  const outcome = bits === 0 ? null : bits === 1 ? "not_vulnerable" : bits === 2 ? "vulnerable" : "unknown";
  return {
    outcome,
    split: (code & SPLIT) !== 0,
    invalid: (code & INVALID) !== 0,
    evidence: EVIDENCES[(code >> 4) & 7] ?? "reported",
  };
}

/** Whether a column says 1 (or 0) here; one whose repetitions disagree says both. */
export const says1 = (code: number): boolean => (code & 3) === 2 || (code & SPLIT) !== 0;
export const says0 = (code: number): boolean => (code & 3) === 1 || (code & SPLIT) !== 0;
export const saysUnknown = (code: number): boolean => (code & 3) === 3;
