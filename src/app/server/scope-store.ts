/** The scope file on the disk: read, checked, and replaced in one step with the old one kept beside it. */

import { createHash } from "node:crypto";
import { copyFile, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { parseScope } from "../../inventory/scope-file.ts";

export function tagOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

/** null: there is no such file. */
export async function readScopeText(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export interface ScopeProblem {
  readonly line: number | null;
  readonly sentence: string;
}

/** @returns the scope, or what is wrong with it, by line */
export function checkScope(text: string) {
  const read = parseScope(text, "scope");
  if (read.ok) return { scope: read.scope, problems: [] as ScopeProblem[] };
  const problems = read.problems.map((problem): ScopeProblem => {
    const [, line, sentence = problem] = /^scope(?::(\d+))?: (.*)$/s.exec(problem) ?? [];
    return { line: line === undefined ? null : Number(line), sentence };
  });
  return { scope: null, problems };
}

/** Whoever reads the file meanwhile sees the old one or the new one. @returns where the old one is kept; null: there was none */
export async function replaceScope(file: string, text: string, at: string): Promise<string | null> {
  const place = await realpath(file).catch(() => file);
  const before = await stat(place).catch(() => null);
  const kept = `${place}.${at.replaceAll(/[:.]/g, "-")}.old`;
  if (before !== null) await copyFile(place, kept);
  const fresh = `${place}.new-${process.pid}`;
  try {
    const handle = await open(fresh, "w", before?.mode ?? 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, place);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  return before === null ? null : kept;
}
