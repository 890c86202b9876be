/** Targets and endpoints in the database: planned, merged, queued, taken, asked. */

import type { Target, TargetError } from "../../core/model/target.ts";
import type {
  CampaignEndpoint,
  IngestItem,
  Mention,
  Place,
  PlannedEndpoint,
  StoredEndpoint,
} from "../../core/ports/store.ts";
import type { Driver, Row, Statement } from "./driver.ts";
import { ASKED, endpointOf, storedEndpointOf, TAKEN, targetErrorOf, targetOf, WAITING } from "./rows.ts";

/** Rows fetched at once while streaming: keyset pages instead of an open cursor, which would block writers. */
const PAGE = 500;

/** The text of the first target that named an endpoint. */
const TARGET_TEXT = `(SELECT target.text FROM endpoint_target JOIN target ON target.id = endpoint_target.target
  WHERE endpoint_target.endpoint = endpoint.id ORDER BY target.ordinal LIMIT 1) AS target_text`;

export class EndpointTable {
  readonly #driver: Driver;
  readonly #insertTarget: Statement;
  readonly #insertError: Statement;
  readonly #insertEndpoint: Statement;
  readonly #link: Statement;
  readonly #take: Statement;
  readonly #finish: Statement;
  readonly #knownAt: Statement;

  constructor(driver: Driver) {
    this.#driver = driver;
    // The empty update makes RETURNING work for a target that an interrupted run had begun to expand.
    this.#insertTarget = driver.prepare(
      `INSERT INTO target (run, ordinal, text, source, line, name, address, cidr, port, owner, tag)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (run, ordinal) DO UPDATE SET ordinal = ordinal RETURNING id`,
    );
    this.#insertError = driver.prepare("INSERT OR IGNORE INTO target_error VALUES (?, ?, ?, ?, ?, ?)");
    // Who asks for a port by name makes it "asked" and first; a permitted mention brings its permission.
    this.#insertEndpoint = driver.prepare(
      `INSERT INTO endpoint (run, address, port, transport, server_name, origin, stage, name, resolved, permitted,
                             unresolved_reason, unresolved_detail, starttls)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (run, address, port, transport, server_name) DO UPDATE SET
         stage = min(stage, excluded.stage),
         origin = min(origin, excluded.origin),
         name = CASE WHEN excluded.permitted > permitted THEN excluded.name ELSE name END,
         resolved = CASE WHEN excluded.permitted > permitted THEN excluded.resolved ELSE resolved END,
         permitted = max(permitted, excluded.permitted),
         starttls = coalesce(starttls, excluded.starttls)
       RETURNING id`,
    );
    this.#link = driver.prepare("INSERT OR IGNORE INTO endpoint_target VALUES (?, ?)");
    this.#take = driver.prepare(
      `UPDATE endpoint SET state = ${TAKEN} WHERE id IN
         (SELECT id FROM endpoint WHERE run = ? AND state = ${WAITING} ORDER BY stage, id LIMIT ?)
       RETURNING *, ${TARGET_TEXT}`,
    );
    this.#finish = driver.prepare(`UPDATE endpoint SET state = ${ASKED} WHERE id = ?`);
    const known = "SELECT address, port, transport, server_name, 'asked' AS origin, name FROM endpoint";
    this.#knownAt = driver.prepare(
      `${known} WHERE address = ? AND address <> '' AND port = ? AND transport = ? AND run <> ?
       UNION ${known} WHERE name = ? AND port = ? AND transport = ? AND run <> ?`,
    );
  }

  ingest(run: number, item: IngestItem): void {
    if (item.kind === "error") {
      const { at, text, problem } = item.error;
      this.#insertError.run(run, item.ordinal, at.source, at.line, text, problem);
      return;
    }
    const target = this.#target(run, item.ordinal, item.target);
    for (const planned of item.endpoints) this.#link.run(this.#upsert(run, planned), target);
  }

  /** Adds one endpoint that nobody is to ask any more; returns its id. */
  addAsked(run: number, ordinal: number, target: Target, planned: PlannedEndpoint): number {
    const id = this.#upsert(run, planned);
    this.#link.run(id, this.#target(run, ordinal, target));
    this.#finish.run(id);
    return id;
  }

  /** The target's id. */
  #target(run: number, ordinal: number, target: Target): number {
    const row = this.#insertTarget.get(
      run,
      ordinal,
      target.text,
      target.at.source,
      target.at.line,
      target.name,
      target.address,
      target.cidr,
      target.port,
      target.owner,
      target.tag,
    );
    return idOf(row);
  }

  #upsert(run: number, planned: PlannedEndpoint): number {
    const { endpoint, unresolved } = planned;
    const row = this.#insertEndpoint.get(
      run,
      endpoint.address ?? "",
      endpoint.port ?? 0,
      endpoint.transport,
      endpoint.serverName ?? "",
      endpoint.origin,
      planned.stage,
      planned.name,
      planned.resolved ? 1 : 0,
      planned.permitted ? 1 : 0,
      unresolved?.reason ?? null,
      unresolved?.detail ?? null,
      endpoint.startTls ?? null,
    );
    return idOf(row);
  }

  requeue(run: number): void {
    this.#driver.prepare(`UPDATE endpoint SET state = ${WAITING} WHERE run = ? AND state = ${TAKEN}`).run(run);
  }

  take(run: number, limit: number): readonly StoredEndpoint[] {
    const taken = this.#take.all(run, limit).map(storedEndpointOf);
    return taken.toSorted((a, b) => a.stage - b.stage || a.id - b.id);
  }

  finish(id: number): void {
    this.#finish.run(id);
  }

  *all(run: number): Generator<StoredEndpoint> {
    const page = this.#driver.prepare(
      `SELECT *, ${TARGET_TEXT} FROM endpoint WHERE run = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
    );
    yield* paged((after) => page.all(run, after), "id", storedEndpointOf);
  }

  /** @param otherThan the key of a run that is left out; null: none. */
  knownAt({ address, name, port, transport }: Place, otherThan: number | null) {
    const here = [port ?? 0, transport, otherThan ?? 0];
    const rows = this.#knownAt.all(address ?? "", ...here, name ?? "", ...here);
    return rows.map((row) => ({ endpoint: endpointOf(row), name: nameOf(row) }));
  }

  /** Keys in order, a page at a time, so that no cursor stays open. */
  *campaign(runs: readonly number[]): Generator<CampaignEndpoint> {
    const among = runs.map(() => "?").join(", ");
    const key = "(address, port, transport, server_name)";
    const page = this.#driver.prepare(
      `SELECT address, port, transport, server_name, min(origin) AS origin, json_group_array(id) AS ids,
              min(id) AS first
       FROM endpoint WHERE run IN (${among}) AND ${key} > (?, ?, ?, ?)
       GROUP BY address, port, transport, server_name ORDER BY address, port, transport, server_name LIMIT ${PAGE}`,
    );
    let after: readonly (string | number)[] = ["", -1, "", ""];
    for (;;) {
      const rows = page.all(...runs, ...after);
      for (const row of rows) {
        yield {
          endpoint: endpointOf(row),
          ids: (JSON.parse(String(row["ids"])) as number[]).toSorted((a, b) => a - b),
        };
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = ["address", "port", "transport", "server_name"].map((column) => last[column] as string | number);
    }
  }

  targetsOf(endpoint: number): readonly Target[] {
    return this.#driver
      .prepare(
        `SELECT target.* FROM endpoint_target JOIN target ON target.id = endpoint_target.target
         WHERE endpoint_target.endpoint = ? ORDER BY target.ordinal`,
      )
      .all(endpoint)
      .map(targetOf);
  }

  one(id: number): StoredEndpoint | null {
    const row = this.#driver.prepare(`SELECT *, ${TARGET_TEXT} FROM endpoint WHERE id = ?`).get(id);
    return row === undefined ? null : storedEndpointOf(row);
  }

  *owned(run: number): Generator<Mention> {
    const page = this.#driver.prepare(
      `SELECT endpoint.id AS endpoint, target.id AS target, target.text, target.owner, target.tag
       FROM endpoint JOIN endpoint_target ON endpoint_target.endpoint = endpoint.id
       JOIN target ON target.id = endpoint_target.target
       WHERE endpoint.run = ? AND (endpoint.id, target.id) > (?, ?) AND (target.owner IS NOT NULL OR target.tag IS NOT NULL)
       ORDER BY endpoint.id, target.id LIMIT ${PAGE}`,
    );
    let after: readonly [number, number] = [0, 0];
    for (;;) {
      const rows = page.all(run, ...after);
      for (const row of rows) yield mentionOf(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = [Number(last["endpoint"]), Number(last["target"])];
    }
  }

  after(endpoint: number, limit: number): readonly { readonly id: number; readonly run: string }[] {
    return this.#driver
      .prepare(
        `SELECT endpoint.id AS id, run.id AS run FROM endpoint JOIN run ON run.key = endpoint.run
         WHERE endpoint.id > ? ORDER BY endpoint.id LIMIT ?`,
      )
      .all(endpoint, limit)
      .map((row) => ({ id: Number(row["id"]), run: String(row["run"]) }));
  }

  newest(): number {
    return Number(this.#driver.prepare("SELECT max(id) AS newest FROM endpoint").get()?.["newest"] ?? 0);
  }

  *errors(run: number): Generator<TargetError> {
    const page = this.#driver.prepare(
      `SELECT * FROM target_error WHERE run = ? AND ordinal > ? ORDER BY ordinal LIMIT ${PAGE}`,
    );
    yield* paged((after) => page.all(run, after), "ordinal", targetErrorOf);
  }
}

/** Streams rows page by page, each page beginning after the last row's `key`. */
export function* paged<T>(fetch: (after: number) => readonly Row[], key: string, read: (row: Row) => T): Generator<T> {
  let after = 0;
  for (let rows = fetch(after); rows.length > 0; rows = fetch(after)) {
    for (const row of rows) yield read(row);
    after = Number(rows.at(-1)?.[key]);
  }
}

function mentionOf(row: Row): Mention {
  const textOrNull = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  return {
    endpointId: Number(row["endpoint"]),
    text: String(row["text"]),
    owner: textOrNull(row["owner"]),
    tag: textOrNull(row["tag"]),
  };
}

function nameOf(row: Row): string | null {
  return typeof row["name"] === "string" ? row["name"] : null;
}

function idOf(row: Row | undefined): number {
  return Number(row?.["id"]);
}
