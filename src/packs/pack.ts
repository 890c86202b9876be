/**
 * The contract of a pack: one vulnerability, how to ask about it and how to read the answers.
 * A pack opens no sockets. It proposes one rung at a time (`next`), the engine runs the rung's conversation over a
 * connection, and the pack reads the transcript (`interpret`): pure, total, repeatable on stored transcripts.
 */

import type { Endpoint } from "../core/model/endpoint.ts";
import type { DetectorIdentity } from "../core/model/observation.ts";
import type { Finding } from "../core/model/outcome.ts";
import type { Transcript } from "../core/model/transcript.ts";
import type { Random } from "../core/ports/clock.ts";
import type { Conversation, DialOptions } from "../core/ports/net.ts";

/** A conversation that keeps its own transcript. */
export interface RecordedConversation extends Conversation {
  transcript(): Transcript;
}

/** One question to one endpoint over one connection. */
export interface Rung {
  readonly detector: DetectorIdentity;
  /** Which repetition of this detector on this endpoint it is, from 1. */
  readonly attempt: number;
  readonly dial: DialOptions;
  /** True when it can only be run over a connection opened after a pause (ms), e.g. a patient repetition. */
  readonly waitBeforeMs: number;
  /** Earlier transcripts that this rung's reading also rests on; they go before its own in `interpret` and in the store. */
  readonly basis: readonly Transcript[];
  start(random: Random): RecordedConversation;
}

/** A rung that has been run, with what was read from it. */
export interface RungResult {
  readonly detector: string;
  readonly attempt: number;
  readonly finding: Finding;
  readonly transcript: Transcript;
}

/** What the user allows and wants of the ladder. */
export interface ProbeOptions {
  /** Connections that must agree before a zero stands (load balancers show one back end per connection). */
  readonly draws: number;
  /** Opt-in to the rung that could return foreign memory. */
  readonly allowOverread: boolean;
  /** Ask devices that are known to lock up all the same. */
  readonly includeFragile: boolean;
  readonly connectTimeoutMs: number;
  /** Silence that the first, quick rungs wait for, ms. */
  readonly quickMs: number;
  /** Silence that the patient repetition waits for, ms; 0: no patient repetition. */
  readonly patientMs: number;
  /** A pre-shared key, for servers that accept nothing else. */
  readonly psk: { readonly identity: string; readonly key: Uint8Array } | null;
}

export interface Pack {
  /** Folder name, report key, docs page. */
  readonly id: string;
  readonly cve: string;
  readonly title: string;
  readonly why: string;
  readonly references: readonly string[];
  readonly detectors: readonly DetectorIdentity[];
  /** The next rung for an endpoint, given everything already run on it in this run; null: nothing left to ask. */
  next(endpoint: Endpoint, past: readonly RungResult[], options: ProbeOptions): Rung | null;
  /** Ids of the detectors that `next` can ask for with these options. */
  detectorsFor(options: ProbeOptions): readonly string[];
  /** Most connections `next` can ask for on one endpoint, for the plan's count. */
  maxConnections(options: ProbeOptions): number;
  /** Reads the transcripts of one observation of one of its detectors. Never throws. */
  interpret(detector: string, transcripts: readonly Transcript[]): Finding;
}
