/** `crosscheck range compare FIRST SECOND`: in which conditions two detectors differ, proven by repeats. */

import { PROFILES } from "../../../profiles/catalogue.ts";
import type { Condition } from "../../../range/conditions/condition.ts";
import { type Difference, differences } from "../../range/compare.ts";
import { type Candidate, measure, witnessCandidate } from "../../range/measure.ts";
import { nativeCandidate } from "../../range/native-candidate.ts";
import { profileWitness } from "../../range/profile-witness.ts";
import { tallyInWords } from "../../range/sheet.ts";
import { paintFor } from "../../text/paint.ts";
import { type Cell, renderTable } from "../../text/table.ts";
import { type Configuration, loadWitnesses } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { probeOptions } from "../probe-options.ts";
import { note } from "../say.ts";
import { sheetCondition } from "./range-sheet.ts";

export interface CompareOptions {
  readonly configuration: Configuration;
  /** A tool's name in the configuration, `TOOL@VERSION`, `profile/ID`, or `heartbleed` for our own. */
  readonly first: string;
  readonly second: string;
  readonly conditions: readonly Condition[];
  readonly repeats: number;
  readonly format: "table" | "json";
}

const AT_ONCE = 8;

export async function rangeCompare(options: CompareOptions, signal: AbortSignal): Promise<ExitCode> {
  const { configuration, first, second, conditions, repeats, format } = options;
  const candidates = [await candidate(first, configuration), await candidate(second, configuration)] as const;
  const measuring = { conditions, repeats, onRepeat: () => undefined, signal };
  const [one, other] = await Promise.all([measure(candidates[0], measuring), measure(candidates[1], measuring)]);
  if (signal.aborted) return EXIT.interrupted;
  const found = differences(one, other, conditions.map(sheetCondition));
  if (format === "json") {
    process.stdout.write(
      `${JSON.stringify({ first: one.identity, second: other.identity, differences: found }, null, 2)}\n`,
    );
  } else show(found, [nameOf(candidates[0]), nameOf(candidates[1])], conditions.length);
  return EXIT.nothingVulnerable;
}

async function candidate(name: string, configuration: Configuration): Promise<Candidate> {
  const { settings } = configuration;
  if (name === "heartbleed") return nativeCandidate(probeOptions(settings), settings.vantage);
  const profile = PROFILES.find(({ id }) => `profile/${id}` === name);
  if (profile !== undefined) return witnessCandidate(profileWitness(profile));
  if (name.startsWith("profile/")) {
    throw new CommandError(
      EXIT.usage,
      `there is no ${name}; there are ${PROFILES.map(({ id }) => `profile/${id}`).join(", ")}`,
    );
  }
  const { witnesses, notes } = await loadWitnesses({ ...configuration, settings: { ...settings, with: name } });
  for (const text of notes) note(text);
  const [witness] = witnesses;
  if (witness === undefined) throw new CommandError(EXIT.usage, `${name}: expected one tool`);
  return witnessCandidate(witness, Math.max(AT_ONCE, witness.concurrency));
}

const nameOf = ({ identity: { id, version } }: Candidate): string => `${id} ${version}`;

function show(found: readonly Difference[], names: readonly [string, string], conditions: number): void {
  if (found.length === 0) {
    process.stdout.write(`${names[0]} and ${names[1]}: no difference in ${conditions} conditions\n`);
    return;
  }
  const lines = found.map(({ condition: { id, title, truth }, first, second, proven }): Cell[] => [
    `${id} ${title}`,
    truth === null ? "?" : truth === "vulnerable" ? "1" : "0",
    tallyInWords(first),
    tallyInWords(second),
    proven ? { text: "proven", style: "green" } : { text: "not proven: repeat more", style: "yellow" },
  ]);
  const columns = ["condition", "truth", ...names, "difference"].map((title) => ({ title }));
  const table = renderTable(columns, lines, { width: process.stdout.columns ?? null, paint: paintFor(process.stdout) });
  process.stdout.write(`${table.join("\n")}\n\n${found.length} of ${conditions} conditions differ\n`);
}
