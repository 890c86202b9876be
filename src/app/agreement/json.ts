/** `crosscheck agree --format json`: described in docs/agreement.md. Fields may be added, never renamed. */

import { ONE_OPINION } from "../../core/agreement/clusters.ts";
import { METHODS } from "../../core/agreement/methods.ts";
import type { AgreementReport } from "../../core/agreement/report.ts";
import { OUTCOMES } from "../../core/model/outcome.ts";
import { REPLICATES, SEED } from "../../core/stats/bootstrap.ts";

/** What the numbers are about, beside the numbers themselves. */
export interface AgreementSubject {
  /** null: the database has no runs. */
  readonly pack: string | null;
  /** Newest first. */
  readonly runs: readonly string[];
  /** Detectors that failed their controls, with the sentence that says why. */
  readonly failedControls: Readonly<Record<string, string>>;
}

export function agreementJson(report: AgreementReport, subject: AgreementSubject): string {
  const { clusters, ...rest } = report;
  const named = (items: readonly number[]) => items.map((item) => report.detectors[item]?.id ?? "");
  const shown = {
    format: "crosscheck-agreement/1",
    ...subject,
    outcomes: OUTCOMES,
    ...rest,
    clusters: {
      method: "clusters",
      rows: clusters.rows,
      resamples: clusters.resamples,
      branches: clusters.branches.map(({ first, second, height, support }) => ({
        first: named(first),
        second: named(second),
        height,
        support,
      })),
      copheneticCorrelation: clusters.copheneticCorrelation,
      oneOpinionFrom: ONE_OPINION,
      compared: named(clusters.placed),
      opinions: clusters.opinions.map(named),
    },
    bootstrap: { replicates: REPLICATES, seed: SEED, resampled: "endpoints", confidence: 0.95 },
    methods: METHODS,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
