/** An explanation in one sentence. */

import { OUTCOME_SYMBOL, type Outcome } from "../core/model/outcome.ts";
import type { Split } from "./cause.ts";
import { TIMES } from "./bench.ts";
import type { Explanation } from "./prove.ts";

const ANSWERED: Readonly<Record<Outcome, string>> = {
  vulnerable: "answered",
  not_vulnerable: "0",
  unknown: "?",
};

export interface Telling {
  /** Its name. */
  readonly tool: string;
  /** Of the re-enactment: `sslscan-2`. */
  readonly profile: string;
  readonly split: Split;
  /** What to run at another vantage; null: addresses and places are left out too, because it is for others to read. */
  readonly command: string | null;
}

export function explanationSentence(explanation: Explanation, { tool, profile, split, command }: Telling): string {
  const says = `${tool} says ${OUTCOME_SYMBOL[split.observed]}`;
  switch (explanation.kind) {
    case "proven": {
      const { causes } = explanation;
      const because = causes.map((cause) => `${cause.because}${placed(cause.where, command)}`).join(", and ");
      const same = causes.map((cause) => cause.same).join(" and ");
      const pair = causes.length > 1 ? " (neither alone is enough)" : "";
      const [result] = causes.flatMap((cause) => cause.result ?? []);
      if (result !== undefined) return `${says} because ${because}; ${same}: ${result}. Proven.`;
      return `${says} because ${because}; ${same}${pair}: ${ANSWERED[split.wanted]}. Proven, ${TIMES} of ${TIMES}.`;
    }
    case "varies": {
      const answers = Object.entries(explanation.answers).map(([o, n]) => `${OUTCOME_SYMBOL[o as Outcome]} × ${n}`);
      return `${says}; the same bytes get different answers here (${answers.join(", ")}): several nodes behind the address, a change in between, or chance.`;
    }
    case "differs": {
      const got = explanation.got.map((outcome) => OUTCOME_SYMBOL[outcome]).join(", ");
      return `${says}: not explained; the re-enactment answers differently (profile/${profile}: ${got})${besides(explanation.ruledOut)}.`;
    }
    case "elsewhere": {
      const there = command === null ? "" : ` (${explanation.vantage}); there, with this database: ${command}`;
      const here = `from here its conversation comes to ${OUTCOME_SYMBOL[split.wanted]}, ${TIMES} of ${TIMES}`;
      return `${says}: not explained; ${here}${besides(explanation.ruledOut)}; needs the other vantage${there}.`;
    }
    case "not_explained":
      return `${says}: not explained; ruled out: ${explanation.ruledOut.join(", ") || "nothing"}.`;
    case "interrupted":
      return `${says}: interrupted.`;
  }
}

const placed = (where: string | undefined, command: string | null): string =>
  where === undefined || command === null ? "" : ` (${where})`;
const besides = (ruledOut: readonly string[]): string =>
  ruledOut.length === 0 ? "" : `; ruled out: ${ruledOut.join(", ")}`;
