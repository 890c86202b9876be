/** Child processes of the measurements: their CPU time, their memory, their end. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** The command as it is shipped. */
export const CLI = fileURLToPath(new URL("../bin/crosscheck.js", import.meta.url));

export interface Timed {
  /** User and system time of the process and its children, ms. */
  readonly cpuMs: number;
  readonly stdout: string;
  readonly status: number | null;
}

/** Runs a program to its end under the shell's `times`, which knows its CPU time to the millisecond. */
export async function timed(program: string, args: readonly string[]): Promise<Timed> {
  const script = '"$@" 2>/dev/null; status=$?; times >&2; exit $status';
  const child = spawn("bash", ["-c", script, "bash", program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return { cpuMs: childTimes(stderr), stdout, status: child.exitCode };
}

/** The second line of `times`: user and system time of the children, such as `0m1.234s 0m0.056s`. */
function childTimes(output: string): number {
  const [, children = ""] = output.trim().split("\n");
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (times.length !== 2) throw new Error(`not the output of times: ${output}`);
  return times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000, 0);
}

/** Asks a process to end, and resolves when it has. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

/** Resident memory of a process now and at its highest, MB; null: it has ended, or this is not Linux. */
export function memoryOf(pid: number | undefined): { readonly now: number; readonly peak: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
    const [now, peak] = [field("VmRSS"), field("VmHWM")];
    return Number.isNaN(now) ? null : { now, peak };
  } catch {
    return null;
  }
}
