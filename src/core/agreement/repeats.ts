/**
 * What each detector says when it is asked again: same endpoint, version and vantage, without a gap of more than a day
 * (reference/statistics.md 8.4 and 6). Apart for endpoints that another lineage has proved vulnerable, and for ? against an answer.
 */

import { EVIDENCES } from "../model/outcome.ts";
import type { AnswerTable } from "../ports/store.ts";
import { type Repeatability, repeatability, type RepeatCell } from "../stats/repeatability.ts";
import { type Grouped, UNKNOWN, VULNERABLE } from "./answers.ts";

export interface RepeatReport {
  readonly detector: string;
  /** Answers of 1 against answers of 0, where another lineage demonstrated that the endpoint is vulnerable, and elsewhere. */
  readonly confirmed: Repeatability;
  readonly others: Repeatability;
  /** Conclusive answers against ?, everywhere. */
  readonly conclusive: Repeatability;
}

/** What is remembered of a detector: how many cells there are of each kind. */
interface Tallies {
  readonly confirmed: Map<string, RepeatCell>;
  readonly others: Map<string, RepeatCell>;
  readonly conclusive: Map<string, RepeatCell>;
}

const EPOCH_GAP_MS = 24 * 60 * 60 * 1000;
const DEMONSTRATED = EVIDENCES.indexOf("demonstrated");

/** In the order of `detectors`. Who was never asked twice has no cells. */
export function repeats(table: AnswerTable, grouped: Grouped, detectors: readonly string[]): readonly RepeatReport[] {
  const tallies = new Map<string, Tallies>(
    detectors.map((detector) => [detector, { confirmed: new Map(), others: new Map(), conclusive: new Map() }]),
  );
  const questions = table.sources.map(({ detector, version, vantage }) => `${detector}\0${version}\0${vantage}`);
  const places = new Map([...new Set(questions)].map((question, index) => [question, index]));
  const placeOf = questions.map((question) => places.get(question) ?? 0);
  const seenAt = new Int32Array(places.size).fill(-1);
  for (let endpoint = 0; endpoint < table.endpoints.length; endpoint++) {
    const answers = grouped.order.subarray(grouped.starts[endpoint], grouped.starts[endpoint + 1]);
    let again = false;
    for (const answer of answers) {
      const place = placeOf[table.source[answer] ?? 0] ?? 0;
      again ||= seenAt[place] === endpoint;
      seenAt[place] = endpoint;
    }
    if (again) countCells(table, answers, placeOf, tallies);
  }
  return detectors.map((detector) => {
    const tally = tallies.get(detector);
    const summed = (what: keyof Tallies) =>
      repeatability([...(tally?.[what].values() ?? [])], `repeats ${what} ${detector}`);
    return {
      detector,
      confirmed: summed("confirmed"),
      others: summed("others"),
      conclusive: summed("conclusive"),
    };
  });
}

function countCells(
  table: AnswerTable,
  answers: Int32Array,
  placeOf: readonly number[],
  tallies: ReadonlyMap<string, Tallies>,
): void {
  const proofs = new Set<string>();
  const cells = new Map<number, number[]>();
  for (const answer of answers) {
    const source = table.source[answer] ?? 0;
    if (table.outcome[answer] === VULNERABLE && table.evidence[answer] === DEMONSTRATED) {
      proofs.add(table.sources[source]?.lineage ?? "");
    }
    const place = placeOf[source] ?? 0;
    const known = cells.get(place);
    if (known === undefined) cells.set(place, [answer]);
    else known.push(answer);
  }
  for (const cell of cells.values()) {
    if (cell.length < 2) continue;
    const source = table.sources[table.source[cell[0] ?? 0] ?? 0];
    const tally = source === undefined ? undefined : tallies.get(source.detector);
    if (source === undefined || tally === undefined) continue;
    const confirmed = [...proofs].some((lineage) => lineage !== source.lineage);
    for (const epoch of epochs(table, cell)) {
      const said = epoch.map((answer) => table.outcome[answer] ?? UNKNOWN);
      const sure = said.filter((outcome) => outcome !== UNKNOWN);
      const ones = sure.filter((outcome) => outcome === VULNERABLE).length;
      add(confirmed ? tally.confirmed : tally.others, ones, sure.length);
      add(tally.conclusive, sure.length, said.length);
    }
  }
}

/** Answers apart by more than the gap were about the endpoint at different times. */
function epochs(table: AnswerTable, answers: readonly number[]): readonly (readonly number[])[] {
  const at = (answer: number | undefined): number => table.startedAt[answer ?? 0] ?? 0;
  const all: number[][] = [];
  for (const answer of answers.toSorted((a, b) => at(a) - at(b))) {
    const current = all.at(-1);
    if (current !== undefined && at(answer) - at(current.at(-1)) <= EPOCH_GAP_MS) current.push(answer);
    else all.push([answer]);
  }
  return all;
}

function add(cells: Map<string, RepeatCell>, ones: number, answers: number): void {
  if (answers < 2) return;
  const key = `${ones}/${answers}`;
  cells.set(key, { ones, answers, weight: (cells.get(key)?.weight ?? 0) + 1 });
}
