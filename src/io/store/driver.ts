/** The few things we ask of an SQLite library, so that either of two can serve (reference/ecosystem.md, 3). */

export type SqlValue = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;

export interface Statement {
  run(...values: readonly SqlValue[]): void;
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): readonly Row[];
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

/** SQLite may have rolled back by itself (full disk); then there is nothing left to undo. */
function rollBack(driver: Driver): void {
  try {
    driver.exec("ROLLBACK");
  } catch {
    // The first error is the one that matters.
  }
}
