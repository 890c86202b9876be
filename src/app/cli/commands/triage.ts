/** `crosscheck triage`: who is left. Settled vulnerable, settled safe, open, each with its ground. */

import { type JudgedEndpoint, breakdownOf } from "../../../core/judgement/judge-campaign.ts";
import { misfits } from "../../../core/judgement/fit-check.ts";
import { priorDriven } from "../../../core/judgement/on-prior.ts";
import { POLICIES, type Policy } from "../../../core/latent/capability/index.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import { systemClock } from "../../../io/system/clock.ts";
import { judgeStore, type StoreJudgement } from "../../judgement/judge-store.ts";
import {
  groundOf,
  HEAPS,
  type Heap,
  heapOf,
  misfitsInWords,
  probabilityInWords,
  summaryOf,
} from "../../judgement/triage-words.ts";
import type { DetectorIdentity } from "../../../core/model/observation.ts";
import { ownVersion } from "../../own-version.ts";
import { buildReport } from "../../report/build-report.ts";
import { findExporter, RENDER_CONTEXT } from "../../report/render-report.ts";
import type { Sheet } from "../../range/sheet.ts";
import { readSheetFile, SHIPPED_SCORES } from "../../range/read-sheet-file.ts";
import type { Store } from "../../../core/ports/store.ts";
import { campaignOf, discreditedIn, unreadableLinesIn } from "../../rows.ts";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { paintFor, type Style } from "../../text/paint.ts";
import { type Cell, renderTable } from "../../text/table.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode, exitCodeOf } from "../exit.ts";
import { checkExports, type Export, writeExports } from "../exports.ts";
import { findRun } from "../find-run.ts";

export interface TriageOptions {
  readonly configuration: Configuration;
  /** Empty: all runs. */
  readonly runs: readonly string[];
  readonly policy: string;
  /** A sheet of scores; null: the one that ships. */
  readonly scores: string | null;
  readonly all: boolean;
  readonly format: "table" | "json";
  /** Reports into files. */
  readonly exports: readonly Export[];
}

export async function triage(options: TriageOptions): Promise<ExitCode> {
  await checkExports(options.exports);
  return withJudgement(options, async (judgement, sheet, store) => {
    if (options.format === "json") process.stdout.write(`${JSON.stringify(toJson(judgement), null, 2)}\n`);
    else show(judgement, options.all);
    if (options.exports.length > 0) {
      const facts = { sheet, now: systemClock.now(), version: await ownVersion(), title: null };
      const report = buildReport(store, judgement, facts);
      await writeExports(options.exports, (id) => findExporter(id)?.render(report, RENDER_CONTEXT) ?? []);
    }
    return exitCodeFor(judgement, store);
  });
}

/** As of the matrix, by heaps: an endpoint that nobody has reached yet is not among them, so that the runs must be complete. */
export function exitCodeFor({ endpoints, campaign, leftOut }: StoreJudgement, store: Store): ExitCode {
  const heaps = endpoints.map(heapOf);
  const count = (heap: Heap) => heaps.filter((each) => each === heap).length;
  const outOfScope = endpoints.filter(({ verdict }) => verdict.reason === "out_of_scope").length;
  const code = exitCodeOf({
    totals: {
      tally: { vulnerable: count("vulnerable"), not_vulnerable: count("safe"), unknown: count("open") },
      outOfScope,
      leftOut,
      endpoints: endpoints.length,
    },
    unreadableLines: unreadableLinesIn(store, campaign.runs),
    discredited: discreditedIn(store, campaign.runs).size > 0,
  });
  return campaign.runs.some((run) => run.state !== "done") && code !== EXIT.vulnerable ? EXIT.partial : code;
}

/** Judges the runs that are meant, and hands the judgement on. */
export async function withJudgement(
  { configuration, runs, policy, scores }: Pick<TriageOptions, "configuration" | "runs" | "policy" | "scores">,
  use: (judgement: StoreJudgement, sheet: Sheet, store: Store) => ExitCode | Promise<ExitCode>,
  askable: readonly DetectorIdentity[] = [],
): Promise<ExitCode> {
  const chosen = policyOf(policy);
  const sheet = await readSheetFile(scores ?? SHIPPED_SCORES);
  if (!sheet.ok) throw new CommandError(EXIT.badInput, `--scores: ${sheet.problem}`);
  const { settings } = configuration;
  return withExistingStore(settings, async (store) => {
    const named = runs.map((id) => findRun(store, id, settings.db));
    const campaign = campaignOf(named.length > 0 ? named : store.runs());
    if (campaign === null) throw new CommandError(EXIT.usage, `${settings.db} has no run`);
    const judging = { policy: chosen, sheet: sheet.value, now: systemClock.now(), askable };
    return use(judgeStore(store, campaign, judging), sheet.value, store);
  });
}

function policyOf(name: string): Policy {
  const found = POLICIES.find((policy) => policy.name === name);
  if (found !== undefined) return found;
  throw new CommandError(EXIT.usage, `--policy: expected one of ${POLICIES.map((policy) => policy.name).join(", ")}`);
}

const TITLES: Readonly<Record<Heap, string>> = { vulnerable: "Vulnerable", safe: "Safe", open: "Open" };
const STYLES: Readonly<Record<Heap, Style>> = { vulnerable: "red", safe: "green", open: "yellow" };
/** Rows of a heap before it becomes a wall. */
const MOST = 100;

function show(judgement: StoreJudgement, all: boolean): void {
  const paint = paintFor(process.stdout);
  const width = process.stdout.columns ?? null;
  const columns = [
    { title: "endpoint", minWidth: 16 },
    { title: "is", minWidth: 9 },
    { title: "probability (90 %)", minWidth: 12 },
    { title: "because", minWidth: 24 },
  ];
  for (const heap of HEAPS) {
    const here = judgement.endpoints.filter((each) => heapOf(each) === heap);
    if (here.length === 0) continue;
    const shown = all ? here : here.slice(0, MOST);
    const lines = shown.map((each): Cell[] => [
      endpointLabel(each.endpoint),
      { text: each.decision.word, style: STYLES[heap] },
      probabilityInWords(each),
      escapeTerminal(groundOf(each, judgement.policy.name), Number.POSITIVE_INFINITY),
    ]);
    process.stdout.write(`${paint("bold", `${TITLES[heap]} (${here.length})`)}\n`);
    process.stdout.write(`${renderTable(columns, lines, { width, paint }).join("\n")}\n`);
    if (shown.length < here.length)
      process.stdout.write(`… and ${here.length - shown.length} more (--all shows them)\n`);
    process.stdout.write("\n");
  }
  for (const line of [...summaryOf(judgement), ...misfitsInWords(misfits(judgement))])
    process.stdout.write(`${line}\n`);
}

function toJson(judgement: StoreJudgement): unknown {
  const { policy, endpoints, missed, unseen, structure, fitted, model } = judgement;
  const pairs = misfits(judgement);
  const driven = priorDriven(structure, fitted);
  return {
    policy,
    endpoints: endpoints.map((each) => endpointJson(judgement, each, judgement.namesAt(each.index))),
    missed,
    unseen,
    model: {
      detectors: model.tools.map(({ id, lineage }, tool) => ({
        id,
        lineage,
        kept: fitted.kept[tool] ?? null,
        priorDriven: driven[tool] ?? true,
      })),
      prevalence: [...fitted.parameters.pi],
      commonBlindness: fitted.parameters.chi,
      gated: fitted.gated,
      converged: fitted.converged,
    },
    misfits: pairs,
    summary: [...summaryOf(judgement), ...misfitsInWords(pairs)],
  };
}

function endpointJson(judgement: StoreJudgement, each: JudgedEndpoint, names: readonly string[]): unknown {
  const { endpoint, verdict, decision, rule, probability, low, high, blind } = each;
  return {
    endpoint: endpointLabel(endpoint),
    names,
    heap: heapOf(each),
    word: decision.word,
    rule,
    probability,
    interval: { low, high, confidence: 0.9 },
    prior: each.prior,
    clearedForDays: decision.clearedForDays,
    missing: decision.missing,
    because: groundOf(each, judgement.policy.name),
    verdict: { outcome: verdict.outcome, reason: verdict.reason, evidence: verdict.evidence, tally: verdict.tally },
    // The change lies between; `state` is of now.
    state: verdict.outcome,
    change: each.change,
    epochs: each.epochs,
    seenFrom: each.seenFrom,
    mixedMachines: each.mixed,
    emptyZeros: blind,
    // posterior odds = prior odds × (chi + (1 − chi) × product of the ratios), statistics.md 1.
    ratios: breakdownOf(judgement, each).lineages.map(({ lineage, ratio }) => ({ lineage, ratio })),
  };
}
