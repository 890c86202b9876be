/**
 * Does a tool still answer as it was measured? A few telling conditions, asked once: enough to notice that somebody changed the
 * tool, or what it stands on, behind its version number. The whole comparison is `range score --against`.
 */

import type { Reason } from "../../core/model/outcome.ts";
import type { Condition } from "../../range/conditions/condition.ts";
import { type Candidate, measure } from "./measure.ts";
import { type CellChange, drift, scoreCell, type Sheet, type SheetDetector } from "./sheet.ts";

export type DriftCheck =
  | { readonly kind: "not_measured"; readonly versions: readonly string[] }
  | { readonly kind: "measured"; readonly asked: readonly string[]; readonly changes: readonly CellChange[] };

/** Answers that took a tool long, or that a busy machine gives: they say little about it. */
const OF_THE_MOMENT: ReadonlySet<Reason> = new Set(["tool_timed_out", "negative_timed_out", "interrupted"]);
/** Of each kind. */
const MOST = 1;

/** Conditions where this detector always gave the same telling answer: what it finds, what it clears, what it gets wrong. */
export function tellingConditions(
  { cells }: SheetDetector,
  { conditions }: Pick<Sheet, "conditions">,
): readonly string[] {
  const chosen = new Map<string, string[]>();
  for (const { id, truth } of conditions) {
    const tally = cells[id];
    const { kind } = scoreCell(tally, truth);
    const reasons = Object.keys(tally ?? {}) as Reason[];
    if ((kind !== "right" && kind !== "wrong") || reasons.some((reason) => OF_THE_MOMENT.has(reason))) continue;
    const alike = chosen.get(`${kind} ${truth}`) ?? [];
    if (alike.length < MOST) chosen.set(`${kind} ${truth}`, [...alike, id]);
  }
  return [...chosen.values()].flat();
}

/** Rejects when the laboratory cannot be started. */
export async function checkDrift(
  candidate: Candidate,
  sheet: Sheet,
  known: readonly Condition[],
  signal: AbortSignal,
): Promise<DriftCheck> {
  const { id, version } = candidate.identity;
  const recorded = sheet.detectors.find(({ identity }) => identity.id === id && identity.version === version);
  if (recorded === undefined) {
    const others = sheet.detectors.filter(({ identity }) => identity.id === id);
    return { kind: "not_measured", versions: others.map(({ identity }) => identity.version) };
  }
  const telling = new Set(tellingConditions(recorded, sheet));
  const conditions = known.filter((condition) => telling.has(condition.id));
  const once = async (asked: readonly Condition[]) => {
    const measured = await measure(candidate, { conditions: asked, repeats: 1, onRepeat: () => undefined, signal });
    return drift(sheet, { ...sheet, detectors: [measured] });
  };
  const first = await once(conditions);
  // Once may be chance on a busy machine.
  const changes =
    first.length === 0 ? first : await once(conditions.filter((c) => first.some((x) => x.condition === c.id)));
  return { kind: "measured", asked: conditions.map((condition) => condition.id), changes };
}
