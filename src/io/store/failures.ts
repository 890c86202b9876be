/** SQLite's failures in words for the user. */

import { StoreError, type StoreProblem } from "../../core/ports/store.ts";
import type { Driver } from "./driver.ts";
import { RESULT_CODES } from "./result-codes.ts";

const CANNOT_OPEN: readonly [StoreProblem, string] = [
  "cannot_open",
  "cannot be opened; check that its folder is there and that you may write to it.",
];

const PROBLEMS: Readonly<Record<number, readonly [StoreProblem, string]>> = {
  [RESULT_CODES.SQLITE_BUSY]: ["locked", "is locked by another program; try again when that has finished."],
  [RESULT_CODES.SQLITE_LOCKED]: ["locked", "is locked by another program; try again when that has finished."],
  [RESULT_CODES.SQLITE_READONLY]: ["read_only", "cannot be written: the file or its folder is read-only."],
  [RESULT_CODES.SQLITE_IOERR]: ["failed", "could not be read or written: the disk reports an error."],
  [RESULT_CODES.SQLITE_CORRUPT]: ["damaged", "is damaged."],
  [RESULT_CODES.SQLITE_FULL]: ["full", "cannot grow: the disk is full. What was saved is safe; make room and resume."],
  [RESULT_CODES.SQLITE_CANTOPEN]: CANNOT_OPEN,
  [RESULT_CODES.SQLITE_NOTADB]: ["not_ours", "is not a database."],
};

/** A driver could not open `file`. The libraries disagree on what they throw then, so there is nothing to look at. */
export function cannotOpen(file: string, cause: unknown): StoreError {
  return new StoreError(CANNOT_OPEN[0], `${file} ${CANNOT_OPEN[1]}`, { cause });
}

/** Turns whatever a driver threw into a StoreError about `file`. */
export function storeError(error: unknown, file: string, driver: Driver): StoreError {
  if (error instanceof StoreError) return error;
  const known = PROBLEMS[driver.resultCode(error) ?? -1];
  if (known !== undefined) return new StoreError(known[0], `${file} ${known[1]}`, { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new StoreError("failed", `${file}: ${message}.`, { cause: error });
}
