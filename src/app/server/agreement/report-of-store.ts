/** The agreement of a store's detectors, as the API gives it. */

import type { z } from "@hono/zod-openapi";
import { onlyFrom } from "../../../core/agreement/answers.ts";
import { ONE_OPINION } from "../../../core/agreement/clusters.ts";
import { foundTogether } from "../../../core/agreement/found-together.ts";
import { selfAgreement } from "../../../core/agreement/levels.ts";
import type { Estimate } from "../../../core/agreement/methods.ts";
import { agreementReport } from "../../../core/agreement/report.ts";
import type { Store } from "../../../core/ports/store.ts";
import type { Repeatability } from "../../../core/stats/repeatability.ts";
import { answersOf } from "../../agreement/answers-of-campaign.ts";
import { campaignOf, discreditedIn } from "../../rows.ts";
import type { agreementReportSchema } from "../schemas/agreement.ts";
import { SELF_FACETS } from "../../../core/agreement/self-facets.ts";

export type AgreementAnswer = z.infer<typeof agreementReportSchema>;

export interface AgreementQuestion {
  /** null: all runs. */
  readonly runs: readonly string[] | null;
  /** Kinds of detectors; empty: all. */
  readonly kinds: readonly string[];
}

/** More sets than a chart shows are added up. */
const MOST_SETS = 200;

export function agreementOfStore(store: Store, { runs, kinds }: AgreementQuestion): AgreementAnswer {
  const among = store.runs();
  const campaign = campaignOf(runs === null ? among : among.filter(({ id }) => runs.includes(id)));
  const all = answersOf(store, campaign, discreditedIn(store, campaign?.runs ?? []));
  const table = kinds.length === 0 ? all : onlyFrom(all, ({ kind }) => kinds.includes(kind));
  const report = agreementReport(table, { by: [], mostListed: 0 });
  const ids = report.detectors.map(({ id }) => id);
  const named = (items: readonly number[]) => items.map((item) => ids[item] ?? "");
  const kindOf = (id: string) => table.sources.findLast(({ detector }) => detector === id)?.kind ?? "report";
  const found = foundTogether(table, ids);
  const { clusters, group } = report;
  return {
    endpoints: report.endpoints,
    answers: report.answers,
    disputed: report.disputed.count,
    detectors: report.detectors.map((each) => ({
      ...each,
      kind: kindOf(each.id),
      lineages: [...each.lineages],
      versions: [...each.versions],
    })),
    pairs: report.pairs.map(({ first, second, sameLineage, counts, ac1, positiveAgreement, negativeAgreement }) => ({
      ...{ first, second, sameLineage, counts },
      ac1: estimated(ac1),
      positive: estimated(positiveAgreement),
      negative: estimated(negativeAgreement),
    })),
    group: {
      raw: estimated(group.unknownLeftOut.rawAgreement),
      ac1: estimated(group.unknownLeftOut.ac1),
      alpha: estimated(group.unknownLeftOut.alpha),
    },
    tree: {
      rows: clusters.rows,
      resamples: clusters.resamples,
      oneOpinionFrom: ONE_OPINION,
      branches: clusters.branches.map(({ first, second, height, support }) => ({
        ...{ first: named(first), second: named(second), height, support },
      })),
      compared: named(clusters.placed),
      opinions: clusters.opinions.map(named),
    },
    found: found.slice(0, MOST_SETS).map(({ detectors, endpoints }) => ({ detectors: [...detectors], endpoints })),
    foundOthers: found.slice(MOST_SETS).reduce((sum, { endpoints }) => sum + endpoints, 0),
    repeats: report.repeats.map(({ detector, confirmed, others, conclusive }) => ({
      detector,
      confirmed: repeated(confirmed),
      others: repeated(others),
      conclusive: repeated(conclusive),
    })),
    self: SELF_FACETS.flatMap((by) =>
      selfAgreement(table, ids, [by]).map(({ detector, levels, pairs }) => ({
        detector,
        by,
        levels: levels.map(({ name, ...said }) => ({ name: nameWithin(name, detector), ...said })),
        pairs: pairs.map(({ first, second, counts, rawAgreement, change }) => ({
          first: nameWithin(first, detector),
          second: nameWithin(second, detector),
          counts,
          raw: estimated(rawAgreement),
          p: change.adjusted,
        })),
      })),
    ),
  };
}

/** `nmap 7.93` is `7.93` of nmap. */
function nameWithin(column: string, detector: string): string {
  return column.startsWith(`${detector} `) ? column.slice(detector.length + 1) : column;
}

function estimated({ value, low, high, because, rows }: Estimate) {
  return { value, low, high, because, rows };
}

function repeated({ cells, answers, discordantCells, discordance, interval }: Repeatability) {
  return {
    ...{ cells, answers, differing: discordantCells, discordance: discordance.value },
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}
