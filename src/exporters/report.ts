/**
 * What every exported report is made from: one incident as it was judged, with what is not known about it. Pure data; endpoints come
 * one by one, as often as asked, so that a hundred thousand of them need not be in memory as rows.
 */

import type { Word } from "../core/latent/capability/index.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { DetectorIdentity } from "../core/model/observation.ts";
import type { Evidence, Outcome, Reason } from "../core/model/outcome.ts";

/** The three heaps of the article's last step. SUSPECT and UNKNOWN are both open: unknown is never safe. */
export const HEAPS = ["vulnerable", "open", "safe"] as const;
export type Heap = (typeof HEAPS)[number];

export interface ReportPack {
  readonly id: string;
  readonly cve: string;
  readonly title: string;
  readonly why: string;
  readonly references: readonly string[];
}

export interface ReportRun {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly vantage: string;
  /** crosscheck's version when it was made. */
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly targets: number;
  /** Lines of its list that could not be read. */
  readonly unreadable: number;
  readonly endpoints: number;
  readonly asked: number;
  readonly observations: number;
}

/** One detector over all runs. */
export interface ReportColumn {
  /** The key of its cells. */
  readonly id: string;
  readonly kind: DetectorIdentity["kind"];
  readonly versions: readonly string[];
  readonly lineages: readonly string[];
  readonly vantages: readonly string[];
  /** Endpoints by what it says of them. */
  readonly tally: Readonly<Record<Outcome, number>>;
  /** Why what it says is not counted, run by run; empty: it passed its controls, or there were none. */
  readonly invalid: readonly { readonly run: string; readonly why: string }[];
}

export interface ReportCell {
  /** `1`, `0`, `?`, `✗` (failed its controls), with counts where it repeated itself: `0 ×3`, `1:2 0:1`. */
  readonly text: string;
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly evidence: Evidence;
  /** How often it said each. */
  readonly tally: Readonly<Record<Outcome, number>>;
  /** Of its newest answer; ISO 8601, UTC. */
  readonly at: string;
  /** The condition of the range that shows it blind to such an endpoint: then its 0 is empty; null: nothing shows that. */
  readonly blind: string | null;
}

/** Somebody says 1 where somebody says 0. Ids of columns; one that contradicts itself stands in both lists. */
export interface Disagreement {
  readonly vulnerable: readonly string[];
  readonly notVulnerable: readonly string[];
  readonly unknown: readonly string[];
  /** What is known of the cause; null: not explained. */
  readonly cause: string | null;
}

export interface ReportEndpoint {
  readonly endpoint: Endpoint;
  /** Unique and stable: `example.org@192.0.2.1:443`. */
  readonly label: string;
  /** What the user typed that led here. */
  readonly names: readonly string[];
  readonly heap: Heap;
  readonly word: Word;
  /** By the rules alone, without the model. */
  readonly verdict: {
    readonly outcome: Outcome;
    readonly reason: Reason;
    readonly evidence: Evidence;
    readonly restsOn: string;
  };
  /** P(vulnerable) and its 90 % interval. */
  readonly probability: number;
  readonly low: number;
  readonly high: number;
  /** One sentence: on what it is settled, or what keeps it open. */
  readonly because: string;
  /** What stands between it and CLEARED, in words. */
  readonly missing: readonly string[];
  /** For how many days it is cleared; null: it is not. */
  readonly clearedForDays: number | null;
  /** By column; who was not asked has no cell. */
  readonly cells: ReadonlyMap<string, ReportCell>;
  readonly disagreement: Disagreement | null;
  /** Why nobody's question reached it; null: somebody's did. */
  readonly untested: Reason | null;
  /** The newest answer about it; null: there is none. */
  readonly at: string | null;
}

export interface Unreadable {
  readonly run: string;
  readonly source: string;
  readonly line: number;
  readonly text: string;
  readonly problem: string;
}

export interface Estimates {
  /** Vulnerable ones expected among the cleared, 90 %. */
  readonly cleared: {
    readonly endpoints: number;
    readonly expected: number;
    readonly low: number;
    readonly high: number;
  };
  /** Those that everybody missed: a lower bound with its 95 % interval, or why no number can be said. */
  readonly unseen:
    | {
        readonly known: true;
        readonly endpoints: number;
        readonly atLeast: number;
        readonly low: number;
        readonly high: number;
      }
    | { readonly known: false; readonly why: string };
  /** Too few vulnerable endpoints to learn how good the detectors are. */
  readonly gated: boolean;
}

export interface Report {
  /** A UUID made from the runs and the time: the same report has the same id. */
  readonly id: string;
  readonly title: string;
  readonly pack: ReportPack;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  /** crosscheck's version. */
  readonly version: string;
  readonly policy: { readonly name: string; readonly lineages: number; readonly freshDays: number };
  readonly runs: readonly ReportRun[];
  readonly vantages: readonly string[];
  readonly columns: readonly ReportColumn[];
  readonly counts: {
    readonly endpoints: number;
    readonly heaps: Readonly<Record<Heap, number>>;
    readonly words: Readonly<Record<Word, number>>;
    readonly disagreements: number;
    readonly explained: number;
    /** Endpoints that nobody's question reached, by reason. */
    readonly untested: ReadonlyMap<Reason, number>;
    /** Places out of scope that nobody named: not among the endpoints. */
    readonly leftOut: number;
    /** Places where nothing was promised and nothing listens: not among the endpoints. */
    readonly nothingThere: number;
    readonly unreadable: number;
  };
  readonly estimates: Estimates;
  /** The whole in a few sentences. */
  readonly summary: readonly string[];
  readonly endpoints: () => Iterable<ReportEndpoint>;
  readonly unreadable: () => Iterable<Unreadable>;
}
