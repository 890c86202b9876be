/** Where two detectors, or two versions of one, differ, and whether the repeats prove it. Pure. */

import { clopperPearson } from "../../core/stats/binomial.ts";
import { OUTCOMES, type Outcome, type Reason, reasonFacts } from "../../core/model/outcome.ts";
import type { SheetCondition, SheetDetector, Tally } from "./sheet.ts";

export interface Difference {
  readonly condition: SheetCondition;
  readonly first: Tally;
  readonly second: Tally;
  /** Whether the exact 95 % intervals of some outcome's share do not overlap. */
  readonly proven: boolean;
}

/** Conditions in which their outcomes are not distributed alike, in the order of the sheet. */
export function differences(
  first: SheetDetector,
  second: SheetDetector,
  conditions: readonly SheetCondition[],
): readonly Difference[] {
  return conditions.flatMap((condition) => {
    const [one, other] = [first.cells[condition.id] ?? {}, second.cells[condition.id] ?? {}];
    const shares = OUTCOMES.map((outcome) => [share(one, outcome), share(other, outcome)] as const);
    if (shares.every(([a, b]) => a.n === 0 || b.n === 0 || a.x * b.n === b.x * a.n)) return [];
    const proven = shares.some(([a, b]) => {
      const [left, right] = [clopperPearson(a.x, a.n), clopperPearson(b.x, b.n)];
      return left.high < right.low || right.high < left.low;
    });
    return [{ condition, first: one, second: other, proven }];
  });
}

function share(tally: Tally, wanted: Outcome): { readonly x: number; readonly n: number } {
  const counted = Object.entries(tally) as (readonly [Reason, number])[];
  const n = counted.reduce((sum, [, times]) => sum + times, 0);
  const x = counted.reduce((sum, [reason, times]) => sum + (reasonFacts(reason).outcome === wanted ? times : 0), 0);
  return { x, n };
}
