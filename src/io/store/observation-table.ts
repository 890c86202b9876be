/** Observations and the transcripts they rest on in the database: appended and read, nothing else. */

import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { DetectorIdentity, Observation } from "../../core/model/observation.ts";
import type { Answered, AnsweredSince, StoredObservation, TranscriptsRead } from "../../core/ports/store.ts";
import { evidenceCode, outcomeCode } from "./codes.ts";
import type { Driver, Statement } from "./driver.ts";
import { paged } from "./endpoint-table.ts";
import { encodeProvenance } from "./provenance-codec.ts";
import { answeredOf, observationOf } from "./rows.ts";
import { decodeTranscripts, encodeTranscripts, TRANSCRIPT_ENCODING } from "./transcript-codec.ts";

const SELECT = `
  SELECT observation.id AS observation_id, observation.endpoint AS endpoint_id, observation.*, endpoint.address,
         endpoint.port, endpoint.transport, endpoint.server_name, endpoint.origin, run.id AS run_id, run.pack,
         detector.id AS detector_id, detector.version AS detector_version, detector.lineage,
         vantage.name AS vantage_name
  FROM observation
  JOIN endpoint ON endpoint.id = observation.endpoint
  JOIN run ON run.key = observation.run
  JOIN detector ON detector.key = observation.detector
  JOIN vantage ON vantage.key = observation.vantage`;

/** Condition: no later reading of the same transcripts stands for this one. */
const NOT_READ_AGAIN = "NOT EXISTS (SELECT 1 FROM observation AS later WHERE later.reinterprets = observation.id)";

/** Of a program's output in the table of blobs: deflated (RFC 1951). */
const RAW_ENCODING = 2;

/** An observation waiting to be written. */
export interface Appended {
  readonly endpointId: number;
  readonly identity: DetectorIdentity;
  readonly observation: Observation;
  readonly reinterprets: number | null;
}

export class ObservationTable {
  readonly #driver: Driver;
  readonly #insert: Statement;
  readonly #insertBlob: Statement;
  readonly #ofEndpoint: Statement;
  readonly #currentOfEndpoint: Statement;
  readonly #times: Statement;
  readonly #transcriptsOf: Statement;
  readonly #detectors = new Map<string, number>();
  readonly #vantages = new Map<string, number>();

  constructor(driver: Driver) {
    this.#driver = driver;
    this.#insert = driver.prepare(
      `INSERT INTO observation (run, endpoint, detector, vantage, manual, attempt, started_at, duration, outcome,
                                evidence, reason, detail, transcripts, reinterprets, provenance)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    // A trigger ignores what is there already: the same hash means the same bytes.
    this.#insertBlob = driver.prepare("INSERT INTO blob (sha256, encoding, bytes) VALUES (?, ?, ?)");
    this.#ofEndpoint = driver.prepare(`${SELECT} WHERE observation.endpoint = ? ORDER BY observation.id`);
    this.#currentOfEndpoint = driver.prepare(
      `${SELECT} WHERE observation.endpoint = ? AND ${NOT_READ_AGAIN} ORDER BY observation.id`,
    );
    this.#transcriptsOf = driver.prepare(
      "SELECT encoding, bytes FROM observation JOIN blob ON blob.sha256 = observation.transcripts WHERE observation.id = ?",
    );
    this.#times = driver.prepare(
      `SELECT count(*) AS times FROM observation JOIN detector ON detector.key = observation.detector
       WHERE observation.endpoint = ? AND detector.id = ?`,
    );
  }

  append(run: number, { endpointId, identity, observation, reinterprets }: Appended): void {
    this.#insert.run(
      run,
      endpointId,
      this.#detectorKey(identity),
      this.#vantageKey(observation.vantage),
      observation.mode === "manual" ? 1 : 0,
      observation.attempt,
      Date.parse(observation.startedAt),
      Math.round(observation.durationMs * 1000) / 1000,
      outcomeCode(observation.outcome),
      evidenceCode(observation.evidence),
      observation.reason,
      observation.detail,
      this.#store(observation),
      reinterprets,
      encodeProvenance(observation.provenance),
    );
  }

  /** How often this detector, in any of its versions, has answered about the endpoint. */
  times(endpointId: number, detector: string): number {
    return Number(this.#times.get(endpointId, detector)?.["times"] ?? 0);
  }

  ofEndpoint(endpointId: number): readonly StoredObservation[] {
    return this.#ofEndpoint.all(endpointId).map(observationOf);
  }

  currentOfEndpoint(endpointId: number): readonly StoredObservation[] {
    return this.#currentOfEndpoint.all(endpointId).map(observationOf);
  }

  *all(run: number): Generator<StoredObservation> {
    const page = this.#driver.prepare(
      `${SELECT} WHERE observation.run = ? AND observation.id > ? ORDER BY observation.id LIMIT 500`,
    );
    yield* paged((after) => page.all(run, after), "observation_id", observationOf);
  }

  transcripts(hash: string): TranscriptsRead {
    const row = this.#driver.prepare("SELECT encoding, bytes FROM blob WHERE sha256 = ?").get(Buffer.from(hash, "hex"));
    const bytes = row?.["bytes"];
    if (!(bytes instanceof Uint8Array))
      return { ok: false, problem: "the database holds no transcripts with this hash" };
    return decodeTranscripts(Number(row?.["encoding"]), bytes);
  }

  transcriptsOf(observation: number): TranscriptsRead | null {
    const [row] = this.#transcriptsOf.values(observation);
    if (row === undefined) return null;
    const [encoding, bytes] = row;
    return bytes instanceof Uint8Array ? decodeTranscripts(Number(encoding), bytes) : null;
  }

  answered(runs: readonly number[]): readonly Answered[] {
    const among = runs.map(() => "?").join(", ");
    return this.#driver
      .prepare(
        `SELECT DISTINCT detector.id, detector.kind, detector.version, detector.lineage, vantage.name AS vantage,
                run.id AS run, observation.manual
         FROM observation
         JOIN run ON run.key = observation.run
         JOIN detector ON detector.key = observation.detector
         JOIN vantage ON vantage.key = observation.vantage
         WHERE observation.run IN (${among})`,
      )
      .all(...runs)
      .map(answeredOf);
  }

  newest(): number {
    return Number(this.#driver.prepare("SELECT max(id) AS newest FROM observation").get()?.["newest"] ?? 0);
  }

  /** Of those stored last, as a report that was read just now may speak of years ago; null: there is none. */
  newestAt(): number | null {
    const last = "SELECT started_at FROM observation ORDER BY id DESC LIMIT 5000";
    const at = this.#driver.prepare(`SELECT max(started_at) AS at FROM (${last})`).get()?.["at"] ?? null;
    return at === null ? null : Number(at);
  }

  answeredAfter(observation: number, limit: number): AnsweredSince {
    const rows = this.#driver
      .prepare(
        `SELECT observation.id AS id, observation.endpoint AS endpoint, run.id AS run FROM observation
         JOIN run ON run.key = observation.run WHERE observation.id > ? ORDER BY observation.id LIMIT ?`,
      )
      .all(observation, limit);
    const endpoints = new Map(rows.map((row) => [Number(row["endpoint"]), String(row["run"])]));
    return {
      last: Number(rows.at(-1)?.["id"] ?? observation),
      endpoints: [...endpoints].map(([id, run]) => ({ id, run })),
      more: rows.length === limit,
    };
  }

  keepRaw(hash: Uint8Array, bytes: Uint8Array): void {
    this.#insertBlob.run(hash, RAW_ENCODING, deflateRawSync(bytes));
  }

  raw(hash: string): Uint8Array | null {
    const row = this.#driver
      .prepare("SELECT bytes FROM blob WHERE sha256 = ? AND encoding = ?")
      .get(Buffer.from(hash, "hex"), RAW_ENCODING);
    const bytes = row?.["bytes"];
    return bytes instanceof Uint8Array ? inflateRawSync(bytes) : null;
  }

  /** Forgets keys learned in a transaction that was rolled back. */
  forgetKeys(): void {
    this.#detectors.clear();
    this.#vantages.clear();
  }

  #store({ transcripts }: Observation): Uint8Array | null {
    if (transcripts.length === 0) return null;
    const bytes = encodeTranscripts(transcripts);
    const sha256 = createHash("sha256").update(bytes).digest();
    this.#insertBlob.run(sha256, TRANSCRIPT_ENCODING, bytes);
    return sha256;
  }

  #detectorKey({ id, kind, version, lineage }: DetectorIdentity): number {
    return remembered(this.#detectors, JSON.stringify([id, kind, version, lineage]), () => {
      const insert = "INSERT INTO detector (id, kind, version, lineage) VALUES (?, ?, ?, ?)";
      return this.#dictionary(`${insert} ON CONFLICT DO UPDATE SET id = id RETURNING key`, [
        id,
        kind,
        version,
        lineage,
      ]);
    });
  }

  #vantageKey(name: string): number {
    return remembered(this.#vantages, name, () =>
      this.#dictionary("INSERT INTO vantage (name) VALUES (?) ON CONFLICT DO UPDATE SET name = name RETURNING key", [
        name,
      ]),
    );
  }

  #dictionary(sql: string, values: readonly string[]): number {
    return Number(this.#driver.prepare(sql).get(...values)?.["key"]);
  }
}

function remembered(known: Map<string, number>, word: string, look: () => number): number {
  const key = known.get(word) ?? look();
  known.set(word, key);
  return key;
}
