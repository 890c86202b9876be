/** A detector beside itself, for people. */

import type { SelfAgreement } from "../../core/agreement/levels.ts";
import type { AgreementReport } from "../../core/agreement/report.ts";
import type { Repeatability } from "../../core/stats/repeatability.ts";
import { renderTable, type TableOptions } from "../text/table.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { counted, estimated, probability, range, shown } from "./numbers.ts";
import { COUNT_COLUMNS, countCells } from "./pair-text.ts";

/** Blocks of lines, one a detector. */
export function selfLines({ by, self }: AgreementReport, options: TableOptions): readonly string[] {
  if (self.length === 0)
    return ["", `No detector has answered in more than one ${by.join(" and ")}: there is nothing to compare.`];
  return self.flatMap((one) => ["", ...block(one, by.join(" and "), options)]);
}

function block(one: SelfAgreement, by: string, options: TableOptions): readonly string[] {
  const levels = one.levels.map((level) => [
    level.name,
    ...[level.vulnerable, level.notVulnerable, level.unknown, level.notAsked].map(String),
  ]);
  const titles = ["1", "0", "?", "not asked"].map((title) => ({ title, align: "right" as const, minWidth: 4 }));
  const pairs = one.pairs.map((pair) => [
    pair.first,
    pair.second,
    ...countCells(pair),
    probability(pair.change.exact),
    probability(pair.change.adjusted),
    probability(pair.changeOfAlways.exact),
    probability(pair.changeOfUnknown.exact),
  ]);
  const columns = [
    { title: "1st", minWidth: 10 },
    { title: "2nd", minWidth: 10 },
    ...COUNT_COLUMNS,
    ...["p", "p corrected", "p always", "p of ?"].map((title) => ({ title, align: "right" as const })),
  ];
  const { alpha } = one.group.unknownLeftOut;
  return [
    escapeTerminal(`${one.detector} beside itself, ${counted(one.levels.length, "column")} by ${by}:`),
    ...renderTable([{ title: "column", minWidth: 12 }, ...titles], levels, options),
    ...(one.leftOut.length > 0 ? [`${counted(one.leftOut.length, "earlier column")} left out.`] : []),
    ...renderTable(columns, pairs, options),
    alpha.value === null
      ? `Krippendorff's alpha: none, ${alpha.because ?? ""}.`
      : `Krippendorff's alpha ${estimated(alpha)} over ${counted(alpha.rows, "endpoint")}.`,
    ...(one.cochran === null
      ? []
      : [
          `Cochran's Q ${shown(one.cochran.q)}, ${one.cochran.df} degrees of freedom, p ${probability(one.cochran.p)}.`,
        ]),
  ];
}

/** Who was asked the same more than once, and whether it said the same. */
export function repeatLines({ repeats }: AgreementReport, options: TableOptions): readonly string[] {
  const rows = repeats.flatMap(({ detector, confirmed, others, conclusive }) =>
    conclusive.cells === 0
      ? []
      : [
          [
            detector,
            ...[confirmed, others].flatMap((half) => [`${half.discordantCells} of ${half.cells}`, discordance(half)]),
            `${conclusive.discordantCells} of ${conclusive.cells}`,
          ],
        ],
  );
  if (rows.length === 0) return [];
  const columns = [
    { title: "detector", minWidth: 10 },
    { title: "proved: contradicts itself" },
    { title: "two answers differ" },
    { title: "others: contradicts itself" },
    { title: "two answers differ" },
    { title: "sometimes ?" },
  ];
  return renderTable(columns, rows, options);
}

function discordance({ discordance: { value }, interval }: Repeatability): string {
  if (value === null) return "–";
  return interval === null ? shown(value) : `${shown(value)} (${range(interval)})`;
}
