/** docs/outcomes.md: the closed lists of src/core/model/outcome.ts, for people. */

import {
  EVIDENCE_MEANING,
  OUTCOME_SYMBOL,
  OUTCOMES,
  type Outcome,
  REASON_CODES,
  reasonFacts,
} from "../../src/core/model/outcome.ts";
import { GENERATED, page, table } from "./markdown.ts";

const OUTCOME_MEANING: Readonly<Record<Outcome, string>> = {
  vulnerable: "it was seen to do what only a vulnerable server does",
  not_vulnerable: "it was seen to refuse, or not to have the feature, on a connection that was alive",
  unknown: "neither could be shown; an error, silence or a time-out is never a zero",
};

export function outcomesPage(): string {
  const sections = OUTCOMES.map((outcome) => {
    const rows = REASON_CODES.map((code) => ({ code, facts: reasonFacts(code) }))
      .filter(({ facts }) => facts.outcome === outcome)
      .map(({ code, facts }) => [
        `\`${code}\``,
        facts.evidence,
        facts.meaning,
        facts.retry ? "yes" : "no",
        facts.advice,
      ]);
    const titles = ["reason", "evidence", "meaning", "can a retry settle it?", "what to do"];
    return `## ${OUTCOME_SYMBOL[outcome]}: ${outcome}\n\n${table(titles, rows)}`;
  });
  return page(
    GENERATED,
    "# Outcomes, evidence, reasons",
    "Every observation and every verdict has one outcome, one reason and the evidence that belongs to that reason. " +
      "The lists are closed: nothing else is ever printed, stored or exported. A reason belongs to exactly one " +
      "outcome, so no error can be spelt as a zero. Source: `src/core/model/outcome.ts`.",
    table(
      ["outcome", "shown as", "meaning"],
      OUTCOMES.map((outcome) => [`\`${outcome}\``, OUTCOME_SYMBOL[outcome], OUTCOME_MEANING[outcome]]),
    ),
    "Evidence says how an answer is known, strongest first.",
    table(
      ["evidence", "meaning"],
      Object.entries(EVIDENCE_MEANING).map(([evidence, meaning]) => [`\`${evidence}\``, meaning]),
    ),
    ...sections,
  );
}
