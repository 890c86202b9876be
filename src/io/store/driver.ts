/** The few things we ask of an SQLite library, so that either of two can serve (reference/ecosystem.md, 3). */

export type SqlValue = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;

export interface Statement {
  run(...values: readonly SqlValue[]): void;
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): readonly Row[];
  /** The same rows as arrays, which cost less than half: for a million of them. */
  values(...values: readonly SqlValue[]): readonly (readonly SqlValue[])[];
}

export interface Driver {
  readonly name: string;
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
  /** SQLite's primary result code (https://www.sqlite.org/rescode.html); null: the error is not SQLite's. */
  resultCode(error: unknown): number | null;
}

export type OpenDriver = (file: string) => Driver;

/** Runs `work` in one transaction that takes the write lock at once, so that it cannot fail half-way for want of it. */
export function inTransaction<T>(driver: Driver, work: () => T): T {
  driver.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    driver.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(driver);
    throw error;
  }
}

/** Reads in one transaction: everything as of one moment, whoever writes meanwhile. It blocks nobody (write-ahead log). */
export function inSnapshot<T>(driver: Driver, read: () => T): T {
  driver.exec("BEGIN");
  try {
    return read();
  } finally {
    rollBack(driver);
  }
}

/** SQLite may have rolled back by itself (full disk); then there is nothing left to undo. */
function rollBack(driver: Driver): void {
  try {
    driver.exec("ROLLBACK");
  } catch {
    // The first error is the one that matters.
  }
}
