/** How the numbers of a report came about, for whoever has nothing but the report. */

import { EVIDENCE_MEANING } from "../core/model/outcome.ts";
import type { Word } from "../core/latent/capability/index.ts";
import type { Report } from "./report.ts";

export const WORD_MEANING: Readonly<Record<Word, string>> = {
  CONFIRMED: "a proof was seen: only a vulnerable server answers so",
  PROBABLE: "claims without proof make it very likely; treat it as vulnerable",
  SUSPECT: "something speaks for it, and it is not settled",
  UNKNOWN: "not settled: too little is known. Unknown is not safe",
  CLEARED: "enough controlled negatives, for a stated number of days",
};

export interface Paragraph {
  readonly title: string;
  readonly text: string;
}

export function methodOf({ policy }: Report): readonly Paragraph[] {
  return [
    {
      title: "What a cell says",
      text: "1: vulnerable. 0: not vulnerable. ?: asked, and no answer can be given; its reason is named. ✗: the detector failed its controls in that run and is not counted. ·: was not asked. A number behind a sign counts repetitions. No error, time-out or empty output is ever a 0.",
    },
    {
      title: "How an answer is known",
      text: Object.entries(EVIDENCE_MEANING)
        .map(([evidence, meaning]) => `${evidence}: ${meaning}.`)
        .join(" "),
    },
    {
      title: "Rules before numbers",
      text: "One demonstrated 1 confirms. Our own refutation, on as many connections as were asked for and contradicted by nobody, clears. A 0 of somebody else counts only where the laboratory shows that this detector can see such a server.",
    },
    {
      title: "The probability",
      text: "What the rules leave open is weighed by a latent-class model: prior odds times, for each lineage, how much likelier its answers are from a vulnerable server than from a safe one, with a share for blindness that all have in common. Detectors that carry the same code are one lineage and one witness. Error rates come from this incident and, at half weight, from the laboratory's servers of known truth. The interval (90 %) is a bootstrap over endpoints.",
    },
    {
      title: "From a probability to a word",
      text: `Policy ${policy.name}: cleared only with fresh controlled negatives of ${policy.lineages} lineages, or by our own refutation where the policy takes it; a negative counts for ${policy.freshDays} days.`,
    },
    {
      title: "Missed ones",
      text: "The expected number of vulnerable endpoints among the cleared is the sum of their probabilities. Those that everybody missed are estimated from how often lineages proved the same endpoints (Chao's lower bound, 1989), and where the data cannot carry a number none is given.",
    },
  ];
}
