/**
 * The rules of thumb that a model has to beat (reference/statistics.md 12.2). Not for verdicts: `majority` calls a host safe
 * that two clones cannot see.
 */

import type { Outcome } from "../model/outcome.ts";

/** How often one tool said 1, 0 and ? about one endpoint. All 0: it was not run. */
export interface ToolAnswers {
  readonly positive: number;
  readonly negative: number;
  readonly unknown: number;
}

/** One voice for each tool, its own runs' majority; tools without one, or with only ?, are silent. A tie, or silence: unknown. */
export function majority(tools: readonly ToolAnswers[]): Outcome {
  let balance = 0;
  for (const { positive, negative } of tools) balance += Math.sign(positive - negative);
  return balance > 0 ? "vulnerable" : balance < 0 ? "not_vulnerable" : "unknown";
}

/** One 1 anywhere is enough; otherwise one 0 is; only ?, or nothing: unknown. */
export function anyPositive(tools: readonly ToolAnswers[]): Outcome {
  if (tools.some(({ positive }) => positive > 0)) return "vulnerable";
  return tools.some(({ negative }) => negative > 0) ? "not_vulnerable" : "unknown";
}

/** Not vulnerable only if every run of every tool that was run said so; a 1 is a 1; one ? leaves it open. */
export function unanimousNegative(tools: readonly ToolAnswers[]): Outcome {
  const outcome = anyPositive(tools);
  return outcome === "not_vulnerable" && tools.some(({ unknown }) => unknown > 0) ? "unknown" : outcome;
}
