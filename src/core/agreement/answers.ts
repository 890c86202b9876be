/**
 * Answers as columns: for each detector (or each of its versions, runs, vantages) what it said about every endpoint. A cell
 * remembers all that was said there, so that it can be read as "ever 1" or "always 1".
 */

import { latestWords } from "../matrix/latest.ts";
import { OUTCOMES, type Outcome } from "../model/outcome.ts";
import type { AnswerTable } from "../ports/store.ts";
import { MISSING } from "../stats/ratings.ts";

/** Categories of the tables here: the index in OUTCOMES. */
export const VULNERABLE = 0;
export const NOT_VULNERABLE = 1;
export const UNKNOWN = 2;

/** What was said in a cell: a bit for each outcome, 1 << its index in OUTCOMES; 0: nothing. */
export type SaidColumn = Uint8Array;

/** A 1 outweighs a 0, a 0 outweighs a ?: the reading of the matrix. By the bits of what was said. */
const EVER = [
  MISSING,
  VULNERABLE,
  NOT_VULNERABLE,
  VULNERABLE,
  UNKNOWN,
  VULNERABLE,
  NOT_VULNERABLE,
  VULNERABLE,
] as const;
/** A 0 outweighs a 1: a 1 only where every conclusive answer was one. */
const ALWAYS = [
  MISSING,
  VULNERABLE,
  NOT_VULNERABLE,
  NOT_VULNERABLE,
  UNKNOWN,
  VULNERABLE,
  NOT_VULNERABLE,
  NOT_VULNERABLE,
] as const;

const readBy = (reading: readonly number[]) => (column: SaidColumn) =>
  Int8Array.from(column, (said) => reading[said] ?? MISSING);

/** Categories of "said 1 at least once". */
export const everVulnerable = readBy(EVER);
/** Categories of "said 1 and never 0". */
export const alwaysVulnerable = readBy(ALWAYS);

/** The same with ? as no answer. */
export function conclusiveOnly(column: Int8Array): Int8Array {
  return column.map((category) => (category === UNKNOWN ? MISSING : category));
}

/** The answers endpoint by endpoint: those of endpoint e are `order[starts[e]]` up to `order[starts[e + 1] - 1]`, as they stand in the table. */
export interface Grouped {
  readonly starts: Int32Array;
  readonly order: Int32Array;
}

export function byEndpoint({ endpoints, endpoint }: AnswerTable): Grouped {
  const starts = new Int32Array(endpoints.length + 1);
  for (const index of endpoint) starts[index + 1] = (starts[index + 1] ?? 0) + 1;
  for (let index = 1; index < starts.length; index++) starts[index] = (starts[index] ?? 0) + (starts[index - 1] ?? 0);
  const next = starts.slice();
  const order = new Int32Array(endpoint.length);
  for (const [answer, index] of endpoint.entries()) {
    const place = next[index] ?? 0;
    order[place] = answer;
    next[index] = place + 1;
  }
  return { starts, order };
}

/** Which answers are somebody's latest word (matrix/latest.ts): 1, or 0 for what a later answer replaces. */
export function latest(table: AnswerTable, { starts, order }: Grouped): Uint8Array {
  const kept = new Uint8Array(table.endpoint.length).fill(1);
  const witnesses = indexed(table.sources.map(({ detector, vantage }) => `${detector}\0${vantage}`));
  const runs = indexed(table.sources.map(({ run }) => run));
  const runOf = new Int32Array(table.sources.length);
  const seenAt = new Int32Array(table.sources.length).fill(-1);
  for (let index = 0; index < table.endpoints.length; index++) {
    const answers = order.subarray(starts[index], starts[index + 1]);
    // A witness with one run here stands whole: nothing to compare, and by far the most common case.
    let several = false;
    for (const answer of answers) {
      const source = table.source[answer] ?? 0;
      const [witness, run] = [witnesses[source] ?? 0, runs[source] ?? 0];
      if (seenAt[witness] === index) several ||= runOf[witness] !== run;
      seenAt[witness] = index;
      runOf[witness] = run;
    }
    if (!several) continue;
    const said = Array.from(answers, (answer) => worded(table, answer));
    for (const answer of answers) kept[answer] = 0;
    for (const { answer } of latestWords(said)) kept[answer] = 1;
  }
  return kept;
}

/** Later times sort later as text, whatever the number: latestWords only compares. */
const EARLIEST = 8.64e15;

function worded(table: AnswerTable, answer: number) {
  const source = table.sources[table.source[answer] ?? 0];
  return {
    answer,
    detector: source?.detector ?? "",
    vantage: source?.vantage ?? "",
    run: source?.run ?? "",
    outcome: outcomeAt(table, answer),
    startedAt: String((table.startedAt[answer] ?? 0) + EARLIEST).padStart(20, "0"),
  };
}

function outcomeAt(table: AnswerTable, answer: number): Outcome {
  return OUTCOMES[table.outcome[answer] ?? UNKNOWN] ?? "unknown";
}

/** Equal words have equal numbers, from 0. */
function indexed(words: readonly string[]): readonly number[] {
  const known = new Map<string, number>();
  return words.map((word) => {
    const index = known.get(word) ?? known.size;
    known.set(word, index);
    return index;
  });
}

/**
 * One column for each name, in the order of `names`. @param columnOf the name of the column a source belongs to; null: none.
 * @param kept 1 for each answer that counts; null: all
 */
export function saidColumns(
  table: AnswerTable,
  names: readonly string[],
  columnOf: (source: AnswerTable["sources"][number]) => string | null,
  kept: Uint8Array | null,
): readonly SaidColumn[] {
  const columns = names.map(() => new Uint8Array(table.endpoints.length));
  const columnOfSource = table.sources.map((source) => {
    const name = columnOf(source);
    return name === null ? undefined : columns[names.indexOf(name)];
  });
  for (const [answer, endpoint] of table.endpoint.entries()) {
    if (kept !== null && kept[answer] !== 1) continue;
    const column = columnOfSource[table.source[answer] ?? 0];
    if (column !== undefined) column[endpoint] = (column[endpoint] ?? 0) | (1 << (table.outcome[answer] ?? UNKNOWN));
  }
  return columns;
}

/** The table without the answers of sources that do not count. */
export function onlyFrom(table: AnswerTable, counts: (source: AnswerTable["sources"][number]) => boolean): AnswerTable {
  const counting = table.sources.map(counts);
  if (counting.every(Boolean)) return table;
  const kept = [...table.source.keys()].filter((answer) => counting[table.source[answer] ?? 0] === true);
  const sources = table.sources.filter((_, index) => counting[index]);
  const place = new Map(sources.map((source, index) => [source, index]));
  const placeOf = table.sources.map((source) => place.get(source) ?? 0);
  return {
    endpoints: table.endpoints,
    sources,
    endpoint: Int32Array.from(kept, (answer) => table.endpoint[answer] ?? 0),
    source: Int32Array.from(kept, (answer) => placeOf[table.source[answer] ?? 0] ?? 0),
    outcome: Uint8Array.from(kept, (answer) => table.outcome[answer] ?? UNKNOWN),
    evidence: Uint8Array.from(kept, (answer) => table.evidence[answer] ?? 0),
    startedAt: Float64Array.from(kept, (answer) => table.startedAt[answer] ?? 0),
  };
}
