/** `crosscheck explain TARGET --prove`: why each tool that contradicts the verdict does, proven by counter-experiment. */

import { decidingLines } from "../../../causes/beside.ts";
import type { Trying } from "../../../causes/bench.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import { OUTCOME_SYMBOL } from "../../../core/model/outcome.ts";
import type { Store } from "../../../core/ports/store.ts";
import { type Explained, explainedSplits } from "../../explain/explained.ts";
import { type Judged, judgedEndpoints, splitsOf } from "../../explain/splits.ts";
import { campaignOf } from "../../rows.ts";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { paintFor } from "../../text/paint.ts";
import { type Configuration, loadScope, withExistingStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { note } from "../say.ts";
import { ProofDisplay } from "../proof-display.ts";
import { isMeant } from "./explain.ts";

export interface ProveOptions {
  readonly configuration: Configuration;
  readonly target: string;
  readonly run: string | null;
  /** null: all. */
  readonly detector: string | null;
  readonly format: "table" | "json";
}

/** Exit 0: everything explained, or nothing to explain; 2: something is not; 77: all of it was out of scope. */
export async function explainProve(options: ProveOptions, signal: AbortSignal): Promise<ExitCode> {
  const { configuration, target, run, detector, format } = options;
  const { settings } = configuration;
  const scope = await loadScope(settings);
  return withExistingStore(settings, async (store) => {
    const meant = meantEndpoints(store, { target, run, db: settings.db });
    const paint = paintFor(process.stdout);
    const all: Explained[] = [];
    const display = new ProofDisplay();
    for (const judged of meant) {
      const { stored, verdict } = judged;
      if (format === "table") {
        process.stdout.write(`${paint("bold", endpointLabel(stored.endpoint))}  ${OUTCOME_SYMBOL[verdict.outcome]}\n`);
      }
      if (splitsOf(judged, detector).length === 0) note(nothingToExplain(judged));
      const onTrying = (of: string, trying: Trying) => display.trying(of, trying);
      const { allowOverread, vantage } = settings;
      try {
        for await (const explained of explainedSplits(judged, {
          detector,
          scope,
          allowOverread,
          vantage,
          signal,
          onTrying,
        })) {
          all.push(explained);
          display.print(() => {
            if (format === "table") process.stdout.write(`  ${escapeTerminal(explained.sentence, MOST)}\n`);
          });
        }
      } finally {
        display.finish();
      }
    }
    if (format === "json") process.stdout.write(`${JSON.stringify(all.map(inJson), null, 2)}\n`);
    if (signal.aborted) return EXIT.interrupted;
    if (all.length > 0 && all.every(({ refused }) => refused)) return EXIT.outOfScope;
    return all.every(({ explanation }) => explanation?.kind === "proven" || explanation?.kind === "varies")
      ? EXIT.nothingVulnerable
      : EXIT.inconclusive;
  });
}

const MOST = 2000;

function nothingToExplain({ verdict }: Judged): string {
  return verdict.outcome === "unknown"
    ? "there is no verdict here that a tool could contradict"
    : "no tool contradicts the verdict here";
}

/** @throws CommandError where nothing is meant. */
export function meantEndpoints(
  store: Store,
  { target, run, db }: { readonly target: string | null; readonly run: string | null; readonly db: string },
): readonly Judged[] {
  const named = run === null ? null : findRun(store, run, db);
  const campaign = named === null ? campaignOf(store.runs()) : { runs: [named], pack: named.pack, draws: named.draws };
  const found =
    campaign === null ? [] : [...judgedEndpoints(store, campaign, (each) => target === null || isMeant(each, target))];
  if (found.length > 0) return found;
  throw new CommandError(EXIT.usage, `${db} has no endpoint ${escapeTerminal(target ?? "")}`);
}

function inJson({ judged, observation, split, profile, explanation, sentence }: Explained) {
  const { detector, version, reason } = observation;
  return {
    endpoint: judged.stored.endpoint,
    detector,
    version,
    reason,
    observed: split.observed,
    verdict: split.wanted,
    profile: profile?.id ?? null,
    explanation: explanation?.kind ?? null,
    causes: explanation?.kind === "proven" ? explanation.causes : [],
    ruledOut: explanation !== null && "ruledOut" in explanation ? explanation.ruledOut : [],
    sentence,
    // The tool's own conversation, and the one that differs from it in the cause alone.
    seen: explanation?.kind === "proven" ? decidingLines(explanation.seen) : null,
    varied: explanation?.kind === "proven" ? decidingLines(explanation.varied) : null,
  };
}
