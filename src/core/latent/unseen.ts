/**
 * How many vulnerable hosts everybody missed (reference/statistics.md 7.2): by pairs of lineages and as a lower bound over all, or
 * a refusal where the data cannot support a number. Only proof counts as found, and only hosts that all compared lineages tested.
 */

import type { Interval } from "../stats/binomial.ts";
import { type TwoCatches, captureInterval, chapman, lincolnPetersen } from "./capture.ts";
import { chaoLowerBound, type LowerBound } from "./chao.ts";

/** One host. @property proved whose lineages proved it vulnerable; these count as having tested it */
export interface HostProofs {
  readonly tested: readonly string[];
  readonly proved: readonly string[];
}

export const UNSEEN_REFUSALS = {
  one_lineage: "fewer than two lineages tested: whom one missed, no other could have seen",
  no_common_hosts: "no host was tested by all of them",
  no_proof: "nobody proved any of these hosts vulnerable, which says nothing of how many are",
  no_overlap: "no host was proved twice: any number of missed ones would look like this",
  bound_says_nothing:
    "no host, or only one lineage's, was proved once only: the lower bound is 0, and that is no estimate",
} as const;

export interface Refused {
  readonly known: false;
  readonly reason: keyof typeof UNSEEN_REFUSALS;
  readonly detail: string;
}

export interface CaptureEstimate {
  readonly known: true;
  readonly lincolnPetersen: number;
  readonly chapman: number;
  readonly variance: number;
  /** Vulnerable hosts, at 95 %, exact. */
  readonly total: Interval;
  /** Those that neither lineage proved: the estimate and its interval. Never above the hosts that are left. */
  readonly missed: Interval & { readonly estimate: number };
}

export interface PairOfLineages extends TwoCatches {
  readonly lineages: readonly [string, string];
  /** Tested by both. */
  readonly hosts: number;
  readonly estimate: CaptureEstimate | Refused;
}

export interface Unseen {
  readonly lineages: readonly string[];
  readonly pairs: readonly PairOfLineages[];
  /** Over the hosts that all lineages tested. Print it as a lower bound only. */
  readonly lowerBound: ({ readonly known: true; readonly hosts: number } & LowerBound) | Refused;
}

/** @param lineages who to compare; default: all that tested anything */
export function unseenHosts(hosts: readonly HostProofs[], lineages = lineagesOf(hosts)): Unseen {
  const compared = [...new Set(lineages)].toSorted((a, b) => (a < b ? -1 : 1));
  const pairs = compared.flatMap((first, index) =>
    compared.slice(index + 1).map((second) => pair(hosts, first, second)),
  );
  return { lineages: compared, pairs, lowerBound: lowerBound(hosts, compared) };
}

const lineagesOf = (hosts: readonly HostProofs[]) => hosts.flatMap(({ tested, proved }) => [...tested, ...proved]);

const testedBy = ({ tested, proved }: HostProofs, lineage: string) =>
  tested.includes(lineage) || proved.includes(lineage);

const refused = (reason: keyof typeof UNSEEN_REFUSALS): Refused => ({
  known: false,
  reason,
  detail: UNSEEN_REFUSALS[reason],
});

function pair(all: readonly HostProofs[], a: string, b: string): PairOfLineages {
  const hosts = all.filter((host) => testedBy(host, a) && testedBy(host, b));
  const count = (of: (host: HostProofs) => boolean) => hosts.filter(of).length;
  const catches: TwoCatches = {
    first: count(({ proved }) => proved.includes(a)),
    second: count(({ proved }) => proved.includes(b)),
    both: count(({ proved }) => proved.includes(a) && proved.includes(b)),
  };
  return { lineages: [a, b], hosts: hosts.length, ...catches, estimate: captureEstimate(catches, hosts.length) };
}

/** The estimate from one pair's counts. @param hosts tested by both, proved or not */
export function captureEstimate(catches: TwoCatches, hosts: number): CaptureEstimate | Refused {
  const seen = catches.first + catches.second - catches.both;
  if (!(hosts > 0)) return refused("no_common_hosts");
  if (!(seen > 0)) return refused("no_proof");
  if (!(catches.both > 0)) return refused("no_overlap");
  const { total: estimate, variance } = chapman(catches);
  const total = captureInterval(catches, hosts);
  return {
    known: true,
    lincolnPetersen: lincolnPetersen(catches),
    chapman: estimate,
    variance,
    total,
    missed: {
      estimate: Math.max(0, Math.min(estimate, hosts) - seen),
      low: total.low - seen,
      high: total.high - seen,
    },
  };
}

function lowerBound(all: readonly HostProofs[], lineages: readonly string[]): Unseen["lowerBound"] {
  if (lineages.length < 2) return refused("one_lineage");
  const hosts = all.filter((host) => lineages.every((lineage) => testedBy(host, lineage)));
  if (hosts.length === 0) return refused("no_common_hosts");
  const proofs = hosts.map(({ proved }) => lineages.filter((lineage) => proved.includes(lineage)));
  const provedBy = (times: number) => proofs.filter((by) => by.length === times);
  if (provedBy(0).length === hosts.length) return refused("no_proof");
  if (proofs.every((by) => by.length < 2)) return refused("no_overlap");
  const onceBy = lineages.map((lineage) => provedBy(1).filter(([only]) => only === lineage).length);
  const bound = chaoLowerBound(onceBy, provedBy(2).length, provedBy(0).length);
  return bound.unseen > 0 ? { known: true, hosts: hosts.length, ...bound } : refused("bound_says_nothing");
}
