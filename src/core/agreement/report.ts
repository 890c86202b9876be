/** The agreement of detectors as one value: counts, coefficients, tree, repeats. Pure: answers in, report out. */

import type { Facet } from "../matrix/columns.ts";
import type { AnswerTable } from "../ports/store.ts";
import { collapse, pairCounts } from "../stats/ratings.ts";
import { byEndpoint, everVulnerable, latest, saidColumns } from "./answers.ts";
import { type Clusters, clusters } from "./clusters.ts";
import { type GroupReport, groupReport } from "./group.ts";
import { type SelfAgreement, selfAgreement } from "./levels.ts";
import { type PairAgreement, pairAgreement } from "./pair.ts";
import { type RepeatReport, repeats } from "./repeats.ts";
import { type Disputed, disputed, type Said, saidOf, splitEndpoints } from "./said.ts";

export interface DetectorSummary extends Said {
  readonly id: string;
  /** Whose code or bytes it carries; several, where its versions differ in it. */
  readonly lineages: readonly string[];
  readonly versions: readonly string[];
}

export interface DetectorPair extends PairAgreement {
  readonly first: string;
  readonly second: string;
  /** They carry code of the same origin: their agreement is no second opinion. */
  readonly sameLineage: boolean;
  /** Endpoints that one calls vulnerable and the other not; possibly not all of them. */
  readonly splitEndpoints: readonly string[];
}

export interface AgreementReport {
  readonly endpoints: number;
  readonly answers: number;
  /** Answers that a later one of the same detector from the same vantage replaces. */
  readonly replaced: number;
  readonly detectors: readonly DetectorSummary[];
  readonly lineages: readonly string[];
  readonly disputed: Disputed;
  /** Those with the most disputed endpoints first. */
  readonly pairs: readonly DetectorPair[];
  readonly group: GroupReport;
  readonly clusters: Clusters;
  readonly repeats: readonly RepeatReport[];
  /** What tells a detector's columns apart in `self`. */
  readonly by: readonly Facet[];
  /** Empty where nothing was to be told apart. */
  readonly self: readonly SelfAgreement[];
}

export interface AgreementChoices {
  readonly by: readonly Facet[];
  /** How many endpoints each list names at most. */
  readonly mostListed: number;
}

/** @param table without answers of whoever is not a detector */
export function agreementReport(table: AnswerTable, { by, mostListed }: AgreementChoices): AgreementReport {
  const grouped = byEndpoint(table);
  const kept = latest(table, grouped);
  const ids = distinct(table.sources.map(({ detector }) => detector));
  const columns = saidColumns(table, ids, ({ detector }) => detector, kept).map(everVulnerable);
  const detectors = ids.map((id, index): DetectorSummary => {
    const own = table.sources.filter(({ detector }) => detector === id);
    return {
      id,
      lineages: distinct(own.map(({ lineage }) => lineage)),
      versions: distinct(own.map(({ version }) => version)),
      ...saidOf(columns[index] ?? new Int8Array()),
    };
  });
  return {
    endpoints: table.endpoints.length,
    answers: table.endpoint.length,
    replaced: kept.reduce((sum, one) => sum + 1 - one, 0),
    detectors,
    lineages: distinct(detectors.flatMap(({ lineages }) => lineages)),
    disputed: disputed(columns, ids, table.endpoints, mostListed),
    pairs: pairsOf(table, detectors, columns, mostListed),
    group: groupReport(columns, "detectors"),
    clusters: clusters(columns),
    repeats: repeats(table, grouped, ids),
    by,
    self: by.length === 0 ? [] : selfAgreement(table, ids, by),
  };
}

function pairsOf(
  table: AnswerTable,
  detectors: readonly DetectorSummary[],
  columns: readonly Int8Array[],
  mostListed: number,
): readonly DetectorPair[] {
  const patterns = collapse(columns, 3);
  const pairs = detectors.flatMap((first, a) =>
    detectors.slice(a + 1).map((second, offset): DetectorPair => {
      const b = a + 1 + offset;
      const agreement = pairAgreement(pairCounts(patterns, a, b), `${first.id} ${second.id}`);
      const split = agreement.counts.onlyFirst + agreement.counts.onlySecond;
      const [one, other] = [columns[a], columns[b]];
      return {
        first: first.id,
        second: second.id,
        sameLineage: first.lineages.some((lineage) => second.lineages.includes(lineage)),
        ...agreement,
        splitEndpoints:
          split === 0 || one === undefined || other === undefined
            ? []
            : splitEndpoints(one, other, table.endpoints, mostListed),
      };
    }),
  );
  const splitOf = ({ counts }: DetectorPair) => counts.onlyFirst + counts.onlySecond;
  return pairs.toSorted((a, b) => splitOf(b) - splitOf(a));
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)].toSorted((a, b) => (a < b ? -1 : 1));
}
