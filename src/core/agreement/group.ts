/** All columns together: coefficients for many raters, with ? left out and with ? as an answer of its own (reference/statistics.md 8.2). */

import { bootstrap } from "../stats/bootstrap.ts";
import { conger, groupAgreement } from "../stats/group-agreement.ts";
import { collapse, unitCounts } from "../stats/ratings.ts";
import { conclusiveOnly } from "./answers.ts";
import type { Estimate } from "./methods.ts";
import { estimate } from "./pair.ts";

export interface GroupCoefficients {
  readonly rawAgreement: Estimate;
  readonly fleiss: Estimate;
  readonly conger: Estimate;
  readonly alpha: Estimate;
  readonly ac1: Estimate;
  readonly brennanPrediger: Estimate;
}

export interface GroupReport {
  /** Over endpoints with two answers of 1 or 0. */
  readonly unknownLeftOut: GroupCoefficients;
  /** Over endpoints with two answers, ? being one. */
  readonly unknownAsAnswer: GroupCoefficients;
}

/** @param columns categories by index in OUTCOMES, MISSING where nobody asked */
export function groupReport(columns: readonly Int8Array[], purpose: string): GroupReport {
  return {
    unknownLeftOut: groupCoefficients(columns.map(conclusiveOnly), 2, `group ${purpose}`),
    unknownAsAnswer: groupCoefficients(columns, 3, `group with ? ${purpose}`),
  };
}

function groupCoefficients(columns: readonly Int8Array[], categories: number, purpose: string): GroupCoefficients {
  const patterns = collapse(columns, categories);
  const units = unitCounts(patterns);
  const found = groupAgreement(units);
  const rows = found.pairable;
  const resampled =
    rows < 2
      ? []
      : bootstrap(
          units.weights,
          (weights) => {
            const { raw, fleiss, alpha, ac1, brennanPrediger } = groupAgreement(units, weights);
            return [raw.value, fleiss.value, alpha.value, ac1.value, brennanPrediger.value];
          },
          { purpose },
        );
  const uncertainty = (index: number) => resampled[index] ?? null;
  return {
    rawAgreement: estimate("raw_agreement", found.raw, rows, uncertainty(0)),
    fleiss: estimate("fleiss_kappa", found.fleiss, rows, uncertainty(1)),
    conger: estimate("conger_kappa", conger(patterns, found.raw), rows, null),
    alpha: estimate("krippendorff_alpha", found.alpha, rows, uncertainty(2)),
    ac1: estimate("gwet_ac1", found.ac1, rows, uncertainty(3)),
    brennanPrediger: estimate("brennan_prediger", found.brennanPrediger, rows, uncertainty(4)),
  };
}
