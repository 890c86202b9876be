/** The command line as a process of its own, as users run it: `node bin/crosscheck.js ARGS`. */

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../bin/crosscheck.js", import.meta.url));

export interface CliResult {
  /** null: ended by `signal`. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** What it reads on standard input; default: nothing. */
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** It is ended after so long; servers need longer than commands. */
  readonly mostMs?: number;
}

export interface RunningCli {
  readonly process: ChildProcess;
  readonly ended: Promise<CliResult>;
  /** Resolves when stderr has matched. */
  readonly saying: (pattern: RegExp) => Promise<void>;
}

/** Ten times what any of these tests needs: a process that hangs fails its test instead of stopping them all. */
const MOST_MS = 120_000;

export function startCli(args: readonly string[], { input, cwd, env, mostMs = MOST_MS }: CliOptions = {}): RunningCli {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    timeout: mostMs,
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const stdout: Buffer[] = [];
  let stderr = "";
  const listeners = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
    for (const listener of listeners) listener();
  });
  // A command that ends without reading what it is given is no failure of the test.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ code, signal, stdout: Buffer.concat(stdout).toString("utf8"), stderr });
    });
  });
  const saying = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (!pattern.test(stderr)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      void ended.then(() => reject(new Error(`ended without saying ${pattern}: ${stderr}`)));
      look();
    });
  return { process: child, ended, saying };
}

export function crosscheck(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).ended;
}

/** The objects of a JSONL output. */
export function jsonLines(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
