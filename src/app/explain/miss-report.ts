/**
 * A proven miss as a report for the tool's maintainers: facts, what went over the wire in types and lengths, how to reproduce it. It is
 * made from values that hold no name or address: nothing of the endpoint but what the conversation shows. Pure.
 */

import type { Split } from "../../causes/cause.ts";
import { TIMES } from "../../causes/bench.ts";
import type { Explanation } from "../../causes/prove.ts";
import { explanationSentence } from "../../causes/sentences.ts";
import { decidingLines } from "../../causes/beside.ts";
import type { Seen } from "../../causes/seen.ts";
import { OUTCOME_SYMBOL, type Reason, reasonFacts } from "../../core/model/outcome.ts";
import type { Condition } from "../../range/conditions/condition.ts";

export interface Miss {
  readonly tool: string;
  readonly version: string;
  readonly reason: Reason;
  /** Of the re-enactment. */
  readonly profile: { readonly id: string; readonly title: string };
  readonly split: Split;
  readonly explanation: Extract<Explanation, { readonly kind: "proven" }>;
  /** What the verdict rests on. */
  readonly verdictReason: Reason;
  /** null: none reproduces it. */
  readonly condition: Condition | null;
  readonly crosscheckVersion: string;
}

const MEANING = { vulnerable: "vulnerable", not_vulnerable: "not vulnerable", unknown: "no answer" } as const;

export function missReport(miss: Miss): string {
  const { tool, version, reason, profile, split, explanation, verdictReason, condition, crosscheckVersion } = miss;
  const sentence = explanationSentence(explanation, {
    tool: `${tool} ${version}`,
    profile: profile.id,
    split,
    command: null,
  });
  const lines = [
    `# ${tool} ${version}: ${MEANING[split.observed]} where the server is ${MEANING[split.wanted]}`,
    "",
    sentence,
    "",
    "## Facts",
    "",
    `- Vulnerability: CVE-2014-0160 (Heartbleed).`,
    `- ${tool} ${version} answers ${OUTCOME_SYMBOL[split.observed]}: ${reasonFacts(reason).meaning}.`,
    `- crosscheck ${crosscheckVersion} answers ${OUTCOME_SYMBOL[split.wanted]}: ${reasonFacts(verdictReason).meaning}.`,
    ...explanation.causes.map(
      ({ annex, because, value }) => `- Cause (${annex.join(", ")}): ${because}. Changed in the experiment: ${value}.`,
    ),
    `- The unchanged and the changed conversation were run in turn, ${TIMES} times each, and came to their answers every time.`,
    `- Both were run by a re-enactment of ${profile.title}, not by the program itself.`,
    "",
    "## What goes over the wire",
    "",
    "Types and lengths only.",
    "",
    "As the tool does it:",
    "",
    ...transcript(explanation.seen),
    "",
    "With the change:",
    "",
    ...transcript(explanation.varied),
    "",
    "## How to reproduce it",
    "",
    ...(condition === null
      ? ["No condition of crosscheck's range reproduces it yet."]
      : [
          `Range condition ${condition.id}, ${condition.title}, gives the same answer:`,
          "",
          "```sh",
          `crosscheck range up --condition ${condition.id}   # prints an address and a port on loopback`,
          "```",
          "",
          `Run ${tool} against that port. The truth there: ${MEANING[split.wanted]}.`,
        ]),
  ];
  return `${lines.join("\n")}\n`;
}

const MOST = 40;

function transcript(seen: Seen): readonly string[] {
  const lines = decidingLines(seen);
  const shown = lines
    .slice(0, MOST)
    .map(({ atMs, who, what }) => `${atMs.toFixed(0).padStart(7)} ms  ${who.padEnd(7)}  ${what}`);
  const left = lines.length > MOST ? [`… ${lines.length - MOST} more`] : [];
  return ["```text", ...shown, ...left, "```"];
}
