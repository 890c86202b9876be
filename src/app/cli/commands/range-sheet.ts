/** `crosscheck range score --with …`: every detector under every condition, repeatedly, as a sheet of scores. */

import { access, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Witness } from "../../../core/ports/witness.ts";
import { systemClock } from "../../../io/system/clock.ts";
import { PROFILES } from "../../../profiles/catalogue.ts";
import type { Condition } from "../../../range/conditions/condition.ts";
import { ownVersion } from "../../own-version.ts";
import { type Candidate, witnessCandidate } from "../../range/measure.ts";
import { nativeCandidate } from "../../range/native-candidate.ts";
import { readSheetFile } from "../../range/read-sheet-file.ts";
import { profileWitness } from "../../range/profile-witness.ts";
import {
  type CellScore,
  drift,
  merged,
  scoreCell,
  type Sheet,
  SHEET_FORMAT,
  type SheetCondition,
  type SheetDetector,
  tallyInWords,
  totalsOf,
  writeSheet,
} from "../../range/sheet.ts";
import { findProgram } from "../../tools/find-program.ts";
import { toolWitness } from "../../tools/witness.ts";
import { program as programScanner } from "../../../scanners/program/index.ts";
import { paintFor } from "../../text/paint.ts";
import { type Cell, renderTable } from "../../text/table.ts";
import { type Configuration, loadWitnesses } from "../context.ts";
import { measureAll } from "../measure-all.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { probeOptions } from "../probe-options.ts";
import { note } from "../say.ts";

export interface SheetOptions {
  readonly configuration: Configuration;
  readonly conditions: readonly Condition[];
  readonly repeats: number;
  /** All profiles too, or those with these ids. */
  readonly profiles: "all" | readonly string[];
  /** Programs that speak the program protocol. */
  readonly programs: readonly string[];
  /** Where the sheet is written; null: nowhere. */
  readonly save: string | null;
  /** An earlier sheet to compare with; null: none. */
  readonly against: string | null;
  readonly format: "table" | "json";
}

/** Questions of one detector at once: more of those that take long, so that all end at about the same time and none comes in a burst. */
const QUESTIONS_AT_ONCE: Readonly<Record<string, number>> = { testssl: 10, nmap: 6 };
const QUESTIONS_OF_OTHERS = 4;

export async function rangeSheet(options: SheetOptions, signal: AbortSignal): Promise<ExitCode> {
  const { conditions, repeats, save, against, format } = options;
  const earlier = against === null ? null : await sheetFrom(against);
  const candidates = await candidatesFor(options);
  note(`${candidates.length} detectors, ${conditions.length} conditions, ${repeats} times each`);
  const old =
    save === null
      ? null
      : await access(save).then(
          () => sheetFrom(save),
          () => null,
        );
  // After every detector: an hour of measuring is not lost with the last one.
  const keep = async (measured: readonly SheetDetector[]): Promise<void> => {
    if (save === null) return;
    const sheet = await sheetOf(conditions, measured);
    await writeFile(save, writeSheet(old === null ? sheet : merged(old, sheet)));
  };
  const measured = await measureAll(candidates, { conditions, repeats, signal, onMeasured: keep });
  const sheet = await sheetOf(conditions, measured);
  if (format === "json") process.stdout.write(writeSheet(sheet));
  else showSheet(sheet);
  if (signal.aborted) return EXIT.interrupted;
  const changed = earlier === null ? [] : drift(earlier, sheet);
  for (const { detector, condition, before, after } of changed) {
    note(
      `changed without a new version: ${detector} on ${condition}: ${tallyInWords(before)} became ${tallyInWords(after)}`,
    );
  }
  const wrong = sheet.detectors
    .filter(({ identity }) => identity.kind === "native")
    .some((detector) => totalsOf(detector, sheet.conditions).wrong > 0);
  return wrong || changed.length > 0 ? EXIT.internal : EXIT.nothingVulnerable;
}

async function sheetFrom(file: string): Promise<Sheet> {
  const read = await readSheetFile(file);
  if (!read.ok) throw new CommandError(EXIT.badInput, read.problem);
  return read.value;
}

async function sheetOf(conditions: readonly Condition[], detectors: readonly SheetDetector[]): Promise<Sheet> {
  return {
    format: SHEET_FORMAT,
    measuredAt: new Date(systemClock.now()).toISOString(),
    version: await ownVersion(),
    machine: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
    conditions: conditions.map(sheetCondition),
    detectors,
  };
}

export function sheetCondition({ id, title, truth }: Condition): SheetCondition {
  return { id, title, truth: truth === "undecidable" ? null : truth };
}

/** Our own detector, the tools of `--with`, the programs and the profiles, each with as many questions at once as it is measured with. */
export async function candidatesFor({
  configuration,
  profiles,
  programs,
}: Pick<SheetOptions, "configuration" | "profiles" | "programs">): Promise<readonly Candidate[]> {
  const { witnesses, notes } = await loadWitnesses(configuration);
  for (const text of notes) note(text);
  const chosen = profiles === "all" ? PROFILES : profiles.map(findProfile);
  const own = await Promise.all(
    programs.map(async (path) => {
      const entry = {
        name: basename(path),
        tool: programScanner.id,
        path,
        options: {},
        timeoutMs: null,
        concurrency: null,
      };
      const found = await findProgram(programScanner, entry);
      if (!found.ok) throw new CommandError(EXIT.usage, `--program ${path}: ${found.why}`);
      return toolWitness(programScanner, entry, found);
    }),
  );
  const atOnce = ({ identity, concurrency }: Witness) =>
    Math.max(QUESTIONS_AT_ONCE[identity.id] ?? QUESTIONS_OF_OTHERS, concurrency);
  return [
    nativeCandidate(probeOptions(configuration.settings), configuration.settings.vantage),
    ...[...witnesses, ...own].map((witness) => witnessCandidate(witness, atOnce(witness))),
    ...chosen.map((profile) => witnessCandidate(profileWitness(profile))),
  ];
}

function findProfile(id: string) {
  const found = PROFILES.find((profile) => profile.id === id);
  if (found === undefined) {
    throw new CommandError(EXIT.usage, `there is no profile ${id}; there are ${PROFILES.map((p) => p.id).join(", ")}`);
  }
  return found;
}

const MARK: Readonly<Record<CellScore["kind"], Cell>> = {
  right: { text: "●", style: "green" },
  wrong: { text: "✗", style: "red" },
  undecided: { text: "?", style: "yellow" },
  unstable: { text: "≈", style: "red" },
  unknown: { text: "·", style: "dim" },
};

function showSheet({ conditions, detectors }: Sheet): void {
  const columns = ["condition", "truth", ...detectors.map(({ identity }) => identity.id)].map((title) => ({ title }));
  const lines = conditions.map(({ id, title, truth }): Cell[] => [
    `${id} ${title}`,
    truth === null ? "?" : truth === "vulnerable" ? "1" : "0",
    ...detectors.map(({ cells }) => MARK[scoreCell(cells[id], truth).kind]),
  ]);
  const width = process.stdout.columns ?? null;
  process.stdout.write(`${renderTable(columns, lines, { width, paint: paintFor(process.stdout) }).join("\n")}\n\n`);
  process.stdout.write("● right  ✗ wrong  ? undecided  ≈ not the same each time  · not measured\n\n");
  for (const detector of detectors) {
    const { right, wrong, undecided, unstable } = totalsOf(detector, conditions);
    const { id, version } = detector.identity;
    process.stdout.write(
      `${id} ${version}: ${right} right, ${wrong} wrong, ${undecided} undecided, ${unstable} unstable\n`,
    );
  }
}
