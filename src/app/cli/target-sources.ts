/** Where targets come from: arguments, files, standard input, one after the other in a fixed order. */

import type { TargetResult } from "../../core/model/target.ts";
import { parseColumnMapping } from "../../inventory/columns.ts";
import { FORMATS } from "../../inventory/detect.ts";
import { parseTarget } from "../../inventory/parse-target.ts";
import { type ReadOptions, readTargetFile, readTargets } from "../../inventory/read-targets.ts";
import { CommandError, EXIT } from "./exit.ts";

export interface TargetSources {
  /** As typed; `-` is standard input. */
  readonly arguments: readonly string[];
  readonly files: readonly string[];
  readonly inputFormat: string | null;
  readonly columns: string | null;
}

/** Standard input cannot be read twice: a run that used it cannot go on reading when it is resumed. */
export function usesStandardInput(sources: TargetSources): boolean {
  return sources.arguments.includes("-") || sources.files.includes("-");
}

/** Throws at once when an option makes no sense, before anything is read. */
export function targetsFrom(sources: TargetSources): AsyncIterable<TargetResult> {
  return readAll(sources, readOptions(sources));
}

async function* readAll(sources: TargetSources, options: ReadOptions): AsyncGenerator<TargetResult> {
  let position = 0;
  for (const text of sources.arguments) {
    position++;
    if (text === "-") yield* readTargets("standard input", process.stdin, options);
    else yield parseTarget(text, { source: "arguments", line: position });
  }
  for (const file of sources.files) {
    if (file === "-") yield* readTargets("standard input", process.stdin, options);
    else yield* readTargetFile(file, options);
  }
}

function readOptions({ inputFormat, columns }: TargetSources): ReadOptions {
  const format = FORMATS.find((known) => known === inputFormat) ?? null;
  if (inputFormat !== null && format === null) {
    throw new CommandError(EXIT.usage, `--input-format: expected one of ${FORMATS.join(", ")}`);
  }
  return {
    format,
    columns: readColumns(columns),
    counts: { hosts: 0, hostsWithoutOpenPort: 0 },
  };
}

function readColumns(text: string | null) {
  if (text === null) return null;
  const mapping = parseColumnMapping(text);
  if (!mapping.ok) throw new CommandError(EXIT.usage, `--columns: ${mapping.problem}`);
  return mapping.value;
}
