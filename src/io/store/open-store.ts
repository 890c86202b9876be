/** Opens the database file: creates it, upgrades it, or refuses it with one sentence. */

import type { Desk } from "../../core/ports/desk.ts";
import type { Store } from "../../core/ports/store.ts";
import type { Driver, OpenDriver } from "./driver.ts";
import { cannotOpen, storeError } from "./failures.ts";
import { loadDriver } from "./load-driver.ts";
import { migrate } from "./migrate.ts";
import { sqliteDesk } from "./sqlite-desk.ts";
import { SqliteStore } from "./sqlite-store.ts";

/** How long one process waits for another one's transaction: far longer than ours take. */
const BUSY_MS = 10_000;

/** Throws a StoreError when there is no library for it, or the file cannot be used. */
export async function openStore(file: string): Promise<Store> {
  return openStoreWith(await loadDriver(), file);
}

export function openStoreWith(open: OpenDriver, file: string): Store {
  return openWith(open, file, (driver) => new SqliteStore(driver, file));
}

/** The desk over the same file, with a connection of its own. Throws as openStore does. */
export async function openDesk(file: string): Promise<Desk> {
  return openWith(await loadDriver(), file, (driver) => sqliteDesk(driver, file));
}

function openWith<T>(open: OpenDriver, file: string, use: (driver: Driver) => T): T {
  const driver = openFile(open, file);
  try {
    // NORMAL with a write-ahead log: a killed process loses nothing, a power cut at most the last moments, never the file.
    driver.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA foreign_keys = ON`);
    migrate(driver, file);
    driver.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    return use(driver);
  } catch (error) {
    driver.close();
    throw storeError(error, file, driver);
  }
}

function openFile(open: OpenDriver, file: string): Driver {
  try {
    return open(file);
  } catch (error) {
    throw cannotOpen(file, error);
  }
}
