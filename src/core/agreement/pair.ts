/** Two columns side by side: the counts, then what they come to (reference/statistics.md 8.1 to 8.3). */

import { clopperPearson, type Interval } from "../stats/binomial.ts";
import { bootstrap, type Bootstrapped } from "../stats/bootstrap.ts";
import { pairCoefficients, rawAgreement, specificAgreement, type SquareTable } from "../stats/pair-agreement.ts";
import type { Statistic } from "../stats/statistic.ts";
import { NOT_VULNERABLE, UNKNOWN, VULNERABLE } from "./answers.ts";
import type { Estimate, MethodId } from "./methods.ts";

/** How many endpoints are of each kind, among those that both were asked about. */
export interface PairCounts {
  readonly bothVulnerable: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly bothNotVulnerable: number;
  /** ? of the first beside a 1 or 0 of the second; of the second beside a 1 or 0 of the first; of both. */
  readonly firstUnknown: number;
  readonly secondUnknown: number;
  readonly bothUnknown: number;
}

export interface PairAgreement {
  readonly counts: PairCounts;
  /** What the first said (rows: 1, 0, ?) against what the second said. */
  readonly table: readonly (readonly number[])[];
  /** Over endpoints where both said 1 or 0. */
  readonly positiveAgreement: Estimate;
  readonly negativeAgreement: Estimate;
  readonly rawAgreement: Estimate;
  readonly kappa: Estimate;
  readonly alpha: Estimate;
  readonly ac1: Estimate;
  /** The same with ? as a third answer, over all endpoints that both were asked about. */
  readonly unknownAsAnswer: {
    readonly rawAgreement: Estimate;
    readonly kappa: Estimate;
    readonly alpha: Estimate;
    readonly ac1: Estimate;
  };
}

const OUTCOME_COUNT = 3;

/** @param counts 3 × 3, row-major, by index in OUTCOMES. @param purpose names the stream of chance of its bootstrap */
export function pairAgreement(counts: Float64Array, purpose: string): PairAgreement {
  const at = (first: number, second: number): number => counts[first * OUTCOME_COUNT + second] ?? 0;
  const a = at(VULNERABLE, VULNERABLE);
  const b = at(VULNERABLE, NOT_VULNERABLE);
  const c = at(NOT_VULNERABLE, VULNERABLE);
  const d = at(NOT_VULNERABLE, NOT_VULNERABLE);
  const table: SquareTable = { categories: 2, counts: Float64Array.of(a, b, c, d) };
  const all: SquareTable = { categories: OUTCOME_COUNT, counts };
  const rows = a + b + c + d;
  return {
    counts: {
      bothVulnerable: a,
      onlyFirst: b,
      onlySecond: c,
      bothNotVulnerable: d,
      firstUnknown: at(UNKNOWN, VULNERABLE) + at(UNKNOWN, NOT_VULNERABLE),
      secondUnknown: at(VULNERABLE, UNKNOWN) + at(NOT_VULNERABLE, UNKNOWN),
      bothUnknown: at(UNKNOWN, UNKNOWN),
    },
    table: [0, 1, 2].map((first) => [0, 1, 2].map((second) => at(first, second))),
    positiveAgreement: estimate("positive_agreement", specificAgreement(table, VULNERABLE), rows, specific(a, b + c)),
    negativeAgreement: estimate(
      "negative_agreement",
      specificAgreement(table, NOT_VULNERABLE),
      rows,
      specific(d, b + c),
    ),
    rawAgreement: estimate("raw_agreement", rawAgreement(table), rows, rows > 0 ? clopperPearson(a + d, rows) : null),
    ...coefficients(table, rows, `pair ${purpose}`),
    unknownAsAnswer: withUnknown(all, `pair with ? ${purpose}`),
  };
}

/**
 * The agreement's exact interval. Given the endpoints where at least one of the two said so, how many both did is binomial, and the
 * agreement grows with that share s: 2s / (1 + s).
 */
function specific(both: number, split: number): Interval | null {
  if (both + split === 0) return null;
  const { low, high } = clopperPearson(both, both + split);
  return { low: (2 * low) / (1 + low), high: (2 * high) / (1 + high) };
}

function withUnknown(table: SquareTable, purpose: string): PairAgreement["unknownAsAnswer"] {
  const rows = table.counts.reduce((sum, count) => sum + count, 0);
  const same = [0, 1, 2].reduce((sum, k) => sum + (table.counts[k * OUTCOME_COUNT + k] ?? 0), 0);
  return {
    rawAgreement: estimate("raw_agreement", rawAgreement(table), rows, rows > 0 ? clopperPearson(same, rows) : null),
    ...coefficients(table, rows, purpose),
  };
}

function coefficients(
  table: SquareTable,
  rows: number,
  purpose: string,
): Pick<PairAgreement, "kappa" | "alpha" | "ac1"> {
  const found = pairCoefficients(table);
  const valuesOf = (counts: Float64Array) => {
    const { kappa, alpha, ac1 } = pairCoefficients({ categories: table.categories, counts });
    return [kappa.value, alpha.value, ac1.value];
  };
  const [kappa, alpha, ac1] = rows < 2 ? [] : bootstrap(table.counts, valuesOf, { purpose });
  return {
    kappa: estimate("cohen_kappa", found.kappa, rows, kappa ?? null),
    alpha: estimate("krippendorff_alpha", found.alpha, rows, alpha ?? null),
    ac1: estimate("gwet_ac1", found.ac1, rows, ac1 ?? null),
  };
}

/** An interval belongs to a number: where there is none, there is no interval. */
export function estimate(
  method: MethodId,
  { value, because }: Statistic,
  rows: number,
  uncertainty: Interval | Bootstrapped | null,
): Estimate {
  const resampled = uncertainty !== null && "replicates" in uncertainty ? uncertainty : null;
  const interval = uncertainty !== null && "low" in uncertainty ? uncertainty : (resampled?.interval ?? null);
  const shown = value === null ? null : interval;
  const resamples = resampled === null ? null : { all: resampled.replicates, undefined: resampled.undefinedReplicates };
  return { method, value, low: shown?.low ?? null, high: shown?.high ?? null, because, rows, resamples };
}
