/** `crosscheck next`: whom to ask next about what is still open, and how far that would lead. */

import type { JudgedEndpoint } from "../../../core/judgement/judge-campaign.ts";
import { toolName } from "../../../core/judgement/judge-campaign.ts";
import { type Askable, type NextTests, nextTests } from "../../../core/judgement/next-tests.ts";
import { type SmallestSet, smallestSet } from "../../../core/judgement/smallest-set.ts";
import { type Endpoint, endpointLabel } from "../../../core/model/endpoint.ts";
import type { DetectorIdentity } from "../../../core/model/observation.ts";
import type { Reason } from "../../../core/model/outcome.ts";
import { costOf } from "../../judgement/costs.ts";
import { blindZeros } from "../../judgement/blind-spots.ts";
import type { StoreJudgement } from "../../judgement/judge-store.ts";
import { heapOf, percent } from "../../judgement/triage-words.ts";
import { findPack } from "../../packs.ts";
import type { Sheet } from "../../range/sheet.ts";
import { paintFor } from "../../text/paint.ts";
import { type Cell, renderTable } from "../../text/table.ts";
import { loadWitnesses } from "../context.ts";
import type { ExitCode } from "../exit.ts";
import { exitCodeFor, type TriageOptions, withJudgement } from "./triage.ts";

export interface NextCommandOptions extends TriageOptions {
  /** P(not vulnerable) wanted. */
  readonly target: number;
  /** What may be spent on an endpoint: one harmless connection costs 1. */
  readonly budget: number;
}

/** Bits for a unit of cost below which a test that changes nothing is not made. */
const LEAST_BITS = 0.0005;

/** What locks up, has stopped answering or may not be asked is asked by nobody (design, rules 4 and 5). */
const LEAVE_ALONE: ReadonlySet<Reason> = new Set([
  "host_stopped_answering",
  "fragile_device_left_alone",
  "out_of_scope",
  "dns_failure",
  "dns_no_address",
]);

/** DTLS is ours alone; memory is read with permission only. */
function mayBeAsked({ id, kind }: DetectorIdentity, { transport }: Endpoint, allowOverread: boolean): boolean {
  if (id.endsWith("/overread") && !allowOverread) return false;
  const dtls = id.endsWith("/dtls");
  return transport === "udp" ? kind === "native" && dtls : !dtls;
}

interface Open {
  readonly judged: JudgedEndpoint;
  readonly next: NextTests;
  /** Who cannot see such an endpoint, by the range. */
  readonly blind: readonly string[];
}

export async function next(options: NextCommandOptions): Promise<ExitCode> {
  const { configuration } = options;
  const settings = { ...configuration.settings, with: configuration.settings.with || "all" };
  const { witnesses } = await loadWitnesses({ ...configuration, settings });
  const own = findPack("heartbleed").detectors;
  const askable = [...own, ...witnesses.map(({ identity }) => identity)];
  return withJudgement(
    options,
    (judgement, sheet, store) => {
      const alike: Alike = new Map();
      const open = judgement.endpoints
        .filter((judged) => heapOf(judged) === "open")
        .map((judged) => openEndpoint(judgement, judged, askable, sheet, options, alike));
      const needed = smallestSet(judgement.inputs, judgement.campaign.pack, judgement.campaign.draws);
      if (options.format === "json") process.stdout.write(`${JSON.stringify(toJson(open, needed), null, 2)}\n`);
      else show(open, needed, options);
      return exitCodeFor(judgement, store);
    },
    askable,
  );
}

/** By pattern of evidence, word and candidates. */
type Alike = Map<string, NextTests>;

function openEndpoint(
  judgement: StoreJudgement,
  judged: JudgedEndpoint,
  askable: readonly DetectorIdentity[],
  sheet: Sheet,
  { target, budget, configuration }: NextCommandOptions,
  alike: Alike,
): Open {
  const { allowOverread } = configuration.settings;
  const named = askable.map(({ id, version }) => ({ detector: id, version }));
  const blind = new Set(blindZeros(named, judgement.traitsAt(judged.index), sheet).map(({ detector }) => detector));
  const candidates = askable.flatMap((identity): readonly Askable[] => {
    const { id, version, kind } = identity;
    const tool = judgement.model.tools.findIndex((each) => each.id === toolName({ detector: id, version }));
    if (tool < 0 || blind.has(id) || !mayBeAsked(identity, judged.endpoint, allowOverread)) return [];
    return [{ tool, detector: id, cost: costOf(identity), controlled: kind === "native" }];
  });
  const reachable = judged.endpoint.address !== null && judged.endpoint.port !== null;
  const leave = !reachable || LEAVE_ALONE.has(judged.verdict.reason);
  const asked = leave ? [] : candidates;
  // All that nextTests looks at: endpoints with the same evidence, word and candidates have the same next test.
  const pattern = judgement.structure.patternOf[judged.index] ?? -1;
  const key = `${pattern} ${judged.decision.word} ${asked.map(({ tool }) => tool).join(" ")}`;
  const tests = alike.get(key) ?? nextTests(judgement, judged, asked, { target, budget, leastBits: LEAST_BITS });
  alike.set(key, tests);
  return { judged, next: tests, blind: [...blind] };
}

const STOPS: Readonly<Record<string, string>> = {
  settled: "settled",
  budget_spent: "the budget does not allow any",
  no_test_left: "nobody who could see it is here",
  nothing_helps: "no test that is here would change anything: look at the host itself",
};

function show(open: readonly Open[], needed: SmallestSet, { target }: NextCommandOptions): void {
  if (open.length > 0) {
    const columns = ["endpoint", "is", "ask next", "then", "how far that leads"].map((title) => ({ title }));
    const lines = open.map(({ judged, next: { tests, stop, path } }): Cell[] => [
      endpointLabel(judged.endpoint),
      `${judged.decision.word} ${percent(judged.probability)}`,
      stop === null ? (tests[0]?.detector ?? "") : { text: STOPS[stop] ?? stop, style: "dim" },
      stop === null ? (tests[1]?.detector ?? "") : "",
      pathInWords(path, target),
    ]);
    const table = renderTable(columns, lines, {
      width: process.stdout.columns ?? null,
      paint: paintFor(process.stdout),
    });
    process.stdout.write(`${table.join("\n")}\n\n`);
  }
  process.stdout.write(`${open.length} endpoints are open\n${neededInWords(needed)}\n`);
}

/** `two more zeros (heartbleed/handshake, nmap) bring it to 99.2 %`, or `stop here at 96 %`. */
function pathInWords({ now, steps, reached }: NextTests["path"], target: number): string {
  const last = steps.at(-1);
  if (last === undefined) return reached ? "sure enough" : `no more certainty here than ${percent(now)} safe`;
  const zeros = `${steps.length} more ${steps.length === 1 ? "zero" : "zeros"} (${steps.map((step) => step.detector).join(", ")})`;
  return reached
    ? `${zeros} would bring it to ${percent(last.safe)} safe`
    : `${zeros} would bring it to ${percent(last.safe)} safe; ${percent(target)} is out of reach here`;
}

function neededInWords({ detectors, of, settled, exact }: SmallestSet): string {
  if (settled === 0) return "nothing is settled, by no number of detectors";
  const names = detectors.length === 0 ? "nobody" : detectors.join(", ");
  return `${detectors.length} of ${of} detectors would have come to the same ${settled} answers${exact ? "" : " (not every set was tried)"}: ${names}`;
}

function toJson(open: readonly Open[], needed: SmallestSet): unknown {
  return {
    open: open.map(({ judged, next: { tests, stop, path }, blind }) => ({
      endpoint: endpointLabel(judged.endpoint),
      word: judged.decision.word,
      probability: judged.probability,
      stop,
      tests: tests.map(({ detector, cost, saving, bits, value }) => ({ detector, cost, saving, bits, value })),
      path,
      blind,
    })),
    smallestSet: needed,
  };
}
