/** Running somebody else's program: what is asked of the runner, and what comes back however it ends. */

/** How a program ended. `stopped`: by us, because the run ends; `not_started`: it could not be started at all. */
export const ENDS = ["exited", "signalled", "timed_out", "too_much_output", "stopped", "not_started"] as const;
export type End = (typeof ENDS)[number];

export interface ProgramRequest {
  /** A path, or a name to look for on the PATH. Never a shell command. */
  readonly program: string;
  readonly args: readonly string[];
  readonly stdin: string;
  /** Written into the private folder before the start: name → content. */
  readonly files: Readonly<Record<string, string>>;
  /** Read from the private folder after the end, where they exist and are plain files. */
  readonly collects: readonly string[];
  /** Added to the minimal environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of output and error output together, and of each collected file. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface ProgramResult {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly end: End;
  /** Where `end` is `exited`. */
  readonly code: number | null;
  /** The signal where `end` is `signalled`; what was wrong where it is `not_started`. */
  readonly what: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/** Never rejects for what the program does. */
export type RunProgram = (request: ProgramRequest) => Promise<ProgramResult>;
