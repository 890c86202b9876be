/**
 * `npm run docs:build` writes every file that is generated from the code; `npm run docs:check` (`--check`) fails where
 * one of them, or the README's test command, is no longer what the code says.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonlJsonSchema } from "../src/app/jsonl/schema.ts";
import { IMPORTERS } from "../src/importers/catalogue.ts";
import { NOTED_BY_HAND } from "../src/importers/by-hand.ts";
import { spreadsheet } from "../src/importers/spreadsheet/index.ts";
import { SCANNERS, SERVICES } from "../src/scanners/catalogue.ts";
import { heartbleed } from "../src/packs/heartbleed/index.ts";
import { apiDocPage } from "./docs/api.ts";
import { cliPage } from "./docs/cli.ts";
import { conditionsPage } from "./docs/conditions.ts";
import { replaceSection } from "./docs/markdown.ts";
import { readSheet } from "../src/app/range/sheet.ts";
import { conditionScorePage, detectorScorePage, pageName, scoresPage } from "./docs/scores.ts";
import { scoresSvg } from "./picture/scores.ts";
import { reportPage, scannerPage } from "./docs/scanner.ts";
import { outcomesPage } from "./docs/outcomes.ts";
import { packPage } from "./docs/pack.ts";
import { rulesTable } from "./layers/rules.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PACKS = [heartbleed];
/** It has no mapping of columns here: only its words are shown. */
const SHEET = spreadsheet({ fields: {}, detectors: [] });
const SPREADSHEET = { ...SHEET, mapping: [...SHEET.mapping, ...NOTED_BY_HAND] };

/** A file below the root and what it must contain, given what it contains now. */
interface GeneratedFile {
  readonly path: string;
  readonly content: (now: string) => string;
}

const FILES: readonly GeneratedFile[] = [
  { path: "docs/outcomes.md", content: outcomesPage },
  { path: "docs/cli.md", content: cliPage },
  { path: "docs/api.md", content: apiDocPage },
  { path: "docs/conditions.md", content: conditionsPage },
  ...PACKS.map((pack) => ({ path: `docs/packs/${pack.id}.md`, content: () => packPage(pack) })),
  ...[...SCANNERS, ...SERVICES].map((tool) => ({
    path: `docs/scanners/${tool.id}.md`,
    content: () => scannerPage(tool),
  })),
  { path: "docs/reports.md", content: () => reportPage(IMPORTERS, SPREADSHEET) },
  { path: "docs/architecture.md", content: (now) => replaceSection(now, "arrows", rulesTable()) },
  ...scoreFiles(),
  { path: "schema/jsonl.json", content: () => `${JSON.stringify(jsonlJsonSchema(), null, 2)}\n` },
];

/** Pages and the picture of the sheet of scores, as it was measured last. */
function scoreFiles(): readonly GeneratedFile[] {
  const sheet = readSheet(read("data/range-scores.json"));
  if (!sheet.ok) throw new Error(`data/range-scores.json: ${sheet.problem}`);
  const { conditions, detectors } = sheet.value;
  return [
    { path: "docs/range/README.md", content: () => scoresPage(sheet.value) },
    { path: "docs/images/scores.svg", content: () => scoresSvg(sheet.value) },
    ...detectors.map((detector) => ({
      path: `docs/range/detectors/${pageName(detector.identity.id)}.md`,
      content: () => detectorScorePage(sheet.value, detector),
    })),
    ...conditions.map((condition) => ({
      path: `docs/range/conditions/${pageName(condition.id)}.md`,
      content: () => conditionScorePage(sheet.value, condition),
    })),
  ];
}

/** A file's text; empty where there is none yet. */
function read(path: string): string {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return "";
  }
}

/** The README promises the command that CI runs, word for word. */
function readmeProblems(): readonly string[] {
  const command = read(".ci/run").trimEnd().split("\n").at(-1) ?? "";
  return command !== "" && read("README.md").includes(command)
    ? []
    : [`README.md does not show CI's command: ${command}`];
}

const problems: string[] = [];
for (const { path, content } of FILES) {
  const now = read(path);
  const wanted = content(now);
  if (now === wanted) continue;
  if (process.argv.includes("--check")) {
    problems.push(`${path} is not what the code says: run \`npm run docs:build\``);
  } else {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), wanted);
    console.log(`wrote ${path}`);
  }
}
problems.push(...readmeProblems());
for (const problem of problems) console.error(problem);
console.log(`${FILES.length} generated files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
