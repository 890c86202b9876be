/** Brings a database file to the current schema; refuses files that are not ours or come from a later crosscheck. */

import { StoreError } from "../../core/ports/store.ts";
import { type Driver, inTransaction } from "./driver.ts";
import { MIGRATIONS } from "./schema/migrations.ts";

/** SQLite's application_id of our files: "xchk" in ASCII. */
const APPLICATION_ID = 0x7863686b;

export function migrate(driver: Driver, file: string): void {
  refuseForeign(driver, file);
  if (numberOf(driver, "user_version") === MIGRATIONS.length) return;
  // Two processes may start on a new file at once: the second waits for the lock, then finds the work done.
  inTransaction(driver, () => {
    for (const [index, sql] of MIGRATIONS.entries()) {
      if (index >= numberOf(driver, "user_version")) driver.exec(`${sql}; PRAGMA user_version = ${index + 1}`);
    }
    driver.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  });
}

function refuseForeign(driver: Driver, file: string): void {
  const ours = numberOf(driver, "application_id") === APPLICATION_ID;
  const empty = driver.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
  if (!ours && !empty) throw new StoreError("not_ours", `${file} is a database of another program.`);
  const version = numberOf(driver, "user_version");
  if (version > MIGRATIONS.length) {
    throw new StoreError("newer", `${file} was written by a later crosscheck (schema ${version}): upgrade crosscheck.`);
  }
}

function numberOf(driver: Driver, pragma: "application_id" | "user_version"): number {
  return Number(driver.prepare(`SELECT ${pragma} AS value FROM pragma_${pragma}`).get()?.["value"] ?? 0);
}
