/** Runs in the database, and how many of everything they have. */

import type { ControlResult } from "../../core/controls.ts";
import {
  type NewRun,
  type Run,
  type RunCounts,
  type RunState,
  StoreError,
  type StoredReport,
} from "../../core/ports/store.ts";
import type { Driver } from "./driver.ts";
import { ASKED, controlOf, reportOf, runOf } from "./rows.ts";

export class RunTable {
  readonly #driver: Driver;
  readonly #keys = new Map<string, number>();

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  create(run: NewRun): void {
    this.#driver
      .prepare(
        "INSERT INTO run (id, kind, pack, vantage, version, resolver, draws, options, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      )
      .run(run.id, run.kind, run.pack, run.vantage, run.version, run.resolver, run.draws, run.options, run.startedAt);
  }

  get(id: string): Run | null {
    const row = this.#driver.prepare("SELECT * FROM run WHERE id = ?").get(id);
    return row === undefined ? null : runOf(row);
  }

  all(): readonly Run[] {
    return this.#driver.prepare("SELECT * FROM run ORDER BY key DESC").all().map(runOf);
  }

  setState(id: string, state: RunState, endedAt: string | null): void {
    this.#driver.prepare("UPDATE run SET state = ?, ended_at = ? WHERE id = ?").run(state, endedAt, id);
  }

  setProgress(key: number, progress: { readonly read: number; readonly complete: boolean }): void {
    this.#driver
      .prepare("UPDATE run SET targets_read = ?, targets_complete = ? WHERE key = ?")
      .run(progress.read, progress.complete ? 1 : 0, key);
  }

  counts(id: string): RunCounts {
    const row = this.#driver
      .prepare(
        `SELECT (SELECT count(*) FROM target WHERE run = key) AS targets,
                (SELECT count(*) FROM target_error WHERE run = key) AS errors,
                (SELECT count(*) FROM endpoint WHERE run = key) AS endpoints,
                (SELECT count(*) FROM endpoint WHERE run = key AND state = ${ASKED}) AS done,
                (SELECT count(*) FROM observation WHERE run = key) AS observations
         FROM run WHERE id = ?`,
      )
      .get(id);
    return {
      targets: Number(row?.["targets"]),
      targetErrors: Number(row?.["errors"]),
      endpoints: Number(row?.["endpoints"]),
      endpointsDone: Number(row?.["done"]),
      observations: Number(row?.["observations"]),
    };
  }

  addReport(report: StoredReport): void {
    const { sha256, keptSha256, name, bytes, redactions, importer, summary } = report;
    this.#driver
      .prepare(
        `INSERT INTO report (run, sha256, kept_sha256, name, bytes, redactions, importer, summary)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(this.key(report.run), sha256, keptSha256, name, bytes, redactions, importer, summary);
  }

  addControls(run: number, results: readonly ControlResult[]): void {
    const insert = this.#driver.prepare(
      "INSERT INTO control (run, detector, condition, truth, reason) VALUES (?, ?, ?, ?, ?)",
    );
    for (const { detector, condition, truth, reason } of results) insert.run(run, detector, condition, truth, reason);
  }

  controls(runs: readonly number[]): readonly ControlResult[] {
    const among = runs.map(() => "?").join(", ");
    return this.#driver
      .prepare(`SELECT * FROM control WHERE run IN (${among}) ORDER BY rowid`)
      .all(...runs)
      .map(controlOf);
  }

  /** Newest first. */
  reports(): readonly StoredReport[] {
    return this.#driver
      .prepare("SELECT report.*, run.id AS run_id FROM report JOIN run ON run.key = report.run ORDER BY run.key DESC")
      .all()
      .map(reportOf);
  }

  /** The small number that stands for a run in the other tables. */
  key(id: string): number {
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const row = this.#driver.prepare("SELECT key FROM run WHERE id = ?").get(id);
    if (row === undefined) throw new StoreError("failed", `There is no run ${id} in this database.`);
    const key = Number(row["key"]);
    this.#keys.set(id, key);
    return key;
  }
}
