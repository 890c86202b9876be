/** Where a program is, and which version it is. */

import { constants } from "node:fs";
import { access, open, realpath } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "../../io/process/run-program.ts";
import { toRawAnswer } from "./raw.ts";
import type { Scanner } from "../../scanners/scanner.ts";
import type { ToolEntry } from "./configuration.ts";

/** A program ready to be started. */
export interface Program {
  readonly path: string;
  /** What starts it, with the arguments that come before its own. */
  readonly command: string;
  readonly before: readonly string[];
  /** "unknown" where it does not say. */
  readonly version: string;
}

export type Found = { readonly ok: true; readonly program: Program } | { readonly ok: false; readonly why: string };

const VERSION_MS = 15_000;
const VERSION_BYTES = 1 << 20;
/** Where `tools/setup.sh --peers` puts programs that no package manager of the system has. */
const OUR_PROGRAMS = fileURLToPath(new URL("../../../.cache/peers/bin", import.meta.url));

export async function findProgram(scanner: Scanner, entry: ToolEntry): Promise<Found> {
  const path = entry.path === null ? await onPath(scanner.programs, [OUR_PROGRAMS]) : resolve(entry.path);
  if (path === null) {
    const { programs } = scanner;
    const why =
      programs.length === 0 ? "the configuration names no path for it" : `${programs.join(" or ")} is not on the PATH`;
    return { ok: false, why };
  }
  if (!(await may(path, constants.R_OK))) return { ok: false, why: `${path} is not there or cannot be read` };
  const start = await startOf(path, scanner.interpreter);
  if (start === null) return { ok: false, why: `${path} needs ${scanner.interpreter ?? "to be executable"}` };
  return { ok: true, program: { path, ...start, version: await versionOf(scanner, start) } };
}

/** @param more folders to look into after those of the PATH. */
async function onPath(names: readonly string[], more: readonly string[] = []): Promise<string | null> {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute), ...more];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (await may(path, constants.X_OK)) return path;
    }
  }
  return null;
}

/** A script that is not executable, or does not say what executes it, needs its interpreter. */
async function startOf(path: string, interpreter: string | null): Promise<Pick<Program, "command" | "before"> | null> {
  const executable = await may(path, constants.X_OK);
  if (executable && (interpreter === null || (await saysWhatRunsIt(path)))) return { command: path, before: [] };
  if (interpreter === null) return null;
  const command = await onPath([interpreter]);
  return command === null ? null : { command, before: [await realpath(path)] };
}

async function saysWhatRunsIt(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const head = buffer.subarray(0, bytesRead).toString("latin1");
    return head.startsWith("#!") || head === "\x7fELF";
  } finally {
    await file.close();
  }
}

async function versionOf(scanner: Scanner, { command, before }: Pick<Program, "command" | "before">): Promise<string> {
  const result = await runProgram({
    program: command,
    args: [...before, ...scanner.version.args],
    stdin: "",
    files: {},
    collects: [],
    environment: {},
    timeoutMs: VERSION_MS,
    maxBytes: VERSION_BYTES,
    signal: new AbortController().signal,
  });
  return scanner.version.read(toRawAnswer(result)) ?? "unknown";
}

async function may(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
