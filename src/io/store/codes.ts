/**
 * How closed vocabularies are spelled in the database. The positions are part of the file format: append, never
 * reorder. A row that holds anything else was not written by us and is an error, never a default.
 */

import {
  EVIDENCES,
  type Evidence,
  OUTCOMES,
  type Outcome,
  REASON_CODES,
  type Reason,
} from "../../core/model/outcome.ts";
import { StoreError } from "../../core/ports/store.ts";

const OUTCOME_CODES: Readonly<Record<Outcome, number>> = { not_vulnerable: 0, vulnerable: 1, unknown: 2 };
const EVIDENCE_CODES: Readonly<Record<Evidence, number>> = {
  demonstrated: 0,
  refuted: 1,
  absent: 2,
  inferred: 3,
  reported: 4,
};

export const outcomeCode = (outcome: Outcome): number => OUTCOME_CODES[outcome];
export const evidenceCode = (evidence: Evidence): number => EVIDENCE_CODES[evidence];

export function outcomeOf(code: unknown): Outcome {
  return OUTCOMES.find((outcome) => OUTCOME_CODES[outcome] === code) ?? unreadable("outcome", code);
}

export function evidenceOf(code: unknown): Evidence {
  return EVIDENCES.find((evidence) => EVIDENCE_CODES[evidence] === code) ?? unreadable("evidence", code);
}

export function reasonOf(code: unknown): Reason {
  return REASON_CODES.find((reason) => reason === code) ?? unreadable("reason", code);
}

/** A word of a closed list stored as text. */
export function wordOf<const Word extends string>(words: readonly Word[], text: unknown): Word {
  return words.find((word) => word === text) ?? unreadable("word", text);
}

function unreadable(what: string, code: unknown): never {
  throw new StoreError("damaged", `The database holds an ${what} that this crosscheck does not know: ${String(code)}.`);
}
