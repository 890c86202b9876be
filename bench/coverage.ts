/**
 * Do intervals cover as often as they say? Of shares the probability is summed exactly over all counts; of coefficients two raters with one
 * hidden truth are drawn again and again (reference/statistics.md 8.3, 13.4, 13.5).
 */

import { binomial, bootstrap } from "../src/core/stats/bootstrap.ts";
import { logGamma } from "../src/core/stats/beta.ts";
import { clopperPearson, type Interval } from "../src/core/stats/binomial.ts";
import { gwetError } from "../src/core/stats/agreement-errors.ts";
import { jeffreys, wilson } from "../src/core/stats/intervals.ts";
import { cohen, cohenError, gwet, pairCoefficients, type SquareTable } from "../src/core/stats/pair-agreement.ts";
import { type RandomStream, randomStream } from "../src/core/stats/random-stream.ts";
import { publish } from "./figures.ts";

const REPLICATES = Number(process.env["BENCH_REPLICATES"] ?? 1000);
const SIZES = [10, 50, 263] as const;
const SHARES = [0.005, 0.03, 0.2, 0.5] as const;
const INTERVALS = { "Clopper-Pearson": clopperPearson, Wilson: wilson, Jeffreys: jeffreys } as const;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const within = (truth: number, { low, high }: Interval) => low <= truth && truth <= high;

function exactly(interval: (x: number, n: number) => Interval, n: number, p: number): number {
  let covered = 0;
  for (let x = 0; x <= n; x++) {
    const ways = logGamma(n + 1) - logGamma(x + 1) - logGamma(n - x + 1);
    if (within(p, interval(x, n))) covered += Math.exp(ways + x * Math.log(p) + (n - x) * Math.log1p(-p));
  }
  return covered;
}

/** Two detectors that see 85 % and 75 % of the vulnerable hosts and call 1 % and 2 % of the others so. */
function cells(prevalence: number): readonly number[] {
  const given = (sees: readonly [number, number], share: number) =>
    [sees[0] * sees[1], sees[0] * (1 - sees[1]), (1 - sees[0]) * sees[1], (1 - sees[0]) * (1 - sees[1])].map(
      (cell) => cell * share,
    );
  const rest = given([0.01, 0.02], 1 - prevalence);
  return given([0.85, 0.75], prevalence).map((cell, index) => cell + (rest[index] ?? 0));
}

function drawTable(shares: readonly number[], hosts: number, chance: RandomStream): SquareTable {
  let [left, rest] = [hosts, 1];
  const counts = shares.map((share, index) => {
    const drawn = index === shares.length - 1 ? left : binomial(chance, left, Math.min(share / rest, 1));
    left -= drawn;
    rest -= share;
    return drawn;
  });
  return { categories: 2, counts: Float64Array.from(counts) };
}

/** As `agree` computes them. */
function resampled(table: SquareTable, purpose: string): readonly (Interval | null)[] {
  const values = (counts: Float64Array) => {
    const { kappa, ac1 } = pairCoefficients({ categories: 2, counts });
    return [kappa.value, ac1.value];
  };
  return bootstrap(table.counts, values, { purpose, replicates: 1000 }).map(({ interval }) => interval);
}

const around = (value: number | null, error: number | null): Interval | null =>
  value === null || error === null ? null : { low: value - 1.959964 * error, high: value + 1.959964 * error };

function ofCoefficients(prevalence: number, hosts: number): string[][] {
  const shares = cells(prevalence);
  const truth = { categories: 2, counts: Float64Array.from(shares, (share) => share * 1e9) };
  const chance = randomStream(2014, `coverage ${prevalence} ${hosts}`);
  const names = ["kappa, bootstrap", "AC1, bootstrap", "kappa, analytic", "AC1, analytic"];
  const tallies = names.map(() => ({ covered: 0, none: 0 }));
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    const table = drawTable(shares, hosts, chance);
    const intervals = [
      ...resampled(table, `coverage ${replicate}`),
      around(cohen(table).value, cohenError(table).value),
      around(gwet(table).value, gwetError(table).value),
    ];
    for (const [index, tally] of tallies.entries()) {
      const interval = intervals[index] ?? null;
      const sought = (index % 2 === 0 ? cohen(truth) : gwet(truth)).value ?? Number.NaN;
      if (interval === null) tally.none++;
      else if (within(sought, interval)) tally.covered++;
    }
  }
  return tallies.map(({ covered, none }, index) => [
    names[index] ?? "",
    percent(prevalence),
    String(hosts),
    none === REPLICATES ? "" : percent(covered / (REPLICATES - none)),
    percent(none / REPLICATES),
  ]);
}

export async function coverage(): Promise<void> {
  const lines = [
    ...Object.entries(INTERVALS).flatMap(([name, interval]) =>
      SHARES.flatMap((share) =>
        SIZES.map((n) => [name, percent(share), String(n), percent(exactly(interval, n, share)), ""]),
      ),
    ),
    ...[0.03, 0.2].flatMap((prevalence) => [50, 200, 1000].flatMap((hosts) => ofCoefficients(prevalence, hosts))),
  ];
  const titles = ["interval, 95 %", "share or prevalence", "n", "covers", "no interval"];
  publish("coverage", titles, lines, { replicates: REPLICATES, lines });
}
