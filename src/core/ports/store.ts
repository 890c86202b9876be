/**
 * The store as the engine and the commands see it: runs, what was asked of them, and what was observed. Observations
 * are only ever appended (design, rule 3). Calls are synchronous, because the store is a file on this machine; every
 * failure of it is a StoreError with one clear sentence.
 */

import type { ControlResult } from "../controls.ts";
import type { Endpoint, Transport } from "../model/endpoint.ts";
import type { DetectorIdentity, Observation } from "../model/observation.ts";
import type { Target, TargetError } from "../model/target.ts";
import type { Transcript } from "../model/transcript.ts";

/** `running`: somebody is at it, or was killed; `interrupted`: saved with endpoints left to ask; `done`: all asked. */
export type RunState = "running" | "interrupted" | "done";

/** `scan`: hosts were asked; `import`: a report was read; `record`: somebody noted results by hand. */
export const RUN_KINDS = ["scan", "import", "record"] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export interface NewRun {
  readonly id: string;
  readonly kind: RunKind;
  readonly pack: string;
  /** Where we asked from. */
  readonly vantage: string;
  /** crosscheck's version. */
  readonly version: string;
  /** What resolved the names. */
  readonly resolver: string;
  /** Connections that must agree before a zero stands. */
  readonly draws: number;
  /** The options in force, as JSON: needed to resume in the same way, shown to explain. */
  readonly options: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

export interface Run extends NewRun {
  readonly state: RunState;
  /** ISO 8601, UTC; null: not ended, or killed. */
  readonly endedAt: string | null;
  /** Targets, unreadable ones included, whose endpoints are all in the store: where resuming goes on reading. */
  readonly targetsRead: number;
  /** Whether the list of targets was read to its end. */
  readonly targetsComplete: boolean;
}

export interface RunCounts {
  readonly targets: number;
  readonly targetErrors: number;
  readonly endpoints: number;
  readonly endpointsDone: number;
  readonly observations: number;
}

/** Why an endpoint has no address. */
export interface Unresolved {
  readonly reason: "dns_failure" | "dns_no_address";
  readonly detail: string;
}

/** An endpoint about to be stored. The permission is decided when planned; a later, permitted mention of it wins. */
export interface PlannedEndpoint {
  readonly endpoint: Endpoint;
  readonly stage: 1 | 2;
  /** The name that led to it, also where it is not sent, and whether the address was found by resolving it. */
  readonly name: string | null;
  readonly resolved: boolean;
  readonly permitted: boolean;
  readonly unresolved: Unresolved | null;
}

/** What one line of the list of targets became. `ordinal` counts all lines of the run's list, from 1. */
export type IngestItem =
  | {
      readonly ordinal: number;
      readonly kind: "target";
      readonly target: Target;
      readonly endpoints: readonly PlannedEndpoint[];
    }
  | { readonly ordinal: number; readonly kind: "error"; readonly error: TargetError };

export interface StoredEndpoint extends Omit<PlannedEndpoint, "permitted"> {
  readonly id: number;
  /** The text of the first target that named it. */
  readonly targetText: string;
  readonly done: boolean;
}

export interface StoredObservation extends Omit<Observation, "transcripts"> {
  readonly id: number;
  readonly endpointId: number;
  /** SHA-256, hexadecimal; null: there was no connection. */
  readonly transcriptHash: string | null;
  /** The observation whose transcripts this one reads again. */
  readonly reinterprets: number | null;
}

/** An answer that no connection of ours gave: out of a report, or noted by hand. */
export interface ForeignAnswer {
  /** What was written that named the endpoint; `ordinal` is its place among the run's targets, from 1. */
  readonly target: Target;
  readonly ordinal: number;
  readonly planned: PlannedEndpoint;
  readonly identity: DetectorIdentity;
  readonly observation: Omit<Observation, "attempt">;
}

/** A report as it was imported. */
export interface StoredReport {
  readonly run: string;
  /** SHA-256 of the original, hexadecimal. */
  readonly sha256: string;
  /** SHA-256 of the copy that was kept: another one where memory was taken out of it; null: none was kept. */
  readonly keptSha256: string | null;
  readonly name: string;
  readonly bytes: number;
  /** Lines of memory that were taken out of the copy. */
  readonly redactions: number;
  readonly importer: string;
  /** What was read, mapped and dropped, as JSON. */
  readonly summary: string;
}

/** Where an endpoint may be known from other runs. */
export interface Place {
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
  readonly transport: Transport;
}

/** An endpoint over several runs. */
export interface CampaignEndpoint {
  readonly endpoint: Endpoint;
  /** Its ids, one for each run that has it, in the order of the runs. */
  readonly ids: readonly number[];
}

/** Endpoints about which something new was said. */
export interface AnsweredSince {
  /** Of the last observation that was looked at: where the next call goes on. */
  readonly last: number;
  /** Each once, with its run; an endpoint has another id in every run. */
  readonly endpoints: readonly { readonly id: number; readonly run: string }[];
  /** Whether the limit was met: there is more. */
  readonly more: boolean;
}

/** One line of a list that led to an endpoint. */
export interface Mention {
  readonly endpointId: number;
  readonly text: string;
  readonly owner: string | null;
  readonly tag: string | null;
}

/** Somebody who answered in a run. */
export interface Answered extends DetectorIdentity {
  readonly detector: string;
  readonly vantage: string;
  readonly run: string;
  readonly mode: Observation["mode"];
}

/**
 * Every answer of some runs as columns of numbers, for statistics over a million of them. Readings that a later one stands for are
 * left out. The columns are parallel, one entry an answer.
 */
export interface AnswerTable {
  /** Every endpoint of the runs once. */
  readonly endpoints: readonly Endpoint[];
  readonly sources: readonly Answered[];
  /** Index in `endpoints`. */
  readonly endpoint: Int32Array;
  /** Index in `sources`. */
  readonly source: Int32Array;
  /** Index in OUTCOMES. */
  readonly outcome: Uint8Array;
  /** Index in EVIDENCES. */
  readonly evidence: Uint8Array;
  /** Milliseconds since 1970. */
  readonly startedAt: Float64Array;
}

/**
 * The same, endpoint by endpoint, with all that a verdict and a matrix need: some 30 bytes an answer. Endpoints are in the order of
 * `campaign`; the answers of endpoint e are those from `starts[e]` up to `starts[e + 1] - 1`, in the order of `CampaignEndpoint.ids`, then
 * as they were appended. Whose latest word counts, and who is not valid in a run, is said by core/matrix/campaign-table.ts.
 */
export interface CampaignTable extends AnswerTable {
  /** One entry more than there are endpoints. */
  readonly starts: Int32Array;
  /** Index in REASON_CODES. */
  readonly reason: Uint8Array;
  /** The observation's id. */
  readonly id: Float64Array;
  /** 1: a connection of ours gave it, and its transcripts are kept. */
  readonly transcribed: Uint8Array;
  /** `CampaignEndpoint.ids` of endpoint e: `endpointIds[idStarts[e]]` up to `endpointIds[idStarts[e + 1] - 1]`. */
  readonly endpointIds: Float64Array;
  readonly idStarts: Int32Array;
}

/** Stored bytes may be of a later version or damaged: then there is a problem instead of transcripts. */
export type TranscriptsRead =
  | { readonly ok: true; readonly transcripts: readonly Transcript[] }
  | { readonly ok: false; readonly problem: string };

export interface Store {
  /** Which driver is at work, for `doctor`: "node:sqlite", "better-sqlite3". */
  readonly driver: string;

  createRun(run: NewRun): void;
  run(id: string): Run | null;
  counts(runId: string): RunCounts;
  /** Newest first. */
  runs(): readonly Run[];
  setRunState(id: string, state: RunState, endedAt: string | null): void;

  /** Adds targets with their endpoints in one transaction; repeating it changes nothing. Duplicates are merged. */
  ingest(
    runId: string,
    items: readonly IngestItem[],
    progress: { readonly read: number; readonly complete: boolean },
  ): void;
  /** Puts endpoints that were taken but not finished back into the queue: the first step of resuming. */
  requeue(runId: string): void;
  /** Takes up to `limit` endpoints that wait to be asked, stage 1 first; nobody else gets them. */
  take(runId: string, limit: number): readonly StoredEndpoint[];
  /** All endpoints of a run in the order they were planned. */
  endpoints(runId: string): Iterable<StoredEndpoint>;
  targetsOf(endpointId: number): readonly Target[];
  targetErrors(runId: string): Iterable<TargetError>;

  /** Appends an observation. Buffered for a few tens of milliseconds; survives the process from then on. */
  append(endpointId: number, identity: DetectorIdentity, observation: Observation, reinterprets?: number): void;
  /** Marks an endpoint as asked; written after everything appended before. */
  finish(endpointId: number): void;
  /** Writes what is buffered. */
  flush(): void;
  /** Observations of an endpoint, oldest first. */
  observationsOf(endpointId: number): readonly StoredObservation[];
  /** The same, without those that a later reading of the same transcripts stands for: what a verdict rests on. */
  currentObservationsOf(endpointId: number): readonly StoredObservation[];
  /** All observations of a run, oldest first. */
  observations(runId: string): Iterable<StoredObservation>;
  transcripts(hash: string): TranscriptsRead;
  /** Of one observation, by its id; null: it has none. */
  transcriptsOf(observationId: number): TranscriptsRead | null;

  /**
   * Adds endpoints as asked and their answers, in one transaction; each answer is the next attempt of its detector there.
   * Returns the observations as they are stored, in the order given.
   */
  appendForeign(runId: string, answers: readonly ForeignAnswer[]): readonly Observation[];
  /**
   * Endpoints of any run but one at the address, or under the name, with that port; each once, with the name that led to
   * it. `otherThan`: a run that must not match its own rows; null: none.
   */
  knownAt(
    place: Place,
    otherThan: string | null,
  ): readonly { readonly endpoint: Endpoint; readonly name: string | null }[];
  /** Every endpoint of these runs once. */
  campaign(runIds: readonly string[]): Iterable<CampaignEndpoint>;

  /** One endpoint as it is stored; null: there is none with this id. */
  endpoint(id: number): StoredEndpoint | null;
  /** What was answered after an observation, by its id: how a view of a growing store keeps up. 0: from the beginning. */
  answeredAfter(observation: number, limit: number): AnsweredSince;
  /** Endpoints that were planned after one, by its id, oldest first. 0: from the beginning. */
  endpointsAfter(endpoint: number, limit: number): readonly { readonly id: number; readonly run: string }[];
  /** The id of the endpoint that was planned last; 0: there is none. */
  newestEndpoint(): number;
  /** The id of the newest observation; 0: there is none. */
  newestAnswer(): number;
  /** When the newest of the last 5,000 observations was made, milliseconds since 1970; null: there is none. */
  newestAnswerAt(): number | null;
  /** What the user typed that led to the endpoints of these runs, where an owner or a tag stands beside it. */
  owned(runIds: readonly string[]): Iterable<Mention>;

  /** Everyone who answered in these runs: detector, version, vantage, run and mode, each combination once. */
  answered(runIds: readonly string[]): readonly Answered[];
  /** All answers of these runs at once, as of one moment. */
  answers(runIds: readonly string[]): CampaignTable;
  /** What the user typed that led to each endpoint of a table, without repetitions: the text of its targets in their order. */
  targetTexts(table: Pick<CampaignTable, "endpointIds" | "idStarts">): readonly (readonly string[])[];

  /** Keeps a program's output; returns its SHA-256, hexadecimal. */
  keepRaw(bytes: Uint8Array): string;
  /** null: there is none with this hash. */
  raw(hash: string): Uint8Array | null;

  addReport(report: StoredReport): void;
  reports(): readonly StoredReport[];

  /** Adds what the scanners of a run said about servers of known truth. */
  addControls(runId: string, results: readonly ControlResult[]): void;
  /** Of these runs, in the order in which they were added. */
  controls(runIds: readonly string[]): readonly ControlResult[];

  /** Writes what is buffered and lets go of the file. */
  close(): void;
}

export type StoreProblem =
  | "no_driver"
  | "not_ours"
  | "newer"
  | "damaged"
  | "cannot_open"
  | "read_only"
  | "locked"
  | "full"
  | "failed";

/** Exit codes of design section 8. */
const EXIT_CODES: Readonly<Record<StoreProblem, 65 | 69 | 70>> = {
  no_driver: 69,
  not_ours: 65,
  newer: 65,
  damaged: 65,
  cannot_open: 65,
  read_only: 65,
  locked: 70,
  full: 70,
  failed: 70,
};

/** The store cannot do what was asked; `message` is one sentence for the user. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly problem: StoreProblem;
  readonly exitCode: 65 | 69 | 70;

  constructor(problem: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
    this.exitCode = EXIT_CODES[problem];
  }
}
