/** A forest plot as numbers: for each condition a point, its exact interval and a shape. Pure. */

import type { ConditionScore, ScoreSheet } from "../api/types.ts";

export type CellKind = ConditionScore["kind"];

/** Worst first: what one looks for. */
export const KIND_ORDER: readonly CellKind[] = ["wrong", "unstable", "undecided", "right", "unknown"];

export const FOREST_SORTS = ["worst", "condition", "share"] as const;
export type ForestSort = (typeof FOREST_SORTS)[number];

export interface ForestRow {
  readonly score: ConditionScore;
  /** Share of right answers and its interval, 0 to 1; null: it was not measured. */
  readonly at: number | null;
  readonly low: number;
  readonly high: number;
}

export interface ForestView {
  readonly sort: ForestSort;
  /** Every word must occur in the condition's id, title or question. */
  readonly text: string;
  /** Empty: all. */
  readonly kinds: readonly CellKind[];
}

export function forest(scores: readonly ConditionScore[], { sort, text, kinds }: ForestView): readonly ForestRow[] {
  const rows = scores
    .filter((score) => (kinds.length === 0 || kinds.includes(score.kind)) && matches(score, text))
    .map((score): ForestRow => {
      const measured = score.n > 0;
      return {
        score,
        at: measured ? bounded(score.right / score.n) : null,
        low: measured ? bounded(score.rightLow) : 0,
        high: measured ? bounded(score.rightHigh) : 1,
      };
    });
  if (sort === "condition") return rows;
  const rank = ({ score, at }: ForestRow) =>
    sort === "worst" ? KIND_ORDER.indexOf(score.kind) * 2 + (at ?? 1) : (at ?? 2);
  return rows.toSorted((a, b) => rank(a) - rank(b));
}

export function matches(
  {
    condition,
    title,
    question,
  }: { readonly condition: string; readonly title: string; readonly question: string | null },
  text: string,
): boolean {
  const all = `${condition} ${title} ${question ?? ""}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function bounded(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

/** What a detector does not see, by how dangerous it is. */
export interface BlindSpots {
  /** It says 0 where the server is vulnerable: at least once. */
  readonly missed: readonly ConditionScore[];
  /** It says 1 where the server is not, or where nothing can be known. */
  readonly falseAlarms: readonly ConditionScore[];
  /** It says 0 where nothing can be known. */
  readonly guessed: readonly ConditionScore[];
  /** It cannot tell, every time. */
  readonly undecided: readonly ConditionScore[];
  /** Not the same each time, though never wrong. */
  readonly unstable: readonly ConditionScore[];
}

export function blindSpots(scores: readonly ConditionScore[]): BlindSpots {
  const says = ({ reasons }: ConditionScore, outcome: string) => reasons.some((each) => each.outcome === outcome);
  const missed = scores.filter((each) => each.truth === "vulnerable" && says(each, "not_vulnerable"));
  const falseAlarms = scores.filter((each) => each.truth !== "vulnerable" && says(each, "vulnerable"));
  const guessed = scores.filter((each) => each.truth === null && says(each, "not_vulnerable"));
  const named = new Set([...missed, ...falseAlarms, ...guessed]);
  return {
    missed,
    falseAlarms,
    guessed,
    undecided: scores.filter((each) => each.kind === "undecided" && !named.has(each)),
    unstable: scores.filter((each) => each.kind === "unstable" && !named.has(each)),
  };
}

/** Under how many conditions a detector gave a wrong answer, be it once. Where nothing can be known, any 1 or 0 is wrong. */
export function everWrong(
  { conditions, detectors, reasons: facts }: Pick<ScoreSheet, "conditions" | "detectors" | "reasons">,
  id: string,
): number {
  const cells = detectors.find((detector) => detector.id === id)?.cells ?? {};
  return conditions.filter((condition) =>
    (cells[condition.id]?.reasons ?? []).some(({ reason }) => {
      const outcome = facts[reason]?.outcome ?? "unknown";
      return outcome !== "unknown" && outcome !== condition.truth;
    }),
  ).length;
}
