/** `crosscheck report-miss TOOL [TARGET]`: a proven miss as a report for the tool's maintainers, without names or addresses. */

import type { Trying } from "../../../causes/bench.ts";
import { explainedSplits } from "../../explain/explained.ts";
import { matchingCondition } from "../../explain/matching-condition.ts";
import { missReport } from "../../explain/miss-report.ts";
import { ownVersion } from "../../own-version.ts";
import { type Configuration, loadScope, withExistingStore } from "../context.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { note } from "../say.ts";
import { ProofDisplay } from "../proof-display.ts";
import { meantEndpoints } from "./explain-prove.ts";

export interface ReportMissOptions {
  readonly configuration: Configuration;
  readonly tool: string;
  /** null: wherever it contradicts a verdict. */
  readonly target: string | null;
  readonly run: string | null;
}

/** The first miss that can be proven; exit 2 where none can. */
export async function reportMiss(options: ReportMissOptions, signal: AbortSignal): Promise<ExitCode> {
  const { configuration, tool, target, run } = options;
  const { settings } = configuration;
  const scope = await loadScope(settings);
  return withExistingStore(settings, async (store) => {
    const display = new ProofDisplay();
    const { allowOverread, vantage } = settings;
    const onTrying = (of: string, trying: Trying) => display.trying(of, trying);
    const explaining = { detector: tool, scope, allowOverread, vantage, signal, onTrying };
    let tried = 0;
    for (const judged of meantEndpoints(store, { target, run, db: settings.db })) {
      for await (const { observation, explanation, profile, split, sentence } of explainedSplits(judged, explaining)) {
        tried++;
        display.finish();
        if (explanation?.kind !== "proven" || profile === null) {
          note(sentence);
          continue;
        }
        const condition = await matchingCondition(profile, explanation, split, signal);
        const { version, reason } = observation;
        const miss = { tool, version, reason, profile, split, explanation, condition };
        const report = missReport({
          ...miss,
          verdictReason: judged.verdict.reason,
          crosscheckVersion: await ownVersion(),
        });
        process.stdout.write(report);
        return signal.aborted ? EXIT.interrupted : EXIT.nothingVulnerable;
      }
    }
    if (signal.aborted) return EXIT.interrupted;
    note(tried === 0 ? `${tool} contradicts no verdict here` : `none of ${tool}'s answers could be explained`);
    return EXIT.inconclusive;
  });
}
