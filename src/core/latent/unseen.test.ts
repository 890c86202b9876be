import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { captureInterval, chapman, lincolnPetersen } from "./capture.ts";
import { chaoLowerBound, chaoUnseen } from "./chao.ts";
import { captureEstimate, type HostProofs, unseenHosts } from "./unseen.ts";

const choose = (n: number, k: number): number => {
  let ways = k < 0 || k > n ? 0 : 1;
  for (let index = 0; index < k && ways > 0; index++) ways = (ways * (n - index)) / (index + 1);
  return ways;
};
/** P(so many caught twice | total). */
const hypergeometric = (total: number, first: number, second: number, both: number) =>
  (choose(first, both) * choose(total - first, second - both)) / choose(total, second);

describe("two lineages (reference/statistics.md 4.2)", () => {
  const catches = { first: 30, second: 20, both: 12 };

  test("the point estimates", () => {
    expect(lincolnPetersen(catches)).toBeCloseTo(50, 12);
    expect(chapman(catches).total).toBeCloseTo((31 * 21) / 13 - 1, 12);
    expect(chapman(catches).variance).toBeCloseTo((31 * 21 * 18 * 8) / (13 ** 2 * 14), 12);
    expect(lincolnPetersen({ first: 3, second: 4, both: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  test("both find the same hosts: variance 0, and yet an interval", () => {
    const same = { first: 3, second: 3, both: 3 };
    expect(chapman(same).variance).toBe(0);
    // One of C(V, 3) ways to draw the same three: V = 7 is the last with 1/C(V, 3) above 0.025.
    expect(captureInterval(same, 400)).toEqual({ low: 3, high: 7 });
  });

  test.each([
    [8, 6, 3],
    [12, 9, 1],
    [5, 5, 4],
    [20, 3, 2],
    [40, 30, 10],
    [60, 50, 5],
    [9, 7, 6],
    [13, 12, 4],
  ])("%s and %s, %s of them the same: the totals that are not rarer than one in forty", (first, second, both) => {
    const twice = Array.from({ length: Math.min(first, second) + 1 }, (_, count) => count);
    const possible = Array.from({ length: 1500 }, (_, total) => total).filter((total) => {
      if (total < first + second - both) return false;
      const chance = (of: (count: number) => boolean) =>
        twice.filter(of).reduce((sum, count) => sum + hypergeometric(total, first, second, count), 0);
      return chance((count) => count <= both) > 0.025 && chance((count) => count >= both) > 0.025;
    });
    const expected = { low: Math.min(...possible), high: Math.max(...possible) };
    expect(captureInterval({ first, second, both }, 1499)).toEqual(expected);
  });

  test("covers every total at least as often as it says", () => {
    const drawn = fc
      .integer({ min: 2, max: 40 })
      .chain((total) =>
        fc.tuple(fc.constant(total), fc.integer({ min: 1, max: total }), fc.integer({ min: 1, max: total })),
      );
    fc.assert(
      fc.property(drawn, ([total, first, second]) => {
        let covered = 0;
        for (let both = Math.max(0, first + second - total); both <= Math.min(first, second); both++) {
          const { low, high } = captureInterval({ first, second, both }, 120);
          const chance = hypergeometric(total, first, second, both);
          if (low <= total && total <= high) covered += chance;
        }
        expect(covered).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  test("no more are missed than are left", () => {
    const found = captureEstimate({ first: 10, second: 10, both: 1 }, 25);
    expect(found).toMatchObject({ known: true, missed: { estimate: 6, high: 6 } });
  });

  test("large campaigns", () => {
    const { low, high } = captureInterval({ first: 20_000, second: 15_000, both: 10_000 }, 1_000_000);
    expect(low).toBeGreaterThan(29_500);
    expect(high).toBeLessThan(30_500);
    expect(low).toBeLessThan(30_000);
    expect(high).toBeGreaterThan(30_000);
  });
});

describe("Chao's lower bounds", () => {
  /** Expected numbers of hosts, in a million, that each subset of lineages proves, from the lineages' odds of finding a host. */
  const expected = (odds: readonly number[], hosts: number) => {
    const none = hosts * odds.reduce((product, odd) => product / (1 + odd), 1);
    const twice = odds.flatMap((a, index) => odds.slice(index + 1).map((b) => none * a * b));
    return { none, onceBy: odds.map((odd) => none * odd), twice: twice.reduce((sum, count) => sum + count, 0) };
  };
  const odds = fc.array(fc.double({ min: 0.2, max: 9, noNaN: true }), { minLength: 2, maxLength: 5 });
  const MILLION = 1e9;

  test("the formula of the reference", () => {
    expect(chaoUnseen(6, 2)).toBe(5);
    expect(chaoUnseen(0, 0)).toBe(0);
    expect(chaoUnseen(1, 4)).toBe(0);
  });

  test("hosts all alike: the bound is the truth, however unequal the lineages", () => {
    fc.assert(
      fc.property(odds, (each) => {
        const { none, onceBy, twice } = expected(each, MILLION);
        expect(chaoLowerBound(onceBy, twice, MILLION).unseen / none).toBeCloseTo(1, 4);
      }),
    );
  });

  test("the equal-lineages formula is above the truth there, so it is not printed as a lower bound", () => {
    const { none, onceBy, twice } = expected([7 / 3, 7 / 3, 7 / 3], MILLION);
    const once = onceBy.reduce((sum, count) => sum + count, 0);
    expect(none / MILLION).toBeCloseTo(0.027, 9);
    expect(chaoUnseen(once, twice) / MILLION).toBeCloseTo(0.0405, 6);
    expect(chaoLowerBound(onceBy, twice, MILLION).unseen / MILLION).toBeCloseTo(0.027, 6);
  });

  test("some hosts harder than others: below the truth", () => {
    fc.assert(
      fc.property(odds, fc.double({ min: 0.05, max: 0.8, noNaN: true }), (each, harder) => {
        const easy = expected(each, MILLION / 2);
        const hard = expected(
          each.map((odd) => odd * harder),
          MILLION / 2,
        );
        const onceBy = easy.onceBy.map((count, index) => count + (hard.onceBy[index] ?? 0));
        const { unseen } = chaoLowerBound(onceBy, easy.twice + hard.twice, MILLION);
        expect(unseen).toBeLessThanOrEqual((easy.none + hard.none) * (1 + 1e-4));
      }),
    );
  });

  test("its interval is around it and within the hosts that are left", () => {
    const counts = fc.array(fc.nat(30), { minLength: 0, maxLength: 5 });
    fc.assert(
      fc.property(counts, fc.nat(30), fc.nat(200), (onceBy, twice, hosts) => {
        const { unseen, interval } = chaoLowerBound(onceBy, twice, hosts);
        expect(interval.low).toBeLessThanOrEqual(unseen);
        expect(interval.high).toBeGreaterThanOrEqual(unseen);
        expect(interval.high).toBeLessThanOrEqual(hosts);
        expect(interval.low).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("a whole campaign", () => {
  const host = (tested: string, proved = ""): HostProofs => ({ tested: tested.split(""), proved: proved.split("") });
  const times = (count: number, of: HostProofs) => Array.from({ length: count }, () => of);

  test("only hosts that both tested count", () => {
    const hosts = [
      ...times(6, host("ab", "ab")),
      ...times(3, host("ab", "a")),
      ...times(2, host("ab", "b")),
      ...times(89, host("ab")),
      ...times(50, host("a", "a")),
    ];
    const { pairs, lowerBound } = unseenHosts(hosts);
    expect(pairs).toMatchObject([
      {
        lineages: ["a", "b"],
        hosts: 100,
        first: 9,
        second: 8,
        both: 6,
        estimate: { known: true, lincolnPetersen: 12 },
      },
    ]);
    // Two lineages: the same estimate but for the 1 that keeps it finite.
    expect(lowerBound).toMatchObject({ known: true, hosts: 100, unseen: 6 / 7 });
  });

  test.each<[string, readonly HostProofs[], string]>([
    ["nothing", [], "one_lineage"],
    ["one lineage", times(5, host("a", "a")), "one_lineage"],
    ["nobody tested the same host", [host("a", "a"), host("b", "b")], "no_common_hosts"],
    ["no proof", times(5, host("ab")), "no_proof"],
    ["no overlap", [host("ab", "a"), host("ab", "b")], "no_overlap"],
    ["everybody found the same", times(4, host("abc", "abc")), "bound_says_nothing"],
    ["only one lineage found more", [host("ab", "ab"), host("ab", "a"), host("ab")], "bound_says_nothing"],
  ])("%s: refused, with the reason", (_name, hosts, reason) => {
    expect(unseenHosts(hosts).lowerBound).toMatchObject({ known: false, reason });
  });

  test.each<[string, readonly HostProofs[], string]>([
    ["nobody tested the same host", [host("a", "a"), host("b", "b")], "no_common_hosts"],
    ["no proof", times(5, host("ab")), "no_proof"],
    ["no overlap", [host("ab", "a"), host("ab", "b")], "no_overlap"],
    ["one lineage found nothing", [host("ab", "a"), host("ab", "a")], "no_overlap"],
  ])("a pair, %s: refused, with the reason", (_name, hosts, reason) => {
    expect(unseenHosts(hosts).pairs.map(({ estimate }) => estimate)).toMatchObject([{ known: false, reason }]);
  });

  test("whatever was proved: numbers, in order, and the hosts' order does not matter", () => {
    const lineage = fc.subarray(["a", "b", "c"]);
    const some = fc.array(fc.record({ tested: lineage, proved: lineage }), { maxLength: 30 });
    fc.assert(
      fc.property(some, (hosts) => {
        const found = unseenHosts(hosts);
        expect(unseenHosts(hosts.toReversed())).toEqual(found);
        for (const { estimate, hosts: tested, first, second, both } of found.pairs) {
          expect(first + second - both).toBeLessThanOrEqual(tested);
          if (!estimate.known) continue;
          const { missed, total } = estimate;
          expect([missed.low, missed.high, missed.estimate, estimate.variance].every((value) => value >= 0)).toBe(true);
          expect(total.high).toBeLessThanOrEqual(tested);
          expect(total.low).toBeLessThanOrEqual(total.high);
        }
      }),
    );
  });
});
