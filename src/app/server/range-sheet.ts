/** The sheet of scores as the API shows it. Pure, but for reading the one that ships. */

import type { z } from "@hono/zod-openapi";
import { type Reason, reasonFacts } from "../../core/model/outcome.ts";
import { condition } from "../../range/conditions/catalogue.ts";
import { readSheetFile, SHIPPED_SCORES } from "../range/read-sheet-file.ts";
import {
  scoreCell,
  type Sheet,
  type SheetCondition,
  type SheetDetector,
  type Tally,
  totalsOf,
} from "../range/sheet.ts";
import type { conditionScoreSchema } from "./schemas/detectors.ts";
import type { liveScoreSchema, sheetSchema } from "./schemas/range.ts";

export type SheetView = z.infer<typeof sheetSchema>;
export type ConditionScore = z.infer<typeof conditionScoreSchema>;
export type Changes = Pick<z.infer<typeof liveScoreSchema>, "compared" | "changes">;

let shipped: Promise<Sheet> | null = null;

/** Read once: it is part of the package. Rejects where the package is damaged. */
export function shippedSheet(): Promise<Sheet> {
  shipped ??= readSheetFile(SHIPPED_SCORES).then((read) => {
    if (!read.ok) throw new Error(read.problem);
    return read.value;
  });
  return shipped;
}

/** Under which name and version the range measured a detector. Our own rungs are measured together, as `heartbleed`. */
export function measuredFor(
  { detectors }: Sheet,
  { id, kind, versions }: { readonly id: string; readonly kind: string; readonly versions: readonly string[] },
): SheetDetector | null {
  const name = kind === "native" ? (id.split("/")[0] ?? id) : id;
  const same = detectors.filter(({ identity }) => identity.id === name);
  return same.find(({ identity }) => versions.includes(identity.version)) ?? same[0] ?? null;
}

/** Reasons with how often they were given, most frequent first. */
function counted(tally: Tally | undefined): readonly { readonly reason: Reason; readonly times: number }[] {
  return (Object.entries(tally ?? {}) as [Reason, number][])
    .map(([reason, times]) => ({ reason, times }))
    .toSorted((a, b) => b.times - a.times || (a.reason < b.reason ? -1 : 1));
}

export function scoresOf(detector: SheetDetector, conditions: readonly SheetCondition[]): ConditionScore[] {
  return conditions.map(({ id, title, truth }) => {
    const tally = detector.cells[id];
    const { kind, n, right, wrong, undecided, rightShare, wrongShare } = scoreCell(tally, truth);
    return {
      condition: id,
      title,
      question: condition(id)?.question ?? null,
      ...{ truth, kind, n, right, wrong, undecided },
      rightLow: rightShare.low,
      rightHigh: rightShare.high,
      wrongLow: wrongShare.low,
      wrongHigh: wrongShare.high,
      reasons: counted(tally).map(({ reason, times }) => {
        const { outcome, meaning } = reasonFacts(reason);
        return { reason, outcome, meaning, times };
      }),
    };
  });
}

export function sheetView(sheet: Sheet, kinds: readonly string[]): SheetView {
  const shown = sheet.detectors.filter(({ identity }) => kinds.length === 0 || kinds.includes(identity.kind));
  const reasons: SheetView["reasons"] = {};
  const detectors = shown.map((detector) => {
    const cells: SheetView["detectors"][number]["cells"] = {};
    for (const { id, truth } of sheet.conditions) {
      const said = counted(detector.cells[id]);
      for (const { reason } of said) {
        const { outcome, meaning } = reasonFacts(reason);
        reasons[reason] = { outcome, meaning };
      }
      cells[id] = { kind: scoreCell(detector.cells[id], truth).kind, reasons: [...said] };
    }
    const { identity, measuredAt } = detector;
    return { ...identity, measuredAt, totals: { ...totalsOf(detector, sheet.conditions) }, cells };
  });
  return {
    measuredAt: sheet.measuredAt,
    version: sheet.version,
    machine: sheet.machine,
    conditions: sheet.conditions.map((each) => ({ ...each, question: condition(each.id)?.question ?? null })),
    detectors,
    reasons,
  };
}

/** Cell by cell, against the sheet that ships. */
export function changesAgainst(before: Sheet, now: Sheet): Changes {
  const compared = { same: 0, changed: 0, fresh: 0 };
  const changes: Changes["changes"] = [];
  for (const detector of now.detectors) {
    const { id, kind, version } = detector.identity;
    const then = measuredFor(before, { id, kind, versions: [version] });
    for (const { id: conditionId, truth } of now.conditions) {
      const after = scoreCell(detector.cells[conditionId], truth).kind;
      if (after === "unknown") continue;
      const earlier = scoreCell(then?.cells[conditionId], truth).kind;
      if (earlier === "unknown") compared.fresh++;
      else if (earlier === after) compared.same++;
      else {
        compared.changed++;
        const sameVersion = then?.identity.version === version;
        changes.push({ detector: id, condition: conditionId, before: earlier, after, sameVersion });
      }
    }
  }
  return { compared, changes };
}
