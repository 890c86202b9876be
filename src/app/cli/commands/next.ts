/** `crosscheck next`: whom to ask next about what is still open, and how far that would lead. */

import type { JudgedEndpoint } from "../../../core/judgement/judge-campaign.ts";
import { type SmallestSet, smallestSet } from "../../../core/judgement/smallest-set.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import { type Alike, type NextFor, nextFor, pathInWords, STOPS } from "../../judgement/next-for.ts";
import { heapOf, percent } from "../../judgement/triage-words.ts";
import { findPack } from "../../packs.ts";
import { paintFor } from "../../text/paint.ts";
import { type Cell, renderTable } from "../../text/table.ts";
import { loadWitnesses } from "../context.ts";
import type { ExitCode } from "../exit.ts";
import { exitCodeFor, type TriageOptions, withJudgement } from "./triage.ts";

export interface NextCommandOptions extends Omit<TriageOptions, "exports"> {
  /** P(not vulnerable) wanted. */
  readonly target: number;
  /** What may be spent on an endpoint: one harmless connection costs 1. */
  readonly budget: number;
}

interface Open extends NextFor {
  readonly judged: JudgedEndpoint;
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
      const { target, budget } = options;
      const asking = { askable, sheet, target, budget, allowOverread: settings.allowOverread };
      const open = judgement.endpoints
        .filter((judged) => heapOf(judged) === "open")
        .map(
          (judged): Open => ({
            judged,
            ...nextFor(judgement, judged, judgement.traitsAt(judged.index), asking, alike),
          }),
        );
      const needed = smallestSet(judgement.inputs, judgement.campaign.pack, judgement.campaign.draws);
      if (options.format === "json") process.stdout.write(`${JSON.stringify(toJson(open, needed), null, 2)}\n`);
      else show(open, needed, options);
      return exitCodeFor(judgement, store);
    },
    askable,
  );
}

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
