/** An agreement report for people: sentences, then tables, then how the numbers were made. */

import { FEWEST_IN_COMMON, ONE_OPINION } from "../../core/agreement/clusters.ts";
import type { GroupCoefficients } from "../../core/agreement/group.ts";
import type { AgreementReport } from "../../core/agreement/report.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { type Cell, renderTable, type TableOptions } from "../text/table.ts";
import { counted, estimated, percent, shown } from "./numbers.ts";
import { coefficientLines, pairLines, right } from "./pair-text.ts";
import { repeatLines, selfLines } from "./self-text.ts";
import { treeLines } from "./tree.ts";

export interface AgreementTextOptions extends TableOptions {
  /** The coefficients of each pair as well. */
  readonly details: boolean;
}

/** Lines without line ends. */
export function agreementText(report: AgreementReport, options: AgreementTextOptions): readonly string[] {
  const sentences = headline(report).map((line) => escapeTerminal(line));
  if (report.detectors.length === 0) return sentences;
  return [
    ...sentences,
    ...section("", detectorLines(report, options)),
    ...(report.by.length > 0
      ? selfLines(report, options)
      : [
          ...section("disputed endpoints", disputedLines(report, options)),
          ...section("pairs, most disputed first", pairLines(report.pairs, options)),
          ...(options.details ? section("coefficients of pairs", coefficientLines(report.pairs, options)) : []),
          ...section("all together", groupLines(report, options)),
          ...section("who agrees on what is vulnerable", tree(report, options)),
        ]),
    ...section("asked again", repeatLines(report, options)),
    ...section("how", footer(report)),
  ];
}

/** An empty section leaves nothing behind. */
function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return title === "" ? ["", ...lines] : ["", `${title}:`, ...lines];
}

function headline(report: AgreementReport): readonly string[] {
  const { detectors, endpoints, answers, disputed, lineages } = report;
  const [only, another] = detectors;
  if (only === undefined) return ["No detector has answered yet: there is nothing to compare."];
  const size = `${counted(endpoints, "endpoint")}, ${counted(answers, "answer")}`;
  if (another === undefined) {
    return [
      `1 detector, ${counted(lineages.length, "lineage")}: ${only.id} has nobody to agree with.`,
      `${size}. \`--by run\`, \`version\`, \`vantage\` or \`mode\` compares it with itself.`,
    ];
  }
  const conclusive = detectors.some(({ vulnerable, notVulnerable }) => vulnerable + notVulnerable > 0);
  return [
    opinionSentence(report),
    `${size}; ${conclusive ? `${counted(disputed.count, "endpoint is", "endpoints are")} disputed.` : "every answer is ?, so nobody agrees or disagrees about anything."}`,
  ];
}

/** "10 detectors, 5 lineages, 3 opinions". */
function opinionSentence({ detectors, lineages, clusters }: AgreementReport): string {
  const who = `${counted(detectors.length, "detector")}, ${counted(lineages.length, "lineage")}`;
  const { opinions, placed } = clusters;
  if (opinions.length === 0) {
    return `${who}; how many opinions cannot be said: no two detectors answered ${FEWEST_IN_COMMON} endpoints in common that anybody calls vulnerable.`;
  }
  const left = detectors.length - placed.length;
  const rest =
    left === 0
      ? ""
      : ` ${counted(left, "detector has", "detectors have")} too little in common with the others to say.`;
  return `${who}, ${counted(opinions.length, "opinion")} (who agrees on ${percent(ONE_OPINION)} of what either calls vulnerable counts as one).${rest}`;
}

function detectorLines({ detectors }: AgreementReport, options: TableOptions): readonly string[] {
  const columns = [
    { title: "detector", minWidth: 10 },
    { title: "lineage" },
    ...["1", "0", "?", "not asked"].map((title) => right(title)),
  ];
  const rows = detectors.map((one) => [
    one.id,
    one.lineages.join(", "),
    ...[one.vulnerable, one.notVulnerable, one.unknown, one.notAsked].map(String),
  ]);
  return renderTable(columns, rows, options);
}

function disputedLines({ disputed }: AgreementReport, options: TableOptions): readonly string[] {
  if (disputed.endpoints.length === 0) return [];
  const columns = [
    { title: "endpoint", minWidth: 16 },
    ...["say 1", "say 0", "say ?"].map((title) => ({ title, minWidth: 10 })),
  ];
  const rows = disputed.endpoints.map((one): Cell[] => [
    one.endpoint,
    { text: one.vulnerable.join(", "), style: "red" },
    { text: one.notVulnerable.join(", "), style: "green" },
    { text: one.unknown.join(", "), style: "yellow" },
  ]);
  const left = disputed.count - disputed.endpoints.length;
  return [...renderTable(columns, rows, options), ...(left > 0 ? [`… and ${left} more (--all shows them)`] : [])];
}

const GROUP: readonly (readonly [keyof GroupCoefficients, string])[] = [
  ["rawAgreement", "raw agreement"],
  ["alpha", "Krippendorff's alpha"],
  ["fleiss", "Fleiss' kappa"],
  ["conger", "Conger's kappa"],
  ["ac1", "Gwet's AC1"],
  ["brennanPrediger", "Brennan-Prediger"],
];
/** From here on the two treatments of ? are far enough apart to be told. */
const LARGE_GAP = 0.1;

function groupLines({ group, detectors }: AgreementReport, options: TableOptions): readonly string[] {
  if (detectors.length < 2) return [];
  const { unknownLeftOut: out, unknownAsAnswer: third } = group;
  const columns = [{ title: "coefficient" }, { title: "? left out" }, { title: "? as an answer" }];
  const rows = [
    ...GROUP.map(([key, name]) => [name, estimated(out[key]), estimated(third[key])]),
    ["endpoints with two answers", String(out.alpha.rows), String(third.alpha.rows)],
  ];
  const why = out.alpha.because === null ? [] : [`No number (–): ${out.alpha.because}.`];
  const gap = Math.abs((out.alpha.value ?? 0) - (third.alpha.value ?? 0));
  const far = out.alpha.value !== null && third.alpha.value !== null && gap > LARGE_GAP;
  return [
    ...renderTable(columns, rows, options),
    ...why,
    ...(far ? ["It matters whether ? is left out: detectors differ in when they answer, not only in what."] : []),
  ];
}

function tree({ detectors, clusters }: AgreementReport, options: TableOptions): readonly string[] {
  if (clusters.placed.length === 0) return [];
  const lines = treeLines(detectors, clusters.branches);
  const faithful = clusters.copheneticCorrelation.value;
  return [
    ...renderTable([{ title: "detectors", minWidth: 24 }, { title: "lineage" }], lines, options),
    ...(faithful === null
      ? []
      : [
          `Cophenetic correlation ${shown(faithful)}. A picture: lineage, not the branch, says whose code a detector carries.`,
        ]),
  ];
}

function footer(report: AgreementReport): readonly string[] {
  const replaced =
    report.replaced > 0
      ? [
          `${counted(report.replaced, "earlier answer")} replaced by a later one of the same detector and vantage left out.`,
        ]
      : [];
  return [
    "Agree on 1: of all times that either says 1, how often both do, 2a / (2a + b + c), over endpoints where both say 1 or 0; interval exact (Clopper-Pearson).",
    ...(report.by.length > 0
      ? [
          "p: McNemar, exact, of 1st only against 2nd only; corrected for all pairs here (Holm). A cell with several answers is 1 where 1 was ever said; p always: where nothing but 1 was said.",
        ]
      : [
          "All together, and coefficients: beyond chance, each with its own idea of chance; where few hosts are vulnerable AC1 is near 1 whatever happens to them, and kappa and alpha fall.",
          "Their intervals: percentiles of 2000 resamples of endpoints, fixed seed.",
        ]),
    ...(report.repeats.some(({ confirmed, others }) => confirmed.cells + others.cells > 0)
      ? [
          "Asked again: same endpoint, version and vantage, at most a day apart; 1 or 0 only; interval exact where all were asked twice, else by resamples.",
        ]
      : []),
    ...replaced,
    "`--format json` has every number with its method, its rows and its endpoints.",
  ];
}
