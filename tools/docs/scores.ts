/** docs/range/: the sheet of scores as pages, one for each detector and each condition, and the table of all of them. */

import {
  type CellScore,
  differencesBetween,
  scoreCell,
  type Sheet,
  type SheetCondition,
  type SheetDetector,
  totalsOf,
} from "../../src/app/range/sheet.ts";
import { OUTCOME_SYMBOL } from "../../src/core/model/outcome.ts";
import { PROFILES } from "../../src/profiles/catalogue.ts";
import { CONDITIONS } from "../../src/range/conditions/catalogue.ts";
import { dialsOf } from "../../src/range/conditions/condition.ts";
import { DEFAULT_DIALS } from "../../src/range/conditions/dials.ts";
import { SCANNERS } from "../../src/scanners/catalogue.ts";
import { GENERATED, page, table } from "./markdown.ts";

const MARK: Readonly<Record<CellScore["kind"], string>> = {
  right: "●",
  wrong: "**✗**",
  undecided: "?",
  unstable: "**≈**",
  unknown: "·",
};
const LEGEND = "● right, **✗** wrong, ? undecided, **≈** not the same each time, · not measured.";
/** Dials whose positions are functions or bytes say too much on a page. */
const LONGEST_DIAL = 60;

export const pageName = (id: string): string => id.replaceAll(/[^A-Za-z0-9._-]/g, "-");
const truthSign = (truth: SheetCondition["truth"]): string => (truth === null ? "?" : OUTCOME_SYMBOL[truth]);

const nameOf = ({ identity: { id, version } }: SheetDetector): string =>
  version === "unknown" || version === "" ? id : `${id} ${version}`;

function measured(
  { version, machine, ...sheet }: Sheet,
  { measuredAt }: { readonly measuredAt: string } = sheet,
): string {
  return `Measured ${measuredAt.slice(0, 10)} with crosscheck ${version} on ${machine}, against the scripted servers of the range; \`npm run score\` measures again.`;
}

export function scoresPage(sheet: Sheet): string {
  const { conditions, detectors } = sheet;
  return page(
    GENERATED,
    "# Which scanner can be believed, where",
    measured(sheet),
    "How much CPU time that takes, detector by detector: [bench/README.md](../../bench/README.md#score-every-detector-under-every-condition).",
    "![Every detector under every condition](../images/scores.svg)",
    "A profile re-enacts a tool that can no longer be installed; it is not the tool. Undecided is an honest answer; wrong is not.",
    table(
      ["detector", "kind", "right", "wrong", "undecided", "unstable"],
      detectors.map((detector) => {
        const { right, wrong, undecided, unstable } = totalsOf(detector, conditions);
        const link = `[${nameOf(detector)}](detectors/${pageName(detector.identity.id)}.md)`;
        return [link, detector.identity.kind, ...[right, wrong, undecided, unstable].map(String)];
      }),
    ),
    "## Re-enactment and tool",
    "Where the tool is installed, the conditions in which its profile comes out differently. Early states of a tool differ from today's on purpose.",
    table(["profile", "tool", "alike", "differ in", "why"], agreementRows(sheet)),
    "## All of them",
    LEGEND,
    table(
      ["condition", "truth", ...detectors.map(({ identity }) => identity.id)],
      conditions.map(({ id, title, truth }) => [
        `[${id}](conditions/${pageName(id)}.md) ${title}`,
        truthSign(truth),
        ...detectors.map(({ cells }) => MARK[scoreCell(cells[id], truth).kind]),
      ]),
    ),
  );
}

/** A profile beside the installed tool that it re-enacts. */
function agreementRows({ conditions, detectors }: Sheet): readonly (readonly string[])[] {
  return PROFILES.flatMap(({ id, scanner, unlike = [] }) => {
    const profile = detectors.find(({ identity }) => identity.id === `profile/${id}`);
    const tool = detectors.find(({ identity }) => identity.kind === "tool" && identity.id === scanner?.id);
    if (profile === undefined || tool === undefined) return [];
    const differ = differencesBetween(profile, tool, conditions);
    const alike = `${conditions.length - differ.length} of ${conditions.length}`;
    const why = unlike.map((each) => `${each.at.join(", ")}: ${each.why}.`).join(" ");
    return [[nameOf(profile), nameOf(tool), alike, differ.join(", "), why]];
  });
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function cellRow(detector: SheetDetector, { id, truth }: SheetCondition): readonly string[] {
  const tally = detector.cells[id];
  const { n, right, wrong, undecided, rightShare, kind } = scoreCell(tally, truth);
  const reasons = Object.entries(tally ?? {}).map(([reason, times]) => `\`${reason}\` ×${times}`);
  return [
    truthSign(truth),
    MARK[kind],
    `${right} / ${wrong} / ${undecided}`,
    n === 0 ? "" : `${percent(rightShare.low)} to ${percent(rightShare.high)}`,
    reasons.join(", "),
  ];
}

const COLUMNS = ["truth", "", "right / wrong / undecided", "share of right answers, 95 %", "what it says"];

export function detectorScorePage(sheet: Sheet, detector: SheetDetector): string {
  const { id, kind, lineage } = detector.identity;
  const profile = PROFILES.find((each) => `profile/${each.id}` === id);
  const scanner = SCANNERS.find((each) => each.id === id);
  const described = profile ?? scanner;
  const spots = described?.blindSpots ?? [];
  return page(
    GENERATED,
    `# ${profile?.title ?? nameOf(detector)}`,
    `Detector \`${id}\`, kind ${kind}, lineage \`${lineage}\`. ${profile === undefined ? "" : `A re-enactment written from ${profile.source}, never the tool itself. `}${measured(sheet, detector)}`,
    ...(described === undefined ? [] : [described.sends]),
    ...(spots.length === 0 ? [] : ["## Known blind spots", spots.map((spot) => `- ${spot}`).join("\n")]),
    "## Under each condition",
    LEGEND,
    table(
      ["condition", ...COLUMNS],
      sheet.conditions.map((condition) => [
        `[${condition.id}](../conditions/${pageName(condition.id)}.md) ${condition.title}`,
        ...cellRow(detector, condition),
      ]),
    ),
  );
}

export function conditionScorePage(sheet: Sheet, condition: SheetCondition): string {
  const declared = CONDITIONS.find(({ id }) => id === condition.id);
  return page(
    GENERATED,
    `# ${condition.id}: ${condition.title}`,
    `${declared?.question ?? ""} The truth: ${truthSign(condition.truth)}.`,
    ...(declared === undefined
      ? []
      : [
          `Source: ${declared.source}. \`crosscheck range up --condition ${condition.id}\` starts it.`,
          "## What differs from a plain vulnerable OpenSSL 1.0.1e",
          dialsTable(declared),
        ]),
    "## Who is right",
    measured(sheet),
    LEGEND,
    table(
      ["detector", ...COLUMNS.slice(1)],
      sheet.detectors.map((detector) => [
        `[${nameOf(detector)}](../detectors/${pageName(detector.identity.id)}.md)`,
        ...cellRow(detector, condition).slice(1),
      ]),
    ),
  );
}

function dialsTable(condition: (typeof CONDITIONS)[number]): string {
  const defaults: Readonly<Record<string, unknown>> = { ...DEFAULT_DIALS };
  const rows = Object.entries(dialsOf(condition))
    .filter(([dial, position]) => JSON.stringify(position) !== JSON.stringify(defaults[dial]))
    .map(([dial, position]) => {
      const text = JSON.stringify(position) ?? "";
      return [`\`${dial}\``, text.length > LONGEST_DIAL ? `${text.slice(0, LONGEST_DIAL)}…` : text];
    });
  return rows.length === 0 ? "Nothing." : table(["dial", "position"], rows);
}
