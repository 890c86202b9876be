/**
 * A detector beside itself: its versions, vantages, runs or modes as columns, the way the article had a table for nmap alone
 * (reference/statistics.md 8.5).
 */

import { columnOf, type Facet } from "../matrix/columns.ts";
import type { Answered, AnswerTable } from "../ports/store.ts";
import { cochran, type CochranQ, holm, mcnemar, type McNemar } from "../stats/paired.ts";
import { collapse, MISSING, pairCounts, type Patterns } from "../stats/ratings.ts";
import { alwaysVulnerable, conclusiveOnly, everVulnerable, saidColumns, UNKNOWN, VULNERABLE } from "./answers.ts";
import { type GroupReport, groupReport } from "./group.ts";
import { type PairAgreement, pairAgreement } from "./pair.ts";
import { type Said, saidOf } from "./said.ts";

/** Columns of one detector that are compared with each other; beyond it the latest ones count. */
const MOST_LEVELS = 24;

/** McNemar's test, with its p-value corrected for all that the report tests of the kind (Holm). */
export interface ChangeTest extends McNemar {
  readonly method: "mcnemar";
  readonly adjusted: number | null;
}

export interface LevelPair extends PairAgreement {
  readonly first: string;
  readonly second: string;
  /** Does one of them say 1 more often? Cells with several answers count as 1 where 1 was said at all. */
  readonly change: ChangeTest;
  /** The same where a cell counts as 1 only if nothing but 1 was said. */
  readonly changeOfAlways: ChangeTest;
  /** Does one of them say ? more often? `onlyFirst`: ? of the first beside an answer of the second. */
  readonly changeOfUnknown: ChangeTest;
}

export interface SelfAgreement {
  readonly detector: string;
  readonly levels: readonly ({ readonly name: string } & Said)[];
  /** Columns beyond MOST_LEVELS, not compared. */
  readonly leftOut: readonly string[];
  readonly group: GroupReport;
  readonly pairs: readonly LevelPair[];
  /** Of all columns at once, over endpoints that all answered with 1 or 0; null: fewer than three columns, or none differ. */
  readonly cochran: CochranQ | null;
}

/** For every detector that has two columns or more. @param by what tells columns apart, beside the detector; not empty */
export function selfAgreement(
  table: AnswerTable,
  detectors: readonly string[],
  by: readonly Facet[],
): readonly SelfAgreement[] {
  const found = detectors.flatMap((detector) => {
    const names = levelsOf(table, detector, by);
    return names.length < 2 ? [] : [selfOf(table, detector, names, by)];
  });
  return corrected(found);
}

/** By name with numbers as numbers; by the time of the first answer where runs are told apart. */
function levelsOf(table: AnswerTable, detector: string, by: readonly Facet[]): readonly string[] {
  const firsts = new Map<string, number>();
  const nameOf = table.sources.map((source) => (source.detector === detector ? columnOf(source, by) : null));
  for (const [answer, source] of table.source.entries()) {
    const name = nameOf[source] ?? null;
    if (name === null) continue;
    const at = table.startedAt[answer] ?? 0;
    firsts.set(name, Math.min(firsts.get(name) ?? at, at));
  }
  const byName = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });
  const byTime = (a: string, b: string) => (firsts.get(a) ?? 0) - (firsts.get(b) ?? 0) || byName(a, b);
  return [...firsts.keys()].toSorted(by.includes("run") ? byTime : byName);
}

type Untested = Omit<SelfAgreement, "pairs"> & { readonly pairs: readonly UntestedPair[] };
type UntestedPair = Omit<LevelPair, "change" | "changeOfAlways" | "changeOfUnknown"> & {
  readonly change: McNemar;
  readonly changeOfAlways: McNemar;
  readonly changeOfUnknown: McNemar;
};

function selfOf(table: AnswerTable, detector: string, all: readonly string[], by: readonly Facet[]): Untested {
  const names = all.slice(-MOST_LEVELS);
  const columnFor = (source: Answered) => {
    if (source.detector !== detector) return null;
    const name = columnOf(source, by);
    return names.includes(name) ? name : null;
  };
  const said = saidColumns(table, names, columnFor, null);
  const ever = said.map(everVulnerable);
  const everPatterns = collapse(ever, 3);
  const alwaysPatterns = collapse(said.map(alwaysVulnerable), 3);
  const pairs: UntestedPair[] = [];
  for (const [a, first] of names.entries()) {
    for (const [b, second] of names.entries()) {
      if (b <= a) continue;
      const counts = pairCounts(everPatterns, a, b);
      pairs.push({
        first,
        second,
        ...pairAgreement(counts, `${first} ${second}`),
        change: mcnemar(counts[1] ?? 0, counts[3] ?? 0),
        changeOfAlways: changeOf(pairCounts(alwaysPatterns, a, b)),
        changeOfUnknown: mcnemar((counts[6] ?? 0) + (counts[7] ?? 0), (counts[2] ?? 0) + (counts[5] ?? 0)),
      });
    }
  }
  return {
    detector,
    levels: names.map((name, index) => ({ name, ...saidOf(ever[index] ?? new Int8Array()) })),
    leftOut: all.slice(0, -MOST_LEVELS),
    group: groupReport(ever, detector),
    pairs,
    cochran: names.length < 3 ? null : cochranOf(collapse(ever.map(conclusiveOnly), UNKNOWN)),
  };
}

const changeOf = (counts: Float64Array): McNemar => mcnemar(counts[1] ?? 0, counts[3] ?? 0);

function cochranOf({ raters, cells, weights }: Patterns): CochranQ | null {
  const rows = [...weights].flatMap((weight, pattern) => {
    const row = [...cells.subarray(pattern * raters, (pattern + 1) * raters)];
    if (row.includes(MISSING)) return [];
    return [{ said: row.map((category) => (category === VULNERABLE ? (1 as const) : (0 as const))), weight }];
  });
  return cochran(rows);
}

function corrected(found: readonly Untested[]): readonly SelfAgreement[] {
  const pairs = found.flatMap((one) => one.pairs);
  const tests = (kind: "change" | "changeOfAlways" | "changeOfUnknown") => holm(pairs.map((pair) => pair[kind].exact));
  const [change, always, unknown] = [tests("change"), tests("changeOfAlways"), tests("changeOfUnknown")];
  const at = (pair: UntestedPair, adjusted: readonly (number | null)[]) => adjusted[pairs.indexOf(pair)] ?? null;
  return found.map((one) => ({
    ...one,
    pairs: one.pairs.map((pair) => ({
      ...pair,
      change: { method: "mcnemar", ...pair.change, adjusted: at(pair, change) },
      changeOfAlways: { method: "mcnemar", ...pair.changeOfAlways, adjusted: at(pair, always) },
      changeOfUnknown: { method: "mcnemar", ...pair.changeOfUnknown, adjusted: at(pair, unknown) },
    })),
  }));
}
