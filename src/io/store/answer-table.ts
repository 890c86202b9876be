/** All answers of some runs as columns of numbers: a million rows without a million objects. */

import { EVIDENCES, OUTCOMES, REASON_CODES } from "../../core/model/outcome.ts";
import type { CampaignTable } from "../../core/ports/store.ts";
import { AnswerColumns, offsetsOf } from "./answer-columns.ts";
import { AnswerSources } from "./answer-sources.ts";
import { evidenceOf, outcomeOf, reasonOf } from "./codes.ts";
import { type Driver, inSnapshot, type SqlValue } from "./driver.ts";
import { EndpointPlaces } from "./endpoint-places.ts";

/** Rows fetched at once: large enough not to matter, small enough not to fill memory. */
const PAGE = 5000;

export interface RunKey {
  readonly id: string;
  readonly key: number;
}

const ANSWERS = `SELECT id, endpoint, detector, vantage, manual, outcome, evidence, started_at, reason, transcripts IS NOT NULL
  FROM observation WHERE run = ? AND id > ? ORDER BY id LIMIT ${PAGE}`;
const ENDPOINTS = `SELECT id, address, port, transport, server_name, origin
  FROM endpoint WHERE run = ? AND id > ? ORDER BY id LIMIT ${PAGE}`;

/** Everything as of one moment, read in pages. */
export function readAnswers(driver: Driver, runs: readonly RunKey[]): CampaignTable {
  return inSnapshot(driver, () => {
    const places = new EndpointPlaces();
    const endpointPage = driver.prepare(ENDPOINTS);
    for (const { key } of runs) for (const row of pages((after) => endpointPage.values(key, after))) places.add(row);
    const { endpoints, slotOf, slotIndex, ids, idStarts } = places.sorted();
    const readAgain = readingsThatWereReplaced(driver);
    const sources = new AnswerSources(driver);
    const columns = new AnswerColumns();
    const page = driver.prepare(ANSWERS);
    for (const run of runs) {
      sources.begin(run);
      for (const row of pages((after) => page.values(run.key, after))) {
        const [id, endpoint, detector, vantage, manual, outcome, evidence, startedAt, reason, transcribed] = row;
        const slot = slotOf(Number(endpoint));
        // Of another run's endpoint: nobody writes such a row.
        if (slot < 0 || readAgain.has(Number(id))) continue;
        columns.add(
          slot,
          sources.indexOf(Number(detector), Number(vantage), Number(manual)),
          outcomeAt(outcome),
          evidenceAt(evidence),
          reasonAt(reason),
          Number(startedAt),
          Number(id),
          transcribed === 1 ? 1 : 0,
        );
      }
    }
    const { slot, ...rest } = columns.inOrderOfSlots(ids.length);
    const endpoint = slot.map((each) => slotIndex[each] ?? 0);
    const starts = offsetsOf(endpoint, endpoints.length);
    return { endpoints, sources: sources.all, endpoint, starts, ...rest, endpointIds: ids, idStarts };
  });
}

/** The few rows for which a later reading of the same transcripts stands. */
function readingsThatWereReplaced(driver: Driver): ReadonlySet<number> {
  const rows = driver.prepare("SELECT reinterprets FROM observation WHERE reinterprets IS NOT NULL").values();
  return new Set(rows.map(([id]) => Number(id)));
}

/** Rows whose first column is the id by which they are sorted. */
function* pages(fetch: (after: number) => readonly (readonly SqlValue[])[]): Generator<readonly SqlValue[]> {
  let after = 0;
  for (let rows = fetch(after); rows.length > 0; rows = fetch(after)) {
    yield* rows;
    after = Number(rows.at(-1)?.[0]);
  }
}

/** Places in the closed lists; what is in none of them is an error (codes.ts), each spelling looked up once. */
const outcomeAt = remembered((code) => OUTCOMES.indexOf(outcomeOf(code)));
const evidenceAt = remembered((code) => EVIDENCES.indexOf(evidenceOf(code)));
const reasonAt = remembered((code) => REASON_CODES.indexOf(reasonOf(code)));

function remembered(look: (code: SqlValue | undefined) => number): (code: SqlValue | undefined) => number {
  const known = new Map<SqlValue | undefined, number>();
  return (code) => {
    let place = known.get(code);
    if (place === undefined) {
      place = look(code);
      known.set(code, place);
    }
    return place;
  };
}
