/** The driver over better-sqlite3, an optional dependency for Nodes without node:sqlite. */

import { createRequire } from "node:module";
import type Database from "better-sqlite3";
import type { OpenDriver, Row, SqlValue } from "./driver.ts";
import { RESULT_CODES } from "./result-codes.ts";

/** The last major made for Node 20. 13 is built for Node-API 10: below Node 22.14 it dies without a word (its issue 1514). */
const LAST_MAJOR_FOR_NODE_20 = 12;

/** Loads the driver; null: not installed, not built for this Node, or of a major that would crash it. */
export async function loadBetterSqlite(): Promise<OpenDriver | null> {
  const Library = await importLibrary();
  if (Library === null) return null;
  return (file) => {
    const database = new Library(file);
    return {
      name: "better-sqlite3",
      exec: (sql) => void database.exec(sql),
      prepare(sql) {
        const statement = database.prepare<unknown[], Row>(sql);
        let raw: Database.Statement<unknown[], readonly SqlValue[]> | null = null;
        return {
          run: (...values) => void statement.run(...values),
          get: (...values) => statement.get(...values),
          all: (...values) => statement.all(...values),
          values: (...values) => {
            raw ??= database.prepare<unknown[], readonly SqlValue[]>(sql).raw(true);
            return raw.all(...values);
          },
        };
      },
      close: () => void database.close(),
      resultCode,
    };
  };
}

/** Its errors carry the extended code's name, e.g. SQLITE_BUSY_SNAPSHOT. */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  const { code } = error;
  const known = Object.entries(RESULT_CODES).find(([name]) => code === name || code.startsWith(`${name}_`));
  return known?.[1] ?? null;
}

async function importLibrary(): Promise<typeof Database | null> {
  try {
    const { version } = createRequire(import.meta.url)("better-sqlite3/package.json") as { readonly version: string };
    if (Number.parseInt(version, 10) > LAST_MAJOR_FOR_NODE_20) return null;
    const { default: Library } = await import("better-sqlite3");
    // The native part is loaded by the first database, not by the import.
    new Library(":memory:").close();
    return Library;
  } catch {
    return null;
  }
}
