/** Pairs of columns as tables. */

import type { DetectorPair } from "../../core/agreement/report.ts";
import { type Cell, type Column, renderTable, type TableOptions } from "../text/table.ts";
import { estimated, range, shown } from "./numbers.ts";

export const right = (title: string, minWidth = 4): Column => ({ title, align: "right", minWidth });

export const COUNT_COLUMNS: readonly Column[] = [
  ...["both 1", "1st only", "2nd only", "both 0", "? of either"].map((title) => right(title)),
  right("agree on 1", 6),
  { title: "95 %", minWidth: 9 },
];

export function countCells({
  counts,
  positiveAgreement,
}: Pick<DetectorPair, "counts" | "positiveAgreement">): readonly Cell[] {
  const { bothVulnerable, onlyFirst, onlySecond, bothNotVulnerable, firstUnknown, secondUnknown, bothUnknown } = counts;
  return [
    String(bothVulnerable),
    ...[onlyFirst, onlySecond].map((n): Cell => (n > 0 ? { text: String(n), style: "red" } : "0")),
    String(bothNotVulnerable),
    String(firstUnknown + secondUnknown + bothUnknown),
    shown(positiveAgreement.value),
    range(positiveAgreement),
  ];
}

export function pairLines(pairs: readonly DetectorPair[], options: TableOptions): readonly string[] {
  if (pairs.length === 0) return [];
  const columns = [
    { title: "1st", minWidth: 8 },
    { title: "2nd", minWidth: 8 },
    ...COUNT_COLUMNS,
    { title: "lineage" },
  ];
  const rows = pairs.map((pair) => [pair.first, pair.second, ...countCells(pair), pair.sameLineage ? "the same" : ""]);
  return renderTable(columns, rows, options);
}

export function coefficientLines(pairs: readonly DetectorPair[], options: TableOptions): readonly string[] {
  const titles = ["agree on 0", "raw", "kappa", "alpha", "AC1", "kappa with ?", "alpha with ?", "AC1 with ?"];
  const columns = [{ title: "1st", minWidth: 8 }, { title: "2nd", minWidth: 8 }, ...titles.map((title) => ({ title }))];
  const rows = pairs.map(
    ({ first, second, negativeAgreement, rawAgreement, kappa, alpha, ac1, unknownAsAnswer: third }) => [
      first,
      second,
      ...[negativeAgreement, rawAgreement, kappa, alpha, ac1, third.kappa, third.alpha, third.ac1].map(estimated),
    ],
  );
  return renderTable(columns, rows, options);
}
