/** The cells of one endpoint in a report, and whether they contradict each other. Pure. */

import type { BlindZero } from "../../core/judgement/evidence-rows.ts";
import type { Witnessed } from "../../core/judgement/judge-campaign.ts";
import { cellText, matrixCells } from "../../core/matrix/matrix.ts";
import type { Disagreement, ReportCell } from "../../exporters/report.ts";

/** @param isColumn whether a detector has a column: the engine and the inventory have none */
export function reportCells(
  observations: readonly Witnessed[],
  blind: readonly BlindZero[],
  isColumn: (detector: string) => boolean,
): ReadonlyMap<string, ReportCell> {
  const shown = observations.filter(({ detector }) => isColumn(detector));
  const newest = new Map<string, string>();
  for (const { detector, startedAt } of shown) {
    if (startedAt > (newest.get(detector) ?? "")) newest.set(detector, startedAt);
  }
  return new Map(
    [...matrixCells(shown)].map(([detector, cell]): [string, ReportCell] => {
      const { outcome, reason, evidence, tally } = cell;
      const empty = tally.not_vulnerable > 0 ? blind.find((each) => each.detector === detector) : undefined;
      const [at, blindTo] = [newest.get(detector) ?? "", empty?.condition ?? null];
      return [detector, { text: cellText(cell), outcome, reason, evidence, tally, at, blind: blindTo }];
    }),
  );
}

/** null: nobody contradicts anybody. @param titleOf what a condition of the range is about */
export function disagreementOf(
  cells: ReadonlyMap<string, ReportCell>,
  titleOf: (condition: string) => string,
): Disagreement | null {
  const said = (is: (cell: ReportCell) => boolean) => [...cells].filter(([, cell]) => is(cell)).map(([id]) => id);
  const vulnerable = said(({ tally }) => tally.vulnerable > 0);
  const notVulnerable = said(({ tally }) => tally.not_vulnerable > 0);
  if (vulnerable.length === 0 || notVulnerable.length === 0) return null;
  const unknown = said(({ outcome }) => outcome === "unknown");
  return { vulnerable, notVulnerable, unknown, cause: causeOf(cells, notVulnerable, titleOf) };
}

/** Known only where every 0 is one that the range shows to be empty. */
function causeOf(
  cells: ReadonlyMap<string, ReportCell>,
  zeros: readonly string[],
  titleOf: (condition: string) => string,
): string | null {
  const causes = zeros.map((id) => {
    const condition = cells.get(id)?.blind ?? null;
    return condition === null
      ? null
      : `${id} is blind to such a server, as ${condition} of the range shows: ${titleOf(condition)}`;
  });
  return causes.includes(null) ? null : causes.join("; ");
}
