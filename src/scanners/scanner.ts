/**
 * The contract of a scanner: a program somebody else wrote, how to ask it and how to read its answer. A scanner starts
 * nothing itself: it builds an invocation (pure), and reads what came back (pure and total). Running it safely is src/io/process,
 * scheduling it is the engine.
 */

import type { MappingRow } from "../core/claims.ts";
import type { Finding } from "../core/model/outcome.ts";
import type { StartTlsProtocol } from "../core/starttls/protocols.ts";
import type { End } from "../core/ports/program.ts";

export { type End, ENDS } from "../core/ports/program.ts";

/** One endpoint to ask. The address is canonical and was checked against the scope; nothing else may be contacted. */
export interface Question {
  readonly address: string;
  readonly port: number;
  /** The name to send as SNI where the tool can; null: none. */
  readonly serverName: string | null;
  /** The protocol that comes before TLS; null or left out: none. Only such as the scanner's `startTls` names. */
  readonly startTls?: StartTlsProtocol | null;
}

/** Texts by the tool's own option names, from the configuration; only those that the scanner declares. */
export type ScannerOptions = Readonly<Record<string, string>>;

export interface Invocation {
  /** After the program's name. Never anything from a target that could be taken for an option or a file. */
  readonly args: readonly string[];
  readonly stdin?: string;
  /** Files that the program shall find in its private folder, which is also its working folder: name → content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Files in the private folder that the program writes and that are read back. */
  readonly collects?: readonly string[];
  /** Added to the minimal environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What came back: UTF-8 with wrong bytes replaced, dumps of memory taken out. */
export interface RawAnswer {
  readonly stdout: string;
  readonly stderr: string;
  /** By name, those of `collects` that exist. */
  readonly files: Readonly<Record<string, string>>;
  readonly end: End;
  /** The exit code where `end` is `exited`; else null. */
  readonly code: number | null;
  /** The signal where `end` is `signalled`, or why it could not be started. */
  readonly what: string | null;
}

export interface Reading {
  readonly finding: Finding;
  /** The tool's own words that decided, bounded. */
  readonly words: string;
}

/** One option that the configuration may set for a tool. */
export interface ScannerOption {
  readonly description: string;
  /** What a value must match, whole. */
  readonly pattern: RegExp;
}

export interface Scanner {
  /** Folder name, and the name in `--with`: `nmap`. */
  readonly id: string;
  readonly title: string;
  readonly homepage: string;
  /** Whose code or bytes it carries, most distant ancestor: `stafford`, `nmap`. The same lineage is not a second witness. */
  readonly lineage: string;
  /** Packs it can answer for. */
  readonly packs: readonly string[];
  /** What it sends and how it decides, in two or three sentences. */
  readonly sends: string;
  /** Known blind spots, each one sentence with its source. */
  readonly blindSpots: readonly string[];
  /** For every situation: what it prints, what we make of it. */
  readonly mapping: readonly MappingRow[];
  /** Names to look for on the PATH, first found wins; empty: only a path in the configuration helps. */
  readonly programs: readonly string[];
  /** The command that installs it; null: there is no such command. */
  readonly install: string | null;
  /** What has to run the program when the file itself is not executable: `python3`, `bash`; null: nothing. */
  readonly interpreter: string | null;
  /** The protocols before TLS that `ask` can have it speak; left out: none, and it is not asked there. */
  readonly startTls?: readonly StartTlsProtocol[];
  readonly options: Readonly<Record<string, ScannerOption>>;
  readonly limits: {
    /** For one endpoint, ms. */
    readonly timeoutMs: number;
    /** Of output and error output together, bytes. */
    readonly maxBytes: number;
    /** Processes at once. */
    readonly concurrency: number;
  };
  readonly needs: "nothing" | "raw_sockets";
  readonly version: {
    readonly args: readonly string[];
    /** The version in what it printed; null: not found. Total. */
    read(raw: RawAnswer): string | null;
  };
  /** The invocation for a question; a finding (`tool_not_applicable`) when the tool cannot ask it. */
  ask(question: Question, options: ScannerOptions): Invocation | Finding;
  /**
   * Reads the answer. Total. Need not care how the program ended: `readAnswer` lets no 0 stand on output that is not whole.
   */
  interpret(raw: RawAnswer, question: Question): Reading;
}
