/** The driver over node:sqlite, Node's own (22.13 and later without a flag). */

import type { OpenDriver, Row, SqlValue } from "./driver.ts";

/** The part of node:sqlite we use; declared here because the types of Node 20 do not know the module. */
interface NodeSqlite {
  readonly DatabaseSync: new (
    file: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): NodeStatement;
    close(): void;
  };
}

interface NodeStatement {
  run(...values: readonly SqlValue[]): unknown;
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): Row[];
  /** Node 22.16, 24 and later. */
  setReturnArrays?(enabled: boolean): void;
}

/** Loads the driver; null: this Node has no node:sqlite. */
export function loadNodeSqlite(): OpenDriver | null {
  const module = loadQuietly();
  if (module === null) return null;
  return (file) => {
    const database = new module.DatabaseSync(file);
    return {
      name: "node:sqlite",
      exec: (sql) => database.exec(sql),
      prepare(sql) {
        const statement = database.prepare(sql);
        let arrays: ((...values: readonly SqlValue[]) => readonly (readonly SqlValue[])[]) | null = null;
        return {
          run: (...values) => void statement.run(...values),
          get: (...values) => statement.get(...values),
          all: (...values) => statement.all(...values),
          values: (...values) => {
            arrays ??= inArrays(database.prepare(sql));
            return arrays(...values);
          },
        };
      },
      close: () => database.close(),
      resultCode,
    };
  };
}

/** Columns keep their order in an object, unless one has a number for a name or two have the same. */
function inArrays(statement: NodeStatement): (...values: readonly SqlValue[]) => readonly (readonly SqlValue[])[] {
  if (statement.setReturnArrays === undefined)
    return (...values) => statement.all(...values).map((row) => Object.values(row));
  statement.setReturnArrays(true);
  return (...values) => statement.all(...values) as unknown as readonly (readonly SqlValue[])[];
}

/** node:sqlite gives the extended code; its low byte is the primary one. */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

/** Node 22 to 24 announce on stderr that node:sqlite is experimental. We know; the user cannot act on it. */
function loadQuietly(): NodeSqlite | null {
  const emit = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).startsWith("SQLite is an experimental feature"))
      Reflect.apply(emit, undefined, [warning, ...rest]);
  };
  try {
    return (process.getBuiltinModule("node:sqlite") as NodeSqlite | undefined) ?? null;
  } finally {
    process.emitWarning = emit;
  }
}
