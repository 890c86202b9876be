/**
 * The store over SQLite. One writer per process: what is appended waits a few tens of milliseconds in memory and is
 * committed together, because a commit costs far more than a row. SQLite itself keeps several processes apart.
 */

import type { ControlResult } from "../../core/controls.ts";
import { createHash } from "node:crypto";
import type { DetectorIdentity, Observation } from "../../core/model/observation.ts";
import type { TargetError } from "../../core/model/target.ts";
import type {
  CampaignEndpoint,
  CampaignTable,
  ForeignAnswer,
  IngestItem,
  Mention,
  NewRun,
  Place,
  RunState,
  Store,
  StoredEndpoint,
  StoredObservation,
  StoredReport,
} from "../../core/ports/store.ts";
import { readAnswers } from "./answer-table.ts";
import { type Driver, inTransaction } from "./driver.ts";
import { EndpointTable } from "./endpoint-table.ts";
import { storeError } from "./failures.ts";
import { type Appended, ObservationTable } from "./observation-table.ts";
import { RunTable } from "./run-table.ts";
import { readTargetTexts } from "./target-texts.ts";

const FLUSH_AFTER_MS = 50;
const FLUSH_AFTER_ROWS = 200;

export class SqliteStore implements Store {
  readonly driver: string;
  readonly #driver: Driver;
  readonly #file: string;
  readonly #runs: RunTable;
  readonly #endpoints: EndpointTable;
  readonly #observations: ObservationTable;
  #appended: Appended[] = [];
  #finished: number[] = [];
  #raw: { readonly hash: Buffer; readonly bytes: Uint8Array }[] = [];
  #timer: NodeJS.Timeout | null = null;
  /** A failure met by the timer, where nobody could catch it; thrown to whoever comes next. */
  #failure: unknown = null;

  /** @param driver an open database of the current schema. @param file its name, for messages. */
  constructor(driver: Driver, file: string) {
    this.driver = driver.name;
    this.#driver = driver;
    this.#file = file;
    this.#runs = new RunTable(driver);
    this.#endpoints = new EndpointTable(driver);
    this.#observations = new ObservationTable(driver);
  }

  createRun(run: NewRun): void {
    this.#guarded(() => this.#runs.create(run));
  }

  run(id: string) {
    return this.#guarded(() => this.#runs.get(id));
  }

  runs() {
    return this.#guarded(() => this.#runs.all());
  }

  counts(runId: string) {
    return this.#saved(() => this.#runs.counts(runId));
  }

  setRunState(id: string, state: RunState, endedAt: string | null): void {
    this.#saved(() => this.#runs.setState(id, state, endedAt));
  }

  ingest(runId: string, items: readonly IngestItem[], progress: { readonly read: number; readonly complete: boolean }) {
    this.#transaction(() => {
      const run = this.#runs.key(runId);
      for (const item of items) this.#endpoints.ingest(run, item);
      this.#runs.setProgress(run, progress);
    });
  }

  requeue(runId: string): void {
    this.#saved(() => this.#endpoints.requeue(this.#runs.key(runId)));
  }

  take(runId: string, limit: number): readonly StoredEndpoint[] {
    return this.#guarded(() => this.#endpoints.take(this.#runs.key(runId), limit));
  }

  *endpoints(runId: string): Generator<StoredEndpoint> {
    yield* this.#streamed(() => this.#endpoints.all(this.#runs.key(runId)));
  }

  targetsOf(endpointId: number) {
    return this.#guarded(() => this.#endpoints.targetsOf(endpointId));
  }

  *targetErrors(runId: string): Generator<TargetError> {
    yield* this.#streamed(() => this.#endpoints.errors(this.#runs.key(runId)));
  }

  append(endpointId: number, identity: DetectorIdentity, observation: Observation, reinterprets?: number): void {
    this.#appended.push({ endpointId, identity, observation, reinterprets: reinterprets ?? null });
    this.#scheduleFlush();
  }

  finish(endpointId: number): void {
    this.#finished.push(endpointId);
    this.#scheduleFlush();
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#throwPending();
    if (this.#waiting === 0) return;
    this.#transaction(() => {
      for (const { hash, bytes } of this.#raw) this.#observations.keepRaw(hash, bytes);
      for (const appended of this.#appended) {
        this.#observations.append(this.#runs.key(appended.observation.run), appended);
      }
      for (const endpoint of this.#finished) this.#endpoints.finish(endpoint);
    });
    this.#raw = [];
    this.#appended = [];
    this.#finished = [];
  }

  observationsOf(endpointId: number) {
    return this.#saved(() => this.#observations.ofEndpoint(endpointId));
  }

  currentObservationsOf(endpointId: number) {
    return this.#saved(() => this.#observations.currentOfEndpoint(endpointId));
  }

  *observations(runId: string): Generator<StoredObservation> {
    yield* this.#streamed(() => this.#observations.all(this.#runs.key(runId)));
  }

  transcripts(hash: string) {
    return this.#saved(() => this.#observations.transcripts(hash));
  }

  transcriptsOf(observationId: number) {
    return this.#saved(() => this.#observations.transcriptsOf(observationId));
  }

  appendForeign(runId: string, answers: readonly ForeignAnswer[]): readonly Observation[] {
    this.flush();
    const stored: Observation[] = [];
    this.#transaction(() => {
      const run = this.#runs.key(runId);
      for (const { ordinal, target, planned, identity, observation: given } of answers) {
        const endpointId = this.#endpoints.addAsked(run, ordinal, target, planned);
        const observation = { ...given, attempt: 1 + this.#observations.times(endpointId, identity.id) };
        this.#observations.append(run, { endpointId, identity, observation, reinterprets: null });
        stored.push(observation);
      }
    });
    return stored;
  }

  knownAt(place: Place, otherThan: string | null) {
    return this.#guarded(() => this.#endpoints.knownAt(place, otherThan === null ? null : this.#runs.key(otherThan)));
  }

  *campaign(runIds: readonly string[]): Generator<CampaignEndpoint> {
    yield* this.#streamed(() => this.#endpoints.campaign(runIds.map((id) => this.#runs.key(id))));
  }

  endpoint(id: number) {
    return this.#saved(() => this.#endpoints.one(id));
  }

  answeredAfter(observation: number, limit: number) {
    return this.#saved(() => this.#observations.answeredAfter(observation, limit));
  }

  endpointsAfter(endpoint: number, limit: number) {
    return this.#saved(() => this.#endpoints.after(endpoint, limit));
  }

  newestEndpoint() {
    return this.#saved(() => this.#endpoints.newest());
  }

  newestAnswer() {
    return this.#saved(() => this.#observations.newest());
  }

  newestAnswerAt() {
    return this.#saved(() => this.#observations.newestAt());
  }

  *owned(runIds: readonly string[]): Generator<Mention> {
    for (const id of runIds) yield* this.#streamed(() => this.#endpoints.owned(this.#runs.key(id)));
  }

  answered(runIds: readonly string[]) {
    return this.#saved(() => this.#observations.answered(runIds.map((id) => this.#runs.key(id))));
  }

  answers(runIds: readonly string[]) {
    return this.#saved(() =>
      readAnswers(
        this.#driver,
        runIds.map((id) => ({ id, key: this.#runs.key(id) })),
      ),
    );
  }

  targetTexts(table: Pick<CampaignTable, "endpointIds" | "idStarts">) {
    return this.#saved(() => readTargetTexts(this.#driver, table));
  }

  keepRaw(bytes: Uint8Array): string {
    const hash = createHash("sha256").update(bytes).digest();
    this.#raw.push({ hash, bytes });
    this.#scheduleFlush();
    return hash.toString("hex");
  }

  raw(hash: string) {
    return this.#saved(() => this.#observations.raw(hash));
  }

  addReport(report: StoredReport): void {
    this.#transaction(() => this.#runs.addReport(report));
  }

  addControls(runId: string, results: readonly ControlResult[]): void {
    this.#transaction(() => this.#runs.addControls(this.#runs.key(runId), results));
  }

  controls(runIds: readonly string[]) {
    return this.#guarded(() => this.#runs.controls(runIds.map((id) => this.#runs.key(id))));
  }

  reports() {
    return this.#guarded(() => this.#runs.reports());
  }

  close(): void {
    try {
      this.flush();
    } finally {
      this.#driver.close();
    }
  }

  #scheduleFlush(): void {
    this.#throwPending();
    if (this.#waiting >= FLUSH_AFTER_ROWS) this.flush();
    else this.#timer ??= setTimeout(() => this.#flushInBackground(), FLUSH_AFTER_MS);
  }

  get #waiting(): number {
    return this.#appended.length + this.#finished.length + this.#raw.length;
  }

  #flushInBackground(): void {
    try {
      this.flush();
    } catch (error) {
      this.#failure = error;
    }
  }

  #throwPending(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
  }

  /** Reads or writes with everything appended so far in the database. */
  #saved<T>(work: () => T): T {
    this.flush();
    return this.#guarded(work);
  }

  *#streamed<T>(rows: () => Iterable<T>): Generator<T> {
    this.flush();
    try {
      yield* rows();
    } catch (error) {
      throw storeError(error, this.#file, this.#driver);
    }
  }

  #transaction<T>(work: () => T): T {
    return this.#guarded(() => {
      try {
        return inTransaction(this.#driver, work);
      } catch (error) {
        this.#observations.forgetKeys();
        throw error;
      }
    });
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeError(error, this.#file, this.#driver);
    }
  }
}
