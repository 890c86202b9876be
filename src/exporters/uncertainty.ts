/** What a report does not know, as sentences that every format carries: not tested, open, in dispute, not valid, missed. */

import type { Report } from "./report.ts";

export interface Doubt {
  /** Stable, for machines. */
  readonly id:
    | "open"
    | "untested"
    | "left_out"
    | "unreadable"
    | "disagreements"
    | "invalid"
    | "unfinished"
    | "missed_cleared"
    | "missed_by_all"
    | "detectors_unknown";
  /** How many it concerns; null: that is not a count. */
  readonly count: number | null;
  readonly text: string;
}

/** Always the same kinds in the same order, also where there is nothing: that nothing was left out is worth saying. */
export function doubtsOf(report: Report): readonly Doubt[] {
  const { counts, columns, runs, estimates } = report;
  const untested = [...counts.untested];
  const notTested = untested.reduce((sum, [, count]) => sum + count, 0);
  const reasons = untested.map(([reason, count]) => `${count} ${reason}`).join(", ");
  const invalid = columns.filter((column) => column.invalid.length > 0);
  const unfinished = runs.filter(({ state }) => state !== "done");
  const named = (ids: readonly string[]) => (ids.length === 0 ? "" : `: ${ids.join(", ")}`);
  const doubts: Doubt[] = [
    doubt("open", "Open endpoints", counts.heaps.open, "neither proven nor cleared. Open is not safe"),
    doubt("untested", "Endpoints that nobody asked", notTested, reasons),
    doubt("left_out", "Further places out of scope", counts.leftOut, "members of a range, further ports: not asked"),
    doubt("unreadable", "Lines that could not be read", counts.unreadable, "nobody knows what they would have been"),
    doubt(
      "disagreements",
      "Endpoints on which detectors contradict each other",
      counts.disagreements,
      `with a known cause: ${counts.explained}`,
    ),
    doubt(
      "invalid",
      "Detectors that failed their controls",
      invalid.length,
      `not counted there${named(invalid.map(({ id }) => id))}`,
    ),
    doubt(
      "unfinished",
      "Runs without an end",
      unfinished.length,
      `what they left is not known${named(unfinished.map(({ id }) => id))}`,
    ),
    missedCleared(estimates.cleared),
    missedByAll(estimates.unseen),
  ];
  if (estimates.gated) {
    doubts.push({
      id: "detectors_unknown",
      count: null,
      text: "Too few vulnerable endpoints to learn how good the detectors are: they are taken as pessimistically as unknown ones.",
    });
  }
  return doubts;
}

function doubt(id: Doubt["id"], what: string, count: number, meaning: string): Doubt {
  return { id, count, text: count === 0 ? `${what}: none.` : `${what}: ${count}; ${meaning}.` };
}

function missedCleared({ endpoints, expected, low, high }: Report["estimates"]["cleared"]): Doubt {
  const id = "missed_cleared";
  if (endpoints === 0) return { id, count: null, text: "Nothing was cleared, so nothing was cleared wrongly." };
  const about = expected.toFixed(expected < 0.1 ? 3 : 1);
  const text = `Expected among the cleared endpoints: ${about} vulnerable of ${endpoints} (${low} to ${high}, 90 %). Check some of them by other means.`;
  return { id, count: null, text };
}

function missedByAll(unseen: Report["estimates"]["unseen"]): Doubt {
  const id = "missed_by_all";
  if (!unseen.known) return { id, count: null, text: `How many everybody missed cannot be said: ${unseen.why}.` };
  const { atLeast, endpoints, low, high } = unseen;
  const text = `Among ${endpoints} endpoints that all lineages tested, everybody missed at least ${atLeast.toFixed(1)} (lower bound; 95 %: ${low.toFixed(1)} to ${high.toFixed(1)}).`;
  return { id, count: null, text };
}
