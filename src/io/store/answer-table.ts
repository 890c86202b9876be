/** All answers of some runs as columns of numbers: a million rows without a million observations. */

import type { Endpoint } from "../../core/model/endpoint.ts";
import { EVIDENCES, OUTCOMES } from "../../core/model/outcome.ts";
import type { Answered, AnswerTable } from "../../core/ports/store.ts";
import { evidenceOf, outcomeOf } from "./codes.ts";
import type { Driver, Row, Statement } from "./driver.ts";
import { NOT_READ_AGAIN } from "./observation-table.ts";
import { answeredOf, endpointOf } from "./rows.ts";

/** Rows fetched at once: large enough not to matter, small enough not to fill memory. */
const PAGE = 5000;

const ENDPOINT = "SELECT id, address, port, transport, server_name, origin FROM endpoint";

/** @param runs ids and keys. Everything is read in pages, so that no cursor stays open. */
export function readAnswers(
  driver: Driver,
  runs: readonly { readonly id: string; readonly key: number }[],
): AnswerTable {
  const endpointPage = driver.prepare(`${ENDPOINT} WHERE run = ? AND id > ? ORDER BY id LIMIT ${PAGE}`);
  const page = driver.prepare(
    `SELECT id, endpoint, detector, vantage, manual, outcome, evidence, started_at FROM observation
     WHERE run = ? AND id > ? AND ${NOT_READ_AGAIN} ORDER BY id LIMIT ${PAGE}`,
  );
  const endpoints = new Endpoints(driver);
  const sources = new Sources(driver);
  const columns = new Columns();
  for (const run of runs) {
    for (const row of pages((after) => endpointPage.all(run.key, after))) endpoints.add(row);
    for (const row of pages((after) => page.all(run.key, after))) {
      columns.add(endpoints.indexOf(row), sources.indexOf(run, row), row);
    }
  }
  return { endpoints: endpoints.all, sources: sources.all, ...columns.done() };
}

function* pages(fetch: (after: number) => readonly Row[]): Generator<Row> {
  let after = 0;
  for (let rows = fetch(after); rows.length > 0; rows = fetch(after)) {
    yield* rows;
    after = Number(rows.at(-1)?.["id"]);
  }
}

/** The same endpoint has another id in each run. */
class Endpoints {
  readonly all: Endpoint[] = [];
  readonly #places = new Map<string, number>();
  readonly #ids = new Map<number, number>();
  readonly #late: Statement;

  constructor(driver: Driver) {
    this.#late = driver.prepare(`${ENDPOINT} WHERE id = ?`);
  }

  add(row: Row): number {
    const place = [row["address"], row["port"], row["transport"], row["server_name"]].join("\0");
    let index = this.#places.get(place);
    if (index === undefined) {
      index = this.all.push(endpointOf(row)) - 1;
      this.#places.set(place, index);
    }
    this.#ids.set(Number(row["id"]), index);
    return index;
  }

  indexOf(row: Row): number {
    const id = Number(row["endpoint"]);
    // One that is missing was planned after its run's endpoints were read: another process is still at it.
    return this.#ids.get(id) ?? this.add(this.#late.get(id) ?? {});
  }
}

class Sources {
  readonly all: Answered[] = [];
  readonly #detectors: ReadonlyMap<unknown, Row>;
  readonly #vantages: ReadonlyMap<unknown, Row>;
  readonly #known = new Map<string, number>();

  constructor(driver: Driver) {
    const byKey = (table: string) =>
      new Map(
        driver
          .prepare(`SELECT * FROM ${table}`)
          .all()
          .map((row) => [row["key"], row]),
      );
    this.#detectors = byKey("detector");
    this.#vantages = byKey("vantage");
  }

  indexOf(run: { readonly id: string; readonly key: number }, row: Row): number {
    const key = [run.key, row["detector"], row["vantage"], row["manual"]].join(" ");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const vantage = this.#vantages.get(row["vantage"])?.["name"] ?? null;
    const detector = this.#detectors.get(row["detector"]) ?? {};
    const index = this.all.push(answeredOf({ ...detector, vantage, run: run.id, manual: row["manual"] ?? 0 })) - 1;
    this.#known.set(key, index);
    return index;
  }
}

/** Columns that grow by doubling. */
class Columns {
  #length = 0;
  #endpoint = new Int32Array(PAGE);
  #source = new Int32Array(PAGE);
  #outcome = new Uint8Array(PAGE);
  #evidence = new Uint8Array(PAGE);
  #startedAt = new Float64Array(PAGE);

  add(endpoint: number, source: number, row: Row): void {
    const at = this.#length++;
    if (at === this.#endpoint.length) this.#resize(at * 2);
    this.#endpoint[at] = endpoint;
    this.#source[at] = source;
    this.#outcome[at] = OUTCOMES.indexOf(outcomeOf(row["outcome"]));
    this.#evidence[at] = EVIDENCES.indexOf(evidenceOf(row["evidence"]));
    this.#startedAt[at] = Number(row["started_at"]);
  }

  done(): Pick<AnswerTable, "endpoint" | "source" | "outcome" | "evidence" | "startedAt"> {
    this.#resize(this.#length);
    return {
      endpoint: this.#endpoint,
      source: this.#source,
      outcome: this.#outcome,
      evidence: this.#evidence,
      startedAt: this.#startedAt,
    };
  }

  #resize(length: number): void {
    this.#endpoint = resized(this.#endpoint, new Int32Array(length));
    this.#source = resized(this.#source, new Int32Array(length));
    this.#outcome = resized(this.#outcome, new Uint8Array(length));
    this.#evidence = resized(this.#evidence, new Uint8Array(length));
    this.#startedAt = resized(this.#startedAt, new Float64Array(length));
  }
}

function resized<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from.subarray(0, to.length));
  return to;
}
