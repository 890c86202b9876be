/**
 * Runs somebody else's program as if it were hostile: no shell, a private folder that is removed, a minimal environment
 * with a fixed locale, limits on bytes and time, and a process group of its own that is ended as a whole. It returns on
 * time even when a grandchild keeps the pipes open.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { setMaxListeners } from "node:events";
import { lstat, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { End, ProgramRequest, ProgramResult, RunProgram } from "../../core/ports/program.ts";

/** Between asking a process group to end and ending it. */
const TERM_GRACE_MS = 500;
/** How long pipes may stay open after the program itself has ended: a grandchild may hold them for ever. */
const PIPE_GRACE_MS = 300;

export const runProgram: RunProgram = async (request) => {
  const startedAt = new Date().toISOString();
  const begin = performance.now();
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
  try {
    for (const [name, content] of Object.entries(request.files)) {
      await writeFile(join(folder, name), content, { flag: "wx", mode: 0o600 });
    }
    const ended = await runIn(folder, request);
    const files = await collect(folder, request);
    return { ...ended, files, startedAt, durationMs: performance.now() - begin };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

type Ended = Pick<ProgramResult, "stdout" | "stderr" | "end" | "code" | "what">;

function runIn(folder: string, request: ProgramRequest): Promise<Ended> {
  return new Promise((resolve) => {
    const { signal, timeoutMs, maxBytes } = request;
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    /** Why we ended it; null: it ends by itself. */
    let reason: End | null = null;
    let exit: { readonly code: number | null; readonly signal: string | null } | null = null;
    const timers = new Set<NodeJS.Timeout>();
    const later = (ms: number, work: () => void) => timers.add(setTimeout(work, ms));

    const child = spawn(request.program, [...request.args], {
      cwd: folder,
      env: { ...environment(folder), ...request.environment },
      detached: true,
      shell: false,
      stdio: ["pipe", "pipe", "pipe"],
    });

    const finish = (ended: Pick<Ended, "end" | "code" | "what">): void => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      endGroup(child, "SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      child.stdin.destroy();
      resolve({ stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), ...ended });
    };
    const conclude = (): void => {
      if (reason !== null) finish({ end: reason, code: null, what: null });
      // What it wrote last is read after its end.
      else if (bytes > maxBytes) finish({ end: "too_much_output", code: null, what: null });
      else if (exit?.signal) finish({ end: "signalled", code: null, what: exit.signal });
      else finish({ end: "exited", code: exit?.code ?? null, what: null });
    };
    const stop = (why: End): void => {
      if (reason !== null || exit !== null) return;
      reason = why;
      endGroup(child, "SIGTERM");
      later(TERM_GRACE_MS, () => endGroup(child, "SIGKILL"));
      // Whatever happens to the process: the answer is due.
      later(TERM_GRACE_MS + PIPE_GRACE_MS, conclude);
    };
    const onAbort = (): void => stop("stopped");
    const gather = (into: Buffer[]) => (chunk: Buffer) => {
      const room = maxBytes - bytes;
      if (room > 0) into.push(chunk.subarray(0, room));
      bytes += chunk.length;
      if (bytes > maxBytes) stop("too_much_output");
    };

    child.stdout.on("data", gather(stdout));
    child.stderr.on("data", gather(stderr));
    // A program that does not read its input closes the pipe: that is its business.
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.on("error", () => undefined);
    child.once("error", (error) => {
      if (child.pid === undefined) finish({ end: "not_started", code: null, what: sentence(error) });
    });
    child.once("exit", (code, killedBy) => {
      exit = { code, signal: killedBy };
      // What is in the pipes by then is read first, however busy we were: an answer must not lose its end.
      later(PIPE_GRACE_MS, () => setImmediate(conclude));
    });
    child.once("close", () => {
      if (exit !== null) conclude();
    });
    later(timeoutMs, () => stop("timed_out"));
    // One signal stops many programs at once: that is no leak to warn about.
    setMaxListeners(0, signal);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    child.stdin.end(request.stdin);
  });
}

/** What a program needs to run, and nothing of the user's own: no tokens, no proxies, no configuration. */
function environment(folder: string): Record<string, string> {
  const path = process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin";
  return { PATH: path, HOME: folder, TMPDIR: folder, LC_ALL: "C", LANG: "C", TZ: "UTC", TERM: "dumb", NO_COLOR: "1" };
}

/** The whole group: a program's children are its own business only while it lives. */
function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

async function collect(folder: string, request: ProgramRequest): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const name of request.collects) {
    const content = await readBounded(join(folder, name), request.maxBytes);
    if (content !== null) files[name] = content;
  }
  return files;
}

/** A plain file's beginning; null: there is none. A link could point anywhere, so it is not followed. */
async function readBounded(path: string, maxBytes: number): Promise<Uint8Array | null> {
  try {
    if (!(await lstat(path)).isFile()) return null;
    const file = await open(path, "r");
    try {
      const buffer = Buffer.alloc(Math.min((await file.stat()).size, maxBytes));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

function sentence(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return "there is no such program";
  if (code === "EACCES") return "the file may not be executed";
  return `it could not be started (${code || error.message})`;
}
