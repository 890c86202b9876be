/** Builds the report of an incident from its judgement. The store must stay open while the report is rendered. */

import { createHash } from "node:crypto";
import { failureOf } from "../../core/controls.ts";
import { evidenceOf } from "../../core/judgement/evidence-of.ts";
import type { JudgedEndpoint } from "../../core/judgement/judge-campaign.ts";
import { type Word, WORDS } from "../../core/latent/capability/index.ts";
import { columnsOf } from "../../core/matrix/columns.ts";
import { endpointLabel } from "../../core/model/endpoint.ts";
import type { Outcome, Reason } from "../../core/model/outcome.ts";
import type { Run, Store } from "../../core/ports/store.ts";
import type { Heap, Report, ReportColumn, ReportEndpoint, ReportRun, Unreadable } from "../../exporters/report.ts";
import type { StoreJudgement } from "../judgement/judge-store.ts";
import { groundOf, heapOf, MISSING_IN_WORDS, summaryOf } from "../judgement/triage-words.ts";
import { findPack } from "../packs.ts";
import type { Sheet } from "../range/sheet.ts";
import { type Discredited, discreditedIn } from "../rows.ts";
import { disagreementOf, reportCells } from "./cells.ts";

export interface ReportFacts {
  readonly sheet: Pick<Sheet, "conditions">;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** crosscheck's version. */
  readonly version: string;
  /** null: the pack's. */
  readonly title: string | null;
}

export function buildReport(store: Store, judgement: StoreJudgement, facts: ReportFacts): Report {
  const { campaign, policy, missed, unseen, fitted } = judgement;
  const pack = findPack(campaign.pack);
  const runs = campaign.runs.map((run) => reportRun(store, run));
  const generatedAt = new Date(facts.now).toISOString();
  const columns = columnsIn(store, judgement);
  const endpoints = endpointsOf(judgement, new Set(columns.map(({ id }) => id)), facts.sheet);
  const count = counted(endpoints());
  const { lowerBound } = unseen;
  return {
    id: uuid(["report", pack.id, generatedAt, policy.name, ...runs.map(({ id }) => id)]),
    title: facts.title ?? pack.title,
    pack: { id: pack.id, cve: pack.cve, title: pack.title, why: pack.why, references: pack.references },
    generatedAt,
    version: facts.version,
    policy: { name: policy.name, lineages: policy.lineages, freshDays: policy.freshDays },
    runs,
    vantages: [...new Set(store.answered(runs.map(({ id }) => id)).map(({ vantage }) => vantage))].toSorted(),
    columns: columns.map((column) => ({ ...column, tally: count.columns.get(column.id) ?? NOBODY })),
    counts: {
      ...count.endpoints,
      leftOut: judgement.leftOut,
      nothingThere: judgement.nothingThere,
      unreadable: runs.reduce((sum, { unreadable }) => sum + unreadable, 0),
    },
    estimates: {
      cleared: { endpoints: missed.cleared, expected: missed.expected, low: missed.low, high: missed.high },
      unseen: lowerBound.known
        ? { known: true, endpoints: lowerBound.hosts, atLeast: lowerBound.unseen, ...lowerBound.interval }
        : { known: false, why: lowerBound.detail },
      gated: fitted.gated,
    },
    summary: summaryOf(judgement),
    endpoints,
    unreadable: () => unreadableIn(store, campaign.runs),
  };
}

const NOBODY: Readonly<Record<Outcome, number>> = { vulnerable: 0, not_vulnerable: 0, unknown: 0 };

function reportRun(store: Store, run: Run): ReportRun {
  const { id, kind, state, vantage, version, startedAt, endedAt } = run;
  const { targets, targetErrors, endpoints, endpointsDone, observations } = store.counts(id);
  const counts = { targets, unreadable: targetErrors, endpoints, asked: endpointsDone, observations };
  return { id, kind, state, vantage, version, startedAt, endedAt, ...counts };
}

/** The engine and the inventory answer where nobody could be asked: that is a reason, not a column. */
function columnsIn(store: Store, { campaign }: StoreJudgement): readonly Omit<ReportColumn, "tally">[] {
  const native = findPack(campaign.pack).detectors.map(({ id }) => id);
  const answered = store
    .answered(campaign.runs.map(({ id }) => id))
    .filter(({ id, kind }) => kind !== "native" || native.includes(id));
  const discredited = discreditedIn(store, campaign.runs);
  return columnsOf(answered, [], native).flatMap((id) => {
    const here = answered.filter((each) => each.detector === id);
    const [first] = here;
    if (first === undefined) return [];
    const distinct = (values: readonly string[]) => [...new Set(values)].toSorted();
    return [
      {
        id,
        kind: first.kind,
        versions: distinct(here.map(({ version }) => version)),
        lineages: distinct(here.map(({ lineage }) => lineage)),
        vantages: distinct(here.map(({ vantage }) => vantage)),
        invalid: invalidIn(discredited, id, new Set(here.map(({ run }) => run))),
      },
    ];
  });
}

function invalidIn(discredited: Discredited, detector: string, runs: ReadonlySet<string>): ReportColumn["invalid"] {
  return [...discredited].flatMap(([run, failed]) => {
    const failure = runs.has(run) ? failureOf(failed, detector) : null;
    return failure === null ? [] : [{ run, why: failure.why }];
  });
}

/** Vulnerable ones first, then the open ones, in each heap the likelier first. Only one row is in memory at a time. */
function endpointsOf(judgement: StoreJudgement, columns: ReadonlySet<string>, sheet: ReportFacts["sheet"]) {
  const titles = new Map(sheet.conditions.map(({ id, title }) => [id, title]));
  const isColumn = (detector: string) => columns.has(detector);
  const titleOf = (condition: string) => titles.get(condition) ?? condition;
  const rank: Readonly<Record<Heap, number>> = { vulnerable: 0, open: 1, safe: 2 };
  const label = new Map<JudgedEndpoint, string>();
  for (const each of judgement.endpoints) label.set(each, endpointLabel(each.endpoint));
  const ordered = judgement.endpoints.toSorted(
    (a, b) =>
      rank[heapOf(a)] - rank[heapOf(b)] ||
      WORDS.indexOf(a.decision.word) - WORDS.indexOf(b.decision.word) ||
      b.probability - a.probability ||
      ((label.get(a) ?? "") < (label.get(b) ?? "") ? -1 : 1),
  );
  return function* (): Generator<ReportEndpoint> {
    for (const each of ordered) yield reportEndpoint(judgement, each, isColumn, titleOf);
  };
}

function reportEndpoint(
  judgement: StoreJudgement,
  judged: JudgedEndpoint,
  isColumn: (detector: string) => boolean,
  titleOf: (condition: string) => string,
): ReportEndpoint {
  const { endpoint, verdict, decision, probability, low, high, blind, index } = judged;
  const observations = judgement.inputs[index]?.observations ?? [];
  const cells = reportCells(observations, blind, isColumn);
  const { outcome, reason, evidence, restsOn } = verdict;
  return {
    endpoint,
    label: endpointLabel(endpoint),
    names: judgement.namesAt(index),
    heap: heapOf(judged),
    word: decision.word,
    verdict: { outcome, reason, evidence, restsOn },
    probability,
    low,
    high,
    because: groundOf(judged, judgement.policy.name),
    missing: decision.missing.map((each) => MISSING_IN_WORDS[each]),
    clearedForDays: decision.clearedForDays,
    cells,
    disagreement: disagreementOf(cells, titleOf),
    untested: observations.every((each) => evidenceOf(each.reason) === null) ? reason : null,
    at: observations.reduce<string | null>(
      (at, { startedAt }) => (at === null || startedAt > at ? startedAt : at),
      null,
    ),
  };
}

function counted(endpoints: Iterable<ReportEndpoint>) {
  const heaps: Record<Heap, number> = { vulnerable: 0, open: 0, safe: 0 };
  const words: Record<Word, number> = { CONFIRMED: 0, PROBABLE: 0, SUSPECT: 0, UNKNOWN: 0, CLEARED: 0 };
  const untested = new Map<Reason, number>();
  const columns = new Map<string, Record<Outcome, number>>();
  let [all, disagreements, explained] = [0, 0, 0];
  for (const each of endpoints) {
    all++;
    heaps[each.heap]++;
    words[each.word]++;
    if (each.untested !== null) untested.set(each.untested, (untested.get(each.untested) ?? 0) + 1);
    if (each.disagreement !== null) disagreements++;
    if ((each.disagreement?.cause ?? null) !== null) explained++;
    for (const [id, { outcome }] of each.cells) {
      const tally = columns.get(id) ?? { ...NOBODY };
      tally[outcome]++;
      columns.set(id, tally);
    }
  }
  return { columns, endpoints: { endpoints: all, heaps, words, disagreements, explained, untested } };
}

function* unreadableIn(store: Store, runs: readonly Run[]): Generator<Unreadable> {
  for (const { id } of runs) {
    for (const { at, text, problem } of store.targetErrors(id)) {
      yield { run: id, source: at.source, line: at.line, text, problem };
    }
  }
}

/** Name-based, version 5 (RFC 9562, 5.5), under the nil UUID: no name space of ours is registered. */
function uuid(parts: readonly string[]): string {
  const hash = createHash("sha1").update(Buffer.alloc(16)).update(parts.join("\0")).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
