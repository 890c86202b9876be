/** An explanation in one sentence. */

import { OUTCOME_SYMBOL, type Outcome } from "../core/model/outcome.ts";
import type { Split } from "./cause.ts";
import { type Explanation, TIMES } from "./prove.ts";

const ANSWERED: Readonly<Record<Outcome, string>> = {
  vulnerable: "answered",
  not_vulnerable: "0",
  unknown: "?",
};

/** @param tool its name. @param profile of the re-enactment: `sslscan-2`. */
export function explanationSentence(
  explanation: Explanation,
  { tool, profile, split }: { readonly tool: string; readonly profile: string; readonly split: Split },
): string {
  const says = `${tool} says ${OUTCOME_SYMBOL[split.observed]}`;
  switch (explanation.kind) {
    case "proven": {
      const { causes } = explanation;
      const because = causes.map((cause) => cause.because).join(", and ");
      const same = causes.map((cause) => cause.same).join(" and ");
      const pair = causes.length > 1 ? " (neither alone is enough)" : "";
      return `${says} because ${because}; ${same}${pair}: ${ANSWERED[split.wanted]}. Proven, ${TIMES} of ${TIMES}.`;
    }
    case "varies": {
      const answers = Object.entries(explanation.answers).map(([o, n]) => `${OUTCOME_SYMBOL[o as Outcome]} × ${n}`);
      return `${says}; the same bytes get different answers here (${answers.join(", ")}): several nodes behind the address, a change in between, or chance.`;
    }
    case "differs": {
      const got = explanation.got.map((outcome) => OUTCOME_SYMBOL[outcome]).join(", ");
      return `${says}: not explained; the re-enactment answers differently (profile/${profile}: ${got}).`;
    }
    case "not_explained":
      return `${says}: not explained; ruled out: ${explanation.ruledOut.join(", ") || "nothing"}.`;
    case "interrupted":
      return `${says}: interrupted.`;
  }
}
