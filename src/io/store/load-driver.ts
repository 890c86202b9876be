/** Chooses the SQLite library: Node's own where there is one, else better-sqlite3. */

import { StoreError } from "../../core/ports/store.ts";
import { loadBetterSqlite } from "./better-sqlite.ts";
import type { OpenDriver } from "./driver.ts";
import { loadNodeSqlite } from "./node-sqlite.ts";

/** Throws a StoreError when this machine has neither. */
export async function loadDriver(): Promise<OpenDriver> {
  const driver = loadNodeSqlite() ?? (await loadBetterSqlite());
  if (driver === null) {
    throw new StoreError(
      "no_driver",
      `No database library: use Node 22.13 or later, or install better-sqlite3 12 for Node ${process.versions.node}.`,
    );
  }
  return driver;
}
